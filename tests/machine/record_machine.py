"""The machine: every act on the record, in any order, by anybody, against the model; on one store or several at once.

The numbers in comments are those of the invariants in the project's catalogue of hostile inputs:
1 reload changes nothing. 2 a file goes in whole or not at all. 3 a dry run's verdict is the real one. 4 a release
stays. 5 what is published changes only with a release, class and reason. 6 parts add up. 7 form does not matter. 9 the
public sees what is published. 10 who reports does not approve. 11 the record has one entry a change. 12 nothing is
never zero. 13 engines agree. 14 a release can be read again. 15 status is a function. 16 a figure leads to its cell.
17 a migration down and up, and 18 a backup restored, change nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from etl import pipeline
from etl.pipeline import Outcome
from indicators import (
    announcements,
    arrivals,
    audit,
    canonical,
    erasure,
    evidence,
    plan_changes,
    queries,
    releases,
    returns,
    tables,
)
from indicators.assembly import PlanRow
from indicators.figure_refs import FigureRef
from indicators.lifecycle import AGREED
from indicators.periods import Quarter
from indicators.returns import Receipt
from indicators.rules import RuleRefused
from tests.conftest import Engine
from tests.machine.content import (
    GONE,
    NORTH,
    SOUTH,
    Part,
    Said,
    as_csv,
    as_draft,
    broken,
    cell,
    other_forms,
    rows_of,
)
from tests.machine.model import LIMA, PLAN, PLANNERS, Held, Model, Place, reasoned
from tests.machine.world import CODES, Snapshot, World, read_again, same_content
from tests.stores import (
    ADMINISTRATOR,
    COUNT,
    DISTINCT,
    MONDAY,
    OTHER_PLANNER,
    OTHER_STEWARD,
    PLANNER,
    REPORT,
    STEWARD,
    plan_rows,
    row,
)

STEWARD_OF = {"MIN": STEWARD, "OFI": OTHER_STEWARD}
QUARTERS = (Quarter(2023, 3), Quarter(2023, 4))
# Mostly who should, sometimes who should not.
REPORTERS = st.sampled_from([None, None, None, None, STEWARD, OTHER_STEWARD, PLANNER, OTHER_PLANNER, ADMINISTRATOR])
JUDGES = st.sampled_from([*PLANNERS, *PLANNERS, *PLANNERS, STEWARD, ADMINISTRATOR])
KEYS = st.tuples(st.sampled_from(["MIN", "MIN", "OFI"]), st.sampled_from(QUARTERS))
PICK = st.integers(0, 11)
# No release comes in the same instant as an announcement of it.
TICK = timedelta(seconds=1)


class Crash(Exception):
    """The process dies in the middle of a write."""


@st.composite
def contents(draw: st.DrawFn) -> dict[Part, Said]:
    """What a return may say of what MIN reports; OFI says the first indicator's part of it."""
    said: dict[Part, Said] = {}
    kind = draw(st.sampled_from(["total", "total", "split", "nothing", "silent"]))
    north, south = draw(st.integers(0, 12)), draw(st.integers(0, 3))
    if kind in ("total", "split"):
        said[Part(COUNT)] = Said(north + south, evidence=draw(st.booleans()))
    if kind == "split":
        said |= {Part(COUNT, NORTH): Said(north), Part(COUNT, SOUTH): Said(south)}
    if kind == "nothing":
        said[Part(COUNT)] = Said(0, nothing=True)
    persons = draw(st.one_of(st.none(), st.integers(0, 9)))
    if persons is not None:
        said[Part(DISTINCT)] = Said(persons)
        if draw(st.booleans()):
            said[Part(DISTINCT, NORTH)] = Said(persons)
    if draw(st.booleans()):
        said[Part(REPORT)] = Said(stage=True)
    return said


