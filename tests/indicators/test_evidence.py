"""What is said of a figure's evidence, by whom, and from which release on it is seen; and where a figure comes from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from indicators import evidence, origins, queries, releases, returns, verification
from indicators.canonical import sha256
from indicators.canonical_release import stored_lines, text_of
from indicators.figure_refs import FigureRef, NotAFigure
from indicators.periods import Quarter
from indicators.results import Evidence
from indicators.returns import Letter
from indicators.rules import RuleRefused
from indicators.store import Store
from tests.stores import (
    ADMINISTRATOR,
    COUNT,
    MONDAY,
    OTHER_PLANNER,
    OTHER_STEWARD,
    PLANNER,
    STEWARD,
    changed,
    draft,
    figure,
    published,
    staged,
    with_plan,
)

REF = FigureRef(COUNT, "MIN", Quarter(2023, 4))
WITH_EVIDENCE = figure(value=10, evidence_kind="informe", evidence_reference="Informe 7", note="nota")
LETTER = Letter("Oficio 12-2024", "EXP-77", date(2024, 1, 20), "Directora general")


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    published(store, draft(WITH_EVIDENCE))
    return store


def mark(store: Store, *, verified: bool, who: str = OTHER_PLANNER, ref: FigureRef = REF) -> None:
    with store.write() as session:
        evidence.mark(session, ref, verified=verified, note="visto", who=who, now=MONDAY)


def release(store: Store) -> None:
    with store.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="Sustentos")


def shown(store: Store, number: int | None = None) -> Evidence | None:
    with store.read() as session:
        assert verification.faults(session) == ()
        detail = queries.indicator_detail(session, COUNT, number=number)
    assert detail is not None
    return detail.figures[0].evidence


def test_evidence_is_internal_until_a_second_person_makes_it_public_from_the_next_release_on(planned: Store) -> None:
    mark(planned, verified=False)
    assert shown(planned) == Evidence("informe", "", None, public=False)
    release(planned)
    assert shown(planned) == Evidence("informe", "Informe 7", None, public=True)
    assert shown(planned, 2) == Evidence("informe", "", None, public=False)
    with planned.read() as session:
        said = [text_of(stored_lines(session, number)) for number in (2, 3)]
    assert ["Informe 7" in one for one in said] == [False, True]


def test_verified_evidence_is_counted_from_its_release_on(planned: Store) -> None:
    mark(planned, verified=True)
    release(planned)
    with planned.read() as session:
        counts = []
        for number in (2, 3):
            detail = queries.indicator_detail(session, COUNT, number=number)
            assert detail is not None
            counts.append((detail.status.figures, detail.status.with_evidence, detail.status.verified))
    assert counts == [(1, 1, 0), (1, 1, 1)]


def test_a_document_is_kept_whole_and_told_by_its_hash(planned: Store) -> None:
    content = b"Constancia de 10 cartas"
    with planned.write() as session:
        digest = evidence.attach(session, REF, content, "constancia.pdf", who=STEWARD, now=MONDAY)
    release(planned)
    seen = shown(planned)
    assert digest == sha256(content)
    assert seen is not None
    assert seen.documents == (digest,)
    with planned.read() as session:
        assert origins.kept_file(session, digest) == content
        assert "constancia" not in text_of(stored_lines(session, 3))


def test_a_document_alone_is_evidence(store: Store) -> None:
    with_plan(store)
    published(store, draft(figure(value=10)))
    with pytest.raises(RuleRefused, match="no_evidence"):
        mark(store, verified=True)
    with store.write() as session:
        evidence.attach(session, REF, b"acta", "acta.pdf", who=STEWARD, now=MONDAY)
    mark(store, verified=True)
    release(store)
    assert shown(store) == Evidence("", "", None, public=False, verified=True, documents=(sha256(b"acta"),))


@pytest.mark.parametrize(
    ("who", "code"),
    [(STEWARD, "wrong_role"), (ADMINISTRATOR, "wrong_role"), ("nadie", "unknown_account")],
)
def test_only_planners_judge_evidence(planned: Store, who: str, code: str) -> None:
    with pytest.raises(RuleRefused, match=code):
        mark(planned, verified=True, who=who)


def test_who_loaded_a_figure_does_not_judge_its_evidence_in_the_database_either(store: Store) -> None:
    with_plan(store)
    receipt = staged(store, draft(WITH_EVIDENCE), who=OTHER_PLANNER)
    with store.write() as session:
        returns.submit(session, receipt.return_id, who=STEWARD, now=MONDAY)
        returns.approve(session, receipt.return_id, who=PLANNER, now=MONDAY)
    release(store)
    with pytest.raises(RuleRefused, match="own_approval"):
        mark(store, verified=True, who=OTHER_PLANNER)
    insert = (
        "INSERT INTO marks (figure_id, mark, document_hash, document_name, note, made_at, made_by)"
        f" SELECT id, 'verified', '', '', '', '2024', '{OTHER_PLANNER}' FROM figures"
    )
    with pytest.raises(IntegrityError), store.write() as session:
        session.execute(text(insert))
    mark(store, verified=True, who=PLANNER)


def test_the_same_is_not_said_twice_and_of_no_figure_that_is_not_there(planned: Store) -> None:
    mark(planned, verified=True)
    with pytest.raises(RuleRefused, match="marked_already"):
        mark(planned, verified=True)
    with pytest.raises(RuleRefused, match="unknown_figure"):
        mark(planned, verified=True, ref=FigureRef(COUNT, "MIN", Quarter(2023, 3)))


def test_a_mark_belongs_to_the_version_it_was_made_of(planned: Store) -> None:
    mark(planned, verified=True)
    published(planned, draft(changed(WITH_EVIDENCE, value=Decimal(12))))
    seen = shown(planned)
    assert seen is not None
    assert not seen.verified


@pytest.mark.parametrize("statement", ["UPDATE marks SET mark = 'public'", "DELETE FROM marks"])
def test_a_mark_is_not_changed(planned: Store, statement: str) -> None:
    mark(planned, verified=True)
    with pytest.raises(IntegrityError), planned.write() as session:
        session.execute(text(statement))


def test_a_figure_leads_to_file_cell_raw_text_people_and_letter_and_the_reading_is_recorded(store: Store) -> None:
    with_plan(store)
    receipt = staged(store, draft(WITH_EVIDENCE))
    with store.write() as session:
        returns.submit(session, receipt.return_id, who=STEWARD, now=MONDAY, letter=LETTER)
        returns.approve(session, receipt.return_id, who=PLANNER, now=MONDAY)
    release(store)
    with store.write() as session:
        found = origins.origin(session, REF, number=None, who=PLANNER, now=MONDAY)
        content = origins.kept_file(session, found.file_hash)
    assert (found.loaded_by, found.submitted_by, found.approved_by) == (STEWARD, STEWARD, PLANNER)
    assert (found.figure.sheet, found.figure.row, found.figure.column) == ("Reporte", 2, "valor")
    assert (found.raw, found.letter, found.file_kept) == ({"valor": "10"}, LETTER, True)
    assert sha256(content) == found.file_hash
    with store.read() as session:
        last = session.execute(text("SELECT actor, action, subject FROM audit ORDER BY seq DESC LIMIT 1")).one()
        shown_to_all = repr(queries.indicator_detail(session, COUNT))
    assert tuple(last) == (PLANNER, "origin.read", str(REF))
    assert "Directora" not in shown_to_all
    assert STEWARD not in shown_to_all


def test_the_origin_is_that_of_the_version_asked_for(planned: Store) -> None:
    published(planned, draft(changed(WITH_EVIDENCE, value=Decimal(12))))
    with planned.write() as session:
        first, second = (origins.origin(session, REF, number=n, who=PLANNER, now=MONDAY) for n in (2, 3))
    assert [(o.figure.value, o.from_release, o.until_release) for o in (first, second)] == [(10, 2, 3), (12, 3, None)]


@pytest.mark.parametrize("number", [0, -1, 99])
def test_there_is_no_origin_in_a_release_that_is_not_there(planned: Store, number: int) -> None:
    with pytest.raises(RuleRefused, match="unknown_release"), planned.write() as session:
        origins.origin(session, REF, number=number, who=PLANNER, now=MONDAY)


def test_a_document_has_a_largest_size(planned: Store) -> None:
    with pytest.raises(RuleRefused, match="document_too_large"), planned.write() as session:
        evidence.attach(session, REF, b"x" * (evidence.MAX_DOCUMENT_BYTES + 1), "x", who=STEWARD, now=MONDAY)


@pytest.mark.parametrize(("who", "code"), [(OTHER_STEWARD, "other_entity"), (ADMINISTRATOR, "wrong_role")])
def test_an_origin_is_not_for_everybody(planned: Store, who: str, code: str) -> None:
    with pytest.raises(RuleRefused, match=code), planned.write() as session:
        origins.origin(session, REF, number=None, who=who, now=MONDAY)


@pytest.mark.parametrize(
    "written", ["1.1.p7.a/MIN/2023-Q4", "1.1.p7.a/MIN/2023-Q4/region/06", "1.1.p7.a/MIN/2023-Q4/step/denuncias"]
)
def test_a_figure_has_a_name_that_reads_back(written: str) -> None:
    assert str(FigureRef.parse(written)) == written
    assert FigureRef.parse(written.replace("-Q", "-T")) == FigureRef.parse(written)


@pytest.mark.parametrize(
    "written", ["", "1.1.p7.a", "1.1.p7.a/MIN/2023", "a//2023-Q4", "a/b/2023-Q4/region", "a/b/2023-Q4/c/d/e"]
)
def test_what_names_no_figure_is_refused(written: str) -> None:
    with pytest.raises(NotAFigure):
        FigureRef.parse(written)
