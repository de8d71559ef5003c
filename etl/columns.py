"""How a job declares the columns of its file: once, for the blank workbook, the checks and the documentation.

Pure declarations; reading the cells of a declared column is `etl.rows`' work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# A column of our own workbooks that may stand in any file and is never read: what is already published of the row.
BESIDE = "antecedente"
STAR = " *"  # after the title of a column that no row may leave blank


class ColumnType(StrEnum):
    """What a cell of the column holds; each has one strict reader in `etl.values`."""

    CODE = "code"
    QUARTER = "quarter"
    WORD = "word"
    NUMBER = "number"
    COUNT = "count"
    DATE = "date"
    YEAR = "year"
    YES_NO = "yes_no"
    TEXT = "text"
    TERM = "term"
    TERMS = "terms"
    COUNTRY = "country"
    TAXPAYER = "taxpayer"
    DOCUMENT_TYPE = "document_type"
    DOCUMENT_NUMBER = "document_number"


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in both languages of the interface."""

    es: str
    en: str

    def of(self, lang: str) -> str:
        """The sentence in `es` or `en`."""
        return self.en if lang == "en" else self.es


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a job's file.

    `name` stands in the header, `title` is its name for people. `required` is a cell that no row may leave blank.
    `allowed` maps each word that a file may hold to the code that the system keeps (the Spanish word of a code first,
    then others accepted for it); `listed` names the list of the plan that holds them instead. `optional_header` marks a
    column that a file may lack altogether, `key` one that says which figure the row is about. In a list, `once` marks
    what the file says as a whole, in its first row, and `dimension` what its rows are split by.
    """

    name: str
    type: ColumnType
    title: Words
    meaning: Words
    example: str
    required: bool = False
    key: bool = False
    optional_header: bool = False
    allowed: Mapping[str, str] = field(default_factory=dict)
    max_length: int = 300
    listed: str = ""
    once: bool = False
    dimension: str = ""
