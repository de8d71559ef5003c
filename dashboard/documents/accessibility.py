"""The page of accessibility: what the site commits to, what was tested and how, what is missing, whom to tell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePosixPath

from jinja2 import Environment

from dashboard import theme
from dashboard.documents.page import Visit, frame
from dashboard.sentences import Operand, Sentence, sentence
from dashboard.texts import Texts
from indicators.results import Overview

# The parts in the order of the page, each with how many paragraphs the catalogue has for it.
SECTIONS = {"standard": 5, "tested": 1, "gaps": 4, "report": 1, "seal": 1}
TESTS = ("axe", "keyboard", "reflow", "contrast", "names", "valid")


def render(result: Overview, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    answer = sentence("accessibility.says", ratio=Decimal(theme.TEXT_RATIO))
    return templates.get_template("accessibility.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("accessibility.title"),
        description=texts.say(answer),
        answer=answer,
        sections=[(name, _paragraphs(name, count, visit)) for name, count in SECTIONS.items()],
        tests=TESTS,
    )


def _paragraphs(name: str, count: int, visit: Visit) -> list[Sentence]:
    """The words of a part, with what is computed: the least contrast, and the name of the files of this version."""
    operands: dict[str, Operand] = {
        "ratio": Decimal(theme.TEXT_RATIO),
        "least": theme.least(theme.WRITTEN),
        "build": PurePosixPath(visit.assets["site.css"]).parent.name,
    }
    return [Sentence(f"accessibility.{name}.{at}", tuple(operands.items())) for at in range(1, count + 1)]
