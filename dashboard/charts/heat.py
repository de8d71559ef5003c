"""The plan as a map: a row for each action or indicator, a cell for each quarter, described once. Pure.

The row of an action shows in each quarter the least favourable of its indicators in the plan: what goes well cannot
hide what does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.sentences import Sentence, sentence
from indicators.periods import Quarter
from indicators.plan import Action, Guideline, Plan
from indicators.quarter_states import QuarterCell, QuarterState, quarter_cells, together
from indicators.results import ActionStatus, IndicatorDetail, IndicatorStatus, Overview
from indicators.words import Text

# What the headline counts, in this order; the other states are left to the picture.
COUNTED = (
    QuarterState.MET,
    QuarterState.ON_TRACK,
    QuarterState.BEHIND,
    QuarterState.OFF_TRACK,
    QuarterState.GAP,
)

Keep = Callable[[ActionStatus, IndicatorStatus], bool]


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An action or an indicator with its quarters. `path` is the address of its page, after the language."""

    code: str
    path: str
    label: Text
    in_plan: bool
    cells: tuple[QuarterCell, ...]

    @property
    def runs(self) -> tuple[tuple[Quarter, Quarter, QuarterState], ...]:
        """Its quarters as stretches of one state: the first quarter, the last, the state."""
        found: list[tuple[Quarter, Quarter, QuarterState]] = []
        for cell in self.cells:
            if found and found[-1][2] is cell.state:
                found[-1] = (found[-1][0], cell.quarter, cell.state)
            else:
                found.append((cell.quarter, cell.quarter, cell.state))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class HeatGroup:
    """Rows under one head: `code` and `title` are those of a guideline or an action ("" and None where unknown)."""

    code: str
    title: Text | None
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Everything to be drawn. `of` says whether its rows are actions or indicators; every row has the same quarters."""

    of: str
    groups: tuple[HeatGroup, ...]
    headline: Sentence
    demonstration: bool

    @property
    def rows(self) -> tuple[HeatRow, ...]:
        """Every row, in order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The columns."""
        return tuple(cell.quarter for cell in self.rows[0].cells) if self.rows else ()

    @property
    def states(self) -> tuple[QuarterState, ...]:
        """The states that occur, as `QuarterState` orders them."""
        present = {cell.state for row in self.rows for cell in row.cells}
        return tuple(state for state in QuarterState if state in present)

    @property
    def empty(self) -> bool:
        """Whether there is no quarter of anything."""
        return not self.quarters


def by_action(result: Overview, keep: Keep = lambda _action, _line: True) -> HeatMap:
    """The actions by guideline, each by those of its indicators in the plan for which `keep` holds."""
    rows = {
        status.action.code: _row(
            status.action.code,
            f"actions/{status.action.code}",
            status.action.label,
            together(result.cells.get(line.indicator.code, ()) for line in kept),
        )
        for status in result.actions
        if (kept := [line for line in status.indicators if line.indicator.in_plan and keep(status, line)])
    }
    groups = tuple(
        HeatGroup(guideline.code if guideline else "", guideline.title if guideline else None, found)
        for guideline, actions in placed(result.plan)
        if (found := tuple(rows[action.code] for action in actions if action.code in rows))
    )
    return _map("actions", groups, result)


def by_indicator(result: Overview, keep: Keep = lambda _action, _line: True) -> HeatMap:
    """The indicators by action, the tracker's own among them, those for which `keep` holds."""
    groups = tuple(
        HeatGroup(status.action.code, status.action.label, found)
        for status in result.actions
        if (found := tuple(indicator_row(line, result) for line in status.indicators if keep(status, line)))
    )
    return _map("indicators", groups, result)


def of_details(details: Sequence[IndicatorDetail]) -> HeatMap:
    """The indicators of one action, from everything published of them."""
    rows = tuple(_detail_row(detail) for detail in details)
    groups = (HeatGroup("", None, rows),) if rows else ()
    demonstration = any(detail.release.demonstration for detail in details)
    return HeatMap("indicators", groups, headline("indicators", groups), demonstration)


def _detail_row(detail: IndicatorDetail) -> HeatRow:
    subject, release = detail.indicator, detail.release
    cells = quarter_cells(
        subject,
        plan=detail.plan,
        observations=[figure.observation for figure in detail.unsplit],
        erased={stone.quarter for stone in detail.tombstones if not stone.dimension},
        reference=release.reference,
        as_of=release.published_on,
    )
    return _row(subject.code, f"indicators/{subject.code}", subject.label, cells, in_plan=subject.in_plan)


def indicator_row(line: IndicatorStatus, result: Overview) -> HeatRow:
    """The row of an indicator."""
    subject = line.indicator
    cells = result.cells.get(subject.code, ())
    return _row(subject.code, f"indicators/{subject.code}", subject.label, cells, in_plan=subject.in_plan)


def _row(code: str, path: str, label: Text, cells: tuple[QuarterCell, ...], *, in_plan: bool = True) -> HeatRow:
    return HeatRow(code, path, label, in_plan, cells)


def placed(plan: Plan) -> Iterator[tuple[Guideline | None, tuple[Action, ...]]]:
    """The plan's actions by guideline, in order; those without a place last."""
    for guideline in plan.guidelines:
        yield guideline, tuple(action for objective in guideline.objectives for action in objective.actions)
    yield None, plan.unplaced


def _map(of: str, groups: tuple[HeatGroup, ...], result: Overview) -> HeatMap:
    return HeatMap(of, groups, headline(of, groups), result.release.demonstration)


def headline(of: str, groups: Iterable[HeatGroup]) -> Sentence:
    """How many rows have figures of the last quarter, and where they stood then."""
    last = [row.cells[-1] for group in groups for row in group.rows if row.cells]
    if not last:
        return sentence("heat.none")
    counted = Counter(cell.state for cell in last)
    clauses = tuple(sentence(f"heat.n_{state}", count=counted[state]) for state in COUNTED if counted[state])
    told = sum(1 for cell in last if cell.told)
    key = f"heat.{of}" if clauses else f"heat.{of}_bare"
    return sentence(key, count=len(last), told=told, quarter=last[0].quarter, clauses=clauses)
