"""Dash inside a document: one application for all islands, whose address says language, release, kind and code.

The document carries Dash's config itself and starts the renderer with a file of ours, so it is the same bytes for every
reader and needs no inline script. Below an island's address there are its layout, its dependencies and its callbacks,
and nothing else. What an island shows is a `Part` (`explorer`); this module knows none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from dash import Dash
from dash.backends._flask import FlaskDashServer
from dash.development.base_component import Component
from flask import Flask, Response, abort, g, request
from markupsafe import Markup

from dashboard.islands.bodies import BadBody, Control, Declaration, check_body, declaration
from dashboard.islands.bundle import Bundle, bundle
from dashboard.islands.components import Box
from dashboard.serving.packing import Body

PLACE = "/islands/"
FILES = "files/"
PREFIX = f"{PLACE}<lang>/<int:release>/<kind>/<code>/"
CALLBACKS = "_dash-update-component"
SERVED = ("_dash-layout", "_dash-dependencies", CALLBACKS)
LARGEST_BODY = 64 * 1024
# They differ from load to load, or say more of the server than a reader needs.
NOT_SENT = ("end_id", "python_version", "dash_version_url", "plotly_cloud_installed")
_CONFIG = re.compile(r"<script[^>]*>(?P<json>.*)</script>", re.DOTALL)


Chosen = Mapping[str, str | list[str]]


class Address(NamedTuple):
    """Which page an island stands on."""

    lang: str
    release: int
    kind: str
    code: str

    @property
    def path(self) -> str:
        """Where its layout and callbacks are, with a slash at the end."""
        return f"{PLACE}{self.lang}/{self.release}/{self.kind}/{self.code}/"


class Part(Protocol):
    """What stands on the pages of one kind. `subject` is whatever the other methods need, None where it is unknown."""

    def subject(self, address: Address) -> Any | None:
        """What the page is about: one query."""

    def layout(self, address: Address, subject: Any, chosen: Chosen) -> Component:
        """The controls and the figure with its words, as `chosen` (by the controls' ids) asks for them.

        So the first plot needs no callback: callbacks are declared with `prevent_initial_call=True`.
        """

    def controls(self, subject: Any) -> Sequence[Control]:
        """What a reader may choose on this page."""

    def register(self, app: Dash) -> None:
        """Declare the callbacks on `app`, never globally."""


@dataclass(frozen=True, slots=True)
class Mount:
    """What a document needs to hold an island. Addresses are complete; `config` is JSON that is safe in a script."""

    base: str
    config: Markup
    starter: str
    style: str
    script: str
    plotly: str


class _Backend(FlaskDashServer):
    """Dash on Flask without its catch-all, its assets and its component suites; the rest through `Island`."""

    def register_assets_blueprint(self, blueprint_name: str, assets_url_path: str, assets_folder: str) -> None:
        """None: the files of islands come from the bundle."""

    def before_request(self, func: Callable[[], Any]) -> None:
        """Dash sets itself up at its first request, where two threads can meet; here once, before any."""
        func()

    def add_url_rule(
        self,
        rule: str,
        view_func: Callable[..., Any],
        endpoint: str | None = None,
        methods: list[str] | None = None,
    ) -> None:
        """Only the addresses that an island needs."""
        if rule.removeprefix(PREFIX) in SERVED:
            super().add_url_rule(rule, view_func, endpoint, methods)

    def serve_callback(self, dash_app: Any) -> Callable[[], Any]:
        """Dash's own dispatch for a body that has been found good."""
        dispatch = super().serve_callback(dash_app)

        def checked() -> Any:
            dash_app.check_request()
            return dispatch()

        return checked


class Island(Dash):
    """The Dash application of the public pages' islands, one for a server. `parts` by the kind in the address."""

    def __init__(self, parts: Mapping[str, Part], languages: Sequence[str]) -> None:
        super().__init__(
            __name__,
            server=False,
            backend=_Backend,
            routes_pathname_prefix=PREFIX,
            requests_pathname_prefix=PREFIX,
            include_assets_files=False,
            suppress_callback_exceptions=True,
            add_log_handler=False,
            update_title="",
            use_pages=False,
            enable_mcp=False,
        )
        self._parts = dict(parts)
        self._languages = tuple(languages)
        self._sent: dict[str, str] = {}
        self.layout = self._layout_here
        for part in self._parts.values():
            part.register(self)

    def install(self, server: Flask) -> None:
        """Serve the islands and their files from `server`."""
        self.init_app(server)
        self.index()  # type: ignore[no-untyped-call]
        self._settings = _settings(self._sent["config"])
        self.files: Bundle = bundle(self._sent["scripts"])
        server.url_value_preprocessor(self._arrive)
        server.after_request(self._pack)
        server.add_url_rule(f"{PLACE}{FILES}<path:name>", "islands.files", self._send_file)

    def interpolate_index(self, *pieces: str, **named: str) -> str:
        """Keeps the config and the script tags that Dash would write; no page of Dash's own is ever sent."""
        self._sent = dict(named)
        return str(super().interpolate_index(*pieces, **named))  # type: ignore[no-untyped-call]

    def mount(self, address: Address) -> Mount:
        """What the document at `address` needs; the same for every reader and every worker."""
        config = json.dumps(self._settings | {"requests_pathname_prefix": address.path}, sort_keys=True)
        return Mount(
            base=address.path,
            config=Markup(config.replace("<", "\\u003c")),  # noqa: S704
            starter=PLACE + FILES + self.files.starter,
            style=PLACE + FILES + self.files.style,
            script=PLACE + FILES + self.files.script,
            plotly=PLACE + FILES + self.files.plotly,
        )

    def controls(self, kind: str, subject: Any) -> tuple[Control, ...]:
        """What a reader may choose where the part of `kind` shows `subject`."""
        return tuple(self._parts[kind].controls(subject))

    def check_request(self) -> None:
        """Refuses (400, 413, 415) what is not a request for one of the callbacks of this page."""
        request.max_content_length = LARGEST_BODY
        try:
            body = request.get_json()
            check_body(body, declarations=self._declarations(), controls=self._controls_here())
        except (BadBody, RecursionError) as error:
            abort(400, description=f"callback: {error}")

    def _declarations(self) -> dict[str, Declaration]:
        return {output: declaration(callback, output) for output, callback in self.callback_map.items()}

    def _controls_here(self) -> dict[str, Control]:
        return {control.id: control for control in self.controls(g.island.kind, g.island_subject)}

    def _layout_here(self) -> Component:
        """The layout of the page asked for, with what its address says is chosen; an empty one while Dash is set up."""
        if not g or "island" not in g:
            return Box()
        controls = self._controls_here().values()
        chosen = {each.id: each.read(_written(each)) for each in controls}
        return self._parts[g.island.kind].layout(g.island, g.island_subject, chosen)

    def _arrive(self, endpoint: str | None, values: dict[str, Any] | None) -> None:
        """Reads the page from the address, moves it into `g`, and refuses (404) one that does not exist."""
        if endpoint is None or values is None or not endpoint.startswith(PREFIX):
            return
        g.island = Address(**{name: values.pop(name) for name in Address._fields})
        part = self._parts.get(g.island.kind)
        if part is None or g.island.lang not in self._languages:
            abort(404)
        g.island_subject = part.subject(g.island)
        if g.island_subject is None:
            abort(404)

    def _send_file(self, name: str) -> Response:
        return self.files.answer(request, name) or abort(404)

    def _pack(self, response: Response) -> Response:
        """An island's answers are made for one request: compressed, and kept by nobody."""
        if not (request.endpoint or "").startswith(PREFIX) or response.status_code != 200:
            return response
        Body.of(response.get_data()).fill(response, request)
        response.headers["Cache-Control"] = "no-store"
        return response


def _written(control: Control) -> str | None:
    """What the address says of a control; of one of many named several times, as a form names its boxes, a list."""
    given = request.args.getlist(control.param) if control.param else []
    if not given:
        return None
    return ",".join(given) if control.many else given[0]


def _settings(config_tag: str) -> dict[str, Any]:
    """Dash's config without what differs from load to load and without the components that hold no others."""
    found = _CONFIG.search(config_tag)
    config: dict[str, Any] = json.loads(found["json"]) if found else {}
    children = config.get("children_props", {})
    holding = {space: {name: props for name, props in each.items() if props} for space, each in children.items()}
    return {key: value for key, value in config.items() if key not in NOT_SENT} | {"children_props": holding}
