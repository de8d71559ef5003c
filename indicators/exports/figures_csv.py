"""Published figures as tidy CSV: a row for each figure, splits included. Pure.

UTF-8, commas, CRLF, a header. `COLUMNS` is the one list of columns; what each means is worded under `data.column.*`.
An empty cell is "none" or "not known", never zero; amounts have no thousands and a decimal point. A text that a
spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from indicators.plan import Indicator, Plan
from indicators.results import Figure, IndicatorDetail, Release

COLUMNS = (
    "demonstration", "release", "code", "name_es", "name_en", "entity", "period", "dimension", "category", "step",
    "value", "unit", "numerator", "denominator", "so_far", "stage", "stage_date", "act", "nothing", "protected", "late",
    "provisional", "revised", "change", "reason", "note", "evidence", "from_release", "file_hash", "sheet", "row",
    "column",
)  # fmt: skip
# Signs that a spreadsheet reads as the first of a formula, those of full width too.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def document(details: Iterable[IndicatorDetail]) -> str:
    """The figures of some indicators, in one file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for detail in details:
        writer.writerows(rows(detail))
    return out.getvalue()


def rows(detail: IndicatorDetail) -> list[tuple[str, ...]]:
    """A row for each figure, in the order in which figures are always listed; as long as `COLUMNS`."""
    return [row(figure, detail.indicator, detail.plan, detail.release) for figure in detail.figures]


def row(figure: Figure, indicator: Indicator, plan: Plan, release: Release) -> tuple[str, ...]:
    """One figure as published in `release`."""
    cells = {
        "demonstration": _flag(release.demonstration),
        "release": str(release.number),
        "code": figure.indicator,
        "name_es": safe(indicator.label.es),
        "name_en": safe(indicator.label.en),
        "entity": safe(figure.entity),
        "period": str(figure.quarter),
        "dimension": safe(figure.dimension),
        "category": safe(figure.category),
        "step": safe(figure.step),
        "value": number(figure.value),
        "unit": indicator.unit.value,
        "numerator": number(figure.numerator),
        "denominator": number(figure.denominator),
        "so_far": number(figure.so_far),
        "stage": figure.stage.value if figure.stage else "",
        "stage_date": _day(figure.stage_date),
        "act": safe(figure.act),
        "nothing": _flag(figure.nothing),
        "protected": _flag(figure.protected),
        "late": _flag(figure.late),
        "provisional": _flag(is_provisional(figure, plan, release)),
        "revised": _flag(bool(figure.change)),
        "change": figure.change,
        "reason": safe(figure.reason),
        "note": safe(figure.note),
        "evidence": evidence_of(figure),
        "from_release": str(figure.from_release),
        "file_hash": figure.origin.file_hash,
        "sheet": safe(figure.origin.sheet),
        "row": str(figure.origin.row),
        "column": safe(figure.origin.column),
    }
    return tuple(cells[name] for name in COLUMNS)


def safe(words: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(_STARTS_A_FORMULA) else words


def number(value: Decimal | None) -> str:
    """An amount without exponent or trailing zeros; "" for none."""
    if value is None:
        return ""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def is_provisional(figure: Figure, plan: Plan, release: Release) -> bool:
    """Whether the reporting window of its quarter was still open at publication."""
    return release.published_on < plan.due(figure.quarter)


def evidence_of(figure: Figure) -> str:
    """How far a figure is backed: `reported`, `backed` by a means of verification, `verified` by a second person; ""
    where it says nothing to verify."""
    if figure.nothing:
        return ""
    if figure.evidence is None:
        return "reported"
    return "verified" if figure.evidence.verified else "backed"


def _flag(applies: bool) -> str:
    return "yes" if applies else "no"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
