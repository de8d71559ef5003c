"""Indicators with a measured total put side by side, with their department figures. Reads summaries only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from indicators import queries
from indicators.compared import MEASURED, Comparison, chosen_codes
from indicators.departments import department_record


def comparison(session: Session, codes: Sequence[str], *, number: int | None = None) -> Comparison | None:
    """The indicators of `codes` side by side, up to `MOST` of them; what cannot be compared is left out.

    Where fewer than `FEWEST` are left, those furthest apart come beside them. None where there is no such release."""
    whole = queries.overview(session, number=number)
    departments = department_record(session, number=number)
    if whole is None or departments is None:
        return None
    offered = tuple(line for line in whole.indicators if line.indicator.kind in MEASURED)
    chosen = chosen_codes(offered, codes)
    details = [queries.indicator_detail(session, code, number=whole.release.number) for code in chosen]
    return Comparison(whole, offered, tuple(each for each in details if each is not None), departments)
