"""Fills an empty store with the returns that ship with a plan's pack, through the same path as anybody's.

A pack keeps them in `returns/demonstration/` and `returns/real/`: the files, `schedule.csv` (file, release) and
`releases.csv` (release, reference_quarter, announced, note_es). Invented figures enter a demonstration store only, and
are dated by their quarters, not by the clock; real ones are dated by the clock.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from etl.pipeline import run
from indicators import accounts, queries, releases, returns
from indicators.accounts import Account, Role
from indicators.packs import Pack
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.store import Store

ADMINISTRATOR = "administracion"
PLANNER = "seguimiento"
JOB = "quarterly_return"
HANDED_IN = timedelta(days=5)
OFFICE_HOUR = time(10)


class ShippedReturnRefused(RuntimeError):
    """A return that ships with the pack does not pass the checks; the message lists its problems."""


@dataclass(frozen=True, slots=True)
class _Publication:
    """One planned release and the files that it publishes, with the moment of each."""

    reference: Quarter
    announced: date | None
    note: str
    at: datetime
    loads: tuple[tuple[datetime, Path], ...]


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
        with store.write() as session:
            releases.load_plan(session, pack.rows, kind=kind, who=PLANNER, now=now, note="")
        return False
    publications = _publications(
        pack.folder / "returns" / kind, pack.plan, now=None if kind == "demonstration" else now
    )
    first = publications[0]
    _load_plan(store, pack, kind=kind, at=first.at, note=first.note)
    say("plan", len(pack.rows))
    for publication in publications[1:]:
        for at, file in publication.loads:
            _hand_in(store, file, at=at)
        _publish(store, publication)
        say("release", len(publication.loads))
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


def _hand_in(store: Store, file: Path, *, at: datetime) -> None:
    """Load, submit and approve one file, by two accounts."""
    who = steward_of(file.name.split("-")[0])
    outcome = run(store, file, job=JOB, who=who, now=at)
    if outcome.receipt is None:
        raise ShippedReturnRefused("\n".join(f"{file.name}: {p.text('en')}" for p in outcome.problems))
    with store.write() as session:
        returns.submit(session, outcome.receipt.return_id, who=who, now=at)
        returns.approve(session, outcome.receipt.return_id, who=PLANNER, now=at)


def _publish(store: Store, publication: _Publication) -> None:
    with store.write() as session:
        releases.publish(
            session,
            who=PLANNER,
            now=publication.at,
            note=publication.note,
            reference=publication.reference,
            announced=publication.announced,
        )


def _publications(folder: Path, plan: Plan, *, now: datetime | None) -> Sequence[_Publication]:
    """What `folder` plans, in order; `now` dates everything where it is given."""
    schedule = _rows(folder / "schedule.csv")
    planned: list[_Publication] = []
    for row in _rows(folder / "releases.csv"):
        announced = date.fromisoformat(row["announced"]) if row["announced"] else None
        at = now or datetime.combine(announced or plan.start, OFFICE_HOUR, plan.zone)
        files = [folder / entry["file"] for entry in schedule if entry["release"] == row["release"]]
        loads = [(now or _handed_in(file, plan, since=planned, until=at), file) for file in files]
        planned.append(
            _Publication(
                reference=Quarter.parse(row["reference_quarter"]),
                announced=announced,
                note=row["note_es"],
                at=at,
                loads=tuple(sorted(loads)),
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
