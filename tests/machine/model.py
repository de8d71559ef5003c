"""What must be true of a store after a sequence of acts, kept in a few dictionaries: no SQL, no hashes, no files.

Each `may_…` foretells the code of the rule that refuses an act (None: it is let through), each other function takes the
act. The rules are written down here a second time, from the design, so that the real ones can be held against them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from indicators.periods import Quarter
from tests.machine.content import Content, Part, Said
from tests.stores import ADMINISTRATOR, OTHER_PLANNER, OTHER_STEWARD, PLANNER, STEWARD

LIMA = ZoneInfo("America/Lima")
ENTITY_OF = {STEWARD: "MIN", OTHER_STEWARD: "OFI"}
PLANNERS = (PLANNER, OTHER_PLANNER)
OPEN = ("staged", "submitted", "returned", "approved")
PLAN = "plan"

Place = tuple[str, Quarter, Part]


@dataclass
class Held:
    """A return: `of` is its entity and quarter, or `plan`; `why` the parts that give class and reason; `warned` where
    it says something unusual."""

    number: int
    of: tuple[str, Quarter] | str
    hash: str
    loader: str
    content: dict[Part, Said]
    why: frozenset[Part]
    state: str = "staged"
    submitter: str | None = None
    version: int = 2
    plan: tuple[int, bool] | None = None
    warned: bool = False

    @property
    def entity(self) -> str | None:
        return None if isinstance(self.of, str) else self.of[0]


@dataclass(eq=False)
class Row:
    """A figure in force: the release that brought it, who reported it, what was said of its evidence."""

    said: Said
    release: int
    loader: str
    submitter: str | None
    marks: set[str] = field(default_factory=set)


@dataclass
class Model:
    now: datetime
    reference: Quarter
    entries: int
    plan: tuple[int, bool] = (0, False)
    returns: dict[int, Held] = field(default_factory=dict)
    refused: dict[tuple[str, str, str], int] = field(default_factory=dict)
    in_force: dict[Place, Row] = field(default_factory=dict)
    waiting_marks: list[tuple[Place, Row]] = field(default_factory=list)
    releases: dict[int, tuple[Quarter, datetime]] = field(default_factory=dict)
    announced: list[tuple[Quarter, datetime, datetime]] = field(default_factory=list)
    ever: set[Place] = field(default_factory=set)
    forced_out: set[Place] = field(default_factory=set)
    attached: set[tuple[Place, str]] = field(default_factory=set)
    documents_gone: set[str] = field(default_factory=set)
    revised: int = 0

    # Who may -----------------------------------------------------------------------------------------------------

    def reporting(self, who: str, entity: str | None) -> str | None:
        if who == ADMINISTRATOR:
            return "wrong_role"
        return "other_entity" if entity and ENTITY_OF.get(who, entity) != entity else None

    def judging(self, who: str) -> str | None:
        return None if who in PLANNERS else "wrong_role"

    # Returns -----------------------------------------------------------------------------------------------------

    def of(self, key: object, *states: str) -> Held | None:
        return next((held for held in self.returns.values() if held.of == key and held.state in states), None)

    def open(self, key: object) -> Held | None:
        return self.of(key, *OPEN)

    def in_state(self, *states: str) -> list[Held]:
        return [held for held in self.returns.values() if held.state in states]

    def said_of(self, entity: str, quarter: Quarter) -> dict[Part, Said]:
        """What is in force of a key and can be read, withdrawals included."""
        rows = ((place[2], row.said) for place, row in self.in_force.items() if place[:2] == (entity, quarter))
        return {part: said for part, said in rows if not said.erased}

    def may_load(
        self, who: str, key: tuple[str, Quarter], hash: str, replacing: int | None, told: Mapping[Part, bool]
    ) -> str | None:
        """`told` are the parts that say something, with whether they give class and reason."""
        refused = self.reporting(who, key[0])
        if not refused and any((*key, part) in self.forced_out and not why for part, why in told.items()):
            return "forced_out"
        standing = self.open(key)
        if refused or standing is None or standing.hash == hash:
            return refused
        if standing.state in ("approved", "submitted"):
            return {"approved": "approved_return", "submitted": "open_return"}[standing.state]
        others = standing.state == "staged" and standing.loader != who
        return "staged_meanwhile" if others and replacing != standing.number else None

    def load(self, key: tuple[str, Quarter], hash: str) -> int | None:
        """Make way; the number of the return that says the same already, if any."""
        return self._make_way(key, hash, ("published",))

    def _make_way(self, key: object, hash: str, also: tuple[str, ...]) -> int | None:
        standing = self.open(key)
        if standing and standing.hash == hash:
            return standing.number
        if standing:
            self.pass_on(standing, "withdrawn")
        published = self.of(key, *also) if also else None
        return published.number if published and published.hash == hash else None

    def hold(self, held: Held) -> None:
        self.returns[held.number] = held
        self.entries += 2

    def pass_on(self, held: Held, state: str) -> None:
        held.state = state
        held.version += 1
        self.entries += 1

    def may_pass(self, held: Held, who: str, act: str, *, stale: bool, confirm: bool = True) -> str | None:
        of_plan = held.of == PLAN
        judging = act in ("approve", "give_back") or of_plan
        refused = self.judging(who) if judging else self.reporting(who, held.entity)
        if refused:
            return refused
        if act == "submit" and held.state == "submitted" and held.submitter == who:
            return None
        if act == "withdraw" and held.state == "published":
            return "published_return"
        if stale:
            return "changed_meanwhile"
        before = {
            "submit": ("staged",), "approve": ("submitted",), "give_back": ("submitted", "approved"),
            "withdraw": ("staged", "returned"),
        }[act]  # fmt: skip
        if held.state not in before:
            return "wrong_state"
        if act == "approve" and who in (held.loader, held.submitter):
            return "own_approval"
        return "warnings_unconfirmed" if act == "approve" and held.warned and not confirm else None

    # Plan --------------------------------------------------------------------------------------------------------

    def may_change_plan(self, who: str, plan: tuple[int, bool], hash: str) -> str | None:
        if who in ENTITY_OF:
            return "wrong_role"
        if plan == self.plan:
            return None
        if who not in PLANNERS:
            return "wrong_role"
        if self.plan[1] and not plan[1]:
            return "promise_gone"
        standing = self.open(PLAN)
        blocked = standing and standing.hash != hash and standing.state not in ("staged", "returned")
        return "open_plan_change" if blocked else None

    def change_plan(self, hash: str) -> int | None:
        return self._make_way(PLAN, hash, ())

    # Releases ----------------------------------------------------------------------------------------------------

    def waiting_announcement(self, reference: Quarter) -> datetime | None:
        """The hour announced for the next release of `reference`."""
        last = max((at for of, at in self.releases.values() if of == reference), default=None)
        waiting = [at for of, at, made in self.announced if of == reference and (last is None or made > last)]
        return waiting[-1] if waiting else None

    def next_reference(self, closed: Quarter) -> Quarter:
        return max(self.reference, closed)

    def chosen(self, only: list[int] | None) -> list[Held]:
        return [held for held in self.in_state("approved") if only is None or held.number in only]

    def may_publish(self, who: str, reference: Quarter, only: list[int] | None) -> str | None:
        if refused := self.judging(who):
            return refused
        at = self.waiting_announcement(reference)
        if at is not None and self.now < at:
            return "too_early"
        if only is not None and len(self.chosen(only)) < len(only):
            return "not_approved"
        chosen = self.chosen(only)
        hours = (self.waiting_announcement(held.of[1]) for held in chosen if not isinstance(held.of, str))
        if any(at is not None and self.now < at for at in hours):
            return "too_early"
        for held in chosen:
            for place, said in _placed(held):
                before = self.in_force.get(place)
                is_change = before is not None and before.said != said and not (before.said.erased or said.erased)
                if is_change and place[2] not in held.why:
                    return "change_without_reason"
        marked = any(self.in_force.get(place) is row for place, row in self.waiting_marks)
        return None if chosen or marked else "nothing_to_publish"

    def publish(self, reference: Quarter, only: list[int] | None) -> int:
        number = max(self.releases) + 1
        for held in self.chosen(only):
            if held.plan is not None:
                self.plan = held.plan
            for place, said in _placed(held):
                before = self.in_force.get(place)
                if not said.erased and (before is None or before.said != said or before.said.erased):
                    self.revised += before is not None
                    self.in_force[place] = Row(said, number, held.loader, held.submitter)
                    self.ever.add(place)
            replaced = self.of(held.of, "published")
            if replaced:
                all_gone = bool(held.content) and all(said.withdrawn for said in held.content.values())
                self.pass_on(replaced, "withdrawn" if all_gone else "superseded")
            self.pass_on(held, "published")
        self.waiting_marks = [(p, row) for p, row in self.waiting_marks if self.in_force.get(p) is not row]
        self.releases[number] = (reference, self.now)
        self.reference = reference
        self.entries += 1
        return number

    def may_announce(self, who: str, reference: Quarter, at: datetime, *, reason: bool) -> str | None:
        if refused := self.judging(who):
            return refused
        if reference < self.reference:
            return "backwards"
        if at <= self.now:
            return "announced_past"
        if reference.end >= at.astimezone(LIMA).date():
            return "not_ended"
        return "announced_again" if not reason and self.waiting_announcement(reference) else None

    # Evidence and erasure ----------------------------------------------------------------------------------------

    def readable(self, place: Place) -> Row | None:
        row = self.in_force.get(place)
        return None if row is None or row.said.erased else row

    def may_mark(self, who: str, place: Place, what: str) -> str | None:
        row = self.readable(place)
        if row is None:
            return "unknown_figure"
        if refused := self.judging(who):
            return refused
        if who in (row.loader, row.submitter):
            return "own_approval"
        if not row.said.evidence and not any(mark.startswith("document") for mark in row.marks):
            return "no_evidence"
        return "marked_already" if what in row.marks else None

    def may_attach(self, who: str, place: Place, what: str) -> str | None:
        if refused := self.reporting(who, place[0]):
            return refused
        row = self.readable(place)
        if row is None:
            return "unknown_figure"
        if what in self.documents_gone:
            return "file_forced_out"
        return "marked_already" if what in row.marks else None

    def attach(self, place: Place, what: str) -> None:
        self.mark(place, what)
        self.attached.add((place, what))

    def mark(self, place: Place, what: str) -> None:
        row = self.in_force[place]
        row.marks.add(what)
        self.waiting_marks.append((place, row))
        self.entries += 1

    def may_erase(self, who: str, agreed: str, place: Place) -> str | None:
        if who != ADMINISTRATOR or agreed not in PLANNERS:
            return "wrong_role"
        return None if self.readable(place) else "unknown_figure"

    def erase(self, place: Place) -> None:
        """With a total go its splits, with a split the others, in force or in a return that waits or waited; each has
        its tombstone and its entry, and a return that waits is published without them. The documents that were evidence
        of nothing else go with them."""
        entity, quarter, part = place
        gone = set()
        for other in self.in_force:
            if _goes(part, other[2]) and other[:2] == place[:2] and not self.in_force[other].said.erased:
                self.in_force[other].said = replace(self.in_force[other].said, erased=True)
                self.waiting_marks = [(p, row) for p, row in self.waiting_marks if p != other]
                gone.add(other)
        for held in self.returns.values():
            for of in [of for of in held.content if _goes(part, of) and held.of == (entity, quarter)]:
                if not held.content[of].erased:
                    held.content[of] = replace(held.content[of], erased=True)
                    gone.add((entity, quarter, of))
        self.forced_out |= gone
        left = {(of, what) for of, what in self.attached if of not in gone}
        self.documents_gone |= {what for _, what in self.attached} - {what for _, what in left}
        self.attached = left
        self.entries += len(gone)

    def public(self) -> Mapping[Place, Said]:
        """What everybody sees: in force, not withdrawn, not erased."""
        shown = ((place, row.said) for place, row in self.in_force.items())
        return {place: said for place, said in shown if not said.withdrawn and not said.erased}


def _placed(held: Held) -> Iterator[tuple[Place, Said]]:
    if not isinstance(held.of, str):
        for part, said in held.content.items():
            yield (*held.of, part), said


def _goes(part: Part, other: Part) -> bool:
    """Whether `other` is forced out with `part` of the same entity and quarter."""
    return other.indicator == part.indicator and bool(other.category or not part.category)


def reasoned(before: Content, after: Content) -> frozenset[Part]:
    """The parts of `after` for which a class and a reason are due."""
    return frozenset(part for part, said in after.items() if part in before and before[part] != said)
