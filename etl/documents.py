"""Identity documents as lists of persons write them: which type it is, and its number in one form. Pure.

A number is put in one form and never judged by its length where the State itself sets none: only that of a DNI is
always eight digits. What no document can have is no number: the row counts as an attendance and as nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from etl.folding import folded
from etl.values import ValueRefused
from indicators.plan import Plan

DNI = "DNI"
DNI_DIGITS = 8
_SPACING = re.compile(r"[\s.\-/_º°]+")
_WORDS = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?=[A-Z]*[0-9])[A-Z0-9]{3,20}")
_USUAL = re.compile(r"[A-Z]{0,3}[0-9]{3,17}")  # numbers that are in one form already


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of identity document. `names` are the words for it, `codes` its code in each of the State's systems;
    before `since` none was issued (None: not known). `by_country` says that countries number it each for itself."""

    code: str
    names: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    by_country: bool = False
    since: date | None = None


def types_of(plan: Plan) -> tuple[DocumentType, ...]:
    """The identity documents of persons that the plan's register knows."""
    return tuple(
        DocumentType(
            code=known.code,
            names=(known.name.es, known.name.en, *(other.name for other in known.other_names)),
            codes={stated.system: stated.code for stated in known.codes if stated.code},
            by_country=known.by_country,
            since=known.earliest,
        )
        for known in plan.registers.identity_documents
        if not known.of_company
    )


def read_type(text: str, types: Iterable[DocumentType]) -> DocumentType:
    """The type that `text` names: by its letters (CPP), its name, or its code in a State system that is named with it
    (`T-REGISTRO 26`). Raises ValueRefused; a bare code is of no system."""
    listed = tuple(types)
    wanted = _bare(text)
    for known in listed:
        if wanted in {_bare(name) for name in (known.code, *known.names)}:
            return known
        if wanted in {_bare(f"{system} {code}") for system, code in known.codes.items()}:
            return known
    codes = {_bare(code) for known in listed for code in known.codes.values()}
    systems = ", ".join(sorted({_shown(system) for known in listed for system in known.codes}))
    if wanted in codes:
        raise ValueRefused("document_system_missing", systems=systems)
    raise ValueRefused("document_type_unknown", types=", ".join(known.code for known in listed), systems=systems)


def _bare(text: str) -> str:
    """`text` to be compared: `T-REGISTRO 26` and `t_registro 26` are the same."""
    return " ".join(_WORDS.findall(folded(text)))


def _shown(system: str) -> str:
    return system.upper().replace("_", "-")


def normal_number(text: str, *, stored: bool = False) -> str:
    """The number of a document without spaces, points and dashes, in capitals, its leading zeros kept; empty where it
    can be none. `stored` is what a workbook holds as a number: its zeros in front are lost."""
    bare = _SPACING.sub("", unicodedata.normalize("NFKC", text).upper())
    if stored and bare.endswith("0") and "." in text:
        bare = _SPACING.sub("", text.split(".", maxsplit=1)[0])
    return bare if _NUMBER.fullmatch(bare) else ""


def normal_numbers(texts: Sequence[str]) -> list[str]:
    """The same of each text."""
    usual = _USUAL.fullmatch
    return [text if not text or usual(text) else normal_number(text) for text in texts]


def identity(kind: DocumentType, country: str, number: str, *, stored: bool = False) -> str:
    """Type, country and number as one text to make a pseudonym of; empty where the number cannot be of that type."""
    if kind.code == DNI:
        full = number.zfill(DNI_DIGITS) if stored else number
        return f"{DNI}||{full}" if full.isdecimal() and len(full) == DNI_DIGITS else ""
    return f"{kind.code}|{country if kind.by_country else ''}|{number}" if number else ""


class _Starts(dict[tuple[str | None, str | None], str]):
    """What `identity` puts before any number, by the code of a type and a country; empty where it looks at the number,
    or there is no type."""

    def __init__(self, types: Mapping[str, DocumentType]) -> None:
        super().__init__()
        self._types = types

    def __missing__(self, said: tuple[str | None, str | None]) -> str:
        code, country = said
        start = ""
        if code and code != DNI:
            start = identity(self._types[code], country or "", "0").removesuffix("0")
        self[said] = start
        return start


class Identities:
    """The identities of whole columns: what stands before a number is made once for each type and country."""

    def __init__(self, types: Iterable[DocumentType]) -> None:
        self._types = {known.code: known for known in types}
        self._starts = _Starts(self._types)

    def of(
        self,
        codes: Sequence[str | None],
        countries: Sequence[str | None],
        numbers: Sequence[str],
        *,
        stored: Collection[int] = (),
    ) -> list[str]:
        """What `identity` says of each row: of the code of a type, a country and a number. `stored` are the positions
        of numbers that a workbook holds as such."""
        starts = map(self._starts.__getitem__, zip(codes, countries, strict=True))
        found = [start + number if start and number else "" for start, number in zip(starts, numbers, strict=True)]
        if DNI in codes:
            for at, code in enumerate(codes):
                if code == DNI and numbers[at]:
                    found[at] = identity(self._types[DNI], "", numbers[at], stored=at in stored)
        return found
