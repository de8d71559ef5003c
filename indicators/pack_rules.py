"""The rules of a plan pack that need more than one cell: references, codes, who reports, targets, terms. Pure.

Rules look at rows whose own cells are in order, so that one mistake is reported once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.pack_cells import text_faults
from indicators.pack_columns import Holds, Table
from indicators.pack_format import DIMENSION, FRAMEWORK, LIST, LISTS, NAMED_INSTRUMENTS, PLAN, TABLES
from indicators.pack_problems import PackProblem
from indicators.periods import Quarter
from indicators.plan import Direction, Kind, Window
from indicators.register_format import REGISTER_TABLES
from indicators.register_rules import register_faults
from indicators.row_cells import listed

_ONE_REPORTER = (Kind.DISTINCT, Kind.DELIVERABLE, Kind.PROGRAMME, Kind.LEVEL, Kind.RATIO)
_MEASURED = (Kind.LEVEL, Kind.RATIO)
_PERSONS = (Kind.COUNT, Kind.DISTINCT, Kind.LEVEL)
_WINDOWS = {
    Kind.COUNT: (Window.IN_YEAR, Window.SINCE_START),
    Kind.DISTINCT: (Window.IN_YEAR, Window.SINCE_START),
    Kind.DELIVERABLE: (Window.SINCE_START,),
    Kind.PROGRAMME: (),
    Kind.LEVEL: (Window.LEVEL,),
    Kind.RATIO: (Window.LEVEL,),
}
_OWN = re.compile(r"(\.[a-z]+)?\.t[1-9][0-9]*")
_IN_PLAN = re.compile(r"\.[a-z]+")
_UNKNOWN = re.compile(r"u[1-9][0-9]*")
_BY_KIND = {"entity": "entities", "action": "actions", "indicator": "indicators"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a pack with its place: `row` counts as a spreadsheet does. `cells` has every column of the table."""

    table: Table
    file: str
    row: int
    cells: Mapping[str, str]

    @property
    def key(self) -> str:
        """Its natural key, unique within its kind."""
        return self.table.key_of(self.cells)

    def problem(self, column: str, code: str, found: str = "", allowed: str = "") -> PackProblem:
        """A problem at one of its cells; what stands in the cell where `found` is not said."""
        return PackProblem(self.file, self.row, column, code, found or self.cells.get(column, ""), allowed)


Pack = Mapping[str, Sequence[Entry]]


def rule_problems(everything: Pack, sound: Pack) -> Iterator[PackProblem]:
    """Every broken rule. `sound` are the rows without a problem in a cell, `everything` all rows."""
    yield from _keys(everything)
    yield from _references(everything, sound)
    yield from _texts(sound)
    yield from _plan(sound)
    yield from _codes(sound)
    yield from _indicators(sound)
    yield from _reporters(everything, sound)
    yield from _targets(sound)
    yield from _steps(sound)
    yield from _measures(sound)
    yield from _lists(sound)
    yield from _aliases(everything, sound)
    yield from _registers(sound)


def _keys(everything: Pack) -> Iterator[PackProblem]:
    for kind, entries in everything.items():
        seen: set[str] = set()
        for entry in entries:
            if entry.key in seen and kind != PLAN.kind:
                yield entry.problem(entry.table.key[-1], "repeated_key", entry.key, " + ".join(entry.table.key))
            seen.add(entry.key)


def _references(everything: Pack, sound: Pack) -> Iterator[PackProblem]:
    keys = {kind: {entry.key for entry in entries} for kind, entries in everything.items()}
    for table in TABLES:
        for column in table.columns:
            if column.holds not in (Holds.REFERENCE, Holds.REFERENCES):
                continue
            kinds, prefixes = _places(column.of)
            for entry in sound[table.kind]:
                cell = entry.cells[column.name]
                codes = listed(cell) if column.holds is Holds.REFERENCES else (cell,) if cell else ()
                for code in codes:
                    if not any(prefix + code in keys[kind] for kind, prefix in zip(kinds, prefixes, strict=True)):
                        files = ", ".join(f"{kind}.csv" for kind in kinds)
                        yield entry.problem(column.name, "unknown_reference", code, files)
                for code in sorted({code for code in codes if codes.count(code) > 1}):
                    yield entry.problem(column.name, "repeated_in_list", code)


