"""The registers of a plan: what they say of Peru, and what they leave open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from etl.personal import personal_data
from indicators import canonical
from indicators.assembly import build_plan
from indicators.pack_format import PLAN_TABLES
from indicators.packs import read_pack
from indicators.plan import Plan
from indicators.register_codes import EventKind, Precision, RecognitionState
from indicators.register_format import REGISTER_TABLES
from indicators.registers import REGISTER_KINDS, Dated, Registers

ISLANDS = Path(__file__).parents[1] / "data" / "packs" / "islands"
NOTE = date(2022, 12, 27)


@pytest.fixture(scope="module")
def peru() -> Plan:
    read = read_pack("peru_pna", demonstration=False)
    assert read.plan is not None
    return read.plan


@pytest.fixture(scope="module")
def registers(peru: Plan) -> Registers:
    return peru.registers


def cells() -> Iterator[tuple[str, str, str]]:
    """Every cell of the registers that ship: kind, column, text."""
    kinds = {table.kind for table in REGISTER_TABLES}
    for row in read_pack("peru_pna", demonstration=False).rows:
        if row.kind in kinds:
            yield from ((row.kind, name, cell) for name, cell in row.cells.items())


def test_accepted_is_not_verified_and_no_date_is_made_up(registers: Registers) -> None:
    followed = registers.followed("DP-2022-1")
    assert [event.kind for event in followed] == ["warned", "issued", "accepted", "asserted"]
    assert {event.dated.precision for event in followed[:3]} == {Precision.BY}
    assert followed[3].dated == Dated(NOTE, Precision.DAY)
    assert not registers.verified("DP-2022-1")


def test_the_last_who_looked_decides_whether_a_recommendation_is_verified() -> None:
    plan = read_pack(ISLANDS, demonstration=False).plan
    assert plan is not None
    assert plan.registers.verified("L-1")
    assert not plan.registers.verified("L-2")
    *_, last = plan.registers.events
    assert last.kind is EventKind.VERIFIED


def test_the_two_recommendations_of_the_ombudsman_have_their_addressees(registers: Registers) -> None:
    first, second = (one for one in registers.recommendations if one.body == "DP")
    assert (first.addressee, first.open_addressee) == ("MTPE", None)
    assert second.addressee == ""
    assert second.open_addressee is not None
    assert {first.action, second.action} == {"2.1.p72"}


def test_the_portal_takes_three_documents_since_nobody_knows_when_and_the_fourth_is_asserted(
    registers: Registers,
) -> None:
    states = {one.document: one.state for one in registers.recognitions if one.accepter == "emplea_peru"}
    accepted = dict.fromkeys(("DNI", "CE", "PTP"), RecognitionState.ACCEPTED)
    assert states == accepted | {"CPP": RecognitionState.ASSERTED}
    assert {one.since for one in registers.recognitions} == {Dated(None, Precision.UNKNOWN)}
    assert {one.asserted_on for one in registers.recognitions} == {NOTE}


def test_the_portal_has_both_its_names_and_its_field_for_a_documents_expiry(registers: Registers) -> None:
    portal = registers.portal("emplea_peru")
    assert portal is not None
    assert [portal.name.es, *(name.name for name in portal.other_names)] == ["Emplea Perú", "Empleos Perú"]
    assert (portal.owner, portal.expiry_field, portal.open_list) == ("MTPE", "Fecha de caducidad de documento", True)
    assert {service.code for service in portal.services} == {"ofertas", "cursos", "cul"}


def test_a_cpp_cannot_be_from_before_october_2020(registers: Registers) -> None:
    document = registers.document("CPP")
    assert document is not None
    assert document.earliest == date(2020, 10, 1)
    first, second = document.phases
    assert (first.until, second.until.precision) == (Dated(date(2023, 12, 4), Precision.DAY), Precision.UNKNOWN)
    assert (second.apply_by, second.designs) == (date(2023, 11, 10), 2)
    assert any(name.source_inconsistent for name in document.other_names)
    dni = registers.document("DNI")
    assert dni is not None
    assert dni.earliest is None


def test_codes_are_text_and_a_system_may_have_none(registers: Registers) -> None:
    codes = {(code.document, code.system): code for one in registers.identity_documents for code in one.codes}
    assert codes["CSR", "t_registro"].code == "09"
    assert [codes["CPP", system].code for system in ("t_registro", "sunat_06", "afpnet", "acceso_estado")] == [
        "26", "H", "10", "00102",
    ]  # fmt: skip
    assert (codes["CSR", "sunat_06"].code, codes["CSR", "sunat_06"].used_instead) == ("", "0")
    assert codes["CPP", "t_registro"].since == date(2022, 9, 6)
    assert codes["CRREE", "sunat_06"].pairing == "ours"
    assert ("RUC", "afpnet") not in codes


def test_only_a_rule_of_the_state_lets_a_number_be_refused(registers: Registers) -> None:
    ruled = {one.code: one.digits for one in registers.identity_documents if one.number_basis == "rule"}
    assert ruled == {"DNI": 8, "RUC": 11}


def test_limits_have_their_base_and_their_exemptions(registers: Registers) -> None:
    limits = {limit.code: limit for limit in registers.limits}
    staff, pay = limits["dleg689_personal"], limits["dleg689_remuneraciones"]
    assert (staff.value, staff.unit, staff.article, staff.instrument) == (Decimal(20), "percent", "4", "DLEG-689")
    assert pay.base is not None
    assert "total de remuneraciones" in pay.base.es
    assert staff.exemptions == pay.exemptions
    assert {one.code for one in staff.exemptions if one.on_request} == {"especialista", "direccion"}
    assert [limits[code].value for code in ("ley32353_micro", "ley32353_pequena")] == [150, 1700]


def test_what_was_said_of_progress_is_one_statement_that_nobody_can_compute_again(registers: Registers) -> None:
    (said,) = (one for one in registers.statements if one.unit == "percent")
    assert [(one.relation, one.value) for one in said.values] == [
        ("=", Decimal("51.4")),
        ("=", Decimal("32.5")),
        (">", Decimal(15)),
    ]
    assert (said.dated, said.denominator_known) == (Dated(date(2025, 7, 16), Precision.DAY), False)
    (inconsistent,) = (one for one in registers.statements if one.source_inconsistent)
    values = {one.name: one.value for one in inconsistent.values}
    assert values["men"] + values["women"] == values["issued"] != values["other_total"]


def test_findings_name_actions_that_are_loaded_and_a_theme(peru: Plan) -> None:
    for finding in peru.registers.findings:
        assert finding.cited.page == 48
        assert all(peru.action(code) for code in finding.actions)
    assert {finding.theme for finding in peru.registers.findings} == {
        term.code for term in peru.code_lists if term.kind == "theme"
    }


def test_only_channels_hold_a_number_by_which_somebody_is_reached() -> None:
    held = {(kind, name) for kind, name, cell in cells() if personal_data(cell)}
    assert held == {("channels", "address")}


def test_every_row_of_the_registers_is_said_in_both_languages() -> None:
    said = {(kind, name): True for kind, name, cell in cells() if name.endswith("_es") and cell}
    missing = [
        (row.kind, row.key, name)
        for row in read_pack("peru_pna", demonstration=False).rows
        for kind, name in said
        if row.kind == kind and bool(row.cells[name]) != bool(row.cells[f"{name.removesuffix('_es')}_en"])
    ]
    assert missing == []


def test_a_plan_without_registers_is_written_as_it_was_before_there_were_any(peru: Plan) -> None:
    kinds = {table.kind for table in PLAN_TABLES} | {"plan"}
    rows = [row for row in read_pack("peru_pna", demonstration=False).rows if row.kind in kinds]
    older = build_plan(rows)
    assert "registers" not in canonical.dumps(older)
    assert "registers" in canonical.dumps(peru)


def test_kinds_that_jobs_bring_are_kinds_of_the_pack() -> None:
    assert set(REGISTER_KINDS) <= {table.kind for table in REGISTER_TABLES}
