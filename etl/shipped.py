"""Fills an empty store with the returns that ship with a plan's pack, through the same path as anybody's.

A pack keeps them in `returns/demonstration/` and `returns/real/`: the files, `schedule.csv` (file, release),
`releases.csv` (release, reference_quarter, published_on, note_es), `calendar.csv` (reference_quarter, hour,
announced_on, reason_es: what was announced of each release, hours in the plan's time zone) and `marks.csv` (figure,
mark, made_on, note_es: evidence that a third account called `public` or `verified`). Invented figures enter a
demonstration store only, and are dated by their quarters, not by the clock; real ones are dated by the clock.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from etl.pipeline import run
from indicators import accounts, announcements, evidence, queries, releases, returns
from indicators.figure_refs import FigureRef
from indicators.packs import Pack
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.policy import Account, Role
from indicators.rules import RuleRefused
from indicators.store import Store, kind_of

ADMINISTRATOR = "administracion"
PLANNER = "seguimiento"
VERIFIER = "verificacion"
HANDED_IN = timedelta(days=5)
OFFICE_HOUR = time(10)


class ShippedReturnRefused(RuntimeError):
    """A return that ships with the pack does not pass the checks; the message lists its problems."""


@dataclass(frozen=True, slots=True)
class _Load:
    """A file that is handed in: when, which, and by which job it is read."""

    at: datetime
    file: Path
    job: str


@dataclass(frozen=True, slots=True)
class _Publication:
    """One planned release and the files that it publishes."""

    reference: Quarter
    note: str
    at: datetime
    loads: tuple[_Load, ...]


@dataclass(frozen=True, slots=True)
class _Announcement:
    """One entry of the calendar, and the moment at which it was made."""

    reference: Quarter
    hour: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Mark:
    """What was said of a figure's evidence, and when."""

    figure: FigureRef
    verified: bool
    note: str
    at: datetime


def steward_of(entity: str) -> str:
    """The account by which an entity's shipped returns are loaded and submitted."""
    return f"reporte.{entity.lower()}"


def fill(store: Store, pack: Pack, *, kind: str, now: datetime, say: Callable[[str, int], None]) -> bool:
    """Load the plan of `pack` and publish the returns that ship for `kind`; False where the store is filled already.

    `say` is told of each step: what it is and how many returns it holds. Raises ShippedReturnRefused, RuleRefused.
    """
    if pack.plan is None:
        raise ShippedReturnRefused("; ".join(str(problem) for problem in pack.problems))
    if _is_filled(store):
        with store.read() as session:
            if kind_of(session) != kind:
                raise RuleRefused("other_kind", kind=kind_of(session))
        return False
    publications = _publications(
        pack.folder / "returns" / kind, pack.plan, now=None if kind == "demonstration" else now
    )
    first = publications[0]
    _load_plan(store, pack, kind=kind, at=first.at, note=first.note)
    say("plan", len(pack.rows))
    calendar = _calendar(pack.folder / "returns" / kind, pack.plan)
    marks = _marks(pack.folder / "returns" / kind, pack.plan)
    _add_verifier(store, marks, at=first.at)
    for publication in publications[1:]:
        for load in publication.loads:
            calendar = _announce(store, calendar, until=load.at)
            marks = _say_of_evidence(store, marks, until=load.at)
            _hand_in(store, load)
        calendar = _announce(store, calendar, until=publication.at)
        _publish(store, publication)
        say("release", len(publication.loads))
    _announce(store, calendar, until=now)
    return True


def _is_filled(store: Store) -> bool:
    with store.read() as session:
        return bool(queries.releases(session))


def _load_plan(store: Store, pack: Pack, *, kind: str, at: datetime, note: str) -> None:
    stewards = {r.entity for i in (pack.plan.indicators() if pack.plan else ()) for r in i.reporting}
    with store.write() as session:
        for code, role in ((ADMINISTRATOR, Role.ADMINISTRATOR), (PLANNER, Role.PLANNER)):
            accounts.add(session, Account(code, code, role, None, disabled=False), now=at, by=ADMINISTRATOR)
        releases.load_plan(session, pack.rows, kind=kind, who=PLANNER, now=at, note=note)
        for entity in sorted(stewards):
            steward = Account(steward_of(entity), steward_of(entity), Role.STEWARD, entity, disabled=False)
            accounts.add(session, steward, now=at, by=ADMINISTRATOR)


