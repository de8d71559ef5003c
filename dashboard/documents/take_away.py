"""What a reader takes along of an indicator: address, citation, files, the code that shows it on another site. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from dashboard.documents import embed
from dashboard.documents.files import FORMS, file_address
from dashboard.documents.page import Visit
from dashboard.texts import Texts
from indicators.results import IndicatorDetail

_HEIGHT = 700
_FRAME = Markup('<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" style="border:0"></iframe>')


@dataclass(frozen=True, slots=True)
class TakeAway:
    """All of it pinned to the release that the page shows. `files` are address and words, `code` is HTML to copy."""

    permalink: str
    citation: str
    files: tuple[tuple[str, str], ...]
    framed: str
    code: str


def take_away(result: IndicatorDetail, texts: Texts, visit: Visit) -> TakeAway:
    """What the page of an indicator offers to take along."""
    number, code = result.release.number, result.indicator.code
    framed = embed.address_of(visit, texts.lang, code, number)
    permalink = visit.root + visit.in_release(texts.lang, number)
    return TakeAway(
        permalink=permalink,
        citation=citation(result, texts, permalink),
        files=tuple((_file(code, number, form, texts), texts(f"take.{form}")) for form in FORMS),
        framed=framed,
        code=str(_FRAME.format(framed, texts.of(result.indicator.label), _HEIGHT)),
    )


def citation(result: IndicatorDetail, texts: Texts, address: str) -> str:
    """How to cite the page at `address` as published in this release."""
    said = texts(
        "citation",
        label=result.indicator.label,
        plan=result.plan.title,
        number=result.release.number,
        date=result.release.published_on,
        address=address,
    )
    return f"{texts('demonstration.word')}. {said}" if result.release.demonstration else said


def _file(code: str, number: int, form: str, texts: Texts) -> str:
    lang = f"?lang={texts.lang}" if form == "svg" else ""
    return file_address(number, code, form) + lang
