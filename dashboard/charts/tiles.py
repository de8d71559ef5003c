"""Where each department of Peru stands on the tile map, and its short name. Pure; why tiles: docs/adr/0009.

The places are this project's own and nobody's borders: neighbours stay neighbours as far as a grid lets them. Codes are
INEI's, short names those of ISO 3166-2:PE without the country.
"""

from __future__ import annotations

from typing import NamedTuple

COLUMNS, ROWS = 5, 8


class Tile(NamedTuple):
    """A department's place: columns from the west, rows from the north, both from 0."""

    code: str
    short: str
    column: int
    row: int


TILES = (
    Tile("24", "TUM", 0, 0),
    Tile("16", "LOR", 3, 0),
    Tile("20", "PIU", 0, 1),
    Tile("06", "CAJ", 1, 1),
    Tile("01", "AMA", 2, 1),
    Tile("22", "SAM", 3, 1),
    Tile("14", "LAM", 0, 2),
    Tile("13", "LAL", 1, 2),
    Tile("10", "HUC", 2, 2),
    Tile("25", "UCA", 3, 2),
    Tile("02", "ANC", 1, 3),
    Tile("19", "PAS", 2, 3),
    Tile("07", "CAL", 0, 4),
    Tile("15", "LIM", 1, 4),
    Tile("12", "JUN", 2, 4),
    Tile("08", "CUS", 3, 4),
    Tile("17", "MDD", 4, 4),
    Tile("11", "ICA", 1, 5),
    Tile("09", "HUV", 2, 5),
    Tile("03", "APU", 3, 5),
    Tile("21", "PUN", 4, 5),
    Tile("05", "AYA", 2, 6),
    Tile("04", "ARE", 3, 6),
    Tile("18", "MOQ", 4, 6),
    Tile("23", "TAC", 4, 7),
)
