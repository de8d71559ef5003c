"""The columns that every list has besides its own: those of a quarterly return, said once for the whole file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from etl.columns import Column, ColumnType, Words
from etl.rules.columns import COLUMNS as RETURN_COLUMNS
from etl.rules.words import NO_FIGURE

# What a file says of itself as a whole, in its first row: the columns of a quarterly return, with its words.
ONCE = (
    "entidad", "trimestre", "total_a_la_fecha", "medio_tipo", "medio_referencia", "medio_fecha", "medio_publico",
    "clase_de_cambio", "sustento", "nota",
)  # fmt: skip
_NEEDED = ("entidad", "trimestre")
_FROM_RETURN = {column.name: column for column in RETURN_COLUMNS}
DATE = "fecha"
INDICATOR, SITUATION = "indicador", "situacion"


def once_columns() -> tuple[Column, ...]:
    """The columns that say something of the whole file; a file may lack all but entity and quarter."""
    return tuple(
        replace(
            _FROM_RETURN[name],
            once=True,
            key=name in _NEEDED,
            required=False,
            optional_header=name not in _NEEDED,
            meaning=_once(_FROM_RETURN[name]),
        )
        for name in ONCE
    )


def _once(column: Column) -> Words:
    said = column.meaning
    return Words(
        f"Se escribe en la primera fila y vale para todo el archivo. {said.es}",
        f"Written in the first row, for the whole file. {said.en}",
    )


def list_columns(own: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a list: those of the whole file needed first, the indicator, its own, the others."""
    once = once_columns()
    indicator = replace(
        _FROM_RETURN[INDICATOR],
        meaning=Words(
            "Código del indicador del plan al que corresponde la fila.",
            "Code of the plan's indicator that the row counts for.",
        ),
    )
    situation = Column(
        name=SITUATION,
        type=ColumnType.WORD,
        title=_FROM_RETURN[SITUATION].title,
        meaning=Words(
            "En blanco en las filas de la lista. Si de un indicador no hay ninguna, una fila con su código dice por "
            "qué: «sin ejecución» o «sin información»; lo demás de esa fila queda en blanco.",
            "Blank in the rows of the list. Where an indicator has none, one row with its code says why: "
            "“sin ejecución” (nothing was done) or “sin información” (not known); the rest of that row stays blank.",
        ),
        example="sin ejecución",
        allowed=NO_FIGURE,
        optional_header=True,
    )
    return (
        *(c for c in once if c.name in _NEEDED),
        indicator,
        *own,
        situation,
        *(c for c in once if c.name not in _NEEDED),
    )
