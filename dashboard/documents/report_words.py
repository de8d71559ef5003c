"""How reports of entities are told: word, shape and tone of where each stands, and counts of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard import theme
from dashboard.documents.page import Chip
from dashboard.svg import shape_svg
from dashboard.texts import NoSuchText, Texts
from indicators.entity_reports import DONE, Report, ReportState

_LOOKS: dict[ReportState, tuple[theme.Tone, theme.Shape]] = {
    ReportState.PUBLISHED: (theme.Tone.OK, theme.Shape.CHECK),
    ReportState.LATE: (theme.Tone.WARN, theme.Shape.TRIANGLE),
    ReportState.NOTHING: (theme.Tone.NONE, theme.Shape.BAR),
    ReportState.ERASED: (theme.Tone.NONE, theme.Shape.CROSS),
    ReportState.PARTLY: (theme.Tone.WARN, theme.Shape.HALF),
    ReportState.OVERDUE: (theme.Tone.BAD, theme.Shape.SQUARE),
    ReportState.OPEN: (theme.Tone.NONE, theme.Shape.RING),
    ReportState.NOT_DUE: (theme.Tone.NONE, theme.Shape.DASHED),
    ReportState.WITHDRAWN: (theme.Tone.NONE, theme.Shape.CROSS),
    ReportState.NOT_ASKED: (theme.Tone.NONE, theme.Shape.DOT),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports stand where; those in which the plan asks for nothing are not counted."""

    overdue: int
    partly: int
    late: int
    done: int
    ahead: int

    @classmethod
    def of(cls, reports: Iterable[Report], *, today: date) -> Tally:
        """The tally of `reports` on `today`."""
        states = Counter(report.state(today=today) for report in reports if report.asked)
        return cls(
            overdue=states[ReportState.OVERDUE],
            partly=states[ReportState.PARTLY],
            late=states[ReportState.LATE],
            done=sum(states[state] for state in DONE),
            ahead=states[ReportState.OPEN] + states[ReportState.NOT_DUE],
        )

    @property
    def due(self) -> int:
        """How many have fallen due: whole, in part or not at all."""
        return self.overdue + self.partly + self.done


def state_chip(state: ReportState, texts: Texts) -> Chip:
    """Where a report stands: word, shape and tone."""
    tone, shape = _LOOKS[state]
    return Chip(texts(f"report_state.{state}"), tone, shape_svg(shape))


def since(report: Report, texts: Texts, *, today: date) -> str:
    """Since when a report is overdue and for how many days, or until when it can be handed in."""
    state = report.state(today=today)
    if state in (ReportState.OVERDUE, ReportState.PARTLY):
        return texts("report.since", date=report.due, count=(today - report.due).days)
    if state is ReportState.OPEN:
        return texts("report.until", date=report.due)
    if state is ReportState.NOT_DUE:
        return texts("report.between", opens=report.opens, due=report.due)
    return ""


def job_name(job: str, texts: Texts) -> str:
    """What a file of a job is called in words; its code where this site has none."""
    key = f"job_name.{job}"
    try:
        return texts(key)
    except NoSuchText:
        return job
