"""Columns that several register jobs have: a date as well as it is known, a text in two languages, where it is read."""

from __future__ import annotations

from etl.columns import Column, ColumnType, Words
from etl.registers.words import BASES, PRECISIONS


def dated(es: str, en: str) -> tuple[Column, ...]:
    """A date, and how well it is known; `es` and `en` say of what."""
    return (
        Column(
            name="fecha",
            type=ColumnType.DATE,
            title=Words("Fecha", "Date"),
            meaning=Words(
                f"{es}; en blanco si no se conoce. De un mes o un año se escribe el primer día.",
                f"{en}; blank where it is not known. Of a month or a year the first day is written.",
            ),
            example="2022-12-27",
        ),
        Column(
            name="precision",
            type=ColumnType.WORD,
            title=Words("Precisión de la fecha", "Precision of the date"),
            meaning=Words(
                "Cuánto se conoce la fecha: día, mes, año, a más tardar, o no se conoce.",
                "How well the date is known: to the day, the month, the year, only as “by”, or not at all.",
            ),
            example="día",
            required=True,
            allowed=PRECISIONS,
        ),
    )


def texts(es: str, en: str, example: str) -> tuple[Column, ...]:
    """A text, whose words it is in, and its English; `es` and `en` say what stands there."""
    return (
        Column(
            name="texto",
            type=ColumnType.TEXT,
            title=Words("Texto", "Text"),
            meaning=Words(
                es,
                en,
            ),
            example=example,
            max_length=1500,
            required=True,
        ),
        Column(
            name="texto_base",
            type=ColumnType.WORD,
            title=Words("De quién son las palabras", "Whose words they are"),
            meaning=Words(
                "Texto oficial, traducción o redacción propia.",
                "Official text, translation or our own words.",
            ),
            example="redacción propia",
            allowed=BASES,
            required=True,
        ),
        Column(
            name="texto_en",
            type=ColumnType.TEXT,
            title=Words("Texto en inglés", "Text in English"),
            meaning=Words(
                "Si lo hay.",
                "Where there is one.",
            ),
            example="Take the card in among the documents of the portal.",
            max_length=1500,
        ),
    )


ON: tuple[Column, ...] = (
    Column(
        name="accion",
        type=ColumnType.CODE,
        title=Words("Acción del plan", "Action of the plan"),
        meaning=Words(
            "Código de la acción a la que se refiere, si es de una.",
            "Code of the action it is about, where it is of one.",
        ),
        example="2.1.p72",
    ),
    Column(
        name="indicador",
        type=ColumnType.CODE,
        title=Words("Indicador", "Indicator"),
        meaning=Words(
            "Código del indicador al que se refiere, si es de uno.",
            "Code of the indicator it is about, where it is of one.",
        ),
        example="2.1.p72.t1",
    ),
)
CITED: tuple[Column, ...] = (
    Column(
        name="fuente",
        type=ColumnType.CODE,
        title=Words("Fuente", "Source"),
        meaning=Words(
            "Código de la fuente, si está entre las del plan.",
            "Code of the source, where the plan lists it.",
        ),
        example="defensoria_2022",
    ),
    Column(
        name="pagina",
        type=ColumnType.COUNT,
        title=Words("Página", "Page"),
        meaning=Words(
            "Página impresa de la fuente.",
            "Printed page of the source.",
        ),
        example="1",
    ),
    Column(
        name="referencia",
        type=ColumnType.TEXT,
        title=Words("Referencia", "Reference"),
        meaning=Words(
            "Dónde se lee, si la fuente no está entre las del plan: título, fecha y dirección.",
            "Where it is read, where the plan does not list the source: title, date and address.",
        ),
        example="Nota de prensa 120-2026, 3 de julio de 2026",
        max_length=500,
    ),
)
