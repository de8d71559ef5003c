"""What was obtained: from reported figures to a total so far, a range where reports are missing or units may recur.

Pure. The ranges are the tracker's own. Values are Decimals in the indicator's unit; a report that is missing is never
read as zero, one that declares "nothing to report" is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from indicators.periods import Quarter
from indicators.plan import Accrual, Indicator, Kind, Stage, Unit

HUNDRED = Decimal(100)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Observation:
    """One unsplit published figure. `nothing` is a declared "nothing to report", which is zero but is said.

    `so_far` is the declared total since the start (distinct); `step` the code of a programme's step that was done.
    """

    quarter: Quarter
    entity: str
    value: Decimal | None = None
    nothing: bool = False
    so_far: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    stage: Stage | None = None
    stage_date: date | None = None
    act: str = ""
    step: str = ""


class Range(NamedTuple):
    """A value known to lie between `low` and `high`; equal where it is known exactly."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        """Whether both ends are the same."""
        return self.low == self.high


class UpperEnd(NamedTuple):
    """How the upper end of a sum arises: a declared total, the parts after it, and for each missing report the largest
    part."""

    declared: Decimal
    parts: Decimal
    gaps: Decimal
    largest: Decimal

    @property
    def value(self) -> Decimal:
        """The most that the total can be."""
        return self.declared + self.parts + self.gaps * self.largest


def in_order(indicator: Indicator, observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """By quarter and, within one, the lead reporter last: so the last one that says something is the latest."""
    rank = {reporter.entity: -place for place, reporter in enumerate(indicator.reporting)}
    behind_all = -len(rank)
    return tuple(
        sorted(observations, key=lambda o: (o.quarter, rank.get(o.entity, behind_all), o.entity, o.step, o.act))
    )


def tells(indicator: Indicator, observation: Observation) -> bool:
    """Whether a figure says how much. A withheld one does not; nor does "nothing to report" of a level or a ratio."""
    match indicator.kind:
        case Kind.COUNT | Kind.DISTINCT:
            return observation.value is not None or observation.nothing
        case Kind.LEVEL:
            return observation.value is not None and not observation.nothing
        case Kind.RATIO:
            return observation.numerator is not None and observation.denominator is not None
        case Kind.DELIVERABLE | Kind.PROGRAMME:
            return True


def obtained(
    indicator: Indicator, seen: Iterable[Observation], missing: Iterable[tuple[str, Quarter]] = ()
) -> Range | None:
    """What has been obtained so far from `seen`, in any order; a range where `missing` reports leave it open.

    None where nothing is known, and where a ratio's denominator is zero. A figure that does not say how much counts as
    missing. A level is the latest one known, whatever is missing after it.
    """
    known, gaps = _known(indicator, seen, missing)
    if not known:
        return None
    match indicator.kind:
        case Kind.COUNT:
            return _sum([o.value or ZERO for o in known], len(gaps))
        case Kind.DISTINCT:
            return _distinct(known, gaps)
        case Kind.LEVEL:
            return _exactly(known[-1].value or ZERO)
        case Kind.RATIO:
            return _ratio(indicator, known, len(gaps))
        case Kind.DELIVERABLE:
            return _exactly(Decimal(any(delivered(o) for o in known)))
        case Kind.PROGRAMME:
            return _exactly(Decimal(len(done_steps(indicator, known))))


def upper_end(
    indicator: Indicator, seen: Iterable[Observation], missing: Iterable[tuple[str, Quarter]] = ()
) -> UpperEnd | None:
    """What the upper end of `obtained` is made of; None of kinds that are not sums, and where nothing is known."""
    known, gaps = _known(indicator, seen, missing)
    if not known or indicator.kind not in (Kind.COUNT, Kind.DISTINCT):
        return None
    if indicator.kind is Kind.COUNT:
        return _upper_of_sum([o.value or ZERO for o in known], len(gaps))
    return _upper_of_distinct(known, gaps, _declared(known, gaps))


def _known(
    indicator: Indicator, seen: Iterable[Observation], missing: Iterable[tuple[str, Quarter]]
) -> tuple[list[Observation], list[Quarter]]:
    """The figures that say how much, and the quarter of every report that is missing or does not."""
    ordered = in_order(indicator, seen)
    known = [o for o in ordered if tells(indicator, o)]
    silent = [o.quarter for o in ordered if not o.nothing and not tells(indicator, o)]
    return known, [*(quarter for _, quarter in missing), *silent]


def delivered(observation: Observation) -> bool:
    """Whether it says that a deliverable was approved, by an act that it names."""
    return observation.stage is not None and observation.stage.delivered and bool(observation.act)


def done_steps(indicator: Indicator, seen: Iterable[Observation]) -> frozenset[str]:
    """The codes of the programme's steps that were reported done; a row with the value 0 says "not done"."""
    done = {o.step for o in seen if o.step and not o.nothing and o.value != 0}
    return frozenset(done & {step.code for step in indicator.steps})


