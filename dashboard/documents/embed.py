"""The document that another site shows in a frame: what an indicator says, its status, its chart, its source.

Nothing in it hangs on the clock or on what other releases there are: the same release gives the same bytes for ever.
"""

from __future__ import annotations

from jinja2 import Environment

from dashboard.charts.progress import chart
from dashboard.documents.page import Visit, state_chip
from dashboard.saying import has_figures, indicator_sentence
from dashboard.sentences import Sentence, sentence
from dashboard.svg import pictures
from dashboard.texts import Texts
from indicators.results import IndicatorDetail

PLACE = "/embed"


def render(result: IndicatorDetail, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document. Where the visit names no release it says that it shows the current one."""
    drawn = chart(result)
    return templates.get_template("embed.html").render(
        t=texts,
        say=texts.say_html,
        html_lang=texts.html_lang,
        direction=texts.language.direction,
        style=visit.assets["site.css"],
        title=texts.of(result.indicator.label),
        address=visit.link(texts.lang, f"indicators/{result.indicator.code}"),
        says=said(result),
        chip=state_chip(result.progress.state, texts),
        chart=drawn,
        pictures=[picture for picture in pictures(drawn, texts) if picture.name == "total"],
        source=texts(
            "embed.source" if visit.release is not None else "embed.source_current",
            plan=result.plan.title,
            number=result.release.number,
            date=result.release.published_on,
        ),
        demonstration=result.release.demonstration,
    )


def said(result: IndicatorDetail) -> Sentence:
    """Where the indicator stands; where the law forced out all that was published, that it did."""
    has_none = not (result.figures or has_figures(result.progress))
    return sentence("says.erased") if result.tombstones and has_none else indicator_sentence(result.status)


def address_of(visit: Visit, lang: str, code: str, number: int) -> str:
    """The address of the frame of an indicator, pinned to a release."""
    return f"{visit.root}{PLACE}/{lang}/indicators/{code}?release={number}"
