"""The files of a whole release: figures, indicators and actions as CSV. Each is named after its release and keeps its
address and its bytes for ever, but for what the law forces out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, request
from sqlalchemy.orm import Session

from dashboard.documents.files import TABLES, TYPES
from dashboard.serving.asking import chosen, numbered, to_keep
from dashboard.serving.shelf import etag
from indicators import queries
from indicators.exports import figures_csv, plan_csv
from indicators.exports.names import file_name
from indicators.results import Overview

if TYPE_CHECKING:
    from dashboard.app import Site

Make = Callable[[Session, Overview], str]


def _figures(session: Session, overview: Overview) -> str:
    return figures_csv.document(queries.every_indicator(session, number=overview.release.number))


# What each of `TABLES` is made of.
_MADE: Mapping[str, Make] = MappingProxyType(
    {
        "figures": _figures,
        "indicators": lambda _, overview: plan_csv.indicators(overview),
        "actions": lambda _, overview: plan_csv.actions(overview),
    }
)


def add_downloads(app: Flask, site: Site) -> None:
    """The addresses."""
    for name in TABLES:
        rule = f"/data/release-<number>/{name}.csv"
        app.add_url_rule(rule, f"data.{name}", _served(site, name, _MADE[name]))


def _served(site: Site, name: str, make: Make) -> Callable[[str], Response]:
    def serve(number: str) -> Response:
        with site.store.read() as session:
            release = chosen(queries.releases(session), numbered(number))
            erased, _ = queries.changes_between_releases(session)
            key = etag("data", release.hash, erased, site.made_from, name)

            def made() -> str:
                overview = queries.overview(session, number=release.number)
                return make(session, overview) if overview else abort(404)

            answer = site.shelf.answer(request, key, made, mimetype=TYPES["csv"])
        return to_keep(answer, file_name(name, release, "csv"))

    return serve
