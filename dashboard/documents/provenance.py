"""Where the figures of an indicator's page come from, what was said with them, and what has changed in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from dashboard.sentences import Sentence, sentence
from dashboard.splits import name_of
from dashboard.texts import Texts
from indicators.plan import Basis, Indicator
from indicators.results import Change, Evidence, Figure, IndicatorDetail, Tombstone

# How far a figure is backed, the strongest first.
STATES = ("verified", "backed", "reported")
_DASH = "–"
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")


@dataclass(frozen=True, slots=True)
class OriginLine:
    """Where one figure was read: every figure has one. `is_gone`: the law forced its file out with another figure;
    `of_persons`: the file was counted and never kept."""

    quarter: str
    entity: str
    value: str
    place: str
    received: date
    approved: date
    channel: str
    file_hash: str
    is_gone: bool
    of_persons: bool
    evidence: str
    kind: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """What was written with a figure, in its writer's language, and its public evidence ("" where there is none)."""

    head: Sentence
    note: str
    evidence: Markup


def change_words(change: Change, result: IndicatorDetail, texts: Texts) -> tuple[str, str, str]:
    """When it changed, what changed, and why."""
    before = figure_words(change.before, result, texts)
    after = figure_words(change.after, result, texts) if change.after else texts("change.gone")
    head = texts("change.head", number=change.release, date=change.published_on)
    what = texts("change.what", quarter=change.quarter, entity=change.entity, before=before, after=after)
    what += _so_far_words(change, texts)
    if change.category:
        dimension, category = (
            texts.of(name_of(result.plan, kind, code))
            for kind, code in (("dimension", change.dimension), (change.dimension, change.category))
        )
        what = f"{what} ({dimension}: {category})"
    kind = texts(f"change_class.{change.change.replace(' ', '_')}")
    reason = change.reason or texts("change.no_reason")
    return head, what, texts("change.why", kind=kind, reason=reason)


def _so_far_words(change: Change, texts: Texts) -> str:
    """What became of the declared total so far, where that changed too; else ""."""
    if change.after is None or change.after.so_far == change.before.so_far:
        return ""
    before, after = (
        texts.number(figure.so_far) if figure.so_far is not None else texts("change.not_declared")
        for figure in (change.before, change.after)
    )
    return texts("change.so_far", before=before, after=after)


def figure_words(figure: Figure, result: IndicatorDetail, texts: Texts) -> str:
    """The value of a figure, whatever its kind."""
    if figure.protected:
        return texts("flag.protected")
    if figure.nothing:
        return texts("flag.nothing")
    if figure.stage is not None:
        return texts(f"stage.{figure.stage}")
    if figure.step:
        return texts("origin.step", step=step_title(result.indicator, figure.step, texts))
    if figure.numerator is not None and figure.denominator is not None:
        return f"{texts.number(figure.numerator)} / {texts.number(figure.denominator)}"
    return texts.number(figure.value) if figure.value is not None else _DASH


def extensions(result: IndicatorDetail) -> tuple[Sentence, ...]:
    """What a later version of the term changed, while the earlier target stays visible."""
    plan = result.plan
    in_force = plan.version_in_force(result.release.reference.end)
    found = []
    for term in sorted(plan.terms, key=lambda term: term.version):
        if 1 < term.version <= in_force:
            instrument = plan.instrument(term.instrument)
            named = instrument.title if instrument else term.instrument
            found.append(sentence("change.extension", date=term.since, end=term.end, instrument=named))
    return tuple(found)


def origins(result: IndicatorDetail, texts: Texts) -> tuple[OriginLine, ...]:
    """Every published figure, newest first, with the place it was read from."""
    return tuple(
        OriginLine(
            quarter=texts.quarter(figure.quarter),
            entity=figure.entity,
            value=figure_words(figure, result, texts),
            place=_place(figure, texts),
            received=figure.origin.received_on,
            approved=figure.origin.approved_on,
            channel=_channel(figure, result, texts),
            file_hash=figure.origin.file_hash,
            is_gone=figure.origin.file_hash in result.files_gone,
            of_persons=not figure.origin.file_kept,
            evidence=texts(f"evidence_state.{evidence_state(figure)}") if tells(figure) else _DASH,
            kind=figure.evidence.kind if figure.evidence else "",
            documents=figure.evidence.documents if figure.evidence else (),
        )
        for figure in sorted(result.unsplit, key=lambda f: (f.quarter, f.entity, f.step), reverse=True)
    )


