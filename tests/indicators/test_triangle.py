"""The revision triangle: what each release said of each figure, whatever the order in which that is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import queries
from indicators.periods import Quarter
from indicators.results import Change, Figure, Tombstone
from indicators.store import Store
from indicators.triangle import RELEASES_FOR_MEANS, CellState, Triangle, of_detail, triangle
from tests import builders as b
from tests import stores as s

CODE = "1.1.p1.a"
# What a release publishes of a figure: a number, nothing any more (withdrawn), or the same as before.
WITHDRAWN, SAME = "withdrawn", "same"
History = Mapping[int, int | str]


def changed(release: int, before: Figure, after: Figure | None) -> Change:
    """A correction of a figure by `release`."""
    of = (before.entity, before.quarter, before.dimension, before.category)
    return Change(release, date(2024, 2, 5), *of, before, after, "correction", "x")


def told(histories: Mapping[str, History], *, up_to: int) -> tuple[list[Figure], list[Change]]:
    """Figures in force at `up_to` and changes, as the store keeps them."""
    figures, revisions = [], []
    for quarter, history in histories.items():
        last: Figure | None = None
        gone = False
        for number in sorted(n for n in history if n <= up_to):
            said = history[number]
            if said == SAME or (said == WITHDRAWN and (last is None or gone)):
                continue
            now = b.figure(quarter, None if said == WITHDRAWN else int(said), from_release=number)
            if last is not None:
                after = None if said == WITHDRAWN else now
                revisions.append(changed(number, last, after))
            last, gone = now, said == WITHDRAWN
        if last is not None and not gone:
            figures.append(last)
    return figures, sorted(revisions, key=lambda r: -r.release)


def drawn(histories: Mapping[str, History], *, up_to: int) -> Triangle:
    return triangle(CODE, *told(histories, up_to=up_to), range(1, up_to + 1))


def shown(of: Triangle) -> dict[str, list[str]]:
    """Each row as a line: a number, or the mark where there is none."""
    return {str(row.quarter): [str(c.figure.value) if c.figure else str(c.state) for c in row.cells] for row in of.rows}


def test_each_release_shows_what_it_said() -> None:
    found = drawn({"2023-Q3": {2: 10, 3: 12}, "2023-Q4": {3: 7, 4: WITHDRAWN, 5: 8}}, up_to=5)
    assert found.releases == (2, 3, 4, 5)
    assert shown(found) == {"2023-Q4": ["not_yet", "7", "withdrawn", "8"], "2023-Q3": ["10", "12", "12", "12"]}
    assert [str(c.state) for c in found.rows[0].cells] == ["not_yet", "first", "withdrawn", "changed"]
    assert [str(c.state) for c in found.rows[1].cells] == ["first", "changed", "same", "same"]
    assert found.changed == 2


def test_what_was_not_published_yet_is_never_nought() -> None:
    found = drawn({"2023-Q3": {2: 0}, "2023-Q4": {3: 5}}, up_to=3)
    assert [[c.figure.value if c.figure else None for c in row.cells] for row in found.rows] == [[None, 5], [0, 0]]


def test_a_new_note_alone_is_no_change_of_the_figure() -> None:
    before, after = b.figure("2023-Q4", 5), b.figure("2023-Q4", 5, note="otra", from_release=3)
    found = triangle(CODE, [after], [changed(3, before, after)], (1, 2, 3))
    assert found.changed == 0
    assert [str(c.state) for c in found.rows[0].cells] == ["first", "same"]


def test_split_figures_are_left_out() -> None:
    split = b.figure("2023-Q4", 5, dimension="region", category="06")
    found = triangle(CODE, [split], [changed(3, split, None)], (1, 2, 3))
    assert (found.rows, found.releases) == ((), ())


def test_a_figure_that_the_law_forced_out_is_marked_in_every_release_that_had_it() -> None:
    stone = Tombstone(CODE, "MIN", Quarter(2023, 3), "", "", "", "Ley 29733", date(2026, 1, 2), 3)
    found = triangle(CODE, [b.figure("2023-Q4", 5)], [], (1, 2, 3, 4), tombstones=[stone])
    assert shown(found) == {"2023-Q4": ["5", "5", "5"], "2023-Q3": ["not_yet", "erased", "erased"]}
    again = triangle(CODE, [b.figure("2023-Q3", 6, from_release=4)], [], (2, 3, 4), tombstones=[stone])
    assert shown(again) == {"2023-Q3": ["erased", "6"]}


def test_means_wait_for_eight_releases_with_figures() -> None:
    first = {"2021-Q3": {2: 10, 9: 16}, "2021-Q4": {2: 5, 3: 3}}
    later = {f"2022-Q{n}": {n + 3: n} for n in (1, 2, 3, 4)}
    assert drawn(first | later, up_to=8).means is None
    means = drawn(first | later | {"2023-Q1": {8: 1}}, up_to=9).means
    assert RELEASES_FOR_MEANS == 8
    assert means is not None
    assert means.count == 7
    assert (means.revision, means.absolute) == (Decimal(4) / 7, Decimal(8) / 7)


def test_of_a_ratio_the_mean_is_in_percentage_points_and_no_value_is_left_out() -> None:
    def ratio(numerator: int, denominator: int, number: int, quarter: str = "2021-Q3") -> Figure:
        parts = {"numerator": Decimal(numerator), "denominator": Decimal(denominator)}
        return b.figure(quarter, from_release=number, **parts)

    figures = [ratio(30, 50, 9), *(ratio(0, 0, n, f"202{n}-Q1") for n in range(3, 9))]
    revision = changed(9, ratio(20, 50, 2), figures[0])
    means = triangle(CODE, figures, [revision], range(1, 10)).means
    assert means is not None
    assert (means.count, means.revision) == (1, Decimal(20))


SAID = st.one_of(st.integers(-3, 3), st.just(WITHDRAWN), st.just(SAME))
HISTORIES = st.dictionaries(
    st.sampled_from(["2023-Q1", "2023-Q2", "2023-Q3"]), st.dictionaries(st.integers(2, 9), SAID, max_size=6)
)


@given(histories=HISTORIES, up_to=st.integers(1, 9))
def test_the_diagonal_is_the_first_publication_and_the_last_column_what_is_in_force(
    histories: dict[str, History], up_to: int
) -> None:
    figures, _ = told(histories, up_to=up_to)
    found = drawn(histories, up_to=up_to)
    numbers = {
        quarter: {n: v for n, v in h.items() if n <= up_to and isinstance(v, int)} for quarter, h in histories.items()
    }
    firsts = {quarter: of[min(of)] for quarter, of in numbers.items() if of}
    assert {str(row.quarter): row.first.value for row in found.rows if row.first} == firsts
    assert {row.quarter: row.latest for row in found.rows if row.latest} == {f.quarter: f for f in figures}
    for row in found.rows:
        states = [c.state for c in row.cells]
        assert states.count(CellState.FIRST) == 1
        assert all(
            c.state is CellState.NOT_YET for c in row.cells[: [c.state for c in row.cells].index(CellState.FIRST)]
        )


@given(histories=HISTORIES, early=st.integers(2, 8), later=st.integers(1, 5))
def test_what_an_earlier_triangle_showed_stands_in_every_later_one(
    histories: dict[str, History], early: int, later: int
) -> None:
    before, after = shown(drawn(histories, up_to=early)), shown(drawn(histories, up_to=early + later))
    width = {quarter: len(cells) for quarter, cells in before.items()}
    assert {quarter: after[quarter][: width[quarter]] for quarter in before} == before


@pytest.mark.parametrize("number", [2, 3, None])
def test_the_triangle_of_a_page_ends_with_its_release(store: Store, number: int | None) -> None:
    s.with_plan(store)
    s.published(store, s.draft(s.figure(value=10)))
    s.published(store, s.draft(s.changed(s.figure(value=12), change="correction")))
    with store.read() as session:
        detail = queries.indicator_detail(session, s.COUNT, number=number)
    assert detail is not None
    found = of_detail(detail)
    assert shown(found) == {"2023-Q4": ["10"] if number == 2 else ["10", "12"]}
    assert found.changed == (0 if number == 2 else 1)
    assert of_detail(replace(detail, figures=(), changes=())).rows == ()
