"""What the command line says of sources: how each run ended, where each stands, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.terminal import refusal
from dashboard.texts import Texts
from indicators.fetch_log import FetchOutcome, Run
from indicators.rules import Coded

HOUR = "%Y-%m-%d %H:%M"


def run(source: str, outcome: FetchOutcome | None, why: Coded | None, texts: Texts, *, held: bool) -> Iterator[str]:
    """How a run ended, and why where it did not succeed; that there was none where the source is not due, or held."""
    if outcome is None:
        yield texts("cli.fetch_held" if held else "cli.fetch_not_due", source=source)
        return
    yield texts("cli.fetch_run", source=source, outcome=texts(f"fetch_outcome.{outcome}"))
    if why is not None:
        yield f"    {refusal(why, texts)}"


def file(name: str, outcome: FetchOutcome, why: Coded | None, texts: Texts) -> Iterator[str]:
    """What became of one file; one about persons has no name."""
    called = name or texts("cli.fetch_file_unnamed")
    yield "    " + texts("cli.fetch_file", name=called, outcome=texts(f"fetch_outcome.{outcome}"))
    if why is not None:
        yield f"    {refusal(why, texts)}"


def standing(
    source: str, last: Run | None, due: datetime | None, texts: Texts, *, now: datetime, zone: ZoneInfo
) -> Iterator[str]:
    """Where a source stands: its last run, when it is due next, and what is to be done about it."""
    if last is None or due is None:
        yield texts("cli.fetch_never", source=source)
        return
    when = texts("cli.fetch_due_now") if due <= now else f"{due.astimezone(zone):{HOUR}}"
    at = f"{last.started_at.astimezone(zone):{HOUR}}"
    if last.outcome is None:
        yield texts("cli.fetch_running", source=source, at=at, due=when)
        return
    yield texts("cli.fetch_stands", source=source, outcome=texts(f"fetch_outcome.{last.outcome}"), at=at, due=when)
    if last.failures > 1:
        yield "    " + texts("cli.fetch_failures", count=last.failures)
    todo = what_to_do(source, last, texts)
    if todo:
        yield f"    {todo}"


def what_to_do(source: str, last: Run, texts: Texts) -> str:
    """What somebody is to do about the last run of a source; empty where there is nothing."""
    match last.outcome:
        case FetchOutcome.FAILED:
            facts: dict[str, Any] = dict(last.facts)
            return texts(f"fetch.{last.reason}", **facts)
        case FetchOutcome.FORBIDDEN:
            return texts("cli.fetch_todo_forbidden", source=source, code=last.reason)
        case FetchOutcome.REFUSED:
            refused = [file.return_id for file in last.files if file.outcome is FetchOutcome.REFUSED]
            return texts("cli.fetch_todo_refused", numbers=texts.listed(str(number) for number in refused))
        case FetchOutcome.WAITING:
            return texts("cli.fetch_todo_waiting")
        case _:
            return ""
