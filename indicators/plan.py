"""The plan as frozen objects: `Plan > Guideline > Objective > Action > Indicator`, with targets, steps and reporters.

Pure data with the few questions that only need the plan. `indicators.packs` builds it from a pack's files,
`indicators.queries` from the plan rows valid in a release. Decimal values are in the indicator's unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from indicators import canonical
from indicators.periods import Quarter, quarters
from indicators.registers import Registers
from indicators.words import Cited, Text


class Basis(StrEnum):
    """What a target, a step, an act or an assignment rests on."""

    PLAN = "plan"
    ENTITY = "entity"
    IMPLIED = "implied"
    TRACKER = "tracker"
    DEMONSTRATION = "demonstration"


class Kind(StrEnum):
    """How an indicator's figures add up (`DESIGN` table in `docs/method.md`)."""

    COUNT = "count"
    DISTINCT = "distinct"
    DELIVERABLE = "deliverable"
    PROGRAMME = "programme"
    LEVEL = "level"
    RATIO = "ratio"


class Unit(StrEnum):
    """CEPLAN's seven units of measure."""

    NUMBER = "número"
    QUANTITY = "cantidad"
    PERCENTAGE = "porcentaje"
    RATIO = "ratio"
    RATE = "tasa"
    INDEX = "índice"
    RATE_OF_CHANGE = "tasa de variación"


class Direction(StrEnum):
    """CEPLAN's expected direction (sentido esperado)."""

    UP = "up"
    DOWN = "down"


class Level(StrEnum):
    """What an indicator says about: from the means to the effect."""

    STRUCTURE = "structure"
    PROCESS = "process"
    OUTPUT = "output"
    OUTCOME = "outcome"


class Window(StrEnum):
    """What a target's value is counted over."""

    IN_YEAR = "in_year"
    SINCE_START = "since_start"
    LEVEL = "level"


class Accrual(StrEnum):
    """How one part of a ratio adds up over time: events are summed, of stocks the latest counts."""

    EVENTS = "events"
    STOCK = "stock"


class Stage(StrEnum):
    """Stages of a deliverable, in order."""

    NOT_STARTED = "not_started"
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"

    @property
    def delivered(self) -> bool:
        """Delivered from approval by a named act on."""
        return self in (Stage.APPROVED, Stage.PUBLISHED)


