"""Runs of sources against a store of each engine: loaded as by hand, once, and on the record whatever happens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from etl.jobs import JOBS
from etl.sources import fetching
from etl.sources.arrived import Patience
from etl.sources.declaration import Folder, Source, Web
from etl.sources.fetching import Fetched, standings
from etl.sources.timetable import Timetable
from indicators import audit, fetch_log, returns, tables
from indicators.fetch_log import LEASE, FetchOutcome
from indicators.store import Store
from tests.etl.files import csv_file
from tests.etl.test_pipeline import rows
from tests.etl.web import Web as Server
from tests.etl.web import kept, sent, served, status
from tests.stores import MONDAY, OTHER_STEWARD, PLANNER, STEWARD, with_plan

PATIENCE = Patience(size=100_000, connect=1, idle=1, whole=2)
DAY = timedelta(days=1)
SOUND, BROKEN = csv_file(*rows()), csv_file(*rows("12 aprox"))


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with served() as server:
        yield server


def of_web(web: Server, name: str = "web", *, who: str = STEWARD, path: str = "/r.csv?clave=s3creta") -> Source:
    return Source(name, "quarterly_return", who, Timetable(DAY), Web(web.url + path))


def of_folder(folder: Path, name: str = "folder", *, who: str = STEWARD) -> Source:
    return Source(name, "quarterly_return", who, Timetable(DAY), Folder(folder, "*.csv"))


def fetch(store: Store, *sources: Source, clock: Clock, forced: bool = False) -> list[Fetched]:
    return list(fetching.fetch(store, sources, clock=clock, forced=forced, patience=PATIENCE))


def outcomes(store: Store, *sources: Source, clock: Clock, forced: bool = False) -> list[str | None]:
    return [str(each.outcome) if each.outcome else None for each in fetch(store, *sources, clock=clock, forced=forced)]


def recorded(store: Store) -> list[tuple[str, str, str, object]]:
    """Actor, action, subject and reason of what the record says of sources."""
    c = tables.audit.c
    with store.read() as session:
        entries = session.execute(select(tables.audit).where(c.action.startswith("fetch.")).order_by(c.seq)).all()
        assert audit.faults(session) == ()
    return [(e.actor, e.action, e.subject, json.loads(e.detail)["reason"]) for e in entries]


def stored_returns(store: Store) -> list[str]:
    with store.read() as session:
        return [str(line.state) for line in returns.listing(session)]


def test_a_new_file_is_loaded_and_an_unchanged_one_is_not_read_again(planned: Store, web: Server, clock: Clock) -> None:
    web.answers["/r.csv"] = kept(SOUND, ETag='"1"')
    (first,) = fetch(planned, of_web(web), clock=clock)
    (file,) = first.files
    assert file.made
    assert file.made.receipt
    assert (first.outcome, file.name, file.made.receipt.repeated) == (FetchOutcome.LOADED, "r.csv", False)
    assert outcomes(planned, of_web(web), clock=clock) == [None]
    assert len(web.asked) == 1
    clock.now += DAY
    assert outcomes(planned, of_web(web), clock=clock) == ["unchanged"]
    web.answers["/r.csv"] = sent(SOUND)
    assert outcomes(planned, of_web(web), clock=clock, forced=True) == ["unchanged"]
    assert (len(web.asked), stored_returns(planned)) == (3, ["staged"])
    assert recorded(planned) == [
        (STEWARD, "fetch.loaded", "web", ""),
        (STEWARD, "fetch.unchanged", "web", ""),
        (STEWARD, "fetch.unchanged", "web", ""),
    ]


def test_no_address_is_kept_anywhere(planned: Store, web: Server, clock: Clock) -> None:
    web.answers["/r.csv"] = sent(BROKEN)
    broken = of_web(web, "broken", path="/missing?clave=s3creta")
    assert outcomes(planned, of_web(web), broken, clock=clock) == ["refused", "failed"]
    with planned.read() as session:
        held = repr([session.execute(select(table)).all() for table in tables.metadata.sorted_tables])
    assert "fetch.failed" in held
    assert [word for word in ("s3creta", "127.0.0.1", "http:") if word in held] == []


def test_of_a_file_about_persons_nothing_is_kept_or_told(
    planned: Store, web: Server, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, rooms = tmp_path / "folder", tmp_path / "rooms"
    for made in (folder, rooms):
        made.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(rooms))
    said = {"entidad": "MIN", "trimestre": "2023-T4", "numero_documento": "Secreta Quispe 40404040", "curso": "Secreta"}
    listed = csv_file(said, header=JOBS["migrants_trained"].names)
    assert listed.count(b"Secreta") == 2
    (folder / "Secreta-Quispe.csv").write_bytes(listed)
    web.answers["/Secreta-Quispe.csv"] = sent(listed + b"\n")
    sources = (
        replace(of_folder(folder), job="migrants_trained"),
        replace(of_web(web, path="/Secreta-Quispe.csv"), job="migrants_trained"),
    )
    runs = fetch(planned, *sources, clock=clock)
    assert [run.outcome for run in runs] == [FetchOutcome.REFUSED] * 2
    with planned.read() as session:
        held = repr([session.execute(select(table)).all() for table in tables.metadata.sorted_tables])
    told = repr([(file.name, file.made.problems if file.made else ()) for run in runs for file in run.files])
    assert "return.refused" in held
    assert [word for word in ("Secreta", "Quispe", "40404040") if word in held + told] == []
    assert [path for path in rooms.rglob("*") if path.is_file()] == []


def test_a_refused_file_is_on_the_record_and_read_again_only_when_told(
    planned: Store, web: Server, clock: Clock
) -> None:
    web.answers["/r.csv"] = kept(BROKEN, ETag='"1"')
    (first,) = fetch(planned, of_web(web), clock=clock)
    made = first.files[0].made
    assert made
    assert ([problem.code for problem in made.problems], first.outcome) == (["number_form"], FetchOutcome.REFUSED)
    clock.now += DAY
    assert outcomes(planned, of_web(web), clock=clock) == ["unchanged"]
    assert outcomes(planned, of_web(web), clock=clock, forced=True) == ["refused"]
    assert stored_returns(planned) == ["refused"]
    web.answers["/r.csv"] = kept(SOUND, ETag='"2"')
    assert outcomes(planned, of_web(web), clock=clock, forced=True) == ["loaded"]


def test_what_a_rule_refuses_is_tried_again(planned: Store, web: Server, tmp_path: Path, clock: Clock) -> None:
    web.answers["/r.csv"] = kept(SOUND, ETag='"1"')
    stranger, nobody = of_web(web, who=OTHER_STEWARD), of_web(web, "nobody", who="nadie")
    (theirs, unknown) = fetch(planned, stranger, nobody, clock=clock)
    assert theirs.files[0].refused
    assert unknown.refused
    assert (theirs.files[0].refused.code, unknown.refused.code) == ("other_entity", "unknown_account")
    assert (theirs.outcome, unknown.outcome, len(web.asked)) == (FetchOutcome.FORBIDDEN, FetchOutcome.FORBIDDEN, 1)
    assert recorded(planned) == [
        (OTHER_STEWARD, "fetch.forbidden", "web", "other_entity"),
        ("nadie", "fetch.forbidden", "nobody", "unknown_account"),
    ]
    assert outcomes(planned, of_web(web), clock=clock) == [None]
    clock.now += timedelta(hours=1)
    assert outcomes(planned, of_web(web), clock=clock) == ["loaded"]
    assert "If-None-Match" not in web.asked[-1][1]


def test_a_file_that_was_loaded_by_hand_is_known(planned: Store, web: Server, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "r.csv").write_bytes(SOUND)
    assert outcomes(planned, of_folder(tmp_path), clock=clock) == ["loaded"]
    web.answers["/r.csv"] = sent(SOUND)
    assert outcomes(planned, of_web(web), clock=clock) == ["repeated"]
    assert stored_returns(planned) == ["staged"]


def test_files_of_a_folder_are_each_judged_and_the_worst_is_told(planned: Store, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "a.csv").write_bytes(BROKEN)
    (tmp_path / "b.csv").write_bytes(SOUND)
    (run,) = fetch(planned, of_folder(tmp_path), clock=clock)
    assert [(file.name, str(file.outcome)) for file in run.files] == [("a.csv", "refused"), ("b.csv", "loaded")]
    assert run.outcome is FetchOutcome.REFUSED
    (tmp_path / "a.csv").write_bytes(csv_file(*rows(11)))
    clock.now = datetime.now(UTC) + timedelta(seconds=30)
    assert outcomes(planned, of_folder(tmp_path), clock=clock, forced=True) == ["waiting"]
    clock.now += timedelta(seconds=61)
    assert outcomes(planned, of_folder(tmp_path), clock=clock) == ["loaded"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]


def test_a_source_that_fails_is_on_the_record_and_keeps_no_other_from_being_read(
    planned: Store, web: Server, tmp_path: Path, clock: Clock
) -> None:
    web.answers["/r.csv"] = status(500)
    (tmp_path / "r.csv").write_bytes(SOUND)
    sources = of_web(web), of_folder(tmp_path), of_folder(tmp_path / "none", "none")
    assert outcomes(planned, *sources, clock=clock) == ["failed", "loaded", "failed"]
    assert [entry[1:] for entry in recorded(planned)] == [
        ("fetch.failed", "web", "status"),
        ("fetch.loaded", "folder", ""),
        ("fetch.failed", "none", "no_folder"),
    ]
    for failures in (1, 2, 3):
        standing = standings(planned, sources)[0]
        assert standing.last
        assert (standing.last.failures, standing.last.reason, standing.last.facts) == (
            failures,
            "status",
            {"status": 500},
        )
        assert standing.due == clock.now + timedelta(hours=2 ** (failures - 1))
        clock.now = standing.due
        assert outcomes(planned, sources[0], clock=clock) == ["failed"]
    web.answers["/r.csv"] = sent(SOUND)
    assert outcomes(planned, sources[0], clock=clock, forced=True) == ["repeated"]
    standing = standings(planned, sources)[0]
    assert standing.last
    assert standing.last.failures == 0


def test_a_source_that_is_held_is_left_until_its_claim_expires(planned: Store, web: Server, clock: Clock) -> None:
    web.answers["/r.csv"] = sent(SOUND)
    with planned.write() as session:
        number = fetch_log.claim(session, "web", who=STEWARD, now=clock.now, is_due=lambda _: True)
    assert number
    clock.now += LEASE - timedelta(seconds=1)
    (held,) = fetch(planned, of_web(web), clock=clock, forced=True)
    assert (held.outcome, held.held, web.asked) == (None, True, [])
    clock.now += timedelta(seconds=2)
    assert outcomes(planned, of_web(web), clock=clock) == ["loaded"]
    with planned.write() as session:
        assert not fetch_log.renew(session, number, now=clock.now)
        late = fetch_log.Ended(FetchOutcome.LOADED)
        assert not fetch_log.finish(session, number, "web", late, who=STEWARD, now=clock.now)
    assert [entry[1:] for entry in recorded(planned)] == [
        ("fetch.failed", "web", "cut_off"), ("fetch.loaded", "web", ""),
    ]  # fmt: skip


def test_a_run_that_is_interrupted_lets_go_of_its_source(planned: Store, web: Server) -> None:
    web.answers["/r.csv"] = sent(SOUND)

    class Interrupted(Clock):
        """Ctrl-C while the file is being taken."""

        def __call__(self) -> datetime:
            if web.asked and self.now:
                self.now, now = None, self.now  # type: ignore[assignment]
                self.later = now
                raise KeyboardInterrupt
            return self.now or self.later

    with pytest.raises(KeyboardInterrupt):
        fetch(planned, of_web(web), clock=Interrupted())
    assert [entry[1:] for entry in recorded(planned)] == [("fetch.failed", "web", "cut_off")]
    assert outcomes(planned, of_web(web), clock=Clock(), forced=True) == ["loaded"]


def test_an_approved_return_stands_in_the_way_until_it_is_given_back(planned: Store, web: Server, clock: Clock) -> None:
    web.answers["/r.csv"] = sent(SOUND)
    (first,) = fetch(planned, of_web(web), clock=clock)
    made = first.files[0].made
    assert made
    assert made.receipt
    number = made.receipt.return_id
    with planned.write() as session:
        returns.submit(session, number, who=STEWARD, now=MONDAY)
        returns.approve(session, number, who=PLANNER, now=MONDAY)
    web.answers["/r.csv"] = sent(csv_file(*rows(11)))
    (second,) = fetch(planned, of_web(web), clock=clock, forced=True)
    assert second.files[0].refused
    assert second.files[0].refused.code == "approved_return"
    with planned.write() as session:
        returns.give_back(session, number, who=PLANNER, now=MONDAY, note="falta una")
    clock.now += timedelta(hours=1)
    assert outcomes(planned, of_web(web), clock=clock) == ["loaded"]
    assert stored_returns(planned) == ["withdrawn", "staged"]


def test_the_log_of_sources_only_grows(planned: Store, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "r.csv").write_bytes(SOUND)
    assert outcomes(planned, of_folder(tmp_path), clock=clock) == ["loaded"]
    for statement in (
        tables.fetches.update().values(outcome="failed"),
        tables.fetches.delete(),
        tables.fetched.update().values(outcome="refused"),
        tables.fetched.delete(),
    ):
        with pytest.raises(Exception, match=r"ends once|never deleted|only grows"), planned.write() as session:
            session.execute(statement)
    twice = tables.fetches.insert().values(
        [{"source": "twice", "started_at": MONDAY, "expires_at": MONDAY, "outcome": "", "detail": "{}"}] * 2
    )
    with pytest.raises(Exception, match=r"UNIQUE|unique"), planned.write() as session:
        session.execute(twice)


def test_an_empty_store_has_nobody_to_load_as(store: Store, web: Server, clock: Clock) -> None:
    (run,) = fetch(store, of_web(web), clock=clock)
    assert run.refused
    assert run.refused.code == "unknown_account"