def _places(of: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`code_lists/theme` → kinds and the prefixes of their keys; `a|b` names two kinds."""
    kinds, prefixes = [], []
    for place in of.split("|"):
        kind, _, within = place.partition("/")
        kinds.append(kind)
        prefixes.append(f"{within}/" if within else "")
    return tuple(kinds), tuple(prefixes)


def _texts(sound: Pack) -> Iterator[PackProblem]:
    for table in (PLAN, *TABLES):
        for entry in sound[table.kind]:
            for fault in text_faults(entry.table, entry.cells):
                yield entry.problem(*fault)


def _registers(sound: Pack) -> Iterator[PackProblem]:
    for table in REGISTER_TABLES:
        for entry in sound[table.kind]:
            for column, code, allowed in register_faults(table.kind, entry.cells):
                yield entry.problem(column, code, allowed=allowed)


def _plan(sound: Pack) -> Iterator[PackProblem]:
    for entry in sound[PLAN.kind]:
        first, start = Quarter.parse(entry.cells["first_quarter"]), date.fromisoformat(entry.cells["start"])
        if first.end < start:
            yield entry.problem("first_quarter", "first_quarter", allowed=start.isoformat())
    before = (0, "", "")
    for entry in sorted(sound["terms"], key=lambda e: int(e.cells["version"])):
        this = (int(entry.cells["version"]), entry.cells["end"], entry.cells["since"])
        if this[0] != before[0] + 1 or this[1] <= before[1] or this[2] <= before[2]:
            yield entry.problem("version", "term_order")
        before = this


def _codes(sound: Pack) -> Iterator[PackProblem]:
    for entry in sound["objectives"]:
        guideline = entry.cells["guideline"]
        if not re.fullmatch(re.escape(guideline) + r"\.[0-9]+", entry.cells["code"]):
            yield entry.problem("code", "objective_code", allowed=f"{guideline}.1")
    for entry in sound["actions"]:
        yield from _action_code(entry)
    for entry in sound["indicators"]:
        action, code = entry.cells["action"], entry.cells["code"]
        pattern = _IN_PLAN if entry.cells["in_plan"] == "yes" else _OWN
        if not (code.startswith(action) and pattern.fullmatch(code.removeprefix(action))):
            yield entry.problem("code", "indicator_code", allowed=f"{action}.a, {action}.t1, {action}.a.t1")


def _action_code(entry: Entry) -> Iterator[PackProblem]:
    """`2.1.p72` after page, else `2.3.n38` after number, else `2.1.u1`; `x.` where the objective is unknown.

    A code once published stays, so that after the number, or `u`, is right for an action whose page was found later.
    """
    code, number, page = entry.cells["code"], entry.cells["number"], entry.cells["page"]
    places = [place for place in (entry.cells["objective"], "x") if place]
    known = [f"p{page}"] if page else []
    known += [f"n{number}"] if number else []
    place, _, last = code.rpartition(".")
    if place not in places or not (last in known or _UNKNOWN.fullmatch(last)):
        yield entry.problem("code", "action_code", allowed=", ".join(f"{places[0]}.{k}" for k in known or ["u1"]))


def _indicators(sound: Pack) -> Iterator[PackProblem]:
    for entry in sound["indicators"]:
        cells, kind = entry.cells, Kind(entry.cells["kind"])
        given = [bool(cells[name]) for name in ("baseline_year", "baseline_value", "baseline_basis")]
        if any(given) and not all(given):
            yield entry.problem("baseline_value", "baseline_parts")
        if cells["direction"] == Direction.DOWN and kind not in _MEASURED:
            yield entry.problem("direction", "falling_kind", kind)
        if cells["persons"] == "yes" and kind not in _PERSONS:
            yield entry.problem("persons", "persons_kind", kind)
        accrued = [bool(cells["numerator"]), bool(cells["denominator"])]
        if (kind is Kind.RATIO and not all(accrued)) or (kind is not Kind.RATIO and any(accrued)):
            yield entry.problem("numerator", "accrual_kind", kind)


def _reporters(everything: Pack, sound: Pack) -> Iterator[PackProblem]:
    """One entity leads; kinds whose figures cannot be added up over entities have one that reports."""
    of: dict[str, list[Entry]] = defaultdict(list)
    for entry in sound["reporters"]:
        of[entry.cells["indicator"]].append(entry)
        if (entry.cells["reports"] == "yes") != bool(entry.cells["job"]):
            yield entry.problem("job", "job_of_reporter")
        for name, needs in (("measure", "job"), ("since", "job"), ("job_before", "since")):
            if entry.cells[name] and not entry.cells[needs]:
                yield entry.problem(name, "reporter_parts", allowed=needs)
    if len(sound["reporters"]) != len(everything["reporters"]):
        return
    kinds = _kinds(sound)
    for indicator, entries in of.items():
        if sum(entry.cells["role"] == "responsible" for entry in entries) != 1:
            yield entries[-1].problem("role", "one_lead", indicator)
        reporting = [entry for entry in entries if entry.cells["reports"] == "yes"]
        if len(reporting) > 1 and kinds.get(indicator) in _ONE_REPORTER:
            yield reporting[-1].problem("reports", "one_reporter", kinds[indicator])


def _kinds(sound: Pack) -> dict[str, Kind]:
    return {entry.key: Kind(entry.cells["kind"]) for entry in sound["indicators"]}


def _targets(sound: Pack) -> Iterator[PackProblem]:
    kinds, within = _kinds(sound), _within(sound)
    windows: dict[tuple[str, str], str] = {}
    for entry in sound["targets"]:
        cells, kind = entry.cells, kinds.get(entry.cells["indicator"])
        if kind is None:
            continue
        if kind is Kind.PROGRAMME:
            yield entry.problem("indicator", "target_of_programme")
            continue
        if cells["window"] not in _WINDOWS[kind]:
            yield entry.problem("window", "target_window", allowed=", ".join(_WINDOWS[kind]))
        elif cells["window"] != windows.setdefault((cells["indicator"], cells["version"]), cells["window"]):
            yield entry.problem("window", "target_windows_mixed", cells["version"])
        if kind is Kind.DELIVERABLE and cells["value"] != "1":
            yield entry.problem("value", "target_of_deliverable")
        if kind not in _MEASURED and cells["value"].startswith("-"):
            yield entry.problem("value", "target_negative")
        yield from _outside(entry, "date", within)


def _steps(sound: Pack) -> Iterator[PackProblem]:
    kinds, within = _kinds(sound), _within(sound)
    for entry in sound["steps"]:
        kind = kinds.get(entry.cells["indicator"])
        if kind is not None and kind is not Kind.PROGRAMME:
            yield entry.problem("indicator", "steps_of_programme", kind)
        yield from _outside(entry, "due", within)


def _within(sound: Pack) -> dict[str, tuple[str, str]]:
    """Term version → first and last day on which something of it may be due."""
    start = next((entry.cells["start"] for entry in sound[PLAN.kind]), "")
    return {entry.key: (start, entry.cells["end"]) for entry in sound["terms"]}


def _outside(entry: Entry, column: str, within: Mapping[str, tuple[str, str]]) -> Iterator[PackProblem]:
    first, last = within.get(entry.cells["version"], ("", "9999"))
    if not first <= entry.cells[column] <= last:
        yield entry.problem(column, "outside_term", allowed=f"{first} – {last}")


def _measures(sound: Pack) -> Iterator[PackProblem]:
    """What a background names or a title promises is measured by an indicator of the same action."""
    action_of = {entry.key: entry.cells["action"] for entry in sound["indicators"]}
    instruments = {entry.key for entry in sound["instruments"]}
    for entry in (*sound["named"], *sound["promises"]):
        indicator = entry.cells["indicator"]
        if action_of.get(indicator, entry.cells["action"]) != entry.cells["action"]:
            yield entry.problem("indicator", "other_action")
        if entry.cells.get("kind") in NAMED_INSTRUMENTS and entry.cells["code"] not in instruments:
            yield entry.problem("code", "unknown_reference", allowed="instruments.csv")


def _lists(sound: Pack) -> Iterator[PackProblem]:
    entries = sound["code_lists"]
    declared = {e.cells["code"] for e in entries if e.cells["kind"] in (DIMENSION, FRAMEWORK, LIST)}
    for entry in entries:
        if entry.cells["kind"] not in declared.union(LISTS):
            yield entry.problem("kind", "list_kind", allowed=", ".join(LISTS))
        if entry.cells.get("exclusive") and entry.cells["kind"] != DIMENSION:
            yield entry.problem("exclusive", "exclusive_kind")
    keys = {entry.key for entry in entries}
    for entry in sound["alignments"]:
        if f"{entry.cells['framework']}/{entry.cells['code']}" not in keys:
            yield entry.problem("code", "unknown_reference", allowed="code_lists.csv")


def _aliases(everything: Pack, sound: Pack) -> Iterator[PackProblem]:
    for entry in sound["aliases"]:
        kind = _BY_KIND[entry.cells["kind"]]
        codes = _codes_of(everything[kind])
        if entry.cells["code"] not in codes:
            yield entry.problem("code", "unknown_reference", allowed=f"{kind}.csv")
        if entry.cells["alias"] in codes:
            yield entry.problem("alias", "alias_is_a_code")


def _codes_of(entries: Iterable[Entry]) -> set[str]:
    return {entry.cells["code"] for entry in entries}
