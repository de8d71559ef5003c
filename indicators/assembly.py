"""Plan rows in, `Plan` out. Pure, and the only way a `Plan` is made outside tests.

Rows come checked: from a pack's files (`indicators.packs`) or from a release, where they were stored as they came. The
order in which they arrive does not matter. What is known of Peru stands in its pack, not here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.pack_format import SHEET_FIELDS
from indicators.periods import Quarter
from indicators.plan import (
    Accrual,
    Act,
    Action,
    ActKind,
    Baseline,
    Basis,
    DeclaredTotal,
    Direction,
    Entity,
    Guideline,
    Indicator,
    Instrument,
    Kind,
    Level,
    Named,
    Objective,
    Plan,
    Promise,
    Reporter,
    Source,
    Step,
    Target,
    Term,
    TermVersion,
    Unit,
    Window,
)
from indicators.register_assembly import build_registers
from indicators.row_cells import Cells, cited, day, grouped, listed, natural, needed, ours, text
from indicators.words import Text


class NoPlanRow(ValueError):
    """Among the rows there is not exactly one of kind `plan`."""


@dataclass(frozen=True, slots=True, order=True)
class PlanRow:
    """One row of a pack. `kind` is the file's stem, `key` unique within it, `content` its cells as canonical JSON."""

    kind: str
    key: str
    content: str

    @property
    def cells(self) -> dict[str, str]:
        """Column name → text."""
        cells: dict[str, str] = json.loads(self.content)
        return cells


def build_plan(rows: Iterable[PlanRow]) -> Plan:
    """The plan that `rows` describe. Raises NoPlanRow."""
    of: dict[str, list[Cells]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.kind, natural(row.key))):
        of[row.kind].append(row.cells)
    if len(of["plan"]) != 1:
        raise NoPlanRow(f"{len(of['plan'])} rows of kind plan")
    head = of["plan"][0]
    actions = _actions(of)
    return Plan(
        code=head["code"],
        title=needed(head, "title"),
        short_title=ours(head, "short_title"),
        time_zone=head["time_zone"],
        start=date.fromisoformat(head["start"]),
        first_quarter=Quarter.parse(head["first_quarter"]),
        due_days=int(head["due_days"]),
        light=head["light"],
        terms=tuple(term_of(cells) for cells in of["terms"]),
        guidelines=_guidelines(of, actions),
        unplaced=actions.get("", ()),
        totals=tuple(_total(cells) for cells in of["totals"]),
        entities=_entities(of),
        instruments=tuple(_instrument(cells) for cells in of["instruments"]),
        sources=tuple(_source(cells) for cells in of["sources"]),
        code_lists=_code_lists(of),
        alignments=tuple((cells["subject"], cells["framework"], cells["code"]) for cells in of["alignments"]),
        aliases=tuple((cells["kind"], cells["alias"], cells["code"]) for cells in of["aliases"]),
        registers=build_registers(of),
    )


def _guidelines(of: Mapping[str, list[Cells]], actions: Mapping[str, tuple[Action, ...]]) -> tuple[Guideline, ...]:
    objectives = grouped(
        of["objectives"],
        by="guideline",
        make=lambda c: Objective(c["code"], c["guideline"], text(c, "title"), cited(c), actions.get(c["code"], ())),
    )
    return tuple(
        Guideline(c["code"], text(c, "title"), cited(c), objectives.get(c["code"], ())) for c in of["guidelines"]
    )


def _actions(of: Mapping[str, list[Cells]]) -> dict[str, tuple[Action, ...]]:
    """Actions by objective; under "" those whose objective is not known."""
    indicators = _indicators(of)
    named = grouped(of["named"], by="action", make=_named)
    promises = grouped(of["promises"], by="action", make=_promise)

    def make(c: Cells) -> Action:
        code = c["code"]
        return Action(
            code=code,
            objective=c["objective"],
            number=int(c["number"]) if c["number"] else None,
            title=needed(c, "title"),
            label=ours(c, "label"),
            complete=c["complete"] == "yes",
            background=text(c, "background"),
            cited=cited(c),
            indicators=tuple(sorted(indicators.get(code, ()), key=lambda i: (not i.in_plan, natural(i.code)))),
            named=named.get(code, ()),
            promises=promises.get(code, ()),
            groups=listed(c["groups"]),
            themes=listed(c["themes"]),
        )

    return grouped(of["actions"], by="objective", make=make)


