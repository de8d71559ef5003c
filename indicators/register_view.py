"""Reads: what the pages of the registers need of a release: the plan with its registers, every status, and which rows
returns brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from indicators import queries
from indicators.plan import Plan
from indicators.results import ActionStatus, IndicatorStatus, Overview, Release, RowOrigin


@dataclass(frozen=True, slots=True)
class RegisterView:
    """The registers of the plan as published in a release. `brought` says where rows come from that returns brought, by
    kind of row and key (its cells joined by `|`)."""

    overview: Overview
    brought: Mapping[tuple[str, str], RowOrigin]

    @property
    def release(self) -> Release:
        """The release shown."""
        return self.overview.release

    @property
    def releases(self) -> tuple[Release, ...]:
        """All there are, oldest first."""
        return self.overview.releases

    @property
    def plan(self) -> Plan:
        """The plan as published in it."""
        return self.overview.plan

    def action(self, code: str) -> ActionStatus | None:
        """Where the action with `code` stands, or None."""
        return next((one for one in self.overview.actions if one.action.code == code), None)

    def indicator(self, code: str) -> IndicatorStatus | None:
        """Where the indicator with `code` stands, or None."""
        return next((one for one in self.overview.indicators if one.indicator.code == code), None)

    def origin(self, kind: str, *key: object) -> RowOrigin | None:
        """The return that brought a row, or None for one of the plan's own."""
        return self.brought.get((kind, "|".join(str(part) for part in key)))


def register_view(session: Session, *, number: int | None = None) -> RegisterView | None:
    """The registers as published in release `number`, None for the current one; None where there is no such release."""
    overview = queries.overview(session, number=number)
    if overview is None:
        return None
    return RegisterView(overview, queries.brought_rows(session, overview.release.number))
