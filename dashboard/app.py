"""`create_app`: the public pages as one Flask application. Wires queries, documents, headers; decides nothing else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, g, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.routing import AnyConverter, BaseConverter, Map, RequestRedirect

from dashboard.documents import errors, releases
from dashboard.documents.files import TYPES
from dashboard.documents.kit import Kit
from dashboard.documents.page import NOTHING_CHOSEN, Visit, environment
from dashboard.islands import comparison, department_map, explorer, plan_explorer
from dashboard.islands import releases as releases_island
from dashboard.islands.island import Island, Part
from dashboard.languages import FOLDER, languages
from dashboard.pages import PAGES, Page
from dashboard.serving.asking import asked_release, checked, chosen, chosen_in, numbered, to_keep
from dashboard.serving.assets import Assets
from dashboard.serving.discovery import add_discovery
from dashboard.serving.downloads import add_downloads
from dashboard.serving.headers import ASK_AGAIN, fresh, secure
from dashboard.serving.packing import Body
from dashboard.serving.pinned import add_pinned
from dashboard.serving.shelf import Shelf, build_of, etag, has
from dashboard.texts import Texts
from indicators import queries
from indicators.canonical_release import stored_lines, text_of
from indicators.exports import verify_release
from indicators.plan import Plan
from indicators.results import Release
from indicators.store import Store, StoreUnusable
from indicators.words import FIRST

# One of the languages that the site speaks.
LANG = "<language:lang>"
LARGEST_BODY = 1024 * 1024
RETRY_SECONDS = "60"
_ALIASED = {"actions": "action", "indicators": "indicator", "entities": "entity"}
_log = logging.getLogger(__name__)

Clock = Callable[[ZoneInfo], datetime]


def create_app(
    store: Store,
    *,
    at_revision: Callable[[Session], bool],
    clock: Clock = datetime.now,
    locales: Path = FOLDER,
    address: str = "",
) -> Flask:
    """The public site on `store`, in every language of `locales`. `clock` gives the time in a zone (tests set it).
    `address` is the site's own, scheme and host, that pages name; "": whatever the request names.

    `at_revision` says whether a store is at the revision that this program reads. It is asked in every session: what
    reads the store answers 503 until it is, and goes on by itself once it is.
    """
    app = Flask("dashboard", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    site = Site(store.requiring(at_revision), clock, locales, address)
    app.url_map.converters["language"] = one_of(site.texts)
    site.island.install(app)
    _add_pages(app, site)
    _add_files(app, site)
    add_pinned(app, site, lang=LANG, first_language=FIRST)
    add_downloads(app, site)
    add_discovery(app, site)
    _add_health(app, site)
    _add_errors(app, site)

    @app.after_request
    def finish(response: Response) -> Response:
        if isinstance(request.routing_exception, RequestRedirect):
            _keep_to_the_host(response, request.routing_exception.new_url)
        return secure(
            response,
            https=request.is_secure,
            inline_styles=g.get("inline_styles", False),
            framed=g.get("framed", False),
        )

    return app


def _keep_to_the_host(response: Response, address: str) -> None:
    """Lead from an address written otherwise (`/es`) to `address` without naming host and scheme: a proxy before us may
    have other names for both, and what the reader's request names is anybody's."""
    place = urlsplit(address)
    response.headers["Location"] = urlunsplit(("", "", "/" + place.path.lstrip("/"), place.query, ""))
    response.headers["Cache-Control"] = ASK_AGAIN


def one_of(tags: Iterable[str]) -> type[BaseConverter]:
    """The part of an address that is one of `tags`."""

    class OneOf(AnyConverter):
        def __init__(self, rules: Map) -> None:
            super().__init__(rules, *tags)

    return OneOf


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a store had published when it was looked at, and the row that a glance gave just before."""

    glanced: tuple[Any, ...] | None
    mark: queries.Mark | None
    releases: tuple[Release, ...]
    zone: ZoneInfo


