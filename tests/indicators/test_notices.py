"""Corrections that change a reader's conclusion raise a notice: the rule alone, and at publication on both engines."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import queries, verification
from indicators.drafts import FigureDraft
from indicators.notices import NOTICE_SHARE, Amount, Correction, Notice, moved, notice, without_amounts
from indicators.periods import Quarter
from indicators.progress import State
from indicators.results import IssuedNotice
from indicators.store import Store
from tests.stores import COUNT, DISTINCT, REPORT, changed, draft, figure, published, with_plan

AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def amount(before: object, after: object) -> Amount:
    told = [None if value is None else Decimal(str(value)) for value in (before, after)]
    return Amount("value", *told)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (100, 105, False),
        (100, "105.01", True),
        (100, 95, False),
        (100, "94.99", True),
        (0, 0, False),
        (0, 1, True),
        (None, 1, True),
        (1, None, True),
        (None, None, False),
    ],
)
def test_an_amount_moves_by_more_than_the_share(before: object, after: object, *, expected: bool) -> None:
    assert moved(amount(before, after)) is expected


@given(AMOUNTS.filter(bool), AMOUNTS)
def test_the_share_is_of_what_was_published(before: Decimal, after: Decimal) -> None:
    assert moved(amount(before, after)) is (abs(after / before - 1) > NOTICE_SHARE)


@given(st.sampled_from(State), st.sampled_from(State), AMOUNTS, AMOUNTS)
def test_a_flip_always_raises_a_notice(before: State, after: State, old: Decimal, new: Decimal) -> None:
    of = Correction("MIN", Quarter(2023, 4), "", "", "", (amount(old, new),))
    raised = notice("x", [of], before=before, after=after)
    assert (raised is not None) is (before is not after or moved(of.amounts[0]))


def test_without_a_correction_there_is_no_notice_and_without_amounts_it_tells_none() -> None:
    assert notice("x", [], before=State.BEHIND, after=State.BEHIND) is None
    of = Correction("MIN", Quarter(2023, 4), "", "", "", (amount(1, 2),))
    said = Notice("x", (of,), State.BEHIND, State.BEHIND)
    assert without_amounts(said).corrections[0].amounts == ()


def raised(store: Store) -> tuple[IssuedNotice, ...]:
    with store.read() as session:
        assert verification.faults(session) == ()
        overview = queries.overview(session)
    assert overview is not None
    return overview.notices


def correct(
    store: Store, before: FigureDraft, change: str = "correction", **values: object
) -> tuple[IssuedNotice, ...]:
    """Publish a figure and then what replaces it; the notices of the second release."""
    published(store, draft(before))
    published(store, draft(changed(before, change=change, **values)))
    return raised(store)


def test_a_correction_by_more_than_the_share_is_told_with_both_values(planned: Store) -> None:
    (issued,) = correct(planned, figure(value=100), value=Decimal(110))
    assert (issued.release, issued.notice.indicator) == (3, COUNT)
    (corrected,) = issued.notice.corrections
    assert (corrected.entity, str(corrected.quarter)) == ("MIN", "2023-Q4")
    assert corrected.amounts == (Amount("value", Decimal(100), Decimal(110)),)


def test_a_small_correction_or_another_class_raises_none(planned: Store) -> None:
    assert correct(planned, figure(value=100), value=Decimal(101)) == ()
    assert correct(planned, figure(REPORT, 1), change="method", value=Decimal(9)) == ()


def test_a_correction_that_flips_the_status_is_told_whatever_its_size(planned: Store) -> None:
    (issued,) = correct(planned, figure(DISTINCT, 1, so_far=Decimal(180)), so_far=Decimal(179))
    assert (issued.notice.before, issued.notice.after) == (State.MET, State.ON_TRACK)


def test_a_withdrawal_by_correction_is_told(planned: Store) -> None:
    (issued,) = correct(planned, figure(value=100), value=None, withdrawn=True)
    assert issued.notice.corrections[0].amounts == (Amount("value", Decimal(100), None),)


def test_a_notice_of_a_withheld_split_tells_no_amount(planned: Store) -> None:
    split = figure(DISTINCT, 4, dimension="region", category="06")
    published(planned, draft(figure(DISTINCT, 7), split))
    published(planned, draft(figure(DISTINCT, 7), changed(split, change="correction", value=Decimal(1))))
    assert all(not c.amounts for issued in raised(planned) for c in issued.notice.corrections)


def test_a_notice_stays_in_its_release_and_on_the_page_of_its_indicator(planned: Store) -> None:
    correct(planned, figure(value=100), value=Decimal(110))
    published(planned, draft(figure(REPORT, 1, "2023-Q3"), quarter="2023-Q3"))
    with planned.read() as session:
        overviews = [queries.overview(session, number=number) for number in (2, 3, 4)]
        details = [queries.indicator_detail(session, COUNT, number=number) for number in (2, 3, 4)]
    assert [[n.release for n in o.notices] for o in overviews if o] == [[], [3], [3]]
    assert [len(d.notices) for d in details if d] == [0, 1, 1]