def _hand_in(store: Store, load: _Load) -> None:
    """Load, submit and approve one file, by two accounts."""
    who = steward_of(load.file.name.split("-")[0])
    outcome = run(store, load.file, job=load.job, who=who, now=load.at, apart=False)
    if outcome.receipt is None:
        raise ShippedReturnRefused("\n".join(f"{load.file.name}: {p.text('en')}" for p in outcome.problems))
    with store.write() as session:
        returns.submit(session, outcome.receipt.return_id, who=who, now=load.at)
        returns.approve(session, outcome.receipt.return_id, who=PLANNER, now=load.at)


def _announce(store: Store, calendar: Sequence[_Announcement], *, until: datetime) -> Sequence[_Announcement]:
    """Make the announcements of `calendar` that were made before `until`; the others."""
    for entry in calendar:
        if entry.at < until:
            with store.write() as session:
                announcements.announce(
                    session, reference=entry.reference, at=entry.hour, who=PLANNER, now=entry.at, reason=entry.reason
                )
    return [entry for entry in calendar if entry.at >= until]


def _marks(folder: Path, plan: Plan) -> Sequence[_Mark]:
    """What `folder` says of evidence, in order."""
    return [
        _Mark(
            FigureRef.parse(row["figure"]),
            row["mark"] == evidence.VERIFIED,
            row["note_es"],
            datetime.combine(date.fromisoformat(row["made_on"]), OFFICE_HOUR, plan.zone),
        )
        for row in _rows(folder / "marks.csv")
    ]


def _add_verifier(store: Store, marks: Sequence[_Mark], *, at: datetime) -> None:
    """An account that neither reports nor approves, where there is something for it to say."""
    if marks:
        with store.write() as session:
            verifier = Account(VERIFIER, VERIFIER, Role.PLANNER, None, disabled=False)
            accounts.add(session, verifier, now=at, by=ADMINISTRATOR)


def _say_of_evidence(store: Store, marks: Sequence[_Mark], *, until: datetime) -> Sequence[_Mark]:
    """Say what was said of evidence before `until`; the marks that are left."""
    for mark in marks:
        if mark.at < until:
            with store.write() as session:
                evidence.mark(session, mark.figure, verified=mark.verified, note=mark.note, who=VERIFIER, now=mark.at)
    return [mark for mark in marks if mark.at >= until]


def _calendar(folder: Path, plan: Plan) -> Sequence[_Announcement]:
    """The announcements of `folder`, in order; hours are in the plan's time zone."""
    return [
        _Announcement(
            Quarter.parse(row["reference_quarter"]),
            datetime.fromisoformat(row["hour"]).replace(tzinfo=plan.zone),
            row["reason_es"],
            datetime.combine(date.fromisoformat(row["announced_on"]), OFFICE_HOUR, plan.zone),
        )
        for row in _rows(folder / "calendar.csv")
    ]


def _publish(store: Store, publication: _Publication) -> None:
    with store.write() as session:
        releases.publish(
            session,
            who=PLANNER,
            now=publication.at,
            note=publication.note,
            reference=publication.reference,
        )


def _publications(folder: Path, plan: Plan, *, now: datetime | None) -> Sequence[_Publication]:
    """What `folder` plans, in order; `now` dates everything where it is given."""
    schedule = _rows(folder / "schedule.csv")
    planned: list[_Publication] = []
    for row in _rows(folder / "releases.csv"):
        day = date.fromisoformat(row["published_on"]) if row["published_on"] else plan.start
        at = now or datetime.combine(day, OFFICE_HOUR, plan.zone)
        loads = [
            _Load(
                now or _handed_in(folder / entry["file"], plan, since=planned, until=at),
                folder / entry["file"],
                entry["job"],
            )
            for entry in schedule
            if entry["release"] == row["release"]
        ]
        planned.append(
            _Publication(
                reference=Quarter.parse(row["reference_quarter"]),
                note=row["note_es"],
                at=at,
                loads=tuple(sorted(loads, key=lambda load: (load.at, load.file))),
            )
        )
    return planned


def _handed_in(file: Path, plan: Plan, *, since: Sequence[_Publication], until: datetime) -> datetime:
    """A few days before the quarter's returns are due, but after the last release: late and revised ones come later."""
    quarter = Quarter.parse("-".join(file.stem.split("-")[1:3]))
    in_time = datetime.combine(plan.due(quarter) - HANDED_IN, OFFICE_HOUR, plan.zone)
    return in_time if in_time > since[-1].at else until - HANDED_IN


def _rows(file: Path) -> list[Mapping[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
