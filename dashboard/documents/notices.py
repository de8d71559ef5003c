"""Notices of material correction as readers are told of them: above an indicator's chart, in a line of the overview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from dashboard import theme
from dashboard.documents.plan_changes import plan_change_words
from dashboard.documents.provenance import change_words
from dashboard.sentences import Sentence, sentence
from dashboard.svg import shape_svg
from dashboard.texts import Texts
from indicators.notices import CORRECTION, Correction, Notice, stands_until
from indicators.results import Change, IndicatorDetail, IssuedNotice, Overview
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class Banner:
    """One notice on the indicator's page: which release, each correction with its reason, what became of the status."""

    shape: Markup
    head: Sentence
    items: tuple[tuple[str, str], ...]
    status: Sentence


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice among others: which indicator, and in which words."""

    path: str
    label: Text | None
    code: str
    head: Sentence
    status: Sentence


def current(issued: Iterable[IssuedNotice], *, on: date) -> tuple[IssuedNotice, ...]:
    """The notices that still stand on the day `on`."""
    return tuple(one for one in issued if one.published_on <= on <= stands_until(one.published_on))


def banners(result: IndicatorDetail, texts: Texts, *, today: date) -> tuple[Banner, ...]:
    """The notices that stand on an indicator's page."""
    return tuple(
        Banner(
            shape=shape(),
            head=_head(issued),
            items=(
                *(
                    _item(told, _change(told, issued, result.changes), result, texts)
                    for told in issued.notice.corrections
                ),
                *_plan_items(issued, result, texts),
            ),
            status=status_sentence(issued.notice),
        )
        for issued in current(result.notices, on=today)
    )


def overview_lines(result: Overview, *, today: date) -> tuple[NoticeLine, ...]:
    """The notices that stand on the overview, newest first."""
    labels = {line.indicator.code: line.indicator.label for line in result.indicators}
    return tuple(notice_line(issued, labels) for issued in current(result.notices, on=today))


def notice_line(issued: IssuedNotice, labels: dict[str, Text]) -> NoticeLine:
    """A notice in one line."""
    code = issued.notice.indicator
    return NoticeLine(f"indicators/{code}", labels.get(code), code, _head(issued), status_sentence(issued.notice))


def shape() -> Markup:
    """What marks a notice beside its word."""
    return shape_svg(theme.Shape.TRIANGLE)


def status_sentence(said: Notice) -> Sentence:
    """Whether the correction flipped the status."""
    before, after = (sentence(f"state.{state}") for state in (said.before, said.after))
    return sentence("notice.same" if said.before is said.after else "notice.flipped", before=before, after=after)


def _head(issued: IssuedNotice) -> Sentence:
    return sentence("notice.head", number=issued.release, date=issued.published_on)


def _plan_items(issued: IssuedNotice, result: IndicatorDetail, texts: Texts) -> Iterator[tuple[str, str]]:
    """What was corrected in the plan, where no figure was."""
    if issued.notice.corrections:
        return
    for changed in result.plan_changes:
        if changed.release == issued.release and changed.change == CORRECTION:
            words = plan_change_words(changed, result.plan, texts, named=False)
            told = [*(what for _, _, what in words.items), words.rows]
            yield " ".join(part for part in told if part), words.why


def _change(correction: Correction, issued: IssuedNotice, changes: Iterable[Change]) -> Change | None:
    """The change that a correction is told as in the list of changes; None where the law forced it out since."""
    of = (correction.entity, correction.quarter, correction.dimension, correction.category, correction.step)
    for change in changes:
        before = change.before
        key = (before.entity, before.quarter, before.dimension, before.category, before.step)
        if change.release == issued.release and key == of:
            return change
    return None


def _item(correction: Correction, change: Change | None, result: IndicatorDetail, texts: Texts) -> tuple[str, str]:
    if change is None:
        return texts("notice.gone", quarter=correction.quarter, entity=correction.entity), ""
    _, what, why = change_words(change, result, texts)
    return what, why
