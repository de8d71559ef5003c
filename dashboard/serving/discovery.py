"""How the site is found and followed: the feed, the map of its pages for search engines, and what they leave out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, request
from sqlalchemy.orm import Session

from dashboard.documents import feed
from dashboard.documents.page import lasting
from dashboard.pages import PAGES
from dashboard.serving.asking import chosen
from dashboard.serving.shelf import etag
from indicators import queries
from indicators.news import news
from indicators.words import FIRST

if TYPE_CHECKING:
    from dashboard.app import Site

ATOM = "application/atom+xml"
# Pages without an end of their own: each word that somebody types makes another.
UNLISTED = ("search",)


def add_discovery(app: Flask, site: Site) -> None:
    """The addresses."""

    @app.get("/feed.xml")
    def feed_file() -> Response:
        texts = site.texts.get(request.args.get("lang", ""), site.texts[FIRST])
        own = "/feed.xml" if texts.lang == FIRST else f"/feed.xml?lang={texts.lang}"

        def make(session: Session) -> str:
            told = news(session)
            visit = site.visit(own, today=date.min)
            return feed.render(told, texts, visit, site.kit.templates) if told else abort(503)

        return _kept(site, ("feed", texts.lang), make, mimetype=ATOM)

    @app.get("/sitemap.xml")
    def sitemap() -> Response:
        return _kept(site, ("sitemap",), lambda session: _sitemap(site, session), mimetype="application/xml")

    @app.get("/robots.txt")
    def robots() -> Response:
        closed = "".join(f"Disallow: /{lang}/{page}\n" for lang in site.texts for page in UNLISTED)
        words = f"User-agent: *\n{closed}Disallow: /islands/\n\nSitemap: {site.root}/sitemap.xml\n"
        key = etag("robots", words)
        return site.shelf.answer(request, key, lambda: words, mimetype="text/plain")


def _sitemap(site: Site, session: Session) -> str:
    """Every page in every language, as of the current release."""
    release = chosen(queries.releases(session), None)
    plan = queries.plan_at(session, release.number)
    languages = next(iter(site.texts.values())).languages
    pages = [
        [(each.html, site.root + lasting(each.tag, path, None)) for each in languages]
        for page in PAGES
        if page.place not in UNLISTED
        for path in page.paths(plan)
    ]
    template = site.kit.templates.get_template("sitemap.xml")
    return template.render(pages=pages, changed=release.published_on.isoformat())


def _kept(site: Site, about: tuple[str, ...], make: Callable[[Session], str], *, mimetype: str) -> Response:
    """A file that changes with publications only. Aborts with 503 where nothing is published."""
    with site.store.read() as session:
        seen = site.look(session)
        chosen(seen.releases, None)
        key = etag(seen.mark, site.made_from, site.root, *about)
        return site.shelf.answer(request, key, lambda: make(session), mimetype=mimetype)
