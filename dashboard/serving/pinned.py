"""What hangs on one release and nothing after it: the document that other sites show in a frame, and the files of an
indicator. A later release changes no byte of what names its own; only what the law forces out does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, g, request
from sqlalchemy.orm import Session

from dashboard.charts.progress import chart
from dashboard.documents.files import TYPES, file_address
from dashboard.pages import EMBED
from dashboard.serving.asking import asked_release, checked, chosen, numbered, to_keep
from dashboard.serving.assets import chart_style
from dashboard.serving.headers import ASK_AGAIN, fresh
from dashboard.serving.packing import Body
from dashboard.serving.shelf import etag, has
from dashboard.svg.standalone import standalone
from dashboard.texts import Texts
from indicators import queries
from indicators.exports import figures_csv, indicator_json
from indicators.exports.names import file_name
from indicators.results import IndicatorDetail, Release

if TYPE_CHECKING:
    from dashboard.app import Site

Make = Callable[[Session, Release], str | None]


def add_pinned(app: Flask, site: Site, *, lang: str, first_language: str) -> None:
    """The addresses; `lang` is the rule for the language in one, `first_language` the one of a file that names none."""
    style = chart_style()

    @app.get(f"{EMBED.address(lang)}")
    def embed(lang: str, code: str) -> Response:
        g.framed = True
        asked = asked_release(request)
        visit = site.visit(EMBED.path(checked(code)), today=date.min, release=asked)

        def make(session: Session, release: Release) -> str | None:
            result = EMBED.query(session, release.number, visit)
            return None if result is None else EMBED.render(result, site.texts[lang], visit, site.kit)

        kept, _ = _kept(site, asked, (lang, visit.root, visit.path, asked is None), make)
        if kept is None:
            return _moved(site, asked, code, lambda now: EMBED.address(lang).replace("<code>", now))
        return _sent(kept, mimetype="text/html")

    @app.get("/data/release-<number>/<code>.<any(csv,json,svg):form>")
    def of_indicator(number: str, code: str, form: str) -> Response:
        named = numbered(number)
        texts = site.texts.get(request.args.get("lang", ""), site.texts[first_language])

        def make(session: Session, release: Release) -> str | None:
            detail = queries.indicator_detail(session, checked(code), number=release.number)
            return None if detail is None else _written(detail, form, texts, style)

        kept, release = _kept(site, named, (form, code, texts.lang if form == "svg" else ""), make)
        if kept is None:
            return _moved(site, named, code, lambda now: file_address(named, now, form))
        return to_keep(_sent(kept, mimetype=TYPES[form]), file_name(code, release, form))


def _written(detail: IndicatorDetail, form: str, texts: Texts, style: str) -> str:
    match form:
        case "csv":
            return figures_csv.document([detail])
        case "json":
            return indicator_json.document(detail)
        case _:
            return standalone(chart(detail), detail, texts, style=style)


def _kept(
    site: Site, asked: int | None, parts: tuple[object, ...], make: Make
) -> tuple[tuple[str, Body] | None, Release]:
    """The body with its validator, from the shelf where it was made before; no body where there is no such thing.

    Aborts with 404 or 503 where there is no such release. What the law forced out since is part of the validator.
    """
    with site.store.read() as session:
        release = chosen(queries.releases(session), asked)
        erased, _ = queries.changes_between_releases(session)
        key = etag("pinned", release.hash, erased, site.made_from, *parts)
        body = site.shelf.get(key)
        if body is None:
            made = make(session, release)
            if made is None:
                return None, release
            body = Body.of(made.encode())
            site.shelf.put(key, body)
    return (key, body), release


def _sent(kept: tuple[str, Body], *, mimetype: str) -> Response:
    key, body = kept
    if has(request, key):
        return fresh(Response(status=304), key)
    return fresh(body.answer(request, mimetype=mimetype), key)


def _moved(site: Site, asked: int | None, code: str, address: Callable[[str], str]) -> Response:
    """The way from an earlier code to the one it has now. Aborts with 404 for any other."""
    with site.store.read() as session:
        plan = queries.plan_at(session, chosen(queries.releases(session), asked).number)
    now = next((now for kind, alias, now in plan.aliases if (kind, alias) == ("indicator", code)), None)
    if now is None:
        abort(404)
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    return Response(status=301, headers={"Location": address(now) + query, "Cache-Control": ASK_AGAIN})
