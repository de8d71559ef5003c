"""What the page of the method reads: the plan as published, and an indicator on which the rules can be followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from indicators import queries
from indicators.plan import Plan
from indicators.results import IndicatorDetail, IndicatorStatus, Release


@dataclass(frozen=True, slots=True)
class MethodView:
    """The plan in `release`; `example` is an indicator of it whose status is arithmetic, None where none is."""

    release: Release
    releases: tuple[Release, ...]
    plan: Plan
    example: IndicatorDetail | None


def method_view(session: Session, *, number: int | None = None) -> MethodView | None:
    """The method with an example of the release `number`."""
    found = queries.overview(session, number=number)
    if found is None:
        return None
    code = _plainest(found.indicators)
    example = queries.indicator_detail(session, code, number=number) if code else None
    return MethodView(found.release, found.releases, found.plan, example)


def _plainest(lines: Iterable[IndicatorStatus]) -> str | None:
    """The indicator with the most divisions behind its status, of those the ones known exactly first."""
    judged = [line for line in lines if line.progress.arithmetic and line.progress.obtained]

    def plain(line: IndicatorStatus) -> tuple[bool, int, bool]:
        obtained = line.progress.obtained
        return (obtained is not None and obtained.exact, len(line.progress.arithmetic), line.indicator.in_plan)

    return max(judged, key=plain).indicator.code if judged else None
