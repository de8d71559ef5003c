"""The columns of a quarterly return. Lists, registers and aggregates say the same things by the same columns."""

from __future__ import annotations

from collections.abc import Sequence

from etl.cells import Cell, header_name
from etl.columns import Column, ColumnType, Words
from etl.rules.words import CHANGES, SITUATIONS, STAGES, YES_NO

SHEET = "Reporte"
AMOUNT = "valor"

COLUMNS: tuple[Column, ...] = (
    Column(
        name="entidad",
        type=ColumnType.CODE,
        title=Words("Entidad", "Entity"),
        meaning=Words(
            "Código de la entidad que reporta, el mismo en todas las filas.",
            "Code of the entity that reports, the same in every row.",
        ),
        example="MTPE",
        required=True,
        key=True,
    ),
    Column(
        name="trimestre",
        type=ColumnType.QUARTER,
        title=Words("Trimestre", "Quarter"),
        meaning=Words(
            "Trimestre reportado, ya concluido, el mismo en todas las filas. El III trimestre de 2026 se escribe "
            "2026-T3.",
            "Quarter reported, already ended, the same in every row. The third quarter of 2026 is written 2026-T3 or "
            "2026-Q3.",
        ),
        example="2026-T3",
        required=True,
        key=True,
    ),
    Column(
        name="indicador",
        type=ColumnType.CODE,
        title=Words("Código del indicador", "Indicator code"),
        meaning=Words(
            "Código del indicador. Cada indicador que la entidad reporta tiene al menos una fila.",
            "Code of the indicator. Each indicator that the entity reports has at least one row.",
        ),
        example="2.1.p72.b",
        required=True,
        key=True,
    ),
    Column(
        name="indicador_nombre",
        type=ColumnType.TEXT,
        title=Words("Indicador", "Indicator"),
        meaning=Words(
            "Nombre del indicador, para orientación; se puede omitir la columna. Si está, debe corresponder al código.",
            "Name of the indicator, for people; the column may be left out. Where it is there it must fit the code.",
        ),
        example="Empresas informadas",
        optional_header=True,
        max_length=600,
    ),
    Column(
        name="paso",
        type=ColumnType.CODE,
        title=Words("Paso del programa", "Step of the programme"),
        meaning=Words(
            "Solo en un programa: código del paso. Si se cumplió, con la fecha; si no, con «sin ejecución».",
            "Only for a programme: code of the step. Done: with its date; not done: with “sin ejecución”.",
        ),
        example="paso-1",
        key=True,
    ),
    Column(
        name="dimension",
        type=ColumnType.CODE,
        title=Words("Desagregación por", "Split by"),
        meaning=Words(
            "En blanco en el total, que siempre es una fila propia. En una desagregación, una sola dimensión de las "
            "que admite el indicador.",
            "Blank in the total, which is always a row of its own. In a split, one of the dimensions that the "
            "indicator allows.",
        ),
        example="departamento",
        key=True,
    ),
    Column(
        name="categoria",
        type=ColumnType.TEXT,
        title=Words("Categoría", "Category"),
        meaning=Words(
            "Categoría de la dimensión. Si el plan las lista, su código, que está en la hoja «Listas» de la plantilla; "
            "si no, su nombre. Un departamento va con su nombre, o con su código después del sistema: INEI 06, RENIEC "
            "06, ISO PE-CAJ. En blanco si la dimensión está en blanco.",
            "Category of the dimension. Where the plan lists them its code, which is in the template's sheet “Listas”; "
            "else its name. A department goes by its name, or by its code after the system: INEI 06, RENIEC 06, "
            "ISO PE-CAJ. Blank where the dimension is blank.",
        ),
        example="Cajamarca",
        key=True,
        max_length=120,
    ),
    Column(
        name="situacion",
        type=ColumnType.WORD,
        title=Words("Situación", "Situation"),
        meaning=Words(
            "En blanco o «cifra» si la fila tiene una cifra. «sin ejecución»: en el trimestre no se hizo nada. "
            "«sin información»: no se sabe; no se registra cifra, tampoco cero. «retirado»: la cifra ya publicada se "
            "retira.",
            "Blank or “cifra” where the row has a figure. “sin ejecución”: nothing was done in the quarter. "
            "“sin información”: not known; no figure is made, nor a zero. “retirado”: the published figure is taken "
            "back.",
        ),
        example="cifra",
        allowed=SITUATIONS,
    ),
    Column(
        name=AMOUNT,
        type=ColumnType.NUMBER,
        title=Words("Valor del trimestre", "Value of the quarter"),
        meaning=Words(
            "Lo ocurrido en el trimestre, no lo acumulado. En un conteo, un entero sin puntos: 1234 o 1,234. "
            "No se llena en razones, entregables ni programas.",
            "What happened in the quarter, not the total so far. For a count a whole number without points: 1234 or "
            "1,234. Not for ratios, deliverables or programmes.",
        ),
        example="125",
    ),
    Column(
        name="total_a_la_fecha",
        type=ColumnType.NUMBER,
        title=Words("Total a la fecha", "Total so far"),
        meaning=Words(
            "Solo en conteos de distintos (personas, empresas), si se conoce: distintos desde el inicio del plan, "
            "cada uno contado una vez.",
            "Only for counts of distinct units (persons, companies), where known: distinct ones since the plan's "
            "start, each counted once.",
        ),
        example="980",
    ),
    Column(
        name="numerador",
        type=ColumnType.NUMBER,
        title=Words("Numerador", "Numerator"),
        meaning=Words("Solo en razones y porcentajes, junto con el denominador.", "Only for ratios, with denominator."),
        example="45",
    ),
    Column(
        name="denominador",
        type=ColumnType.NUMBER,
        title=Words("Denominador", "Denominator"),
        meaning=Words("Solo en razones y porcentajes; mayor que cero.", "Only for ratios and percentages; above zero."),
        example="120",
    ),
    Column(
        name="etapa",
        type=ColumnType.WORD,
        title=Words("Etapa", "Stage"),
        meaning=Words(
            "Solo en entregables: etapa al cierre del trimestre. «aprobado» y «publicado» llevan acto y fecha.",
            "Only for deliverables: stage at the end of the quarter. “aprobado” and “publicado” need act and date.",
        ),
        example="en revisión",
        allowed=STAGES,
    ),
    Column(
        name="fecha",
        type=ColumnType.DATE,
        title=Words("Fecha", "Date"),
        meaning=Words(
            "Fecha del acto de un entregable, o en que se cumplió el paso de un programa: 2026-09-30 o 30/09/2026.",
            "Date of a deliverable's act, or on which a programme's step was done: 2026-09-30 or 30/09/2026.",
        ),
        example="2026-09-30",
    ),
    Column(
        name="acto",
        type=ColumnType.TEXT,
        title=Words("Acto", "Act"),
        meaning=Words(
            "Acto que aprueba o publica el entregable, con su número.",
            "The act that approves or publishes the deliverable, with its number.",
        ),
        example="Resolución Ministerial 100-2026-TR",
    ),
    Column(
        name="medio_tipo",
        type=ColumnType.TEXT,
        title=Words("Medio de verificación: tipo", "Evidence: type"),
        meaning=Words(
            "Qué documento respalda la cifra. Se llena junto con la referencia.",
            "What kind of document supports the figure. Goes with the reference.",
        ),
        example="informe",
        max_length=80,
    ),
    Column(
        name="medio_referencia",
        type=ColumnType.TEXT,
        title=Words("Medio de verificación: referencia", "Evidence: reference"),
        meaning=Words(
            "Número o dirección del documento. Sin nombres, DNI, teléfonos ni correos de personas.",
            "Number or address of the document. No names, identity numbers, telephones or e-mails of persons.",
        ),
        example="Informe 012-2026-MTPE/2/17",
        max_length=500,
    ),
    Column(
        name="medio_fecha",
        type=ColumnType.DATE,
        title=Words("Medio de verificación: fecha", "Evidence: date"),
        meaning=Words("Fecha del documento.", "Date of the document."),
        example="2026-10-05",
    ),
    Column(
        name="medio_publico",
        type=ColumnType.YES_NO,
        title=Words("Medio de verificación: ¿público?", "Evidence: public?"),
        meaning=Words(
            "«sí» si la referencia puede mostrarse en el tablero; lo confirma quien da la conformidad. En blanco: no.",
            "“sí” where the reference may be shown on the dashboard; whoever approves confirms it. Blank: no.",
        ),
        example="sí",
        allowed=YES_NO,
    ),
    Column(
        name="clase_de_cambio",
        type=ColumnType.WORD,
        title=Words("Clase de cambio", "Class of change"),
        meaning=Words(
            "Solo si la fila cambia algo de una cifra ya publicada, aunque sea la nota: por qué clase de motivo.",
            "Only where the row changes anything of a published figure, be it the note: the class of the change.",
        ),
        example="rectificación",
        allowed=CHANGES,
    ),
    Column(
        name="sustento",
        type=ColumnType.TEXT,
        title=Words("Sustento", "Reason"),
        meaning=Words(
            "Solo con la clase de cambio: qué cambió y por qué. Se publica.",
            "Only with the class of change: what changed and why. It is published.",
        ),
        example="Se excluyó una empresa contada dos veces.",
        max_length=1000,
    ),
    Column(
        name="nota",
        type=ColumnType.TEXT,
        title=Words("Nota", "Note"),
        meaning=Words(
            "Lo que el lector debe saber de la cifra. Se publica.",
            "What a reader should know of the figure. It is published.",
        ),
        example="Incluye sesiones virtuales.",
        max_length=1000,
    ),
)
HEADER: tuple[str, ...] = tuple(column.name for column in COLUMNS)


def has_amounts(header: Sequence[Cell]) -> bool:
    """Whether the table under `header` states figures, as a return does, and not what they are counted from."""
    return any(header_name(cell) == AMOUNT for cell in header)
