"""Reads: two releases to be compared. What follows from them is in `indicators.release_comparison`."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from indicators import plan_history, queries
from indicators.release_comparison import ReleaseComparison, lines, pair


def release_comparison(
    session: Session, chosen: Mapping[str, str], *, number: int | None = None
) -> ReleaseComparison | None:
    """The releases that `chosen` names as `from` and `to`, read in release `number`; None where there is no such one.

    What is not named, or not a release up to that one, is the release shown and the one before it.
    """
    published = queries.releases(session)
    shown = next((r for r in reversed(published) if number is None or r.number == number), None)
    if shown is None:
        return None
    earlier, later = pair(shown, published, chosen)
    before, after = (queries.every_indicator(session, number=each.number) for each in (earlier, later))
    return ReleaseComparison(
        release=shown,
        releases=published,
        plan=queries.plan_at(session, shown.number),
        earlier=earlier,
        later=later,
        lines=lines(before, after, earlier),
        plan_changes=tuple(
            each for each in plan_history.plan_changes(session, later.number) if each.release > earlier.number
        ),
    )