class Site:
    """What the addresses share: the store, the words, the templates, the files, and documents already made."""

    def __init__(self, store: Store, clock: Clock, locales: Path = FOLDER, address: str = "") -> None:
        here = Path(__file__).parent
        self.store = store
        self.assets = Assets()
        self.texts = {each.tag: Texts(each.tag, locales) for each in languages(locales)}
        parts: dict[str, Part] = {
            explorer.KIND: explorer.Explorer(store, self.texts),
            department_map.KIND: department_map.DepartmentMapPart(store, self.texts),
            comparison.KIND: comparison.ComparisonPart(store, self.texts),
            releases_island.KIND: releases_island.ReleasesPart(store, self.texts),
            plan_explorer.KIND: plan_explorer.PlanExplorer(store, self.texts),
        }
        self.island = Island(parts, tuple(self.texts))
        self.kit = Kit(environment(), self.island, self.texts[FIRST])
        self.build = build_of((here, here.parent / "indicators", locales))
        self._clock = clock
        self._address = address
        self.shelf = Shelf()
        self._glance = store.glancing(queries.far())
        self._seen: Seen | None = None

    @property
    def made_from(self) -> str:
        """A name for everything that pages are made from: our sources, and the scripts of the installed Dash."""
        return f"{self.build} {self.island.files.folder}"

    @property
    def root(self) -> str:
        """Scheme and host that pages name: the site's own, else those of the request."""
        return self._address or request.url_root.rstrip("/")

    def visit(
        self, path: str, *, today: date, release: int | None = None, chosen: Mapping[str, str] = NOTHING_CHOSEN
    ) -> Visit:
        """Where the reader is."""
        return Visit(self.root, path, today, release, self.assets.addresses, chosen)

    def document(self, lang: str, page: Page, path: str) -> Response:
        """The document at an address: 304 where the reader has it, from the shelf where it was made before.

        Aborts with 400, 404 or 503 where there is no such document. A view that a reader chose is not kept: there are
        as many as anybody cares to type.
        """
        asked, view = asked_release(request), chosen_in(request, page.choices)
        glanced, seen = self._glance(), self._seen
        if seen is not None and seen.glanced == glanced:
            _, key = self._asked(seen, lang, path, asked, view)
            if (kept := self.shelf.kept(request, key)) is not None:
                return kept
        with self.store.read() as session:
            seen = self.look(session, glanced)
            visit, key = self._asked(seen, lang, path, asked, view)
            if (kept := self.shelf.kept(request, key)) is not None:
                return kept
            number = chosen(seen.releases, asked).number
            result = page.query(session, number, visit)
            if result is None:
                return moved(queries.plan_at(session, number), visit, lang)
            body = Body.of(page.render(result, self.texts[lang], visit, self.kit).encode())
        if not view:
            self.shelf.put(key, body)
        return fresh(body.answer(request, mimetype="text/html"), key)

    def _asked(self, seen: Seen, lang: str, path: str, asked: int | None, view: Mapping[str, str]) -> tuple[Visit, str]:
        """Where the reader is, and the name of the document under everything that it depends on."""
        release = chosen(seen.releases, asked)
        visit = self.visit(path, today=self._clock(seen.zone).date(), release=asked, chosen=view)
        where = (lang, visit.root, path, sorted(view.items()))
        return visit, etag(seen.mark, release.number, asked, visit.today, self.made_from, *where)

    def look(self, session: Session, glanced: tuple[Any, ...] | None = None) -> Seen:
        """How far the store has published; its releases and zone are read again once that has changed. `glanced` is
        the row of a glance just before `session` began: while a later one gives the same, this still stands."""
        mark, last = queries.mark(session), self._seen
        if last is None or last.mark != mark:
            last = Seen(None, mark, queries.releases(session), queries.zone(session))
        if glanced is not None and glanced[:-1] == mark:
            last = replace(last, glanced=glanced)
        self._seen = last
        return last

    def release_file(self, number: int) -> Response:
        """A release in its canonical form. Its name changes where a tombstone took the place of a line, its hash not.

        Aborts with 404 or 503 where there is no such release.
        """
        with self.store.read() as session:
            release = chosen(queries.releases(session), number)
            erased, _ = queries.changes_between_releases(session)
            key = f"{release.hash}-{erased}" if erased else release.hash
            response = self.shelf.answer(
                request, key, lambda: text_of(stored_lines(session, number)), mimetype=TYPES["jsonl"]
            )
        return to_keep(response, releases.file_name(release))

    def error(self, status: int, about: str = "") -> Response:
        """The document for an HTTP status, in the language of the address; `about` is one of `errors.ABOUT`."""
        lang = next((part for part in request.path.split("/") if part in self.texts), FIRST)
        visit = self.visit("", today=date.min)
        asked = request.path.rstrip("/").rpartition("/")[2] if status == HTTPStatus.NOT_FOUND else ""
        document = errors.render(status, self.texts[lang], visit, self.kit.templates, about=about, asked=asked)
        response = Body.of(document.encode()).answer(request, mimetype="text/html", status=status)
        response.headers["Cache-Control"] = "no-store"
        return response