def _exactly(value: Decimal) -> Range:
    return Range(value, value)


def _sum(values: Sequence[Decimal], gaps: int) -> Range:
    """[reported, reported + gaps × largest reported]; the smallest counts only where values can be negative."""
    reported = sum(values, ZERO)
    return Range(reported + gaps * min(ZERO, *values), _upper_of_sum(values, gaps).value)


def _upper_of_sum(values: Sequence[Decimal], gaps: int) -> UpperEnd:
    return UpperEnd(ZERO, sum(values, ZERO), Decimal(gaps), max(ZERO, *values))


def _distinct(known: Sequence[Observation], gaps: Sequence[Quarter]) -> Range:
    """Units may recur from quarter to quarter, so parts bound the total: [largest part, sum of parts].

    A declared total so far is exact for its quarter and takes the place of every part up to it.
    """
    declared = _declared(known, gaps)
    upper = _upper_of_distinct(known, gaps, declared)
    return Range(max([upper.declared, *_parts_after(known, declared)]), upper.value)


def _declared(known: Sequence[Observation], gaps: Sequence[Quarter]) -> Observation | None:
    return next((o for o in reversed(known) if _is_possible(o, known, gaps)), None)


def _parts_after(known: Sequence[Observation], declared: Observation | None) -> list[Decimal]:
    return [o.value or ZERO for o in known if not declared or o.quarter > declared.quarter]


def _upper_of_distinct(known: Sequence[Observation], gaps: Sequence[Quarter], declared: Observation | None) -> UpperEnd:
    open_after = sum(1 for quarter in gaps if not declared or quarter > declared.quarter)
    return UpperEnd(
        declared=(declared.so_far if declared else None) or ZERO,
        parts=sum(_parts_after(known, declared), ZERO),
        gaps=Decimal(open_after),
        largest=max(o.value or ZERO for o in known),
    )


def _is_possible(observation: Observation, known: Sequence[Observation], gaps: Sequence[Quarter]) -> bool:
    """Whether its declared total so far lies within [largest part, sum of parts]; with gaps the sum is no bound."""
    if observation.so_far is None:
        return False
    parts = [o.value or ZERO for o in known if o.quarter <= observation.quarter]
    bounded = not any(quarter <= observation.quarter for quarter in gaps)
    return max(parts) <= observation.so_far and not (bounded and observation.so_far > sum(parts, ZERO))


def _ratio(indicator: Indicator, known: Sequence[Observation], gaps: int) -> Range | None:
    over = _accrued([o.numerator or ZERO for o in known], indicator.numerator, gaps)
    under = _accrued([o.denominator or ZERO for o in known], indicator.denominator, gaps)
    if under.low <= 0:
        return None
    scale = HUNDRED if indicator.unit in (Unit.PERCENTAGE, Unit.RATE_OF_CHANGE) else Decimal(1)
    ends = [above / below * scale for above in over for below in under]
    return Range(min(ends), max(ends))


def _accrued(values: Sequence[Decimal], accrual: Accrual, gaps: int) -> Range:
    return _exactly(values[-1]) if accrual is Accrual.STOCK else _sum(values, gaps)
