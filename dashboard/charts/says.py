"""What a chart says: its headline, what is measured, and the notes a reader needs to read it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from dashboard.charts.dated import stage_marks, step_marks
from dashboard.charts.marks import counted_since
from dashboard.charts.parts import Flag, Mark
from dashboard.sentences import Sentence, sentence
from indicators.periods import Quarter
from indicators.plan import Basis, Direction, Indicator, Kind
from indicators.progress import State, attained, band
from indicators.results import IndicatorDetail
from indicators.targets import DATED
from indicators.trajectory import path_in_force


def headline(detail: IndicatorDetail, totals: Sequence[Mark]) -> Sentence:
    """What the chart shows, in one sentence, read from the chart itself."""
    if not any(mark.known for mark in totals):
        erased = any(Flag.ERASED in mark.flags for mark in totals)
        return sentence("headline.erased" if erased else "headline.no_data")
    match detail.indicator.kind:
        case Kind.DELIVERABLE:
            return _stage_headline(detail)
        case Kind.PROGRAMME:
            return _steps_headline(detail)
        case _:
            return _line_headline(detail, totals)


def _stage_headline(detail: IndicatorDetail) -> Sentence:
    current = next((mark for mark in stage_marks(detail) if mark.current), None)
    if current is None:
        return sentence("headline.no_stage")
    if current.date is not None:
        return sentence("headline.stage_since", stage=current.stage, date=current.date)
    return sentence("headline.stage", stage=current.stage)


def _steps_headline(detail: IndicatorDetail) -> Sentence:
    steps = step_marks(detail)
    done = sum(1 for step in steps if step.done)
    late = sum(1 for step in steps if step.overdue)
    if late:
        return sentence("headline.steps_late", count=late, done=done, total=len(steps))
    return sentence("headline.steps", done=done, total=len(steps))


def _line_headline(detail: IndicatorDetail, totals: Sequence[Mark]) -> Sentence:
    known = [mark for mark in totals if mark.known]
    if all(Flag.NOTHING in mark.flags for mark in known):
        return sentence("headline.nothing")
    met = _met_in(detail, known)
    if met is not None:
        return sentence("headline.met", quarter=met)
    if known[-1].expected is None:
        return sentence("headline.no_path")
    side, since = _side_since(known, detail.indicator.direction)
    if since == known[0].quarter:
        return sentence(f"headline.{side}_always")
    return sentence(f"headline.{side}_since", quarter=since)


def _met_in(detail: IndicatorDetail, known: Sequence[Mark]) -> Quarter | None:
    """The quarter in which the final target was reached, where the indicator is met."""
    final = detail.progress.final
    if detail.progress.state is not State.MET or final is None:
        return None
    down = detail.indicator.direction is Direction.DOWN
    reached = [mark for mark in known if _is_at(mark, final, down=down)]
    return reached[0].quarter if reached else None


def _is_at(mark: Mark, final: Decimal, *, down: bool) -> bool:
    if mark.low is None or mark.high is None:
        return False
    return mark.high <= final if down else mark.low >= final


def _side_since(known: Sequence[Mark], direction: Direction) -> tuple[str, Quarter]:
    """On which side of the path the line is, and since which quarter without a break."""
    now = _side(known[-1], direction)
    since = known[-1].quarter
    for mark in reversed(known):
        if _side(mark, direction) != now:
            break
        since = mark.quarter
    return now, since


def _side(mark: Mark, direction: Direction) -> str:
    """Whether a total keeps to the path, read as the light is: within the band of "on track", at both ends."""
    if mark.low is None or mark.high is None or mark.expected is None:
        return "unclear"
    shares = [attained(end, mark.expected, direction) for end in (mark.low, mark.high)]
    keeps = {share is not None and band(share) is State.ON_TRACK for share in shares}
    if None in shares or len(keeps) > 1:
        return "unclear"
    return "ahead" if keeps == {True} else "short"


def subtitle(indicator: Indicator) -> Sentence:
    """What the chart measures, in the words of its kind."""
    if indicator.kind in DATED:
        return sentence(f"subtitle.{indicator.kind}")
    return sentence(f"subtitle.{indicator.kind}", things=indicator.things)


def notes(detail: IndicatorDetail, totals: Sequence[Mark]) -> tuple[Sentence, ...]:
    """What a reader has to know to read the chart; only what this chart shows."""
    shown = {flag for mark in totals for flag in mark.flags}
    ranged = any(mark.known and not mark.exact for mark in totals)
    lines = detail.indicator.kind not in DATED
    bases = {target.basis for target in detail.indicator.targets} | {step.basis for step in detail.indicator.steps}
    tried = (
        (lines and bool(path_in_force(detail)), "note.path"),
        (lines and ranged, f"note.range_{detail.indicator.kind}"),
        (lines and {Flag.GAP, Flag.ERASED} <= shown, "note.gap_erased"),
        (lines and Flag.GAP in shown and Flag.ERASED not in shown, "note.gap"),
        (lines and Flag.ERASED in shown and Flag.GAP not in shown, "note.erased"),
        (detail.indicator.kind is Kind.PROGRAMME, "note.steps"),
        (not lines, "note.strip"),
        (lines and Flag.LATE in shown, "note.late"),
        (lines and Flag.REVISED in shown, "note.revised"),
        (lines and Flag.PROVISIONAL in shown, "note.provisional"),
        (counted_since(detail) is not None, "note.since"),
        (detail.indicator.kind is Kind.RATIO and any(mark.parts for mark in totals), "note.parts"),
        (Basis.IMPLIED in bases, "note.implied"),
        (Basis.DEMONSTRATION in bases, "note.demonstration_target"),
    )
    return tuple(sentence(key) for applies, key in tried if applies)
