"""Runs sources: takes what is new of each that is due, and loads it as its account, once whoever else does the same.

A source that fails is put on the record and keeps no other from being read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime

from etl import pipeline
from etl.files.readers import MAX_BYTES
from etl.pipeline import Outcome
from etl.sources import fetchers
from etl.sources.arrived import Arrived, Patience, SourceFailed, Unsettled
from etl.sources.declaration import Source
from etl.sources.timetable import is_due, next_due
from indicators import accounts, fetch_log, queries
from indicators.fetch_log import CUT_OFF, ORDER, Ended, FetchedFile, FetchOutcome, Run
from indicators.policy import Act
from indicators.rules import Coded, RuleRefused
from indicators.store import Store, StoreUnusable

# A list about persons is counted as it comes and not kept: it may be larger than a file that is.
LIST_BYTES = 256 * 1024 * 1024
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Taken:
    """One file of a run: what it is called, and what the pipeline, or a rule, made of it."""

    name: str
    outcome: FetchOutcome
    made: Outcome | None = None
    refused: RuleRefused | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of a source: None as `outcome` where it was not due, or another run holds it (`held`)."""

    source: Source
    outcome: FetchOutcome | None
    held: bool = False
    files: tuple[Taken, ...] = ()
    failed: SourceFailed | None = None
    refused: RuleRefused | None = None


def fetch(
    store: Store, sources: Iterable[Source], *, clock: Clock, forced: bool = False, patience: Patience | None = None
) -> Iterator[Fetched]:
    """Read each of `sources` that is due, or, where `forced`, each; one after the other, telling what became of it.

    Raises StoreUnusable; whatever else goes wrong is told of its source.
    """
    for source in sources:
        yield _fetched(store, source, clock=clock, forced=forced, patience=patience or _patience(source))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a source stands: its last run, and when it is due (None: at once, it was never read)."""

    source: Source
    last: Run | None
    due: datetime | None


def standings(store: Store, sources: Iterable[Source]) -> tuple[Standing, ...]:
    """Where each of `sources` stands."""
    with store.read() as session:
        zone = queries.zone(session)
        runs = [(source, fetch_log.last_run(session, source.name)) for source in sources]
    return tuple(Standing(source, last, next_due(source.timetable, last, zone)) for source, last in runs)


def _fetched(store: Store, source: Source, *, clock: Clock, forced: bool, patience: Patience) -> Fetched:
    with store.read() as session:
        zone = queries.zone(session)
        last = fetch_log.last_run(session, source.name)

    def due(last: Run | None) -> bool:
        return forced or is_due(source.timetable, last, zone, now=clock())

    if not due(last):
        return Fetched(source, None, held=last is not None and last.outcome is None)
    with store.write() as session:
        number = fetch_log.claim(session, source.name, who=source.who, now=clock(), is_due=due)
    if number is None:
        return Fetched(source, None, held=True)
    return _Run(store, source, number, clock).whole(forced=forced, patience=patience)


class _Run:
    """One run of a source that is held for it; what it gathers is its state."""

    def __init__(self, store: Store, source: Source, number: int, clock: Clock) -> None:
        self._store, self._source, self._number, self._clock = store, source, number, clock
        self._taken: list[Taken] = []
        self._log: list[FetchedFile] = []

    def whole(self, *, forced: bool, patience: Patience) -> Fetched:
        """Work, and end on the record however the work ends."""
        failed: SourceFailed | None = None
        refused: RuleRefused | None = None
        try:
            self._work(forced=forced, patience=patience)
        except SourceFailed as told:
            failed = told
        except RuleRefused as told:
            refused = told
        except BaseException:
            with suppress(StoreUnusable):
                self._end(FetchOutcome.FAILED, SourceFailed(CUT_OFF))
            raise
        outcomes = [taken.outcome for taken in self._taken]
        outcomes += [FetchOutcome.FAILED] if failed else [FetchOutcome.FORBIDDEN] if refused else []
        worst = max(outcomes, key=ORDER.index, default=FetchOutcome.UNCHANGED)
        rules = [refused, *(taken.refused for taken in self._taken)]
        self._end(worst, failed or next((rule for rule in rules if rule), None))
        return Fetched(self._source, worst, files=tuple(self._taken), failed=failed, refused=refused)

    def _work(self, *, forced: bool, patience: Patience) -> None:
        source = self._source
        with self._store.read() as session:
            accounts.acting(session, source.who, Act.LOAD)
            persons = pipeline.job_named(source.job).persons
            known = fetch_log.known(session, source.name, source.reading, persons=persons, forced=forced)
        with closing(fetchers.arrivals(source, known, now=self._clock(), patience=patience)) as arrivals:
            for arrival in arrivals:
                match arrival:
                    case Arrived():
                        self._load(arrival)
                    case FetchedFile():
                        self._log.append(arrival)
                    case Unsettled(name):
                        self._taken.append(Taken(self._named(name), FetchOutcome.WAITING))

    def _load(self, file: Arrived) -> None:
        """Hold the source for longer, and load a file as `nap load` does. Raises SourceFailed, StoreUnusable."""
        source = self._source
        with self._store.write() as session:
            if not fetch_log.renew(session, self._number, now=self._clock()):
                raise SourceFailed(CUT_OFF)
        made: Outcome | None = None
        refused: RuleRefused | None = None
        try:
            made = pipeline.run(
                self._store, file.path, job=source.job, who=source.who, now=self._clock(), numbers=source.numbers
            )
        except RuleRefused as told:
            refused = told
        except OSError:
            raise SourceFailed("unreadable_file", count=1) from None
        outcome = _outcome_of(made)
        self._taken.append(Taken(self._named(file.path.name), outcome, made, refused))
        number = (made.receipt.return_id if made.receipt else made.refused) if made else None
        self._log.append(
            FetchedFile(source.reading, file.address, file.file_hash, outcome, number, file.etag, file.last_modified)
        )

    def _named(self, name: str) -> str:
        """A file's name as it may be told: of one about persons, nothing."""
        return "" if pipeline.job_named(self._source.job).persons else name

    def _end(self, outcome: FetchOutcome, why: Coded | None) -> None:
        plain = {name: fact for name, fact in (why.facts if why else {}).items() if isinstance(fact, str | int)}
        facts = plain if isinstance(why, SourceFailed) else {}
        ended = Ended(outcome, why.code if why else "", facts, tuple(self._log))
        with self._store.write() as session:
            source = self._source
            fetch_log.finish(session, self._number, source.name, ended, who=source.who, now=self._clock())


def _patience(source: Source) -> Patience:
    return Patience(size=LIST_BYTES if pipeline.job_named(source.job).persons else MAX_BYTES)


def _outcome_of(made: Outcome | None) -> FetchOutcome:
    if made is None:
        return FetchOutcome.FORBIDDEN
    if made.receipt is None:
        return FetchOutcome.REFUSED
    return FetchOutcome.REPEATED if made.receipt.repeated else FetchOutcome.LOADED
