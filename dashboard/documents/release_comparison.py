"""The page that compares two releases: what changed between them, why, and where every indicator stood in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from dashboard.charts.progress import chart
from dashboard.documents.indicator_facts import share
from dashboard.documents.page import Chip, Visit, frame, lasting, marked, placed, state_chip
from dashboard.documents.plan_changes import plan_change_words
from dashboard.documents.provenance import change_words
from dashboard.saying import amount
from dashboard.sentences import Sentence, sentence
from dashboard.svg import Picture, pictures
from dashboard.texts import Texts
from indicators.release_comparison import Compared, ReleaseComparison
from indicators.results import IndicatorDetail, Release
from indicators.words import Text

EARLIER, LATER, INDICATOR = "from", "to", "indicator"
CHOICES = (EARLIER, LATER, INDICATOR)
_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an indicator stood in a release, with the address of its page there."""

    chip: Chip
    amount: Sentence
    share: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in both releases (None where one does not have it) and what changed, in words."""

    label: Text
    path: str
    page: str
    before: Stand | None
    after: Stand | None
    differs: bool
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The chosen indicator as one release has it."""

    release: Release
    pictures: tuple[Picture, ...]


def render(
    result: ReleaseComparison, texts: Texts, visit: Visit, templates: Environment, *, island: Markup = _NOTHING
) -> str:
    """The whole document; `island` is the markup of the explorer that lays one release over the other."""
    said = says(result)
    lines = sorted(result.lines, key=lambda line: not line.differs)
    offered = [line for line in result.lines if is_drawn(line)]
    shown = chosen_line(offered, visit)
    return templates.get_template("release_comparison.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("compared.title"),
        description=marked(said, texts, demonstration=result.release.demonstration),
        says=said,
        result=result,
        same=result.earlier == result.later,
        lines=[_line(line, result, texts) for line in lines],
        changes=[_changes(line, texts) for line in lines if line.changes],
        plan_changes=[plan_change_words(change, result.plan, texts) for change in result.plan_changes],
        options=[line.detail.indicator for line in offered],
        shown=shown.detail.indicator if shown else None,
        drawn=[_drawn(detail, texts) for detail in (shown.before, shown.after) if detail] if shown else [],
        island=island,
    )


def says(result: ReleaseComparison) -> Sentence:
    """How many figures came, changed and went between the two releases, and how many statuses are other ones."""
    if result.earlier == result.later:
        return sentence("compared.says_one" if len(result.offered) == 1 else "compared.says_same")
    totals = {name: sum(getattr(line, name) for line in result.lines) for name in ("added", "changed", "withdrawn")}
    return sentence(
        "compared.says",
        earlier=result.earlier.number,
        earlier_on=result.earlier.published_on,
        later=result.later.number,
        later_on=result.later.published_on,
        figures=tuple(sentence(f"compared.{name}", count=count) for name, count in totals.items()),
        states=sentence("compared.states", count=sum(line.state_changed for line in result.lines)),
    )


def is_drawn(line: Compared) -> bool:
    """Whether there is a figure to draw in either release."""
    # The later one first: it nearly always has one, and every chart costs something.
    return any(detail and detail.figures and not chart(detail).empty for detail in (line.after, line.before))


def chosen_line(offered: Sequence[Compared], visit: Visit) -> Compared | None:
    """The indicator of `offered` that the address names, without one the first; None where there is none."""
    named = [line for line in offered if line.detail.indicator.code == visit.chosen.get(INDICATOR)]
    return next(iter((*named, *offered)), None)


def _line(line: Compared, result: ReleaseComparison, texts: Texts) -> Line:
    indicator = line.detail.indicator
    counts = {name: getattr(line, name) for name in ("added", "changed", "withdrawn")}
    return Line(
        label=indicator.label,
        path=f"indicators/{indicator.code}",
        page=placed(indicator, texts),
        before=_stand(line.before, result.earlier, texts),
        after=_stand(line.after, result.later, texts),
        differs=line.differs,
        counts=tuple(texts(f"compared.{name}", count=count) for name, count in counts.items() if count),
    )


def _stand(detail: IndicatorDetail | None, release: Release, texts: Texts) -> Stand | None:
    if detail is None:
        return None
    return Stand(
        chip=state_chip(detail.progress.state, texts),
        amount=amount(detail.indicator, detail.progress),
        share=share(detail.progress.ati, texts) if detail.progress.ati is not None else "",
        address=lasting(texts.lang, f"indicators/{detail.indicator.code}", release),
    )


def _changes(line: Compared, texts: Texts) -> tuple[Text, str, list[tuple[str, str, str]]]:
    """An indicator with every change of its figures: when, what, and class and reason."""
    words = [change_words(change, line.detail, texts) for change in line.changes]
    return line.detail.indicator.label, f"indicators/{line.detail.indicator.code}", words


def _drawn(detail: IndicatorDetail, texts: Texts) -> Drawn:
    found = chart(detail)
    return Drawn(detail.release, () if found.empty else tuple(p for p in pictures(found, texts) if p.name == "total"))