class ActKind(StrEnum):
    """A dated act that takes an indicator out of the ordinary course."""

    NOT_VIABLE = "not_viable"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the plan rows rest on."""

    code: str
    title: Text
    publisher: str
    date: date | None
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, decree or treaty that the plan rests on or names. `status` is a known word or empty: never guessed."""

    code: str
    kind: str
    title: Text
    date: date | None
    cited: Cited
    status: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A public entity that is responsible for, or reports, indicators."""

    code: str
    name: Text
    cited: Cited
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermVersion:
    """The plan's end as set by one legal act, in force from `since`; version 1 is the original term."""

    version: int
    end: date
    since: date
    instrument: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class DeclaredTotal:
    """A total that a source states of the plan; sources may disagree, so there can be several of one subject."""

    subject: str
    value: int
    qualifier: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Target:
    """A dated target. `version` follows the term: a new version replaces the older one, which stays visible."""

    indicator: str
    version: int
    date: date
    value: Decimal
    window: Window
    basis: Basis
    instrument: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a programme: counts as one once done; due by `due` in the term `version`."""

    indicator: str
    code: str
    title: Text
    version: int
    due: date
    basis: Basis
    cited: Cited


@dataclass(frozen=True, slots=True)
class Act:
    """A dated act by which an indicator is declared not viable or withdrawn."""

    indicator: str
    kind: ActKind
    date: date
    reference: str
    by: str
    basis: Basis
    cited: Cited


@dataclass(frozen=True, slots=True)
class Reporter:
    """An entity of an indicator: `responsible` or `co_responsible`; `reports` says whether it hands in figures.

    `job` names the one ETL job by which this entity feeds this indicator (empty where it does not report), `measure`
    what it takes of that job's lists (empty where the job has one thing to give). `since` is the first quarter so fed;
    earlier ones are fed by `job_before` (empty: by no file). Without `since`, every quarter is fed by `job`.
    """

    entity: str
    role: str
    reports: bool
    job: str
    basis: Basis
    cited: Cited
    measure: str = ""
    since: Quarter | None = None
    job_before: str = ""

    def job_for(self, quarter: Quarter) -> str:
        """The job by which the figures of `quarter` come; empty where no file brings them."""
        return self.job if self.since is None or quarter >= self.since else self.job_before

    def asked(self, quarter: Quarter) -> bool:
        """Whether figures of `quarter` are asked of it: not where no file brought any yet."""
        return self.since is None or quarter >= self.since or bool(self.job_before)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The value from which an indicator starts."""

    year: int
    value: Decimal
    basis: Basis
    cited: Cited


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: CEPLAN's indicator sheet as far as the sources fill it.

    `title` is the full wording, `label` a short name for lists. `things` is what a figure counts ("empresas",
    "companies"), for sentences. `persons` marks counts of persons (disclosure rules). `in_plan` is False for an
    indicator of the tracker's own, which never counts towards an action's status.
    """

    code: str
    action: str
    title: Text
    label: Text
    things: Text
    kind: Kind
    unit: Unit
    direction: Direction
    level: Level
    persons: bool
    in_plan: bool
    cited: Cited
    baseline: Baseline | None = None
    targets: tuple[Target, ...] = ()
    steps: tuple[Step, ...] = ()
    acts: tuple[Act, ...] = ()
    reporters: tuple[Reporter, ...] = ()
    dimensions: tuple[str, ...] = ()
    justification: Text | None = None
    method: Text | None = None
    assumptions: Text | None = None
    limits: Text | None = None
    not_measured: Text | None = None
    numerator: Accrual = Accrual.EVENTS
    denominator: Accrual = Accrual.EVENTS
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def reporting(self) -> tuple[Reporter, ...]:
        """The entities that hand in its figures, the lead reporter (responsible) first."""
        return tuple(sorted((r for r in self.reporters if r.reports), key=lambda r: r.role != "responsible"))


@dataclass(frozen=True, slots=True)
class Named:
    """Something that an action's background names: a treaty or a duty. `indicator` is the one that covers it, or ""."""

    action: str
    kind: str
    code: str
    text: Text
    indicator: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that an action's title or background promises; `indicator` is the one that measures it, or ""."""

    action: str
    code: str
    text: Text
    indicator: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Action:
    """An action of the plan. `number` (1-97) and `page` may be unknown; `complete` is False where its title is cut."""

    code: str
    objective: str
    number: int | None
    title: Text
    label: Text
    complete: bool
    background: Text | None
    cited: Cited
    indicators: tuple[Indicator, ...] = ()
    named: tuple[Named, ...] = ()
    promises: tuple[Promise, ...] = ()
    groups: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective of a guideline; `title` is None where no source read gives it."""

    code: str
    guideline: str
    title: Text | None
    cited: Cited
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Guideline:
    """A strategic guideline; `title` is None where no source read gives it."""

    code: str
    title: Text | None
    cited: Cited
    objectives: tuple[Objective, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A code list entry: a theme, a group or an alignment target (Vision 2050, UNGP, SDG).

    A dimension is `exclusive` where each person or thing is in one of its categories and no other.
    """

    kind: str
    code: str
    title: Text
    cited: Cited
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A National Action Plan with everything that its pack, or a release, holds.

    `alignments` are (subject, framework, code); `aliases` (kind, alias, code), of an entity, action or indicator.
    """

    code: str
    title: Text
    short_title: Text
    time_zone: str
    start: date
    first_quarter: Quarter
    due_days: int
    light: str
    terms: tuple[TermVersion, ...]
    guidelines: tuple[Guideline, ...]
    unplaced: tuple[Action, ...] = ()
    totals: tuple[DeclaredTotal, ...] = ()
    entities: tuple[Entity, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    sources: tuple[Source, ...] = ()
    code_lists: tuple[Term, ...] = ()
    alignments: tuple[tuple[str, str, str], ...] = field(default=())
    aliases: tuple[tuple[str, str, str], ...] = ()
    registers: Registers = field(default=Registers(), metadata={canonical.LATER: True})

    @property
    def zone(self) -> ZoneInfo:
        """The plan's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def end(self) -> date:
        """The end of the term in force."""
        return max(self.terms, key=lambda term: term.version).end

    @property
    def original_end(self) -> date:
        """The end of the first term."""
        return min(self.terms, key=lambda term: term.version).end

    @property
    def last_quarter(self) -> Quarter:
        """The quarter in which the term in force ends."""
        return Quarter.of(self.end)

    def version_in_force(self, day: date) -> int:
        """The highest term version whose legal act was in force on `day`; 1 before any."""
        return max((term.version for term in self.terms if term.since <= day), default=1)

    def term_on(self, day: date) -> TermVersion:
        """The term in force on `day`; the original one before any."""
        version = self.version_in_force(day)
        return next((t for t in self.terms if t.version == version), min(self.terms, key=lambda term: term.version))

    def opens(self, quarter: Quarter) -> date:
        """The first day on which the figures of `quarter` can be reported."""
        return quarter.end + timedelta(days=1)

    def reporting_windows(self, today: date) -> tuple[Quarter, ...]:
        """The quarter whose reporting window opened last by `today`, and the one whose window opens next."""
        known = list(quarters(self.first_quarter, self.last_quarter))
        opened = [quarter for quarter in known if self.opens(quarter) <= today]
        ahead = [quarter for quarter in known if self.opens(quarter) > today]
        return (*opened[-1:], *ahead[:1])

    def due(self, quarter: Quarter) -> date:
        """The last day on which the figures of `quarter` are in time."""
        return quarter.end + timedelta(days=self.due_days)

    def actions(self) -> Iterator[Action]:
        """Every action known, in the plan's order, those without an objective last."""
        for guideline in self.guidelines:
            for objective in guideline.objectives:
                yield from objective.actions
        yield from self.unplaced

    def indicators(self) -> Iterator[Indicator]:
        """Every indicator known, in the plan's order."""
        for action in self.actions():
            yield from action.indicators

    def action(self, code: str) -> Action | None:
        """The action with `code`, or None."""
        return next((action for action in self.actions() if action.code == code), None)

    def indicator(self, code: str) -> Indicator | None:
        """The indicator with `code`, or None."""
        return next((indicator for indicator in self.indicators() if indicator.code == code), None)

    def entity(self, code: str) -> Entity | None:
        """The entity with `code`, or None."""
        return next((entity for entity in self.entities if entity.code == code), None)

    def instrument(self, code: str) -> Instrument | None:
        """The law or treaty with `code`, or None."""
        return next((instrument for instrument in self.instruments if instrument.code == code), None)

    def source(self, code: str) -> Source | None:
        """The source with `code`, or None."""
        return next((source for source in self.sources if source.code == code), None)
