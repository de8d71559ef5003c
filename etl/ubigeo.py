"""Departments of Peru as people write them: by name, or by a code of a system that is named with it. Pure.

The civil register (RENIEC) and the statistics institute (INEI) number the departments differently: 07 is Callao to the
one and Cusco to the other. So a code alone says nothing, and none is taken without its system; a name beside it must
fit. Of a six-digit UBIGEO the department alone is read.

Source of the table: the open data set ubigeo-peru-aumentado (2022), which holds both codes of every district, and
ISO 3166-2:PE. Districts come and go, departments stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from etl.folding import folded
from etl.values import ValueRefused
from indicators.plan import Term

DEPARTMENT = "departamento"
"""The dimension, and the list of codes of the plan, that hold departments: its codes are INEI's."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department, or the constitutional province of Callao, with its code in each system."""

    inei: str
    reniec: str
    iso: str
    name: str

    def code(self, system: str) -> str:
        """Its code in `system`: INEI, RENIEC or ISO."""
        return {"INEI": self.inei, "RENIEC": self.reniec, "ISO": self.iso}[system]


DEPARTMENTS = (
    Department("01", "01", "PE-AMA", "Amazonas"),
    Department("02", "02", "PE-ANC", "Áncash"),
    Department("03", "03", "PE-APU", "Apurímac"),
    Department("04", "04", "PE-ARE", "Arequipa"),
    Department("05", "05", "PE-AYA", "Ayacucho"),
    Department("06", "06", "PE-CAJ", "Cajamarca"),
    Department("07", "24", "PE-CAL", "Callao"),
    Department("08", "07", "PE-CUS", "Cusco"),
    Department("09", "08", "PE-HUV", "Huancavelica"),
    Department("10", "09", "PE-HUC", "Huánuco"),
    Department("11", "10", "PE-ICA", "Ica"),
    Department("12", "11", "PE-JUN", "Junín"),
    Department("13", "12", "PE-LAL", "La Libertad"),
    Department("14", "13", "PE-LAM", "Lambayeque"),
    Department("15", "14", "PE-LIM", "Lima"),
    Department("16", "15", "PE-LOR", "Loreto"),
    Department("17", "16", "PE-MDD", "Madre de Dios"),
    Department("18", "17", "PE-MOQ", "Moquegua"),
    Department("19", "18", "PE-PAS", "Pasco"),
    Department("20", "19", "PE-PIU", "Piura"),
    Department("21", "20", "PE-PUN", "Puno"),
    Department("22", "21", "PE-SAM", "San Martín"),
    Department("23", "22", "PE-TAC", "Tacna"),
    Department("24", "23", "PE-TUM", "Tumbes"),
    Department("25", "25", "PE-UCA", "Ucayali"),
)
_SYSTEMS = ("INEI", "RENIEC", "ISO")
_EXAMPLE = "Cajamarca"
_NAMED = {folded(each.name): each.inei for each in DEPARTMENTS} | {"provincia constitucional del callao": "07"}
_REST = r"[ :,–-]*\(?(?P<name>[^0-9()]*?)\)?"
_CODED = re.compile(rf"(?P<system>inei|reniec)[ :–-]*(?P<code>[0-9]{{2}})(?:[0-9]{{4}})?{_REST}")
_ISO = re.compile(rf"(?:iso(?: ?3166-2)?[ :–-]*)?(?P<code>pe-[a-z]{{3}})(?![a-z]){_REST}")
_BARE = re.compile(rf"(?P<code>[0-9]{{1,6}}){_REST}")


def read_department(text: str, listed: Sequence[Term]) -> str:
    """The code by which `listed`, the plan's list, has the department of a cell, or its "not stated".

    Raises ValueRefused: no department of the list, a code without its system, a name that does not fit the code.
    """
    plain, codes = folded(text), {term.code for term in listed}
    if _NAMED.get(plain) in codes:
        return _NAMED[plain]
    if coded := _CODED.fullmatch(plain):
        return _by_code(coded["system"].upper(), coded["code"], coded["name"], listed)
    if coded := _ISO.fullmatch(plain):
        return _by_code("ISO", coded["code"].upper(), coded["name"], listed)
    if bare := _BARE.fullmatch(plain):
        written = bare["code"]
        code = written.zfill(len(written) + len(written) % 2)[:2]  # a program that takes it for a number drops the zero
        if any(_meanings(code)):
            raise ValueRefused("ubigeo_system_missing", **_readings(code))
    named = _names(listed)
    if plain in named:
        return named[plain]
    raise _unknown(plain, named)


def _names(listed: Sequence[Term]) -> dict[str, str]:
    """The codes of the list by each name that a cell may hold; a code that is no number is its own name."""
    codes = {term.code for term in listed}
    named = {name: code for name, code in _NAMED.items() if code in codes}
    for term in listed:
        own = (term.title.es, term.title.in_language("en"), "" if term.code.isdigit() else term.code)
        named |= {folded(name): term.code for name in own if name}
    return named


def _by_code(system: str, code: str, name: str, listed: Sequence[Term]) -> str:
    found = next((each.inei for each in DEPARTMENTS if each.code(system) == code), None)
    if found is None or all(term.code != found for term in listed):
        raise _unknown(f"{system} {code}", _names(listed))
    if name and _NAMED.get(name) != found and _names(listed).get(name) != found:
        raise ValueRefused("ubigeo_name_differs", **_readings(code))
    return found


def _meanings(code: str) -> Iterator[tuple[str, list[str]]]:
    """Each department that `code` means to some system, with the systems."""
    for each in DEPARTMENTS:
        systems = [system for system in _SYSTEMS if each.code(system) == code]
        if systems:
            yield each.name, systems


def _readings(code: str) -> dict[str, str]:
    """`07: Callao (INEI) o Cusco (RENIEC)`, and a way to write it that says which."""
    meanings = list(_meanings(code))
    texts = {}
    for lang, either, both in (("es", " o ", " y "), ("en", " or ", " and ")):
        texts[f"readings_{lang}"] = f"{code}: " + either.join(f"{name} ({both.join(by)})" for name, by in meanings)
        texts[f"names_{lang}"] = either.join(name for name, _ in meanings)
    return texts | {"coded": f"{meanings[0][1][0]} {code}"}


def _unknown(written: str, named: dict[str, str]) -> ValueRefused:
    """No department of the list, with the name that stands in what was written, or the one most like it."""
    inside = [name for name in named if f" {name} " in f" {written} "]
    likely = [*inside, *get_close_matches(written, named, n=1), ""]
    return ValueRefused("ubigeo_unknown", nearest=department_name(named.get(likely[0], "")) or _EXAMPLE)


def department_name(inei: str) -> str:
    """The name of a department by INEI's code; empty where there is none."""
    return next((each.name for each in DEPARTMENTS if each.inei == inei), "")