class RecordMachine(RuleBasedStateMachine):
    """`engines` are those of the stores, which all take the same acts and must give the same answers."""

    engines: ClassVar[tuple[Engine, ...]] = ()
    crashes: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.worlds = [World(engine) for engine in self.engines]
        self.snapshots: dict[int, Snapshot] = {}
        self.restored = self.migrated = False
        self.checked_entries = -1

    @initialize(content=contents())
    def begin(self, content: dict[Part, Said]) -> None:
        """A plan, and one quarter that is published, so that there is something to change from the start."""
        with self.worlds[0].store.read() as session:
            first = queries.releases(session)[0]
            entries = audit.position(session)
        self.model = Model(MONDAY + TICK, first.reference, entries, releases={1: (first.reference, MONDAY)})
        self._remember(1)
        key = ("MIN", QUARTERS[0])
        others = {part: said for part, said in content.items() if part.indicator != COUNT}
        self._agree(key, {Part(COUNT): Said(7, evidence=True)} | others, PLANNER)
        self._publish(PLANNER, None)

    def teardown(self) -> None:
        try:
            if (
                hasattr(self, "model") and sys.exc_info()[0] is None
            ):  # what failed is not hidden by what follows from it
                self._all_is_sound()
                self._releases_stand()
                self._every_figure_leads_to_its_cell()
        finally:
            for world in self.worlds:
                world.end()

    # Acts --------------------------------------------------------------------------------------------------------

    @rule(
        key=KEYS,
        content=contents(),
        who=REPORTERS,
        replacing=st.booleans(),
        said_why=st.integers(0, 5),
        unusual=st.booleans(),
    )
    def load_draft(
        self,
        key: tuple[str, Quarter],
        content: dict[Part, Said],
        who: str | None,
        replacing: bool,
        said_why: int,
        unusual: bool,
    ) -> None:
        whole, why = self._complete(key, content)
        what = as_draft(*key, whole, why=why if said_why else frozenset(), unusual=unusual)
        loader = who or STEWARD_OF[key[0]]
        number = self._replaced(key) if replacing else None
        reasons = why if said_why else frozenset()
        expected = self.model.may_load(loader, key, what.canonical_hash, number, _told(whole, reasons))
        receipt = self._attempt(
            lambda s: arrivals.stage(s, what, who=loader, now=self.model.now, replacing=number), expected
        )
        if receipt is not None:
            self._loaded(receipt, key, whole, why if said_why else frozenset(), loader)

    @rule(key=KEYS, content=contents(), who=REPORTERS, replacing=st.booleans(), form=PICK)
    def load_file(
        self, key: tuple[str, Quarter], content: dict[Part, Said], who: str | None, replacing: bool, form: int
    ) -> None:
        whole, why = self._complete(key, content)
        rows = rows_of(*key, whole, why=why)
        loader = who or STEWARD_OF[key[0]]
        number = self._replaced(key) if replacing else None
        tried = self._run(as_csv(rows), "r.csv", who=loader, dry_run=True)  # 3
        assert tried.problems == (), [problem.text("en") for problem in tried.problems]
        assert tried.draft is not None
        hash_of = tried.draft.canonical_hash
        expected = self.model.may_load(loader, key, hash_of, number, _told(whole, why))
        outcome = self._attempt_file(as_csv(rows), "r.csv", who=loader, expected=expected, replacing=number)
        if outcome is None:
            return
        assert outcome.receipt is not None
        assert outcome.receipt.canonical_hash == hash_of
        self._loaded(outcome.receipt, key, whole, why, loader)
        names = sorted(other_forms(rows))  # 1, 7
        name = names[form % len(names)]
        before = self._dumps()
        again = self._run(other_forms(rows)[name], name, who=loader)
        assert again.receipt is not None, [problem.text("en") for problem in again.problems]
        same = (again.receipt.repeated, again.receipt.return_id) == (True, outcome.receipt.return_id)
        assert same, "a file sent again was taken for another"
        assert self._dumps() == before, "a file sent again changed something"

    @rule(key=KEYS, content=contents(), who=REPORTERS, kind=PICK)
    def load_broken_file(self, key: tuple[str, Quarter], content: dict[Part, Said], who: str | None, kind: int) -> None:
        whole, why = self._complete(key, content)
        file = broken(kind, rows_of(*key, whole, why=why))
        loader = who or STEWARD_OF[key[0]]
        tried = self._run(file, "roto.csv", who=loader, dry_run=True)
        assert tried.problems
        expected = self.model.reporting(loader, None)
        before = self._dumps()
        outcome = self._attempt_file(file, "roto.csv", who=loader, expected=expected)
        if outcome is None:
            return
        assert outcome.problems == tried.problems  # 3
        assert outcome.receipt is None
        assert outcome.refused is not None
        again = (loader, repr(file), repr(sorted(problem.code for problem in outcome.problems)))
        if again in self.model.refused:
            assert outcome.refused == self.model.refused[again]
            assert self._dumps() == before
        else:
            self.model.refused[again] = outcome.refused
            self.model.entries += 2
            for then, now in zip(before, self._dumps(), strict=True):  # 2
                assert [now[name] for name in ("figures", "files")] == [then[name] for name in ("figures", "files")]
                assert len(now["returns"]) == len(then["returns"]) + 1

    @precondition(lambda self: self.model.returns)
    @rule(pick=PICK, who=REPORTERS, act=st.sampled_from(["submit", "withdraw", "submit"]), stale=st.integers(0, 5))
    def report(self, pick: int, who: str | None, act: str, stale: int) -> None:
        held = self._pick(pick, "staged", "returned")
        reporter = who or (PLANNER if held.of == PLAN else STEWARD_OF[held.entity or "MIN"])
        self._pass(held, reporter, act, stale=stale == 0)

    @precondition(lambda self: self.model.returns)
    @rule(
        pick=PICK,
        who=JUDGES,
        act=st.sampled_from(["approve", "approve", "approve", "give_back"]),
        stale=st.integers(0, 5),
        confirm=st.booleans(),
    )
    def judge(self, pick: int, who: str, act: str, stale: int, confirm: bool) -> None:
        self._pass(self._pick(pick, "submitted", "approved"), who, act, stale=stale == 0, confirm=confirm)

    @rule(key=KEYS, content=contents(), approver=st.sampled_from(PLANNERS))
    def hand_in(self, key: tuple[str, Quarter], content: dict[Part, Said], approver: str) -> None:
        """What happens every day, so that later acts find something to publish."""
        self._agree(key, content, approver)

    @rule(key=KEYS, content=contents(), approver=st.sampled_from(PLANNERS))
    def hand_in_and_publish(self, key: tuple[str, Quarter], content: dict[Part, Said], approver: str) -> None:
        self._agree(key, content, approver)
        self._publish(approver, None)

    def _agree(self, key: tuple[str, Quarter], content: dict[Part, Said], approver: str) -> None:
        """Bring the open return of a key, or a new one, as far as it gets by those who should."""
        if self.model.open(key) is None:
            self.load_file(key, content, None, False, 0)
        held = self.model.open(key)
        if held is not None and held.state == "staged":
            self._pass(held, STEWARD_OF[key[0]], "submit", stale=False)
        if held is not None and held.state == "submitted":
            self._pass(held, approver, "approve", stale=False)

    @rule(who=JUDGES, pick=st.one_of(st.none(), PICK))
    def publish(self, who: str, pick: int | None) -> None:
        self._publish(who, None if pick is None else [self._pick(pick, "approved").number])

    def _publish(self, who: str, only: list[int] | None) -> None:
        reference = self._reference()
        expected = self.model.may_publish(who, reference, only)
        now = self.model.now
        release = self._attempt(lambda s: releases.publish(s, who=who, now=now, note="Nota", only=only), expected)
        if release is None:
            return
        before = dict(self.model.in_force)
        number = self.model.publish(reference, only)
        self.model.now += TICK
        assert (release.number, release.reference) == (number, reference)
        self._remember(number)
        self._changes_say_why(before, number)
        self._all_is_sound()

    @rule(
        who=st.sampled_from([*PLANNERS, *PLANNERS, STEWARD, ADMINISTRATOR]),
        label=st.integers(0, 2),
        extended=st.booleans(),
    )
    def change_plan(self, who: str, label: int, extended: bool) -> None:
        rows = _plan(label, extended)
        content = "".join(f"{_dumped(one)}\n" for one in sorted(rows)).encode()
        digest = canonical.sha256(content)
        expected = self.model.may_change_plan(who, (label, extended), digest)
        now = self.model.now
        same = (label, extended) == self.model.plan
        loaded = self._attempt(
            lambda s: plan_changes.load(
                s, rows, kind="real", who=who, now=now, note="", change="method", reason="Decreto"
            ),
            expected,
        )
        if loaded is None:
            return
        if same:
            assert loaded is False
            return
        assert isinstance(loaded, Receipt)
        assert loaded.canonical_hash == digest
        known = self.model.change_plan(digest)
        assert loaded.repeated == (known is not None)
        if known is None:
            held = Held(loaded.return_id, PLAN, digest, who, {}, frozenset(), plan=(label, extended))
            held.version = loaded.version
            self.model.hold(held)

    @rule(who=JUDGES, later=st.integers(-1, 2), days=st.integers(-3, 20), reason=st.sampled_from(["", "se corrige"]))
    def announce(self, who: str, later: int, days: int, reason: str) -> None:
        reference = self.model.reference + later
        at = self.model.now + timedelta(days=days)
        expected = self.model.may_announce(who, reference, at, reason=bool(reason))
        now = self.model.now
        done = self._attempt(
            lambda s: announcements.announce(s, reference=reference, at=at, who=who, now=now, reason=reason), expected
        )
        if done is not None:
            self.model.announced.append((reference, at, now))
            self.model.now += TICK
            self.model.entries += 1

    @precondition(lambda self: self.model.ever)
    @rule(pick=PICK, who=JUDGES, verified=st.booleans())
    def mark_evidence(self, pick: int, who: str, verified: bool) -> None:
        place = self._place(pick)
        what = "verified" if verified else "public"
        expected = self.model.may_mark(who, place, what)
        now = self.model.now
        self._attempt(lambda s: evidence.mark(s, _ref(place), verified=verified, note="", who=who, now=now), expected)
        if expected is None:
            self.model.mark(place, what)

    @precondition(lambda self: self.model.ever)
    @rule(pick=PICK, who=REPORTERS, document=st.integers(0, 1))
    def attach(self, pick: int, who: str | None, document: int) -> None:
        place = self._place(pick)
        loader, content = who or STEWARD_OF[place[0]], f"Informe {document}".encode()
        what = f"document {document}"
        expected = self.model.may_attach(loader, place, what)
        now = self.model.now
        done = self._attempt(
            lambda s: evidence.attach(s, _ref(place), content, "informe.pdf", who=loader, now=now), expected
        )
        if done is not None:
            self.model.attach(place, what)

    @precondition(lambda self: self.model.ever)
    @rule(
        pick=PICK,
        who=st.sampled_from([ADMINISTRATOR, ADMINISTRATOR, PLANNER]),
        agreed=st.sampled_from([PLANNER, PLANNER, OTHER_PLANNER, STEWARD]),
        seldom=st.integers(0, 2),
    )
    def erase(self, pick: int, who: str, agreed: str, seldom: int) -> None:
        if seldom:
            return
        place = self._place(pick)
        expected = self.model.may_erase(who, agreed, place)
        now = self.model.now
        done = self._attempt(
            lambda s: erasure.erase(s, _ref(place), ground="Ley 29733", who=who, agreed_by=agreed, now=now), expected
        )
        if done is not None:
            self.model.erase(place)
            self._releases_stand()
            for number in self.snapshots:
                self.snapshots[number] = self.worlds[0].snapshot(number)
            self._all_is_sound()

    @rule(days=st.integers(1, 60))
    def wait(self, days: int) -> None:
        self.model.now += timedelta(days=days)

    # Faults and copies -------------------------------------------------------------------------------------------

    @precondition(lambda self: self.crashes)
    @rule(key=KEYS, content=contents(), publishing=st.booleans())
    def crash(self, key: tuple[str, Quarter], content: dict[Part, Said], publishing: bool) -> None:
        """2: what was written before the process died is gone."""
        whole, why = self._complete(key, content)
        what = as_draft(*key, whole, why=why)
        now = self.model.now
        before = self._dumps()
        for world in self.worlds:
            try:
                with world.store.write() as session:
                    if publishing:
                        releases.publish(session, who=PLANNER, now=now, note="Nota")
                    else:
                        arrivals.stage(session, what, who=STEWARD_OF[key[0]], now=now)
                    raise Crash
            except (Crash, RuleRefused):
                pass
        assert self._dumps() == before, "what a dead process wrote is still there"

    @precondition(lambda self: not self.restored and len(self.snapshots) > 1)
    @rule()
    def restore(self) -> None:
        """18"""
        self.restored = True
        before = self._dumps()
        for world in self.worlds:
            world.restore(now=self.model.now)
        assert self._dumps() == before, "a restored backup is another store"
        self._releases_stand()

    @precondition(lambda self: not self.migrated and len(self.snapshots) > 2)
    @rule()
    def down_and_up(self) -> None:
        """17"""
        self.migrated = True
        before = self._dumps()
        for world in self.worlds:
            world.down_and_up()
        assert self._dumps() == before, "a migration down and up changed something"
        self._releases_stand()

    # What must be true -------------------------------------------------------------------------------------------

    @invariant()
    def the_record_has_one_entry_for_each_change(self) -> None:
        """11, 10"""
        if not hasattr(self, "model"):
            return
        c = tables.returns.c
        for world in self.worlds:
            with world.store.read() as session:
                assert audit.position(session) == self.model.entries, "entries of the record"
                own = select(c.id).where(
                    c.state.in_(AGREED), (c.approved_by == c.loaded_by) | (c.approved_by == c.submitted_by)
                )
                assert session.execute(own).all() == []
                states = {
                    r.id: (r.state, r.version)
                    for r in session.execute(select(c.id, c.state, c.version))
                    if r.state != "refused"
                }
            assert states == {number: (held.state, held.version) for number, held in self.model.returns.items()}

    @invariant()
    def everybody_sees_what_is_published_and_nothing_else(self) -> None:
        """9, 12, 6"""
        if not hasattr(self, "model") or self.checked_entries == self.model.entries:
            return
        self.checked_entries = self.model.entries
        shown = self.model.public()
        for world in self.worlds:
            seen: dict[Place, tuple[object, bool]] = {}
            with world.store.read() as session:
                for code in CODES:
                    detail = queries.indicator_detail(session, code)
                    assert detail is not None
                    for f in detail.figures:
                        seen[f.entity, f.quarter, Part(f.indicator, f.category)] = (f.value, f.nothing)
            assert seen == {place: _as_seen(place, said) for place, said in shown.items()}
            _parts_add_up(seen, self.model)

    def _remember(self, number: int) -> None:
        """Take the picture of a release, the same on every engine (13), that can be read again (14) and worked out
        again (15); the earlier ones stand (4)."""
        pictures = [world.snapshot(number) for world in self.worlds]
        assert all(picture == pictures[0] for picture in pictures)
        assert read_again(pictures[0], number) == []
        for world in self.worlds:
            assert world.progress_made_anew(number) == []
        self.snapshots[number] = pictures[0]
        self._releases_stand(since=number - 2)

    def _releases_stand(self, *, since: int = 1) -> None:
        """4, 5, 13: those since release `since`; at the end of every sequence, all."""
        for number, picture in self.snapshots.items():
            if number < since:
                continue
            for world in self.worlds:
                now_so = world.snapshot(number)
                assert same_content(picture, now_so, world.erased_lines(number)) == [], f"release {number} changed"
                assert read_again(now_so, number) == []

    def _all_is_sound(self) -> None:
        """11: the record and everything that hangs on it verify."""
        for world in self.worlds:
            assert world.faults() == ()
        if len(self.worlds) > 1:
            first, *others = self._dumps()
            assert all(other == first for other in others), "the engines hold different rows"  # 13

    def _changes_say_why(self, before: dict[Place, Any], number: int) -> None:
        """5: a figure that took the place of another in this release says its class and reason."""
        f = tables.figures.c
        with self.worlds[0].store.read() as session:
            came = session.execute(select(tables.figures).where(f.from_release == number)).all()
        for figure in came:
            place = (figure.entity, Quarter.parse(figure.period), Part(figure.indicator, figure.category))
            was = before.get(place)
            if was is not None and not was.said.erased:
                assert figure.change
                assert figure.reason

    def _every_figure_leads_to_its_cell(self) -> None:
        """16"""
        f, r = tables.figures.c, tables.returns.c
        query = (
            select(tables.figures, r.parser_version, r.file_name, r.file_kept, tables.files.c.content)
            .join(tables.returns, r.id == f.return_id)
            .join(tables.files, tables.files.c.hash == r.file_hash, isouter=True)
            .where(f.erased == 0)
        )
        for world in self.worlds:
            with world.store.read() as session:
                for figure in session.execute(query):
                    assert figure.content is not None or not figure.file_kept, "a figure without its file"
                    if figure.file_name == "r.csv" and figure.parser_version and figure.content:
                        held = cell(figure.content, figure.row_number, figure.column_name)
                        raw = dict(queries.exact_figure(figure).raw)
                        assert held
                        assert raw[figure.column_name] == held

    # Steps -------------------------------------------------------------------------------------------------------

    def _attempt(self, act: Callable[[Session], Any], expected: str | None) -> Any:
        """Do `act` on every store; what it gave (None where the rule `expected` refused it and nothing changed)."""

        def of(world: World) -> Any:
            with world.store.write() as session:
                return act(session)

        return self._everywhere(of, expected)

    def _attempt_file(
        self, content: bytes, name: str, *, who: str, expected: str | None, replacing: int | None = None
    ) -> Outcome | None:
        found: Outcome | None = self._everywhere(partial(self._run_in, content, name, who, False, replacing), expected)
        return found

    def _run(self, content: bytes, name: str, *, who: str, dry_run: bool = False) -> Outcome:
        before = self._dumps() if dry_run else None
        found: Outcome = self._everywhere(partial(self._run_in, content, name, who, dry_run, None), None)
        assert before is None or self._dumps() == before, "a dry run changed something"
        return found

    def _run_in(
        self, content: bytes, name: str, who: str, dry_run: bool, replacing: int | None, world: World
    ) -> Outcome:
        path = world.written(name, content)
        job = "quarterly_return"
        return pipeline.run(
            world.store, path, job=job, who=who, now=self.model.now, dry_run=dry_run, replacing=replacing, apart=False
        )

    def _everywhere(self, act: Callable[[World], Any], expected: str | None) -> Any:
        given = []
        for world in self.worlds:
            before = world.dump() if expected else None
            try:
                found = act(world)
            except RuleRefused as refused:
                code, found = refused.code, None
            else:
                code = None
            assert code == expected, f"{code} refused this, {expected} should have"
            assert before is None or world.dump() == before, "a refused act changed something"
            given.append(found)
        assert all(one == given[0] for one in given)  # 13
        return given[0]

    def _dumps(self) -> list[dict[str, Any]]:
        return [world.dump() for world in self.worlds]

    def _pass(self, held: Held, who: str, act: str, *, stale: bool, confirm: bool = True) -> None:
        expected = self.model.may_pass(held, who, act, stale=stale, confirm=confirm)
        write: Callable[..., Any] = getattr(returns, act)
        said: dict[str, Any] = {"submit": {}, "approve": {"confirm": confirm}}.get(act, {"note": "falta"})
        version = held.version - 1 if stale else held.version
        now = self.model.now
        done = self._attempt(
            lambda s: (write(s, held.number, who=who, now=now, version=version, **said), True)[1], expected
        )
        repeated = act == "submit" and held.state == "submitted" and held.submitter == who
        if done and not repeated:
            states = {"submit": "submitted", "approve": "approved", "give_back": "returned", "withdraw": "withdrawn"}
            if act == "submit":
                held.submitter = who
            self.model.pass_on(held, states[act])

    def _loaded(
        self, receipt: Receipt, key: tuple[str, Quarter], content: dict[Part, Said], why: frozenset[Part], loader: str
    ) -> None:
        known = self.model.load(key, receipt.canonical_hash)
        assert receipt.repeated == (known is not None)
        if known is not None:
            assert receipt.return_id == known
            return
        held = Held(receipt.return_id, key, receipt.canonical_hash, loader, dict(content), why)
        held.version = receipt.version
        held.warned = bool(receipt.warnings)
        self.model.hold(held)

    def _complete(
        self, key: tuple[str, Quarter], content: dict[Part, Said]
    ) -> tuple[dict[Part, Said], frozenset[Part]]:
        """The content as a whole return of its entity: what stands and is not said is taken back; and what needs its
        reason."""
        mine = {part: said for part, said in content.items() if key[0] == "MIN" or part.indicator == COUNT}
        standing = self.model.said_of(*key)
        gone = {part: GONE for part, said in standing.items() if part not in mine and not said.withdrawn}
        whole = mine | gone
        return whole, reasoned(standing, whole)

    def _replaced(self, key: tuple[str, Quarter]) -> int | None:
        held = self.model.open(key)
        return held.number if held else None

    def _pick(self, pick: int, *states: str) -> Held:
        """One of the returns, rather one in `states`."""
        some = self.model.in_state(*states) if pick else []
        some = some or list(self.model.returns.values())
        return some[pick % len(some)]

    def _place(self, pick: int) -> Place:
        places = sorted(self.model.ever)
        return places[pick % len(places)]

    def _reference(self) -> Quarter:
        today: date = self.model.now.astimezone(LIMA).date()
        with self.worlds[0].store.read() as session:
            plan = queries.current_plan(session)
        assert plan is not None
        return self.model.next_reference(releases.closed_quarter(plan, today))


