"""What machines are told of the data: a schema.org `Dataset` for a release, or for one indicator of it. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from markupsafe import Markup

from dashboard.documents.files import TYPES
from dashboard.documents.page import Visit, lasting
from dashboard.texts import Texts
from indicators.plan import Indicator, Plan
from indicators.results import Release


class Page(NamedTuple):
    """Where the data are shown: the plan, the release, the words and the visit of the page that tells of them."""

    plan: Plan
    release: Release
    texts: Texts
    visit: Visit


def of_release(page: Page, *, files: Iterable[tuple[str, str]], description: str) -> Markup:
    """The whole release. `files` are names with addresses, from the root of the site."""
    texts = page.texts
    dataset = _dataset(page, "data", texts("data.name", plan=page.plan.title), description, files)
    measured = [texts.of(indicator.label) for indicator in page.plan.indicators()]
    sources = [source.url for source in page.plan.sources if source.url]
    return _script(dataset | {"variableMeasured": measured, "isBasedOn": sources})


def of_indicator(page: Page, indicator: Indicator, *, files: Iterable[tuple[str, str]], description: str) -> Markup:
    """One indicator of a release."""
    texts = page.texts
    path = f"indicators/{indicator.code}"
    name = texts("data.name", plan=page.plan.title)
    whole = {"@type": "Dataset", "name": name, "description": name, "url": _page(texts, page.visit, "data")}
    dataset = _dataset(page, path, texts.of(indicator.title), description, files)
    source = page.plan.source(indicator.cited.source)
    based = {"isBasedOn": source.url} if source and source.url else {}
    return _script(dataset | {"variableMeasured": texts.of(indicator.label), "isPartOf": whole} | based)


def _dataset(page: Page, path: str, name: str, description: str, files: Iterable[tuple[str, str]]) -> dict[str, Any]:
    plan, release, texts, visit = page
    word = f"{texts('demonstration.word')}. " if release.demonstration else ""
    creator = {"@type": "Organization", "name": texts("site.name"), "url": _page(texts, visit, "")}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{word}{name}",
        "description": description,
        "url": visit.root + lasting(texts.lang, path, release),
        "identifier": release.hash,
        "version": str(release.number),
        "datePublished": release.published_on.isoformat(),
        "inLanguage": texts.html_lang,
        "creator": creator,
        "publisher": creator,
        "license": _page(texts, visit, "data") + "#licence",
        "isAccessibleForFree": True,
        "temporalCoverage": f"{plan.start.isoformat()}/{release.reference.end.isoformat()}",
        "spatialCoverage": {"@type": "Place", "name": texts("data.country")},
        "measurementTechnique": _page(texts, visit, "method"),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": called,
                "encodingFormat": TYPES[address.rpartition(".")[2]],
                "contentUrl": visit.root + address,
            }
            for called, address in files
        ],
    }


def _page(texts: Texts, visit: Visit, path: str) -> str:
    return visit.root + lasting(texts.lang, path, None)


def _script(data: dict[str, Any]) -> Markup:
    """The data as a script element that no browser runs; nothing in it can end the element."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    escaped = written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(escaped))  # noqa: S704
