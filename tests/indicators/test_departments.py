"""What a release has by department: published figures of things, never of persons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from indicators.department_figures import DEPARTMENT, NOT_STATED
from indicators.departments import department_record
from indicators.store import Store, open_store

COPIES, COMPANIES = "2.1.p72.c.t1", "2.1.p72.b"


@pytest.fixture(scope="module")
def opened(demonstration_address: str) -> Iterator[Store]:
    store = open_store(demonstration_address)
    yield store
    store.close()


def test_only_things_split_by_department_are_there_and_persons_are_named_as_left_out(opened: Store) -> None:
    with opened.read() as session:
        found = department_record(session)
    assert found is not None
    assert COPIES in [each.indicator.code for each in found.indicators]
    assert not [each for each in found.indicators if each.indicator.persons]
    assert {each.code for each in found.persons} >= {"2.1.p72.d", "2.1.p72.d.t1"}
    for each in found.indicators:
        assert {figure.dimension for figure in each.split} == {DEPARTMENT}
        assert each.quarters == tuple(sorted(set(each.quarters)))
    assert found.of(COPIES) is not None
    assert found.of("2.1.p72.d") is None
    assert NOT_STATED in {term.code for term in found.plan.code_lists if term.kind == DEPARTMENT}


def test_a_release_has_what_it_published_and_an_empty_one_nothing(opened: Store) -> None:
    with opened.read() as session:
        first, third, none = (department_record(session, number=number) for number in (1, 3, 99))
    assert first is not None
    assert first.indicators == ()
    assert third is not None
    assert str(third.of(COPIES).quarters[-1]) == "2025-Q4"  # type: ignore[union-attr]
    assert none is None


def test_an_empty_store_has_no_record(store: Store) -> None:
    with store.read() as session:
        assert _nothing(session)


def _nothing(session: Session) -> bool:
    return department_record(session) is None
