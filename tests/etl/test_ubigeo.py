from __future__ import annotations

import pytest

from etl.ubigeo import DEPARTMENT, DEPARTMENTS, department_name, read_department
from etl.values import ValueRefused
from indicators.packs import read_pack
from indicators.plan import Term
from tests import builders

LISTED = (
    *(Term(DEPARTMENT, each.inei, builders.text(each.name, each.name), builders.HERE) for each in DEPARTMENTS),
    Term(DEPARTMENT, "no_declarado", builders.text("No declarado", "Not stated"), builders.HERE),
)


def refusal(text: str) -> ValueRefused:
    with pytest.raises(ValueRefused) as refused:
        read_department(text, LISTED)
    return refused.value


def test_the_table_names_each_department_once_in_every_system() -> None:
    for column in ("inei", "reniec", "iso", "name"):
        assert len({getattr(each, column) for each in DEPARTMENTS}) == 25
    numbers = {f"{number:02}" for number in range(1, 26)}
    assert {each.inei for each in DEPARTMENTS} == {each.reniec for each in DEPARTMENTS} == numbers
    # Callao stands seventh with the one and last but one with the other: all in between are one apart.
    behind = {each.name: int(each.inei) - int(each.reniec) for each in DEPARTMENTS if each.name != "Callao"}
    assert {name for name, apart in behind.items() if apart == 0} == {
        "Amazonas", "Áncash", "Apurímac", "Arequipa", "Ayacucho", "Cajamarca", "Ucayali",
    }  # fmt: skip
    assert set(behind.values()) == {0, 1}


@pytest.mark.parametrize(
    "text",
    [
        "Callao", "CALLAO", " callao ", "Provincia Constitucional del Callao", "INEI 07", "inei: 07", "RENIEC 24",
        "ISO PE-CAL", "PE-CAL", "ISO 3166-2:PE-CAL", "INEI 07 Callao", "INEI 07 - Callao", "RENIEC 24 (callao)",
        "PE-CAL Callao", "INEI 070101", "RENIEC 240101", "RENIEC 240101 Callao",
    ],
)  # fmt: skip
def test_a_department_is_its_name_or_a_code_with_its_system(text: str) -> None:
    assert read_department(text, LISTED) == "07"


@pytest.mark.parametrize("text", ["Áncash", "ANCASH", "áncash", "ancash"])
def test_accents_and_capitals_of_a_name_do_not_matter(text: str) -> None:
    assert read_department(text, LISTED) == "02"


@pytest.mark.parametrize("text", ["No declarado", "no declarado", "no_declarado", "Not stated"])
def test_a_department_may_be_not_stated(text: str) -> None:
    assert read_department(text, LISTED) == "no_declarado"


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("07", "07: Callao (INEI) o Cusco (RENIEC)"), ("7", "07: Callao (INEI) o Cusco (RENIEC)"),
        ("070101", "07: Callao (INEI) o Cusco (RENIEC)"), ("70101", "07: Callao (INEI) o Cusco (RENIEC)"),
        ("07 Callao", "07: Callao (INEI) o Cusco (RENIEC)"), ("24", "24: Callao (RENIEC) o Tumbes (INEI)"),
        ("15", "15: Lima (INEI) o Loreto (RENIEC)"), ("01", "01: Amazonas (INEI y RENIEC)"),
    ],
)  # fmt: skip
def test_a_code_without_its_system_is_refused_with_all_it_may_mean(text: str, readings: str) -> None:
    refused = refusal(text)
    assert (refused.code, refused.facts["readings_es"]) == ("ubigeo_system_missing", readings)


@pytest.mark.parametrize(
    "text", ["INEI 07 Cusco", "RENIEC 07 Callao", "INEI 070101 Cusco", "PE-CAL Cusco", "INEI 07 Calao"]
)
def test_a_name_must_fit_its_code(text: str) -> None:
    assert refusal(text).code == "ubigeo_name_differs"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Calao", "Callao"), ("Lima Metropolitana", "Lima"), ("Cuzco", "Cusco"), ("99", "Cajamarca"),
        ("INEI 26", "Cajamarca"), ("INEI 7", "Cajamarca"), ("PE-XXX", "Cajamarca"), ("０７", "Cajamarca"),
        ("INEI 07 08", "Cajamarca"), ("UBIGEO 07", "Cajamarca"), ("Сusco", "Cusco"),
    ],
)  # fmt: skip
def test_what_is_no_department_is_refused_with_a_name(text: str, nearest: str) -> None:
    refused = refusal(text)
    assert (refused.code, refused.facts["nearest"]) == ("ubigeo_unknown", nearest)


def test_a_department_that_the_plan_does_not_list_is_none() -> None:
    with pytest.raises(ValueRefused, match="ubigeo_unknown"):
        read_department("Cusco", LISTED[:7])


def test_the_plan_of_peru_lists_them_all_by_the_codes_of_the_statistics_institute() -> None:
    listed = [term for term in read_pack("peru_pna", demonstration=True).plan.code_lists if term.kind == DEPARTMENT]
    for term in listed:
        assert read_department(term.title.es, listed) == read_department(term.title.en or "", listed) == term.code
    assert {term.code for term in listed if department_name(term.code)} == {each.inei for each in DEPARTMENTS}
