"""What reads return: frozen results, never database rows. One query, one result, many outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from indicators.canonical import later
from indicators.figure_refs import FigureRef
from indicators.notices import Notice
from indicators.periods import Quarter
from indicators.plan import Action, Guideline, Indicator, Objective, Plan, Stage, Step, Target, TermVersion
from indicators.progress import Observation, Progress
from indicators.quarter_states import QuarterCell
from indicators.rollup import ActionProgress


@dataclass(frozen=True, slots=True)
class Release:
    """A numbered publication. `hash` is of its canonical form, chained to `previous_hash`; times are UTC."""

    number: int
    published_at: datetime
    published_on: date
    reference: Quarter
    announced: date | None
    note: str
    hash: str
    previous_hash: str
    audit_head: str
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from, as far as the public may know: no names of people, no file, no raw text. The bytes of
    a file about persons are not kept."""

    file_hash: str
    sheet: str
    row: int
    column: str
    received_on: date
    approved_on: date
    channel: str
    file_kept: bool = later(True)


@dataclass(frozen=True, slots=True)
class RowOrigin:
    """Where a row of a register comes from that a return of `entity` brought: since which release, and why it differs
    from the row before it, if there was one. Of a file about persons the bytes are not kept."""

    job: str
    entity: str
    quarter: Quarter
    change: str
    reason: str
    from_release: int
    file_hash: str
    file_kept: bool
    received_on: date
    approved_on: date
    channel: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A means of verification: its type, date and, once a second person made it public, what it is. `verified` by a
    second person; `documents` are the SHA-256 of those that were handed in."""

    kind: str
    reference: str
    date: date | None
    public: bool
    verified: bool = later(False)
    documents: tuple[str, ...] = later(())


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure: the value that everybody sees, in the indicator's unit.

    Unsplit where `dimension` is empty. `protected` is a figure withheld (value None); `nothing` a declared "nothing to
    report". `late` came after its reporting window; `change` and `reason` are set where it replaces an earlier version.
    """

    indicator: str
    entity: str
    quarter: Quarter
    dimension: str
    category: str
    value: Decimal | None
    nothing: bool
    protected: bool
    so_far: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    stage: Stage | None
    stage_date: date | None
    act: str
    step: str
    note: str
    late: bool
    evidence: Evidence | None
    change: str
    reason: str
    from_release: int
    origin: Origin

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two figures versions of one."""
        return (self.indicator, self.entity, self.quarter, self.dimension, self.category, self.step)

    @property
    def ref(self) -> FigureRef:
        """The name by which people ask for it."""
        return FigureRef(self.indicator, self.entity, self.quarter, self.dimension, self.category, self.step)

    @property
    def observation(self) -> Observation:
        """The figure as `progress` reads it."""
        return Observation(
            quarter=self.quarter,
            entity=self.entity,
            value=self.value,
            nothing=self.nothing,
            so_far=self.so_far,
            numerator=self.numerator,
            denominator=self.denominator,
            stage=self.stage,
            stage_date=self.stage_date,
            act=self.act,
            step=self.step,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A published figure that a later release changed: what it was, what it is, its class and the reason given."""

    release: int
    published_on: date
    entity: str
    quarter: Quarter
    dimension: str
    category: str
    before: Figure
    after: Figure | None
    change: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a release brought: how many figures, splits included, it published first, changed and withdrew, and of which
    entity and quarter it published the first one."""

    added: int
    changed: int
    withdrawn: int
    reported: tuple[tuple[str, Quarter], ...]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A figure that the law forced out: what it was of, on what ground and when. What it said is nowhere any more.

    `first_release` had been the first to publish it."""

    indicator: str
    entity: str
    quarter: Quarter
    dimension: str
    category: str
    step: str
    ground: str
    erased_on: date
    first_release: int


@dataclass(frozen=True, slots=True)
class IssuedNotice:
    """A notice of material correction, with the release that raised it and its day."""

    release: int
    published_on: date
    notice: Notice