def _indicators(of: Mapping[str, list[Cells]]) -> dict[str, tuple[Indicator, ...]]:
    sheets: dict[str, dict[str, Text]] = defaultdict(dict)
    for cells in of["sheets"]:
        sheets[cells["indicator"]][cells["field"]] = needed(cells, "text")
    targets = grouped(of["targets"], by="indicator", make=target_of)
    steps = grouped(of["steps"], by="indicator", make=step_of)
    acts = grouped(of["acts"], by="indicator", make=_act)
    reporters = grouped(of["reporters"], by="indicator", make=_reporter)

    def make(c: Cells) -> Indicator:
        code = c["code"]
        sheet = {name: sheets[code].get(name) for name in SHEET_FIELDS}
        return Indicator(
            code=code,
            action=c["action"],
            title=needed(c, "title"),
            label=ours(c, "label"),
            things=ours(c, "things"),
            kind=Kind(c["kind"]),
            unit=Unit(c["unit"]),
            direction=Direction(c["direction"]),
            level=Level(c["level"]),
            persons=c["persons"] == "yes",
            in_plan=c["in_plan"] == "yes",
            cited=cited(c),
            baseline=_baseline(c),
            targets=targets.get(code, ()),
            steps=steps.get(code, ()),
            acts=acts.get(code, ()),
            reporters=tuple(sorted(reporters.get(code, ()), key=lambda r: (r.role != "responsible", r.entity))),
            dimensions=listed(c["dimensions"]),
            numerator=Accrual(c["numerator"] or Accrual.EVENTS),
            denominator=Accrual(c["denominator"] or Accrual.EVENTS),
            themes=listed(c["themes"]),
            groups=listed(c["groups"]),
            **sheet,
        )

    return grouped(of["indicators"], by="action", make=make)


def _source(c: Cells) -> Source:
    return Source(c["code"], ours(c, "title"), c["publisher"], day(c["date"]), c["url"], c["note"])


def _instrument(c: Cells) -> Instrument:
    return Instrument(c["code"], c["kind"], needed(c, "title"), day(c["date"]), cited(c), c["status"])


def term_of(c: Cells) -> TermVersion:
    """The version of the term that a row of `terms` describes."""
    return TermVersion(
        int(c["version"]), date.fromisoformat(c["end"]), date.fromisoformat(c["since"]), c["instrument"], cited(c)
    )


def _total(c: Cells) -> DeclaredTotal:
    return DeclaredTotal(c["subject"], int(c["value"]), c["qualifier"], cited(c))


def _entities(of: Mapping[str, list[Cells]]) -> tuple[Entity, ...]:
    aliases = grouped((c for c in of["aliases"] if c["kind"] == "entity"), by="code", make=lambda c: c["alias"])
    return tuple(Entity(c["code"], needed(c, "name"), cited(c), aliases.get(c["code"], ())) for c in of["entities"])


def _code_lists(of: Mapping[str, list[Cells]]) -> tuple[Term, ...]:
    ranked = sorted(of["code_lists"], key=lambda c: (c["kind"], int(c["rank"]), natural(c["code"])))
    return tuple(
        Term(c["kind"], c["code"], needed(c, "title"), cited(c), exclusive=c.get("exclusive", "") == "yes")
        for c in ranked
    )


def target_of(c: Cells) -> Target:
    """The target that a row of `targets` describes."""
    return Target(
        indicator=c["indicator"],
        version=int(c["version"]),
        date=date.fromisoformat(c["date"]),
        value=Decimal(c["value"]),
        window=Window(c["window"]),
        basis=Basis(c["basis"]),
        instrument=c["instrument"],
        cited=cited(c),
    )


def step_of(c: Cells) -> Step:
    """The step that a row of `steps` describes."""
    return Step(
        indicator=c["indicator"],
        code=c["code"],
        title=needed(c, "title"),
        version=int(c["version"]),
        due=date.fromisoformat(c["due"]),
        basis=Basis(c["basis"]),
        cited=cited(c),
    )


def _act(c: Cells) -> Act:
    return Act(
        indicator=c["indicator"],
        kind=ActKind(c["kind"]),
        date=date.fromisoformat(c["date"]),
        reference=c["reference"],
        by=c["by"],
        basis=Basis(c["basis"]),
        cited=cited(c),
    )


def _reporter(c: Cells) -> Reporter:
    since = c.get("since", "")  # rows stored by older code lack the columns that came later
    return Reporter(
        c["entity"],
        c["role"],
        c["reports"] == "yes",
        c["job"],
        Basis(c["basis"]),
        cited(c),
        measure=c.get("measure", ""),
        since=Quarter.parse(since) if since else None,
        job_before=c.get("job_before", ""),
    )


def _baseline(c: Cells) -> Baseline | None:
    if not c["baseline_value"]:
        return None
    return Baseline(int(c["baseline_year"]), Decimal(c["baseline_value"]), Basis(c["baseline_basis"]), cited(c))


def _named(c: Cells) -> Named:
    return Named(c["action"], c["kind"], c["code"], needed(c, "text"), c["indicator"], cited(c))


def _promise(c: Cells) -> Promise:
    return Promise(c["action"], c["code"], needed(c, "text"), c["indicator"], cited(c))
