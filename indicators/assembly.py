"""Plan rows in, `Plan` out. Pure, and the only way a `Plan` is made outside tests.

Rows come checked: from a pack's files (`indicators.packs`) or from a release, where they were stored as they came. The
order in which they arrive does not matter. What is known of Peru stands in its pack, not here.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

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
from indicators.words import Cited, Text, TextBasis

Cells = Mapping[str, str]
T = TypeVar("T")


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
        title=_needed(head, "title"),
        short_title=_ours(head, "short_title"),
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
    )


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which p72 comes before p108."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"([0-9]+)", code) if part)


def listed(cell: str) -> tuple[str, ...]:
    """The codes of a cell that holds several, parted by `;`."""
    return tuple(cell.split(";")) if cell else ()


def _guidelines(of: Mapping[str, list[Cells]], actions: Mapping[str, tuple[Action, ...]]) -> tuple[Guideline, ...]:
    objectives = _grouped(
        of["objectives"],
        by="guideline",
        make=lambda c: Objective(c["code"], c["guideline"], _text(c, "title"), _cited(c), actions.get(c["code"], ())),
    )
    return tuple(
        Guideline(c["code"], _text(c, "title"), _cited(c), objectives.get(c["code"], ())) for c in of["guidelines"]
    )


def _actions(of: Mapping[str, list[Cells]]) -> dict[str, tuple[Action, ...]]:
    """Actions by objective; under "" those whose objective is not known."""
    indicators = _indicators(of)
    named = _grouped(of["named"], by="action", make=_named)
    promises = _grouped(of["promises"], by="action", make=_promise)

    def make(c: Cells) -> Action:
        code = c["code"]
        return Action(
            code=code,
            objective=c["objective"],
            number=int(c["number"]) if c["number"] else None,
            title=_needed(c, "title"),
            label=_ours(c, "label"),
            complete=c["complete"] == "yes",
            background=_text(c, "background"),
            cited=_cited(c),
            indicators=tuple(sorted(indicators.get(code, ()), key=lambda i: (not i.in_plan, natural(i.code)))),
            named=named.get(code, ()),
            promises=promises.get(code, ()),
            groups=listed(c["groups"]),
            themes=listed(c["themes"]),
        )

    return _grouped(of["actions"], by="objective", make=make)


def _indicators(of: Mapping[str, list[Cells]]) -> dict[str, tuple[Indicator, ...]]:
    sheets: dict[str, dict[str, Text]] = defaultdict(dict)
    for cells in of["sheets"]:
        sheets[cells["indicator"]][cells["field"]] = _needed(cells, "text")
    targets = _grouped(of["targets"], by="indicator", make=target_of)
    steps = _grouped(of["steps"], by="indicator", make=step_of)
    acts = _grouped(of["acts"], by="indicator", make=_act)
    reporters = _grouped(of["reporters"], by="indicator", make=_reporter)

    def make(c: Cells) -> Indicator:
        code = c["code"]
        sheet = {name: sheets[code].get(name) for name in SHEET_FIELDS}
        return Indicator(
            code=code,
            action=c["action"],
            title=_needed(c, "title"),
            label=_ours(c, "label"),
            things=_ours(c, "things"),
            kind=Kind(c["kind"]),
            unit=Unit(c["unit"]),
            direction=Direction(c["direction"]),
            level=Level(c["level"]),
            persons=c["persons"] == "yes",
            in_plan=c["in_plan"] == "yes",
            cited=_cited(c),
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

    return _grouped(of["indicators"], by="action", make=make)


def _grouped(rows: Iterable[Cells], *, by: str, make: Callable[[Cells], T]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for cells in rows:
        groups[cells[by]].append(make(cells))
    return {key: tuple(members) for key, members in groups.items()}


def _text(cells: Cells, name: str) -> Text | None:
    """A text with its basis in each language; None where no words are known."""
    es, en = cells[f"{name}_es"], cells[f"{name}_en"]
    if not (es or en):
        return None
    basis_es, basis_en = cells[f"{name}_es_basis"], cells[f"{name}_en_basis"]
    return Text(es, en, TextBasis(basis_es or basis_en), TextBasis(basis_en) if basis_en else None)


def _needed(cells: Cells, name: str) -> Text:
    return _text(cells, name) or Text("", "", TextBasis.OURS)


def _ours(cells: Cells, name: str) -> Text:
    return Text(cells[f"{name}_es"], cells[f"{name}_en"], TextBasis.OURS)


def _cited(cells: Cells) -> Cited:
    return Cited(cells["source"], int(cells["page"]) if cells["page"] else None)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _source(c: Cells) -> Source:
    return Source(c["code"], _ours(c, "title"), c["publisher"], _day(c["date"]), c["url"], c["note"])


def _instrument(c: Cells) -> Instrument:
    return Instrument(c["code"], c["kind"], _needed(c, "title"), _day(c["date"]), _cited(c), c["status"])


def term_of(c: Cells) -> TermVersion:
    """The version of the term that a row of `terms` describes."""
    return TermVersion(
        int(c["version"]), date.fromisoformat(c["end"]), date.fromisoformat(c["since"]), c["instrument"], _cited(c)
    )


def _total(c: Cells) -> DeclaredTotal:
    return DeclaredTotal(c["subject"], int(c["value"]), c["qualifier"], _cited(c))


def _entities(of: Mapping[str, list[Cells]]) -> tuple[Entity, ...]:
    aliases = _grouped((c for c in of["aliases"] if c["kind"] == "entity"), by="code", make=lambda c: c["alias"])
    return tuple(Entity(c["code"], _needed(c, "name"), _cited(c), aliases.get(c["code"], ())) for c in of["entities"])


def _code_lists(of: Mapping[str, list[Cells]]) -> tuple[Term, ...]:
    ranked = sorted(of["code_lists"], key=lambda c: (c["kind"], int(c["rank"]), natural(c["code"])))
    return tuple(Term(c["kind"], c["code"], _needed(c, "title"), _cited(c)) for c in ranked)


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
        cited=_cited(c),
    )


def step_of(c: Cells) -> Step:
    """The step that a row of `steps` describes."""
    return Step(
        indicator=c["indicator"],
        code=c["code"],
        title=_needed(c, "title"),
        version=int(c["version"]),
        due=date.fromisoformat(c["due"]),
        basis=Basis(c["basis"]),
        cited=_cited(c),
    )


def _act(c: Cells) -> Act:
    return Act(
        indicator=c["indicator"],
        kind=ActKind(c["kind"]),
        date=date.fromisoformat(c["date"]),
        reference=c["reference"],
        by=c["by"],
        basis=Basis(c["basis"]),
        cited=_cited(c),
    )


def _reporter(c: Cells) -> Reporter:
    since = c.get("since", "")  # rows stored by older code lack the columns that came later
    return Reporter(
        c["entity"],
        c["role"],
        c["reports"] == "yes",
        c["job"],
        Basis(c["basis"]),
        _cited(c),
        measure=c.get("measure", ""),
        since=Quarter.parse(since) if since else None,
        job_before=c.get("job_before", ""),
    )


def _baseline(c: Cells) -> Baseline | None:
    if not c["baseline_value"]:
        return None
    return Baseline(int(c["baseline_year"]), Decimal(c["baseline_value"]), Basis(c["baseline_basis"]), _cited(c))


def _named(c: Cells) -> Named:
    return Named(c["action"], c["kind"], c["code"], _needed(c, "text"), c["indicator"], _cited(c))


def _promise(c: Cells) -> Promise:
    return Promise(c["action"], c["code"], _needed(c, "text"), c["indicator"], _cited(c))
