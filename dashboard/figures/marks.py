"""The marks of quarters as traces have them: where they stand, what each says, what it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.parts import Mark
from dashboard.figures.pen import Json, number
from dashboard.svg.parts import mark_title, value_text
from dashboard.texts import Texts


def mark_data(marks: Sequence[Mark], texts: Texts, *, at: float = 0.0, name: str = "") -> Json:
    """What every drawing of marks has: positions, what each says, what each is. A missing value stays a gap."""
    said = [mark_title(mark, texts) for mark in marks]
    return {
        "x": [mark.elapsed + at for mark in marks],
        "y": [number(mark.low) for mark in marks],
        "text": [f"{name}<br>{words}" if name else words for words in said],
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [[str(mark.quarter), value_text(mark), " ".join(mark.flags)] for mark in marks],
    }
