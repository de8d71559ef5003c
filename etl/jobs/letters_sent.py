"""Informative letters sent to market agents: one row for each letter and recipient.

A letter is its number: one to three recipients is one letter on three rows, which say the same of it. A recipient is
an organisation, by its RUC or its name as it sounds; who writes now the one and now the other names two.
"""

from __future__ import annotations

from etl.columns import Column, ColumnType, Words
from etl.lists.jobs import list_job
from etl.lists.listing import Agreeing, Listing, RowRule, Unique
from etl.lists.measures import Counts, Measure
from etl.ruc import read_ruc
from etl.values import ValueRefused

RECIPIENTS = {
    "anunciante": "anunciante",
    "advertiser": "anunciante",
    "medio": "medio",
    "medio de comunicación": "medio",
    "medium": "medio",
    "agencia": "agencia",
    "agencia de publicidad": "agencia",
    "agency": "agencia",
    "gremio": "gremio",
    "association": "gremio",
    "otro": "otro",
    "other": "otro",
}


def _recipient(name: str | None) -> str:
    """A recipient in digits alone is a taxpayer's number, and a right one."""
    if not (name or "").replace(" ", "").isdecimal():
        return ""
    try:
        read_ruc(name or "")
    except ValueRefused as refused:
        return refused.code
    return ""


JOB = list_job(
    name="letters_sent",
    version="1",
    title=Words("Cartas informativas enviadas", "Informative letters sent"),
    meaning=Words(
        "Registro de cartas informativas: una fila por carta y destinatario. Da las cartas, contadas por su número, y "
        "los destinatarios distintos.",
        "Register of informative letters: one row for each letter and recipient. It gives letters, told apart by "
        "number, and distinct recipients.",
    ),
    sheet="Cartas",
    columns=(
        Column(
            name="fecha",
            type=ColumnType.DATE,
            title=Words("Fecha", "Date"),
            meaning=Words("Fecha de la carta, dentro del trimestre.", "Date of the letter, within the quarter."),
            example="2026-07-15",
            required=True,
        ),
        Column(
            name="numero_carta",
            type=ColumnType.TEXT,
            title=Words("Número de la carta", "Number of the letter"),
            meaning=Words(
                "Número con que se registró. Si fue a varios destinatarios, una fila por cada uno con el mismo número.",
                "Number under which it was registered. To several recipients: one row each, with the same number.",
            ),
            example="Carta 012-2026-INDECOPI/CCD",
            required=True,
            max_length=120,
        ),
        Column(
            name="destinatario_tipo",
            type=ColumnType.WORD,
            title=Words("Tipo de destinatario", "Type of recipient"),
            meaning=Words("Qué clase de agente del mercado es.", "What sort of market agent it is."),
            example="anunciante",
            required=True,
            allowed=RECIPIENTS,
        ),
        Column(
            name="destinatario",
            type=ColumnType.TEXT,
            title=Words("Destinatario", "Recipient"),
            meaning=Words(
                "La organización: su RUC (se comprueba) o su nombre, siempre de la misma manera. Nunca el nombre o el "
                "RUC de una persona.",
                "The organisation: its RUC (checked) or its name, always in the same way. Never the name or RUC of a "
                "person.",
            ),
            example="20999999990",
            required=True,
        ),
        Column(
            name="tema",
            type=ColumnType.TERM,
            title=Words("Tema", "Topic"),
            meaning=Words("De qué informa, de la lista del plan.", "What it informs of, from the plan's list."),
            example="Publicidad sin discriminación",
            listed="tema_carta",
            required=True,
        ),
        Column(
            name="grupos",
            type=ColumnType.TERMS,
            title=Words("Grupos de especial protección", "Specially protected groups"),
            meaning=Words(
                "Grupos que la carta menciona, de la lista del plan, separados por «;».",
                "Groups that the letter names, from the plan's list, parted by “;”.",
            ),
            example="Mujeres; Personas migrantes",
            listed="group",
            required=True,
        ),
        Column(
            name="departamento",
            type=ColumnType.TERM,
            title=Words("Departamento", "Department"),
            meaning=Words("Departamento del destinatario, si se conoce.", "The recipient's department, where known."),
            example="Lima",
            listed="departamento",
            dimension="departamento",
            optional_header=True,
        ),
    ),
    listing=Listing(
        measures=(
            Measure("letters", Words("cartas", "letters"), Counts.DISTINCT, ("numero_carta",), as_sounds=True),
            Measure(
                "recipients", Words("destinatarios distintos", "distinct recipients"), Counts.DISTINCT,
                ("destinatario",), as_sounds=True,
            ),
        ),
        rules=(RowRule(("destinatario",), _recipient, ("ruc_form", "ruc_digit")),),
        unique=(Unique(("numero_carta", "destinatario"), "letter_twice"),),
        agreeing=(
            Agreeing("numero_carta", ("fecha", "tema", "grupos"), "letter_differs"),
            Agreeing("destinatario", ("destinatario_tipo",), "recipient_differs"),
        ),
    ),
)  # fmt: skip
