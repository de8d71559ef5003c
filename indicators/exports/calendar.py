"""The calendar as JSON: announced releases, how late each is, and when returns are taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from indicators.announcements import Announced
from indicators.plan import Plan


def calendar(announced: Sequence[Announced], plan: Plan, *, today: date) -> dict[str, Any]:
    """Hours and dates are in the plan's time zone; `days_late` is as of `today` for what is not out yet."""
    return {
        "time_zone": str(plan.zone),
        "today": today.isoformat(),
        "releases": [
            {
                "reference": str(line.reference),
                "announced": [
                    {"at": said.at.astimezone(plan.zone).isoformat(), "reason": said.reason}
                    for said in line.announcements
                ],
                "release": line.release,
                "published_at": line.published_at.astimezone(plan.zone).isoformat() if line.published_at else None,
                "days_late": line.days_late(today, plan.zone),
            }
            for line in announced
        ],
        "returns": [
            {"quarter": str(q), "opens": plan.opens(q).isoformat(), "due": plan.due(q).isoformat()}
            for q in plan.reporting_windows(today)
        ],
    }