def tells(figure: Figure) -> bool:
    """Whether a figure carries something to verify: not "nothing to report"."""
    return not figure.nothing


def evidence_state(figure: Figure) -> str:
    """How far a figure is backed: `reported`, `backed` by a means of verification, or `verified` by a second person."""
    if figure.evidence is None:
        return "reported"
    return "verified" if figure.evidence.verified else "backed"


def backing_words(figures: Iterable[Figure], texts: Texts) -> str:
    """The states of evidence of several figures: one word where they share it, else how many are in each."""
    counted = Counter(evidence_state(figure) for figure in figures if tells(figure))
    if len(counted) <= 1:
        return "".join(texts(f"evidence_state.{state}") for state in counted)
    return texts.listed(texts(f"evidence_count.{state}", count=counted[state]) for state in STATES if counted[state])


def tombstone_words(stone: Tombstone, texts: Texts) -> str:
    """What stands where a figure stood that the law forced out."""
    return texts("tombstone", date=stone.erased_on, ground=stone.ground)


def tombstones(result: IndicatorDetail, texts: Texts) -> tuple[tuple[str, str], ...]:
    """The figures that the law forced out, for the list of changes: which one, and on what ground."""
    return tuple(
        (texts("tombstone.head", quarter=stone.quarter, entity=stone.entity), tombstone_words(stone, texts))
        for stone in result.tombstones
    )


def _place(figure: Figure, texts: Texts) -> str:
    origin = figure.origin
    if not origin.column:
        key = "origin.counted_sheet" if origin.sheet else "origin.counted"
        return texts(key, sheet=origin.sheet, row=origin.row)
    if not origin.sheet:
        return texts("origin.row", row=origin.row, column=origin.column)
    return texts("origin.place", sheet=origin.sheet, row=origin.row, column=origin.column)


def _channel(figure: Figure, result: IndicatorDetail, texts: Texts) -> str:
    """The way a figure came; where this site alone assigned it to an entity and its source is public, that too."""
    assigned = any(r.entity == figure.entity and r.basis is Basis.TRACKER for r in result.indicator.reporters)
    public = figure.evidence is not None and figure.evidence.public
    ours = assigned and public and not result.release.demonstration
    return texts("channel.public_source" if ours else f"channel.{figure.origin.channel}")


def step_title(indicator: Indicator, code: str, texts: Texts) -> str:
    """The title of a programme's step, as its newest version has it."""
    titles = {step.code: step.title for step in sorted(indicator.steps, key=lambda step: step.version)}
    return texts.of(titles[code]) if code in titles else code


def remarks(result: IndicatorDetail, texts: Texts) -> tuple[Remark, ...]:
    """The notes that came with the latest figures: they belong beside the sentence that says the figure."""
    latest = [f for f in result.unsplit if f.quarter == result.progress.last_reported and f.note]
    return tuple(
        Remark(
            sentence("origin.note", entity=figure.entity, quarter=figure.quarter),
            figure.note,
            evidence_words(figure.evidence, texts) if figure.evidence and figure.evidence.public else Markup(),
        )
        for figure in latest
    )


def evidence_words(evidence: Evidence, texts: Texts) -> Markup:
    """A public means of verification: type, what it is with its address as a link, date."""
    parts = [escape(evidence.kind), linked(evidence.reference)]
    if evidence.date:
        parts.append(escape(texts.day(evidence.date)))
    return Markup(" · ").join(parts)


def linked(words: str) -> Markup:
    """`words`, escaped, with every web address in them as a link."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(words):
        parts += [escape(words[end : found.start()]), Markup('<a href="{0}" rel="noopener">{0}</a>').format(found[0])]
        end = found.end()
    return Markup().join([*parts, escape(words[end:])])
