"""What is unusual in a file waits for a second person; of a file about persons nothing but its hash is kept. On both
engines, through backup, restore, downgrade and erasure."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from indicators import arrivals, erasure, origins, queries, return_details, returns, tables, verification, warned
from indicators.backup import write_backup
from indicators.canonical import sha256
from indicators.drafts import ReturnDraft, Warned
from indicators.figure_refs import FigureRef
from indicators.periods import Quarter
from indicators.rules import RuleRefused
from indicators.store import Store
from migrations.restoring import drill
from migrations.run import downgrade, upgrade
from tests.stores import (
    ADMINISTRATOR,
    COUNT,
    MONDAY,
    PLANNER,
    STEWARD,
    draft,
    figure,
    published,
    staged,
    with_more,
    with_plan,
)

UNUSUAL = (
    Warned("value_high", "El valor 900 se sale de lo usual: antes, 90.", "900 is out of line: 90 before."),
    Warned("encoding", "El archivo estaba en Windows-1252.", "The file was in Windows-1252."),
)
REF = FigureRef(COUNT, "MIN", Quarter(2023, 4))
LIST = sha256("una lista de asistencia")


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def unusual() -> ReturnDraft:
    return with_more(draft(figure(value=900)), warnings=UNUSUAL)


def of_persons() -> ReturnDraft:
    """A return counted from a list whose bytes are not kept, nor its name."""
    return replace(draft(figure(value=9)), kept=False, file_content=b"", file_hash=LIST, file_name="lista.csv")


def check_sound(store: Store) -> None:
    with store.read() as session:
        assert verification.faults(session) == ()


def details(store: Store, number: int = 1) -> return_details.ReturnDetails:
    with store.read() as session:
        return return_details.details(session, number)


def test_what_is_unusual_is_confirmed_by_who_approves(planned: Store) -> None:
    receipt = staged(planned, unusual())
    assert receipt.warnings == 2
    with planned.write() as session:
        returns.submit(session, 1, who=STEWARD, now=MONDAY)
    assert details(planned).warnings == UNUSUAL
    with pytest.raises(RuleRefused) as refused, planned.write() as session:
        returns.approve(session, 1, who=PLANNER, now=MONDAY)
    assert (refused.value.code, refused.value.facts["count"]) == ("warnings_unconfirmed", 2)
    with pytest.raises(RuleRefused, match="wrong_role"), planned.write() as session:
        returns.approve(session, 1, who=STEWARD, now=MONDAY, confirm=True)
    with planned.write() as session:
        returns.approve(session, 1, who=PLANNER, now=MONDAY, confirm=True)
        said = session.execute(select(tables.audit.c.detail).where(tables.audit.c.action == "return.approved")).scalar()
    assert json.loads(said or "")["confirmed"] == 2
    assert [step.confirmed for step in details(planned).history] == [0, 0, 0, 2]
    published(planned)
    check_sound(planned)


def test_where_nothing_is_unusual_there_is_nothing_to_confirm(planned: Store) -> None:
    staged(planned, draft(figure(value=9)))
    with planned.write() as session:
        returns.submit(session, 1, who=STEWARD, now=MONDAY)
        returns.approve(session, 1, who=PLANNER, now=MONDAY, confirm=True)
    assert details(planned).history[-1].confirmed == 0
    assert details(planned).warnings == ()


def test_what_was_unusual_stays_said(planned: Store) -> None:
    staged(planned, unusual())
    for change in ("warnings = ''", "file_kept = 0"):
        with pytest.raises(IntegrityError), planned.write() as session:
            session.execute(text(f"UPDATE returns SET {change}"))


def test_the_law_forces_out_what_a_warning_said_of_the_figure_and_not_that_there_was_one(planned: Store) -> None:
    published(planned, draft(figure(value=9)))
    staged(planned, replace(unusual(), figures=(replace(figure(value=900), change="source", reason="otra"),)))
    with planned.write() as session:
        erasure.erase(session, REF, ground="Ley 29733", who=ADMINISTRATOR, agreed_by=PLANNER, now=MONDAY)
        returns.submit(session, 2, who=STEWARD, now=MONDAY)
    assert details(planned, 2).warnings == tuple(Warned(one.code, "", "") for one in UNUSUAL)
    with planned.read() as session:
        found = session.execute(select(tables.returns.c.warnings)).scalars().all()
    assert not [text for text in found if "900" in text]
    with pytest.raises(RuleRefused, match="warnings_unconfirmed"), planned.write() as session:
        returns.approve(session, 2, who=PLANNER, now=MONDAY)
    check_sound(planned)


def test_warnings_are_kept_as_they_were_said() -> None:
    assert warned.read(warned.written(UNUSUAL)) == UNUSUAL
    assert warned.written(()) == ""
    assert warned.read("") == ()


def test_of_a_file_about_persons_the_hash_stands_for_the_bytes(planned: Store, tmp_path: Path) -> None:
    published(planned, of_persons(), draft(figure(value=3), entity="OFI"))
    with planned.write() as session:
        hashes = session.execute(select(tables.files.c.hash)).scalars().all()
        found = origins.origin(session, REF, number=None, who=STEWARD, now=MONDAY)
        public = queries.indicator_detail(session, COUNT)
        with pytest.raises(RuleRefused, match="file_not_kept"):
            origins.kept_file(session, LIST)
    assert LIST not in hashes
    assert (found.file_hash, found.file_kept, found.of_persons) == (LIST, False, True)
    assert public is not None
    assert [(f.entity, f.origin.file_kept) for f in public.figures] == [("MIN", False), ("OFI", True)]
    assert (details(planned).file_kept, details(planned, 2).file_kept) == (False, True)
    check_sound(planned)
    with planned.read() as session:
        kept = write_backup(session.connection(), tmp_path / "a.nap.zip", now=datetime(2026, 11, 22, tzinfo=UTC))
    assert drill(tmp_path / "a.nap.zip").tables == kept.tables


def test_the_same_bytes_under_a_job_that_keeps_them_are_kept(planned: Store) -> None:
    content = b"una lista"
    once = replace(of_persons(), file_hash=sha256(content))
    staged(planned, once)
    staged(planned, replace(with_more(draft(figure(value=8))), file_hash=sha256(content), file_content=content))
    with planned.read() as session:
        assert origins.kept_file(session, sha256(content)) == content
    check_sound(planned)


def test_a_file_that_the_law_forced_out_is_told_from_one_that_was_never_kept(planned: Store) -> None:
    published(planned, of_persons(), draft(figure(value=3), entity="OFI"))
    with planned.write() as session:
        ofi = FigureRef(COUNT, "OFI", Quarter(2023, 4))
        for ref in (REF, ofi):
            erasure.erase(session, ref, ground="Ley 29733", who=ADMINISTRATOR, agreed_by=PLANNER, now=MONDAY)
        lengths = session.execute(select(func.length(tables.files.c.content))).scalars().all()
    assert lengths == [0]
    check_sound(planned)


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_a_store_with_such_files_and_warnings_goes_down_and_up(planned: Store, revision: str) -> None:
    published(planned, of_persons())
    staged(planned, with_more(draft(figure(value=5), quarter="2023-Q3"), warnings=UNUSUAL))
    with planned.write() as session:
        refused = arrivals.Refusal("j", "1", "", None, None, "f.csv", sha256("f"), {"row": 1})
        arrivals.refuse(session, refused, who=STEWARD, now=MONDAY)
    downgrade(planned, revision)
    with planned.read() as session:
        missing = session.execute(
            text("SELECT count(*) FROM returns WHERE state = 'published' AND file_hash NOT IN (SELECT hash FROM files)")
        ).scalar()
    assert missing == 0
    upgrade(planned)
    assert details(planned, 2).warnings == UNUSUAL
    assert [details(planned, number).file_kept for number in (1, 2, 3)] == [False, True, False]
    check_sound(planned)
