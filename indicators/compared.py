"""What is put side by side, as a frozen result, and which indicators that is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.department_figures import DepartmentRecord
from indicators.plan import Indicator, Kind
from indicators.results import IndicatorDetail, IndicatorStatus, Overview

# Stages and steps are dates, not amounts: they are read on their own pages.
MEASURED = (Kind.COUNT, Kind.DISTINCT, Kind.LEVEL, Kind.RATIO)
FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """The plan as published, with the `details` of the indicators put side by side, in the order asked for.

    `offered` are the lines of all that can be, in the plan's order; `departments` the figures by department."""

    overview: Overview
    offered: tuple[IndicatorStatus, ...]
    details: tuple[IndicatorDetail, ...]
    departments: DepartmentRecord


def chosen_codes(offered: Sequence[IndicatorStatus], codes: Sequence[str]) -> tuple[str, ...]:
    """Those of `codes` that are offered, filled up with the two furthest apart while they are too few."""
    known = {line.indicator.code for line in offered}
    found = [code for code in dict.fromkeys(codes) if code in known][:MOST]
    for indicator in furthest_apart(offered):
        if len(found) < FEWEST and indicator.code not in found:
            found.append(indicator.code)
    return tuple(found)


def furthest_apart(offered: Sequence[IndicatorStatus]) -> tuple[Indicator, ...]:
    """The indicator of the plan nearest to its last target, the one furthest from it, then all others, those with a
    figure first: so the first two say most."""
    own = [line for line in offered if line.indicator.in_plan]
    judged = sorted((line for line in own if line.progress.atii is not None), key=_attained)
    ends = [judged[-1], judged[0]] if len(judged) > 1 else judged
    rest = sorted(
        (line for line in offered if line not in ends),
        key=lambda line: (line.progress.obtained is None, not line.indicator.in_plan),
    )
    return tuple(line.indicator for line in (*ends, *rest))


def _attained(line: IndicatorStatus) -> Decimal:
    """How much of its last target an indicator has at least."""
    attained = line.progress.atii
    return attained.low if attained is not None else Decimal(0)
