"""What a plan leaves open, and how much of it is loaded."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from indicators.finding_words import FindingCode
from indicators.packs import read_pack
from indicators.plan import (
    Basis,
    DeclaredTotal,
    Indicator,
    Kind,
    Named,
    Plan,
    Promise,
    Source,
    Term,
)
from indicators.quality import (
    Finding,
    Share,
    coverage,
    declared_total,
    findings,
)
from indicators.register_codes import FindingKind
from indicators.registers import PlanFinding, Registers
from indicators.words import Cited
from tests.builders import HERE, action, indicator, plan, reporter, step, target, text

ISLANDS = Path(__file__).parents[1] / "data" / "packs" / "islands"
MEASURED = {"method": text("se cuenta", "it is counted")}


def whole(kind: Kind = Kind.COUNT) -> Indicator:
    """An indicator that leaves nothing open."""
    return indicator(kind, targets=(target(10, basis=Basis.PLAN),), **MEASURED)


def codes(of: Plan) -> list[FindingCode]:
    return [finding.code for finding in findings(of)]


def peru(*, demonstration: bool = False) -> Plan:
    read = read_pack("peru_pna", demonstration=demonstration).plan
    assert read is not None
    return read


def test_a_whole_plan_has_no_finding() -> None:
    assert codes(plan(action(whole()))) == []


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        (replace(whole(), targets=()), FindingCode.NO_TARGET),
        (replace(whole(), targets=(target(1, basis=Basis.IMPLIED),)), FindingCode.ONLY_ASSUMED_TARGET),
        (replace(whole(), method=None), FindingCode.NO_MEASURE),
        (replace(whole(), reporters=(reporter(reports=False, job=""),)), FindingCode.NO_REPORTER),
        (replace(whole(Kind.PROGRAMME), targets=()), FindingCode.NO_TARGET),
    ],
)
def test_what_an_indicator_lacks_is_found(subject: Indicator, code: FindingCode) -> None:
    assert codes(plan(action(subject))) == [code]


def test_an_indicator_that_nobody_answers_for_has_neither_owner_nor_reporter() -> None:
    assert codes(plan(action(replace(whole(), reporters=())))) == [FindingCode.NO_OWNER, FindingCode.NO_REPORTER]


def test_the_steps_of_a_programme_are_its_targets() -> None:
    subject = replace(whole(Kind.PROGRAMME), targets=(), steps=(step("a", basis=Basis.PLAN),))
    assert codes(plan(action(subject))) == []


def test_an_indicator_of_the_trackers_own_is_not_judged_as_the_plans() -> None:
    own = replace(whole(), code="1.1.p1.t1", in_plan=False, targets=(), method=None, reporters=())
    assert codes(plan(action(whole(), own))) == []


def test_a_treaty_named_without_an_indicator_is_found() -> None:
    named = (
        Named("1.1.p1", "treaty", "C97", text("Convenio 97", "Convention 97"), "1.1.p1.a", HERE),
        Named("1.1.p1", "treaty", "C118", text("Convenio 118", "Convention 118"), "", HERE),
    )
    (finding,) = findings(plan(action(whole(), named=named)))
    assert finding.code is FindingCode.NAMED_UNMEASURED
    assert "Convenio 118 (C118)" in finding.sentence("es")


def test_a_promise_that_only_the_trackers_own_indicator_follows_is_found_and_says_so() -> None:
    own = replace(whole(), code="1.1.p1.t1", in_plan=False)
    promises = (Promise("1.1.p1", "all", text("que todos", "that all"), "1.1.p1.t1", HERE),)
    (finding,) = findings(plan(action(whole(), own, promises=promises)))
    assert finding.code is FindingCode.PROMISED_UNMEASURED
    assert "1.1.p1.t1" in finding.sentence("en")


def test_sources_that_disagree_are_named_with_what_they_state() -> None:
    totals = (
        DeclaredTotal("entities", 21, "", Cited("a")),
        DeclaredTotal("entities", 22, "", Cited("b")),
        DeclaredTotal("actions", 1, "", Cited("a")),
        DeclaredTotal("actions", 1, "", Cited("b")),
    )
    sources = (Source("a", text(), "The plan", None, ""), Source("b", text(), "A university", None, ""))
    (finding,) = findings(plan(action(whole()), totals=totals, sources=sources))
    assert finding.code is FindingCode.TOTALS_DIFFER
    assert finding.sentence("en").endswith("entities: 21 (The plan); 22 (A university).")


def test_a_theme_that_no_action_deals_with_is_found() -> None:
    themes = (Term("theme", "work", text("Trabajo", "Work"), HERE), Term("theme", "home", text("Casa", "Home"), HERE))
    (finding,) = findings(plan(action(whole(), themes=("work",)), code_lists=themes))
    assert (finding.code, finding.subject) == (FindingCode.THEME_WITHOUT_ACTION, "home")


@pytest.mark.parametrize(("subject", "aligned"), [("1", 1), ("1.1", 1), ("1.1.p1", 1), ("1.1.p1.a", 1), ("2", 0)])
def test_an_action_is_aligned_by_itself_or_by_its_place(subject: str, aligned: int) -> None:
    framework = (Term("framework", "sdg", text("ODS", "SDG"), HERE),)
    subject_plan = plan(action(whole()), code_lists=framework, alignments=((subject, "sdg", "8.8"),))
    assert coverage(subject_plan).aligned == (("sdg", Share(aligned, 1)),)
    assert codes(subject_plan) == ([] if aligned else [FindingCode.NOT_ALIGNED])


def test_a_cut_title_and_missing_indicators_are_found() -> None:
    assert codes(plan(action(complete=False))) == [FindingCode.TITLE_CUT, FindingCode.WITHOUT_INDICATORS]


def test_a_total_is_counted_by_only_where_sources_agree_exactly() -> None:
    totals = (
        DeclaredTotal("actions", 97, "", HERE),
        DeclaredTotal("actions", 97, "", Cited("b")),
        DeclaredTotal("indicators", 150, "more_than", HERE),
        DeclaredTotal("entities", 21, "", HERE),
        DeclaredTotal("entities", 22, "", Cited("b")),
    )
    subject = plan(action(whole()), totals=totals)
    assert declared_total(subject, "actions") == 97
    assert declared_total(subject, "indicators") is None
    assert declared_total(subject, "entities") is None
    assert declared_total(subject, "themes") is None


def test_the_treaty_and_the_duty_without_an_indicator_are_found_in_perus_plan() -> None:
    said = (FindingCode.NAMED_UNMEASURED, FindingCode.DUTY_UNMEASURED)
    found = [f for f in findings(peru()) if f.code in said]
    assert {(f.code, f.subject, {n: es for n, es, _ in f.operands}["code"]) for f in found} == {
        (FindingCode.NAMED_UNMEASURED, "2.1.p78", "C118"),
        (FindingCode.DUTY_UNMEASURED, "2.1.p78", "armonia_normativa"),
    }


def test_what_the_diagnosis_needs_and_no_loaded_action_answers_is_found_in_perus_plan() -> None:
    found = [f for f in findings(peru()) if f.code is FindingCode.FINDING_UNANSWERED]
    assert [f.subject for f in found] == ["educacion", "justicia", "refugio"]
    assert all("(página 48)" in f.sentence("es") and "(page 48)" in f.sentence("en") for f in found)


def test_the_document_that_a_system_of_the_state_does_not_know_is_found_in_perus_plan() -> None:
    (found,) = (f for f in findings(peru()) if f.code is FindingCode.DOCUMENT_UNCODED)
    assert found.subject == "CSR"
    assert found.sentence("en").endswith("has no code in SUNAT, catalogue 06; 0 is used.")


def test_progress_that_the_diagnosis_tells_asks_for_no_action() -> None:
    told = PlanFinding("done", FindingKind.PROGRESS, text(), "", (), HERE)
    asked = replace(told, code="open", kind=FindingKind.NEED)
    answered = replace(asked, code="met", actions=("1.1.p1",))
    (finding,) = findings(plan(action(whole()), registers=Registers(findings=(told, asked, answered))))
    assert (finding.code, finding.subject) == (FindingCode.FINDING_UNANSWERED, "open")


def test_the_rows_of_each_register_are_counted() -> None:
    counted = dict(coverage(peru()).registers)
    assert (counted["recommendations"], counted["identity_documents"], counted["recognitions"]) == (4, 9, 4)
    assert set(dict(coverage(plan(action(whole()))).registers).values()) == {0}


@pytest.mark.parametrize("action_code", ["2.1.p72", "2.1.p75", "2.1.p78", "3.1.p91", "3.2.p108"])
def test_each_of_the_five_actions_promises_more_than_its_indicators_measure(action_code: str) -> None:
    assert (action_code, FindingCode.PROMISED_UNMEASURED) in {(f.subject, f.code) for f in findings(peru())}


def test_coverage_of_perus_plan_is_counted_by_what_its_sources_declare() -> None:
    covered = coverage(peru())
    assert covered.actions_with_indicators == Share(5, 97)
    assert covered.actions_known == Share(13, 97)
    assert covered.guidelines == Share(5, 5)
    assert covered.objectives == Share(8, 13)
    assert covered.indicators == Share(9, None)
    assert covered.with_plan_target == Share(0, 9)
    assert [share for _, share in covered.aligned] == [Share(0, 13)] * 3
    assert {(t.subject, t.value) for t in covered.declared} >= {
        ("entities", 21),
        ("entities", 22),
        ("working_group", 39),
    }


def test_counts_without_a_published_target_have_none_in_a_real_plan() -> None:
    without = {f.subject for f in findings(peru()) if f.code is FindingCode.NO_TARGET}
    assert without == {"2.1.p72.b", "2.1.p72.d", "3.2.p108.a"}
    demonstrated = {f.subject for f in findings(peru(demonstration=True)) if f.code is FindingCode.NO_TARGET}
    assert demonstrated == set()


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_finding_is_a_whole_sentence(lang: str) -> None:
    islands = read_pack(ISLANDS, demonstration=False).plan
    assert islands is not None
    said = [f.sentence(lang) for of in (peru(), islands) for f in findings(of)]
    assert said
    for sentence in said:
        assert sentence.endswith(".")
        assert "{" not in sentence


@pytest.mark.parametrize("code", FindingCode)
@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_kind_of_finding_has_words(code: FindingCode, lang: str) -> None:
    names = ("label", "bases", "text", "own", "title", "what", "stated", "count", "total", "where", "system", "used")
    assert Finding(code, "1.1", tuple((name, "x", "x") for name in names)).sentence(lang)


def test_a_finding_is_plain_values_with_its_sentences() -> None:
    (finding, *_) = (f for f in findings(peru()) if f.code is FindingCode.NAMED_UNMEASURED)
    written = json.loads(json.dumps(finding.as_json()))
    assert (written["code"], written["subject"]) == ("named_unmeasured", "2.1.p78")
    assert {written["es"], written["en"]} == {finding.sentence("es"), finding.sentence("en")}
