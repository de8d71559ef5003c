"""What is to be drawn of times in which something holds: periods of validity, versions of a term. Pure.

A span begins and ends on days that may be known only to the month or the year, or not at all; an end that is not known
is drawn open, never closed at a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.dating import dated_sentence
from dashboard.sentences import Sentence, sentence
from indicators.plan import Plan, TermVersion
from indicators.registers import Dated, DocumentPhase, IdentityDocument


@dataclass(frozen=True, slots=True)
class Dot:
    """A single day within a span, with its words."""

    day: date
    words: Sentence


@dataclass(frozen=True, slots=True)
class Span:
    """A time from `start` to `end` (None: not known), with its words."""

    code: str
    start: date
    end: date | None
    words: Sentence
    dots: tuple[Dot, ...] = ()


@dataclass(frozen=True, slots=True)
class Spans:
    """A drawing of spans, each on a row of its own, over whole years from `first` to `last`; `says` stands for it."""

    spans: tuple[Span, ...]
    first: date
    last: date
    says: Sentence

    @property
    def years(self) -> tuple[int, ...]:
        """Every year of the axis."""
        return tuple(range(self.first.year, self.last.year + 1))


def validity(document: IdentityDocument, *, until: date) -> Spans | None:
    """The times in which a document was issued on the same terms; None where no beginning is known. The axis reaches
    `until` at least."""
    spans = tuple(
        Span(phase.code, phase.since.day, _end(phase), _between(phase.since, phase.until), _dots(phase))
        for phase in document.phases
        if phase.since.day is not None
    )
    return _drawing(spans, until, "spans.validity", document.code)


def term(versions: tuple[TermVersion, ...], plan: Plan) -> Spans | None:
    """The plan's term as each legal act set it: from the plan's start, or from the act on, to the end that it sets."""
    ordered = sorted(versions, key=lambda version: version.version)
    spans = tuple(
        Span(
            str(version.version),
            plan.start if place == 0 else ordered[place - 1].end,
            version.end,
            sentence("spans.term" if place == 0 else "spans.term_extended", date=version.end),
        )
        for place, version in enumerate(ordered)
    )
    return _drawing(spans, max((version.end for version in ordered), default=plan.start), "spans.terms", "")


def _drawing(spans: tuple[Span, ...], until: date, key: str, name: str) -> Spans | None:
    if not spans:
        return None
    known = [span.start for span in spans] + [span.end for span in spans if span.end]
    days = known + [dot.day for span in spans for dot in span.dots] + [until]
    told = tuple(span.words for span in spans)
    return Spans(
        spans,
        date(min(days).year, 1, 1),
        date(max(days).year, 12, 31),
        sentence(key, name=name, count=len(spans), spans=told),
    )


def _end(phase: DocumentPhase) -> date | None:
    return phase.until.day


def _between(since: Dated, until: Dated) -> Sentence:
    """From when to when, as well as it is known."""
    if until.day is None:
        return sentence("spans.since", since=dated_sentence(since))
    return sentence("spans.between", since=dated_sentence(since), until=dated_sentence(until))


def _dots(phase: DocumentPhase) -> tuple[Dot, ...]:
    if phase.apply_by is None:
        return ()
    return (Dot(phase.apply_by, sentence("spans.apply_by", date=phase.apply_by)),)