def moved(plan: Plan, visit: Visit, lang: str) -> Response:
    """The way from an earlier code to the one it has now, in the release asked for. Aborts with 404 for any other."""
    place, _, code = visit.path.partition("/")
    kind = _ALIASED.get(place)
    current = next((now for of, alias, now in plan.aliases if (of, alias) == (kind, code)), None)
    if current is None:
        abort(404)
    address = visit.link(lang, f"{place}/{current}")
    return Response(status=301, headers={"Location": address, "Cache-Control": ASK_AGAIN})


# Addresses -------------------------------------------------------------------------------------------------------


def _add_pages(app: Flask, site: Site) -> None:
    @app.get("/")
    def home() -> Response:
        return Response(status=302, headers={"Location": f"/{FIRST}/"})

    for page in PAGES:
        app.add_url_rule(f"/{LANG}/{page.place}", f"pages.{page.place}", _shown(page, site))

    @app.get("/assets/<folder>/<name>")
    def asset(folder: str, name: str) -> Response:
        response = site.assets.answer(request, folder, name)
        return response if response is not None else abort(404)


def _shown(page: Page, site: Site) -> Callable[..., Response]:
    """The view of one kind of page."""

    def show(lang: str, code: str = "") -> Response:
        g.inline_styles = page.inline_styles
        return site.document(lang, page, page.path(checked(code) if page.codes else ""))

    return show


def _add_files(app: Flask, site: Site) -> None:
    """What anybody downloads to check a release without this site."""
    checker = Path(verify_release.__file__).read_bytes()
    body, key = Body.of(checker), etag(checker)

    @app.get("/releases/release-<number>.jsonl")
    def release_file(number: str) -> Response:
        return site.release_file(numbered(number))

    @app.get(f"/releases/{releases.CHECKER}")
    def checker_file() -> Response:
        if has(request, key):
            return fresh(Response(status=304), key)
        response = body.answer(request, mimetype="text/x-python")
        return fresh(to_keep(response, releases.CHECKER), key)


def _add_health(app: Flask, site: Site) -> None:
    @app.get("/healthz")
    def alive() -> Response:
        return _plain("ok", 200)

    @app.get("/readyz")
    def ready() -> Response:
        """Ready once the store answers at a revision that this program can read, and has a release."""
        try:
            with site.store.read() as session:
                published = queries.releases(session)
        except (StoreUnusable, SQLAlchemyError) as error:
            _log.error("not ready: %s", error)
            return _plain(_about(error), 503)
        return _plain("ok", 200) if published else _plain("no release", 503)


def _plain(words: str, status: int) -> Response:
    return Response(words + "\n", status=status, mimetype="text/plain", headers={"Cache-Control": "no-store"})


def _add_errors(app: Flask, site: Site) -> None:
    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        if error.response is not None or error.code is None or error.code < 400:
            given = error.get_response()
            return Response(given.get_data(), given.status_code, given.headers)
        response = site.error(error.code)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        """A fault of ours: recorded with its traceback, told without. One of the store is recorded in a line."""
        if not isinstance(error, StoreUnusable):
            _log.error("no answer to %s %r", request.method, request.path, exc_info=error)
            return site.error(500)
        _log.error("no answer to %s %r: %s", request.method, request.path, error)
        response = site.error(503, _about(error))
        response.headers["Retry-After"] = RETRY_SECONDS
        return response


def _about(error: Exception) -> str:
    """What a reader is told of a store that does not serve: that it is being upgraded, or that it does not answer."""
    return "revision" if isinstance(error, StoreUnusable) and error.code == "wrong_revision" else "store"
