"""Takes a case through the whole path: a store, a process of its own within limits, a dry run and a real one."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from sqlalchemy import select

from etl import pipeline
from etl.pipeline import Outcome, run
from etl.workbooks.marking import NotMarked
from indicators import returns, tables
from indicators.rules import RuleRefused
from indicators.store import Store
from tests.hostile.cases import Case, Verdict
from tests.hostile.judge import Seen, seen, wrong
from tests.hostile.measuring import Uses, measured
from tests.hostile.world import NOW
from tests.stores import PLANNER

MEGABYTE = 1024 * 1024
MOST_MEMORY, MOST_SECONDS = 512 * MEGABYTE, 10.0  # of a process that reads or marks one file
RECORD = {"returns", "audit"}
LOADED = RECORD | {"figures", "files", "plan_rows"}
LONGEST_NAME = 255

Contents = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of a case, what is wrong with that, and what its processes took."""

    row: int
    name: str
    verdict: Verdict
    codes: tuple[str, ...]
    faults: tuple[str, ...]
    peak: int = 0
    seconds: float = 0.0
    ended: int = 0


def tried(case: Case, store: Store, folder: Path, *, apart: bool = True) -> Tried:
    """The case against `store`, a copy of its own that may be changed; `apart` as a stranger's file is read."""
    path = folder / _on_disk(case.file_name)
    path.write_bytes(case.make())
    uses = Uses()
    faults: list[str] = []
    found = Seen(Verdict.REFUSED)
    began = time.monotonic()
    try:
        with measured(uses):
            found = _through(case, store, path, faults, apart=apart)
    except Exception as error:  # whatever comes out of the tracker but a refusal is a fault of it
        faults.append(f"raised {type(error).__name__}: {error}"[:300])
    finally:
        path.unlink()
    faults += _beyond(uses)
    lasted = uses.seconds or time.monotonic() - began
    codes = tuple(sorted(found.codes))
    return Tried(case.row, str(case), found.verdict, codes, tuple(faults), uses.peak, lasted, uses.ended)


def _on_disk(name: str) -> str:
    """The name that a file of this name can have in a folder."""
    try:
        encoded = os.fsencode(name)
    except UnicodeEncodeError:
        return "archivo"
    fits = 0 < len(encoded) <= LONGEST_NAME and not {"/", "\0"} & set(name) and name not in (".", "..")
    return name if fits else "archivo"


def _beyond(uses: Uses) -> Iterator[str]:
    if uses.peak > MOST_MEMORY:
        yield f"a process took {uses.peak // MEGABYTE} MB"
    if uses.seconds > MOST_SECONDS:
        yield f"a process took {uses.seconds:.1f} s"


def _through(case: Case, store: Store, path: Path, faults: list[str], *, apart: bool) -> Seen:
    before = contents(store)

    def given(*, dry: bool) -> Outcome:
        return run(store, path, job=case.job, who=case.account, now=NOW, dry_run=dry, numbers=case.numbers, apart=apart)

    dry = given(dry=True)
    if contents(store) != before:
        faults.append("a dry run changed the store")
    try:
        real = given(dry=False)
    except RuleRefused as refused:
        found = Seen(Verdict.FORBIDDEN, rule=refused.code)
        faults += wrong(case, found)
        faults += _changed(before, contents(store), set())
        return found
    found = _seen(real)
    faults += wrong(case, found)
    if (dry.problems, dry.warnings) != (real.problems, real.warnings) and found.verdict is not Verdict.KNOWN:
        faults.append("the dry run said something else")
    after = contents(store)
    faults += _changed(before, after, _may_change(case, found))
    faults += _kept(case, found, before, after, store)
    if found.verdict is Verdict.REFUSED:
        faults += _on_record(before, after)
        if given(dry=False).refused != real.refused:
            faults.append("refused again it has another number on the record")
    if found.verdict is Verdict.WARNED and real.receipt is not None:
        faults += _confirmed(store, real.receipt.return_id, case)
    faults += _marked(case, path, real)
    return found


def _seen(outcome: Outcome) -> Seen:
    if outcome.receipt is not None and outcome.receipt.repeated:
        return Seen(Verdict.KNOWN, (), outcome.warnings, outcome.draft)
    return seen(outcome.draft, outcome.problems, outcome.warnings)


def contents(store: Store) -> Contents:
    """Every row of every table, as text."""
    with store.read() as session:
        return {
            table.name: [
                repr(tuple(row)) for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in tables.metadata.sorted_tables
        }


def _may_change(case: Case, found: Seen) -> set[str]:
    match found.verdict:
        case Verdict.REFUSED:
            return RECORD
        case Verdict.ACCEPTED | Verdict.WARNED:
            return LOADED - {"files"} if found.draft is not None and not found.draft.kept else LOADED
    return set()


def _changed(before: Contents, after: Contents, may: set[str]) -> Iterator[str]:
    for name, rows in after.items():
        if rows != before[name] and name not in may:
            yield f"changed in the store: {name}"
        if before[name] != rows[: len(before[name])] and name in RECORD:
            yield f"what stood in {name} is changed"


def _on_record(before: Contents, after: Contents) -> Iterator[str]:
    if len(after["returns"]) != len(before["returns"]) + 1 or "'refused'" not in after["returns"][-1]:
        yield "the refusal is not on the record"
    if len(after["audit"]) == len(before["audit"]):
        yield "the refusal has no audit entry"


def _kept(case: Case, found: Seen, before: Contents, after: Contents, store: Store) -> Iterator[str]:
    """Nothing that may be said nowhere is anywhere in the store, not even in its file."""
    new = "\n".join(row for name, rows in after.items() for row in rows if row not in set(before[name]))
    for secret in case.secrets:
        if secret in new:
            yield f"kept in the store: {secret!r}"
    address = store.url.removeprefix("sqlite:///") if store.url.startswith("sqlite") else ""
    for part in (f"{address}{end}" for end in ("", "-wal")) if address and case.secrets else ():
        raw = Path(part).read_bytes() if Path(part).exists() else b""
        if any(secret.encode() in raw for secret in case.secrets):
            yield f"kept in {Path(part).name}"


def _confirmed(store: Store, number: int, case: Case) -> Iterator[str]:
    """Without a second person's word it is not approved, with it it is."""
    with store.write() as session:
        returns.submit(session, number, who=case.account, now=NOW)
    try:
        with store.write() as session:
            returns.approve(session, number, who=PLANNER, now=NOW, confirm=False)
        yield "approved without anybody's confirming the warning"
    except RuleRefused:
        with store.write() as session:
            returns.approve(session, number, who=PLANNER, now=NOW, confirm=True)


def _marked(case: Case, path: Path, outcome: Outcome) -> Iterator[str]:
    """The file back, marked: it can be opened, and no text of it has become a formula."""
    if not outcome.problems and not outcome.warnings:
        return
    try:
        content = pipeline.marked_copy(path, outcome, job=case.job, lang="es")
    except NotMarked:
        return
    if not path.read_bytes().startswith(b"PK\x03\x04") or case.row in (52, 56):
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
        if live := [cell.coordinate for cell in cells if cell.data_type == "f"]:
            yield f"a live formula in the marked copy: {live[:3]}"
