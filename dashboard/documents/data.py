"""The page of data: every file in one place, what its columns mean, and on which terms it may be used."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment

from dashboard.documents import dataset
from dashboard.documents.files import FORMS, TABLES, file_address
from dashboard.documents.page import Visit, frame, marked
from dashboard.documents.releases import CHECKER
from dashboard.documents.releases import file_name as release_file
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.exports.names import file_name
from indicators.results import Overview, Release
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class File:
    """A file to be kept: what it is, its address, and the name that it is kept under."""

    what: str
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class IndicatorFiles:
    """The files of one indicator."""

    path: str
    label: Text
    code: str
    files: tuple[tuple[str, str, str], ...]


def render(result: Overview, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    release, plan = result.release, result.plan
    said = says(result)
    description = marked(said, texts, demonstration=release.demonstration)
    whole = of_release(release, texts)
    machine = [(one.what, one.address) for one in whole]
    return templates.get_template("data.html").render(
        frame(plan, release, result.releases, texts, visit=visit),
        title=texts("data.title"),
        description=description,
        says=said,
        dataset=dataset.of_release(dataset.Page(plan, release, texts, visit), files=machine, description=description),
        root=visit.root,
        whole=whole,
        others=[(one, of_release(one, texts)) for one in reversed(result.releases) if one.number != release.number],
        checker=CHECKER,
        indicators=[_indicator(line.indicator.code, line.indicator.label, release) for line in result.indicators],
        tables=[(texts(f"data.file.{name}"), name, columns_of(name, texts)) for name in TABLES],
        sources=[source for source in plan.sources if source.url],
    )


def says(result: Overview) -> Sentence:
    """What can be had: how many figures of how many indicators, of which release."""
    return sentence(
        "data.says",
        count=sum(line.figures for line in result.indicators),
        indicators=sum(bool(line.figures) for line in result.indicators),
        all=len(result.indicators),
        number=result.release.number,
        quarter=result.release.reference,
    )


def of_release(release: Release, texts: Texts) -> tuple[File, ...]:
    """The files of one release, whole."""
    tables = (
        File(texts(f"data.file.{n}"), file_address(release.number, n), file_name(n, release, "csv")) for n in TABLES
    )
    canonical = f"/releases/release-{release.number}.jsonl"
    return (*tables, File(texts("data.file.canonical"), canonical, release_file(release)))


def columns_of(name: str, texts: Texts) -> list[tuple[str, str]]:
    """The data dictionary of a file: each column and what it means."""
    return [(column, texts(f"data.column.{column}")) for column in TABLES[name]]


def _indicator(code: str, label: Text, release: Release) -> IndicatorFiles:
    files = tuple((form, file_address(release.number, code, form), file_name(code, release, form)) for form in FORMS)
    return IndicatorFiles(f"indicators/{code}", label, code, files)