def _plan(label: int, extended: bool) -> list[PlanRow]:
    """The plan with another label of its action, and with its term extended."""
    rows = plan_rows()
    if label:
        named = row(
            "actions", code="1.1.p7", objective="1.1", number="1", title_es="Acción", title_en="Action",
            label_es=f"Acción {label}", label_en="Action", complete="yes", page="7",
        )  # fmt: skip
        rows = [named if (one.kind, one.key) == (named.kind, named.key) else one for one in rows]
    if extended:
        rows += [
            row("terms", version="2", end="2026-12-31", since="2024-01-01", instrument="DS-1"),
            row("targets", indicator=COUNT, version="2", date="2026-12-31", value="200", window="since_start",
                basis="demonstration"),
        ]  # fmt: skip
    return rows


def _dumped(one: PlanRow) -> str:
    return canonical.dumps(one)


def _ref(place: Place) -> FigureRef:
    entity, quarter, part = place
    return FigureRef(part.indicator, entity, quarter, part.dimension, part.category)


def _as_seen(place: Place, said: Said) -> tuple[object, bool]:
    """Splits of persons are withheld."""
    if place[2].indicator == DISTINCT and place[2].category:
        return (None, False)
    return (said.value, said.nothing)


def _parts_add_up(seen: dict[Place, tuple[Any, bool]], model: Model) -> None:
    for (entity, quarter, part), (total, _nothing) in seen.items():
        parts = [(entity, quarter, Part(COUNT, category)) for category in (NORTH, SOUTH)]
        if part == Part(COUNT) and all(place in seen for place in parts):
            assert total == sum(seen[place][0] for place in parts)


def _told(content: Mapping[Part, Said], why: frozenset[Part]) -> dict[Part, bool]:
    """The parts that say something, with whether they give class and reason."""
    return {part: part in why for part, said in content.items() if not said.withdrawn}
