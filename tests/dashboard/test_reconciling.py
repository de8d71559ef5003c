"""What officials stated beside what a release counts: said one after the other, never computed with each other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboard.documents.reconciling import last_stated, reconcile, total_sentence
from dashboard.texts import Texts
from indicators.packs import read_pack
from indicators.plan import Plan
from indicators.registers import Registers, StatedValue, Statement
from indicators.rollup import ActionState
from tests import builders as b
from tests.dashboard.details import of_state

TEXTS = {lang: Texts(lang) for lang in ("es", "en")}


def peru() -> Plan:
    plan = read_pack("peru_pna", demonstration=False).plan
    assert plan is not None
    return plan


def said() -> Statement:
    found = last_stated(peru())
    assert found is not None
    return found


def test_the_last_figures_stated_on_progress_are_those_of_the_ministry_and_never_those_of_a_service() -> None:
    assert said().code == "minjusdh_2025_avance"


@pytest.mark.parametrize("lang", ["es", "en"])
def test_three_sentences_with_the_computed_total_and_our_own_count(lang: str) -> None:
    plan = peru()
    judged = {indicator.code: next(iter(of_state().values())).progress for indicator in plan.indicators()}
    words = [TEXTS[lang].say(one) for one in reconcile(plan, b.overview(plan, judged))]
    assert len(words) == 3
    assert "51.4" in words[0]
    assert "169" in words[1]
    assert "97" in words[1]
    assert " 5 " in words[2]
    assert "97" in words[2]


@pytest.mark.parametrize(
    ("values", "denominator", "key"),
    [
        (("51.4", "32.5"), None, "least_declared"),
        (("51.4", "32.5"), 169, "known"),
        (("50.5", "32.0"), None, "fits"),
        (("50.0",), None, "fits_not"),
        (("101",), None, "no_total"),
    ],
)
def test_what_is_said_of_the_total_follows_from_the_shares(
    values: tuple[str, ...], denominator: int | None, key: str
) -> None:
    stated = tuple(StatedValue(f"v{place}", "=", Decimal(value)) for place, value in enumerate(values))
    told = total_sentence(replace(said(), values=stated, denominator=denominator), peru())
    assert told.key == f"reconcile.{key}"


def test_a_plan_without_statements_has_its_own_count_alone() -> None:
    plan = replace(peru(), registers=Registers())
    judged = {indicator.code: next(iter(of_state().values())).progress for indicator in plan.indicators()}
    assert [one.key for one in reconcile(plan, b.overview(plan, judged))] == [
        "reconcile.nothing_stated",
        "reconcile.ours",
    ]


def test_every_state_of_an_action_can_be_counted() -> None:
    for texts in TEXTS.values():
        assert all(texts(f"reconcile.{state}", count=count) for state in ActionState for count in (1, 2))
