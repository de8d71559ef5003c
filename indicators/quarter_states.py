"""What a plan's map shows of each quarter: was there a report, and where did the indicator stand then. Pure.

A status is judged at the end of that quarter by the rules of `indicators.progress`, from what the release publishes
today. A quarter without a report is a gap whatever the status is, except where nothing more was to be reported: a goal
that is reached stays reached, an act that ends an indicator ends its reports.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicators.periods import Quarter, quarters
from indicators.plan import Indicator, Plan
from indicators.progress import Observation, State, due_reports, state_at


class QuarterState(StrEnum):
    """What is to be seen of a quarter, the least favourable first: of several, the first is shown.

    Names that `progress.State` has as well mean the same. `NOT_ASKED` is a quarter of which nobody is asked.
    """

    OFF_TRACK = "off_track"
    BEHIND = "behind"
    GAP = "gap"
    ERASED = "erased"
    UNDEFINED = "undefined"
    UNDETERMINED = "undetermined"
    NOTHING_TO_REPORT = "nothing_to_report"
    PENDING = "pending"
    NO_TARGET = "no_target"
    NOT_DUE = "not_due"
    ON_TRACK = "on_track"
    MET = "met"
    NOT_VIABLE = "not_viable"
    WITHDRAWN = "withdrawn"
    NOT_ASKED = "not_asked"


# States that need no report of the quarter to hold.
_STANDING = (State.MET, State.NOT_VIABLE, State.WITHDRAWN)
_ORDER = tuple(QuarterState)
_ENDED = (QuarterState.NOT_VIABLE, QuarterState.WITHDRAWN, QuarterState.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class QuarterCell:
    """One quarter: its state, and how many reports came (`told`) of those that were due or came all the same.

    Of an action it is counted in indicators instead of reports.
    """

    quarter: Quarter
    state: QuarterState
    told: int
    asked: int

    @property
    def partial(self) -> bool:
        """Whether a part of what was asked did not come."""
        return 0 < self.told < self.asked


def quarter_cells(
    indicator: Indicator,
    *,
    plan: Plan,
    observations: Sequence[Observation],
    erased: Collection[Quarter],
    reference: Quarter,
    as_of: date,
) -> tuple[QuarterCell, ...]:
    """Every quarter from the plan's first to `reference`, as known on `as_of`.

    `observations` are the published, unsplit figures; `erased` the quarters of which the law forced one out.
    """
    due = due_reports(indicator, plan=plan, reference=reference, as_of=as_of)
    found = []
    for quarter in quarters(plan.first_quarter, reference):
        told = {o.entity for o in observations if o.quarter == quarter}
        asked = told | {entity for entity, of in due if of == quarter}
        judged = state_at(indicator, plan=plan, observations=observations, reference=quarter, as_of=as_of)
        if told or judged in _STANDING:
            state = _seen(judged)
        elif quarter in erased:
            state = QuarterState.ERASED
        elif as_of < plan.due(quarter):
            state = QuarterState.PENDING
        else:
            state = QuarterState.GAP if asked or not indicator.reporting else QuarterState.NOT_ASKED
        found.append(QuarterCell(quarter, state, len(told), len(asked)))
    return tuple(found)


def _seen(judged: State) -> QuarterState:
    """A status as it is shown. Reported without that the total is known: a part of it was forced out or withheld."""
    return QuarterState.UNDETERMINED if judged is State.NO_DATA else QuarterState(judged.value)


def together(rows: Iterable[Sequence[QuarterCell]]) -> tuple[QuarterCell, ...]:
    """Several indicators as one row: of each quarter the least favourable state.

    One that was withdrawn, is not viable or is not asked decides only where all are.
    """
    return tuple(_together(cells) for cells in zip(*rows, strict=True))


def _together(cells: Sequence[QuarterCell]) -> QuarterCell:
    going = [cell for cell in cells if cell.state not in _ENDED] or list(cells)
    state = min((cell.state for cell in going), key=_ORDER.index)
    told = sum(1 for cell in cells if cell.told)
    return QuarterCell(cells[0].quarter, state, told, sum(1 for cell in cells if cell.asked))
