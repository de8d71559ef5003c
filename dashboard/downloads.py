"""The files of a whole release: figures, indicators and actions as CSV. Each is named after its release and keeps its
address and its bytes for ever, but for what the law forces out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, request
from sqlalchemy.orm import Session

from dashboard.asking import chosen, fresh, numbered, to_keep
from dashboard.packing import Body
from dashboard.web import etag
from indicators import queries
from indicators.exports import figures_csv, plan_csv
from indicators.exports.names import file_name
from indicators.results import Overview

if TYPE_CHECKING:
    from dashboard.app import Site

Make = Callable[[Session, Overview], str]


def _figures(session: Session, overview: Overview) -> str:
    found = (
        queries.indicator_detail(session, line.indicator.code, number=overview.release.number)
        for line in overview.indicators
    )
    return figures_csv.document(detail for detail in found if detail is not None)


# Each file of a release: what it is called, which columns it has, what it is made of.
FILES: dict[str, tuple[tuple[str, ...], Make]] = {
    "figures": (figures_csv.COLUMNS, _figures),
    "indicators": (plan_csv.INDICATORS, lambda _, overview: plan_csv.indicators(overview)),
    "actions": (plan_csv.ACTIONS, lambda _, overview: plan_csv.actions(overview)),
}


def address(number: int, name: str, form: str = "csv") -> str:
    """Where a file of release `number` is: `name` is one of `FILES`, or the code of an indicator."""
    return f"/data/release-{number}/{name}.{form}"


def add_downloads(app: Flask, site: Site) -> None:
    """The addresses."""
    for name, (_, make) in FILES.items():
        rule = f"/data/release-<number>/{name}.csv"
        app.add_url_rule(rule, f"data.{name}", _served(site, name, make))


def _served(site: Site, name: str, make: Make) -> Callable[[str], Response]:
    def serve(number: str) -> Response:
        with site.store.read() as session:
            release = chosen(queries.releases(session), numbered(number))
            erased, _ = queries.changes_between_releases(session)
            key = etag("data", release.hash, erased, site.made_from, name)
            if request.if_none_match.contains_weak(key):
                return fresh(Response(status=304), key)
            body = site.shelf.get(key)
            if body is None:
                overview = queries.overview(session, number=release.number)
                if overview is None:
                    abort(404)
                body = Body.of(make(session, overview).encode())
                site.shelf.put(key, body)
        answer = body.answer(request, mimetype="text/csv")
        return fresh(to_keep(answer, file_name(name, release, "csv")), key)

    return serve