@dataclass(frozen=True, slots=True)
class RowsChanged:
    """How many rows of one kind (a file of the pack) a plan change added, changed and took away."""

    kind: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class TermChanged:
    """A version of the term that a plan change published, with the version that it follows or corrects."""

    before: TermVersion | None
    after: TermVersion


@dataclass(frozen=True, slots=True)
class PromiseChanged:
    """The dated targets of an indicator (of a programme, its steps) that a plan change published for a version of the
    term, with those that they follow or correct; in time."""

    indicator: str
    version: int
    before: tuple[Target | Step, ...]
    after: tuple[Target | Step, ...]


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """A change of the plan as `release` published it: class, reason, and what it changed."""

    release: int
    published_on: date
    change: str
    reason: str
    rows: tuple[RowsChanged, ...]
    terms: tuple[TermChanged, ...]
    promises: tuple[PromiseChanged, ...]


@dataclass(frozen=True, slots=True)
class IndicatorStatus:
    """One line of the overview: an indicator, where it stands, how many of its figures rest on evidence, and on
    evidence that a second person verified.

    Counted are the figures that carry something to verify: a value, a stage, a step; not "nothing to report"."""

    indicator: Indicator
    progress: Progress
    figures: int
    with_evidence: int
    verified: int = 0


@dataclass(frozen=True, slots=True)
class ActionStatus:
    """An action with its own status and its indicators' (the tracker's own last)."""

    action: Action
    progress: ActionProgress
    indicators: tuple[IndicatorStatus, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole plan as published in `release`; `releases` are all there are, oldest first. `notices` are those raised
    up to this release, newest first. `cells` are the quarters of each indicator, by code, where they were asked for;
    `erased` the codes of the indicators of which the law forced out every figure."""

    release: Release
    releases: tuple[Release, ...]
    plan: Plan
    actions: tuple[ActionStatus, ...]
    notices: tuple[IssuedNotice, ...] = ()
    cells: Mapping[str, tuple[QuarterCell, ...]] = field(default_factory=dict)
    erased: frozenset[str] = frozenset()

    @property
    def indicators(self) -> tuple[IndicatorStatus, ...]:
        """Every indicator's line, in the plan's order."""
        return tuple(line for action in self.actions for line in action.indicators)


@dataclass(frozen=True, slots=True)
class GuidelineDetail:
    """One guideline in the whole plan."""

    overview: Overview
    guideline: Guideline


@dataclass(frozen=True, slots=True)
class ActionDetail:
    """One action as published in `release`, with its place in the plan (None where that is not known).

    `details` is everything published of its indicators, in the order of `status.indicators`.
    """

    release: Release
    releases: tuple[Release, ...]
    plan: Plan
    guideline: Guideline | None
    objective: Objective | None
    status: ActionStatus
    details: tuple[IndicatorDetail, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorDetail:
    """One indicator as published in `release`: its line, its figures (unsplit and split) and what has changed.

    `notices` are all those raised up to this release, newest first, `plan_changes` those that concern it, likewise;
    `tombstones` those of figures that it or an earlier release published, whenever erased, and `files_gone` the hashes
    of files that went with them. `same_lists` are the other indicators counted of the same lists, with their unsplit
    figures.
    """

    release: Release
    releases: tuple[Release, ...]
    plan: Plan
    guideline: Guideline | None
    objective: Objective | None
    action: Action
    status: IndicatorStatus
    figures: tuple[Figure, ...]
    changes: tuple[Change, ...]
    notices: tuple[IssuedNotice, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    plan_changes: tuple[PlanChanged, ...] = ()
    files_gone: frozenset[str] = frozenset()
    same_lists: tuple[tuple[Indicator, tuple[Figure, ...]], ...] = ()

    @property
    def indicator(self) -> Indicator:
        """The indicator itself."""
        return self.status.indicator

    @property
    def progress(self) -> Progress:
        """Where it stands."""
        return self.status.progress

    @property
    def unsplit(self) -> tuple[Figure, ...]:
        """The figures without a dimension, in time."""
        return tuple(figure for figure in self.figures if not figure.dimension)
