"""Which portal, entity or procedure takes which identity document, since when, or as asserted on which day.

A start that no source gives stays unknown. From the rows follows how many take a document: an indicator whose measure
is the code of that document counts them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from etl.columns import Column, ColumnType, Words
from etl.registers.columns import CITED
from etl.registers.declared import Register
from etl.registers.judging import register_job
from etl.registers.words import PRECISIONS, STATES
from indicators.assembly import PlanRow
from indicators.plan import Plan, Reporter
from indicators.register_codes import RecognitionState

_TAKEN = (RecognitionState.ACCEPTED, RecognitionState.ASSERTED, RecognitionState.VERIFIED)


def accepters(plan: Plan, rows: Sequence[PlanRow], reporter: Reporter) -> int:
    """How many portals and entities take, or are said to take, the document that the reporter's measure names: by the
    register in force with `rows` in place of those that they replace."""
    known: dict[tuple[str, str], Mapping[str, str]] = {
        (each.accepter, each.procedure): {"document": each.document, "state": each.state}
        for each in plan.registers.recognitions
        if each.document == reporter.measure
    }
    for row in rows:
        cells = row.cells
        if row.kind == "recognitions" and cells["document"] == reporter.measure:
            known[cells["accepter"], cells["procedure"]] = cells
    return len({accepter for (accepter, _), cells in known.items() if cells["state"] in _TAKEN})


JOB = register_job(
    name="recognitions",
    version="1",
    title=Words("Reconocimiento de documentos de identidad", "Recognition of identity documents"),
    meaning=Words(
        "Qué portal, entidad o trámite acepta qué documento, desde cuándo, o en qué día se afirmó. Un inicio que nadie "
        "da queda sin fecha.",
        "Which portal, entity or procedure takes which document, since when, or on which day it was asserted. A start "
        "that nobody gives stays without a date.",
    ),
    sheet="Reconocimientos",
    columns=(
        Column(
            name="quien_acepta",
            type=ColumnType.CODE,
            title=Words("Quién acepta", "Who accepts"),
            meaning=Words(
                "Código del portal o de la entidad.",
                "Code of the portal or the entity.",
            ),
            example="emplea_peru",
            required=True,
            key=True,
        ),
        Column(
            name="tramite",
            type=ColumnType.TEXT,
            title=Words("Trámite", "Procedure"),
            meaning=Words(
                "Si es de un trámite y no de todo: cuál.",
                "Where it is of one procedure and not of all: which.",
            ),
            example="Registro de usuario",
            key=True,
            max_length=200,
        ),
        Column(
            name="documento",
            type=ColumnType.CODE,
            title=Words("Documento", "Document"),
            meaning=Words(
                "DNI, CE, PAS, CSR, CRREE, PTP, DIE o CPP.",
                "DNI, CE, PAS, CSR, CRREE, PTP, DIE or CPP.",
            ),
            example="CPP",
            required=True,
            key=True,
        ),
        Column(
            name="estado",
            type=ColumnType.WORD,
            title=Words("Estado", "State"),
            meaning=Words(
                "Qué se sabe: acepta, se afirma que acepta, verificado (alguien lo probó), no acepta.",
                "What is known: accepts, is said to accept, verified (somebody tried it), does not accept.",
            ),
            example="verificado",
            required=True,
            allowed=STATES,
        ),
        Column(
            name="desde",
            type=ColumnType.DATE,
            title=Words("Desde", "Since"),
            meaning=Words(
                "Desde cuándo; en blanco si no se conoce.",
                "Since when; blank where it is not known.",
            ),
            example="2023-02-01",
        ),
        Column(
            name="desde_precision",
            type=ColumnType.WORD,
            title=Words("Precisión de «desde»", "Precision of “since”"),
            meaning=Words(
                "Cuánto se conoce el inicio.",
                "How well the start is known.",
            ),
            example="mes",
            required=True,
            allowed=PRECISIONS,
        ),
        Column(
            name="afirmado_el",
            type=ColumnType.DATE,
            title=Words("Afirmado el", "Asserted on"),
            meaning=Words(
                "Día en que alguien lo dijo, que no es el inicio.",
                "Day on which somebody said so, which is not the start.",
            ),
            example="2022-12-27",
        ),
        *CITED,
    ),
    registers=(
        Register(
            "recognitions",
            {
                "accepter": "quien_acepta",
                "procedure": "tramite",
                "document": "documento",
                "state": "estado",
                "since": "desde",
                "since_precision": "desde_precision",
                "asserted_on": "afirmado_el",
                "source": "fuente",
                "page": "pagina",
                "reference": "referencia",
            },
        ),
    ),
    counts=accepters,
)
