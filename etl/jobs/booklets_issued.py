"""Booklets and information material handed out: one row for each hand-out of one title in one language and format.

A title is a name in a language. A reprint, a new edition and another format are no new titles; a translation is one.
Names are compared as they sound: capitals, accents and double spaces make no other title.
"""

from __future__ import annotations

import re

from etl.columns import Column, ColumnType, Words
from etl.folding import folded
from etl.lists.jobs import list_job
from etl.lists.listing import Listing, RowRule
from etl.lists.measures import Counts, Measure
from etl.rules.words import YES_NO

AUDIENCES = {
    "personas migrantes": "migrantes",
    "migrants": "migrantes",
    "empresas": "empresas",
    "companies": "empresas",
    "entidades públicas": "entidades",
    "public entities": "entidades",
    "público en general": "general",
    "general public": "general",
}
FORMATS = {
    "impreso": "impreso",
    "print": "impreso",
    "digital": "digital",
    "audio": "audio",
    "video": "video",
    "otro": "otro",
    "other": "otro",
}
_OF_AN_EDITION = re.compile(r"\b(?:edicion|reimpresion|edition|reprint)\b")


def _bare_title(title: str | None) -> str:
    """A title that names its edition would be another one with each edition."""
    return "title_with_edition" if _OF_AN_EDITION.search(folded(title or "")) else ""


def _copies(copies: int | None) -> str:
    return "copies_none" if copies == 0 else ""


JOB = list_job(
    name="booklets_issued",
    version="1",
    title=Words("Cartillas y material informativo entregados", "Booklets and information material issued"),
    meaning=Words(
        "Registro de entregas: una fila por entrega de un título. Da los ejemplares y los títulos distintos; las "
        "reimpresiones y nuevas ediciones no son títulos nuevos, una traducción sí.",
        "Log of what was handed out: one row for each hand-out of a title. It gives copies and distinct titles; "
        "reprints and new editions are no new titles, a translation is one.",
    ),
    sheet="Entregas",
    columns=(
        Column(
            name="fecha",
            type=ColumnType.DATE,
            title=Words("Fecha", "Date"),
            meaning=Words("Día de la entrega, dentro del trimestre.", "Day of the hand-out, within the quarter."),
            example="2026-08-21",
            required=True,
        ),
        Column(
            name="titulo",
            type=ColumnType.TEXT,
            title=Words("Título", "Title"),
            meaning=Words(
                "Nombre del material como está en su portada, sin edición ni reimpresión, que tienen su columna.",
                "Name of the material as on its cover, without edition or reprint, which have columns of their own.",
            ),
            example="Cartilla sobre contratación de personas trabajadoras migrantes",
            required=True,
        ),
        Column(
            name="edicion",
            type=ColumnType.COUNT,
            title=Words("Edición", "Edition"),
            meaning=Words("Número de la edición; en blanco si no tiene.", "Number of the edition; blank if none."),
            example="2",
        ),
        Column(
            name="reimpresion",
            type=ColumnType.YES_NO,
            title=Words("¿Reimpresión?", "Reprint?"),
            meaning=Words(
                "«sí» si se imprimió otra vez sin cambios. No hace un título nuevo.",
                "“sí” where it was printed again without change. It makes no new title.",
            ),
            example="no",
            allowed=YES_NO,
        ),
        Column(
            name="publico",
            type=ColumnType.WORD,
            title=Words("Público", "Audience"),
            meaning=Words("A quién se entregó.", "To whom it was handed out."),
            example="empresas",
            required=True,
            allowed=AUDIENCES,
        ),
        Column(
            name="tema",
            type=ColumnType.TERM,
            title=Words("Tema", "Topic"),
            meaning=Words("Tema del material, de la lista del plan.", "Topic, from the plan's list."),
            example="Contratación de personas extranjeras",
            listed="tema_capacitacion",
            required=True,
        ),
        Column(
            name="idioma",
            type=ColumnType.TERM,
            title=Words("Idioma", "Language"),
            meaning=Words(
                "Idioma del material, de la lista del plan. La misma cartilla en otro idioma es otro título.",
                "Language of the material, from the plan's list. The same booklet in another language is another "
                "title.",
            ),
            example="Español",
            required=True,
            listed="idioma",
            dimension="idioma",
        ),
        Column(
            name="formato",
            type=ColumnType.WORD,
            title=Words("Formato", "Format"),
            meaning=Words("Cómo se entregó. No hace un título nuevo.", "In which form. It makes no new title."),
            example="impreso",
            required=True,
            allowed=FORMATS,
        ),
        Column(
            name="ejemplares",
            type=ColumnType.COUNT,
            title=Words("Ejemplares", "Copies"),
            meaning=Words(
                "Ejemplares impresos entregados, o descargas o envíos si es digital.",
                "Copies handed out in print, or downloaded or sent where digital.",
            ),
            example="150",
            required=True,
        ),
        Column(
            name="lugar",
            type=ColumnType.TEXT,
            title=Words("Lugar", "Place"),
            meaning=Words("Dónde se entregó; en blanco si es digital.", "Where; blank where digital."),
            example="Feria laboral de Trujillo",
            optional_header=True,
        ),
        Column(
            name="departamento",
            type=ColumnType.TERM,
            title=Words("Departamento", "Department"),
            meaning=Words(
                "Departamento de la entrega: su nombre, o su código con el sistema: «INEI 13». En blanco si no se "
                "sabe, como en una descarga.",
                "Department of the hand-out: its name, or its code with the system: “INEI 13”. Blank where not known, "
                "as of a download.",
            ),
            example="La Libertad",
            listed="departamento",
            dimension="departamento",
        ),
    ),
    listing=Listing(
        measures=(
            Measure("copies", Words("ejemplares", "copies"), Counts.SUM, ("ejemplares",)),
            Measure(
                "titles", Words("títulos distintos", "distinct titles"), Counts.DISTINCT, ("titulo", "idioma"),
                as_sounds=True,
            ),
        ),
        rules=(
            RowRule(("titulo",), _bare_title, ("title_with_edition",)),
            RowRule(("ejemplares",), _copies, ("copies_none",)),
        ),
    ),
)  # fmt: skip
