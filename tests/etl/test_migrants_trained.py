"""Three figures of an attendance list, and nothing of anybody."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from etl.rules.columns import HEADER as RETURN_HEADER
from tests.etl.lists import ATTENDANCES, DOCUMENTS, HEADER, PERSONS, attendance, checked, codes, list_file, values

ONE_PERSON = (
    attendance(tipo_documento="PTP", numero_documento="004 521 987"),
    attendance(
        fecha="2023-12-05", tipo_documento="CPP", numero_documento="008-112-334", tipo_anterior="PTP",
        numero_anterior="004521987",
    ),
)  # fmt: skip
TWICE = (
    attendance(tipo_documento="PAS", numero_documento="ab 123456", pais="CO"),
    attendance(tipo_documento="Pasaporte", numero_documento="AB123456", pais="Colombia", fecha="14/11/2023"),
)
BAD_NUMBER = attendance(tipo_documento="DNI", numero_documento="4567")


def test_attendances_documents_and_linked_persons() -> None:
    found = checked(list_file(*ONE_PERSON, *TWICE, BAD_NUMBER))
    assert values(found) == {PERSONS: 2, ATTENDANCES: 5, DOCUMENTS: 3}
    assert found.draft is not None
    assert [warned.code for warned in found.draft.warnings] == ["documents_unusable"]


def test_only_what_a_row_states_links_two_documents() -> None:
    apart = [row | {"tipo_anterior": "", "numero_anterior": ""} for row in ONE_PERSON]
    assert values(checked(list_file(*apart)))[PERSONS] == 2


def test_a_chain_of_documents_is_one_person_in_any_order() -> None:
    chain = (
        attendance(tipo_documento="CE", numero_documento="300", tipo_anterior="CPP", numero_anterior="200"),
        attendance(tipo_documento="PTP", numero_documento="100"),
        attendance(tipo_documento="CPP", numero_documento="200", tipo_anterior="PTP", numero_anterior="100"),
    )
    for rows in (chain, chain[::-1], (chain[1], chain[0], chain[2])):
        assert values(checked(list_file(*rows))) == {PERSONS: 1, ATTENDANCES: 3, DOCUMENTS: 3}


def test_the_same_number_of_another_type_or_country_is_another_document() -> None:
    rows = (
        attendance(tipo_documento="CE", numero_documento="001234567"),
        attendance(tipo_documento="CPP", numero_documento="001234567"),
        attendance(tipo_documento="PAS", numero_documento="001234567", pais="Venezuela"),
        attendance(tipo_documento="PAS", numero_documento="001234567", pais="Colombia"),
        attendance(tipo_documento="CE", numero_documento="001234567", pais="Colombia"),
    )
    assert values(checked(list_file(*rows)))[DOCUMENTS] == 4


@pytest.mark.parametrize("number", ["", "s/n", "en trámite", "12", "¿?", "×" * 9])
def test_what_can_be_no_number_counts_as_an_attendance_and_as_nobody(number: str) -> None:
    rows = (attendance(), attendance(numero_documento=number))
    assert values(checked(list_file(*rows))) == {PERSONS: 1, ATTENDANCES: 2, DOCUMENTS: 1}


@pytest.mark.parametrize("number", ["V-12.345.678", "e 0001", "12345678901234", "ABC123"])
def test_a_foreign_number_is_never_refused_for_its_length(number: str) -> None:
    assert values(checked(list_file(attendance(tipo_documento="DIE", numero_documento=number))))[DOCUMENTS] == 1


@pytest.mark.parametrize("written", ["CPP", "cpp", "T-REGISTRO 26"])
def test_a_type_is_known_by_its_letters_or_by_a_code_with_its_system(written: str) -> None:
    rows = (attendance(tipo_documento="CPP"), attendance(tipo_documento=written))
    assert values(checked(list_file(*rows)))[DOCUMENTS] == 1


def test_a_bare_code_is_of_no_system() -> None:
    found = checked(list_file(attendance(tipo_documento="26")))
    assert codes(found) == ["document_system_missing"]
    assert "T-REGISTRO" in found.problems[0].remedy()


def test_a_document_cannot_be_shown_before_any_was_issued() -> None:
    early = attendance(tipo_documento="CPP", fecha="2020-09-30")
    found = checked(list_file(early, trimestre="2020-T3"))
    assert "document_not_yet" in codes(found)


def test_nothing_of_a_cell_is_ever_said() -> None:
    secrets = ("Quispe", "45678912", "1990-05-01", "XK998877", "ana@example.org")
    rows = (
        attendance(tipo_documento="Quispe", fecha="1990-05-01", pais="45678912", edad="1990-05-01"),
        attendance(curso="Quispe 45678912", numero_documento="XK998877", tema="ana@example.org"),
        attendance(condicion="Quispe", sexo="XK998877", departamento="45678912", horas="ana@example.org"),
    )
    found = checked(list_file(*rows, entidad="MIN"))
    said = " ".join(problem.text(lang) + str(problem.as_json()) for problem in found.problems for lang in ("es", "en"))
    assert len(found.problems) > 8
    assert not [secret for secret in secrets if secret in said]


@pytest.mark.parametrize("column", ["nombres", "fecha_nacimiento", "telefono", "dni"])
def test_a_column_of_names_or_births_is_refused_without_saying_what_it_holds(column: str) -> None:
    rows = [attendance() | {column: "Quispe Mamani"}]
    found = checked(list_file(*rows, header=[*HEADER, column]))
    assert codes(found) == ["personal_column"]
    assert "Quispe" not in found.problems[0].text()


def test_without_a_header_its_first_row_is_not_said() -> None:
    found = checked(b"Quispe Mamani,45678912,1990-05-01\nOtro,45678913,1991-01-01\n")
    assert codes(found) == ["header_missing"]
    assert "Quispe" not in found.problems[0].text() + found.problems[0].text("en")


def test_a_count_stands_in_no_cell_of_the_list() -> None:
    found = checked(list_file(*ONE_PERSON, *TWICE))
    assert found.draft is not None
    for figure in found.draft.figures:
        assert (figure.row, figure.column) == (2, "")
        assert "valor" not in dict(figure.raw)


def test_what_to_do_is_told_with_an_example_in_place_of_the_cell() -> None:
    found = checked(list_file(attendance(fecha="8/15/2023", horas="1.234", departamento="05")))
    assert {problem.code for problem in found.problems} == {"date_form", "number_ambiguous", "ubigeo_system_missing"}
    for problem in found.problems:
        for lang in ("es", "en"):
            assert "…" not in problem.remedy(lang), problem.code
            assert not {"8/15/2023", "1.234", "05"} & set(problem.text(lang).split()), problem.code


def test_whose_name_stands_where_none_belongs_is_not_said() -> None:
    """A sheet called after somebody; a name in place of the entity, in a list and in an aggregate."""
    name = "Rosa Quispe Mamani"
    book = Workbook()
    book.worksheets[0].title = name
    written = io.BytesIO()
    book.save(written)
    rows = ({"entidad": name, "indicador": PERSONS}, {"entidad": "MIN", "indicador": ATTENDANCES})
    aggregate = list_file(*(row | {"trimestre": "2023-T4", "valor": "1"} for row in rows), header=RETURN_HEADER)
    files = {
        "sheet_missing": written.getvalue(),
        "entity_unknown": list_file(attendance(), entidad=name),
        "entity_mixed": aggregate,
    }
    for code, content in files.items():
        found = checked(content)
        assert code in codes(found)
        assert "Quispe" not in str([problem.as_json() for problem in found.problems]), code
