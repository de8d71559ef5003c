"""Islands as a browser and as an attacker meet them: addresses, callbacks, files, and what the document carries."""

from __future__ import annotations

import gzip
import json
import re
from copy import deepcopy
from html import unescape
from typing import Any

import pytest
from dash import Dash, html
from flask.testing import FlaskClient
from plotly.offline import get_plotlyjs_version
from werkzeug.test import TestResponse

from dashboard import theme
from dashboard.app import create_app
from dashboard.islands import explorer
from dashboard.islands.bodies import BadBody, Control, check_body
from dashboard.islands.bundle import COMPONENTS, PlotlyMissing, _plotly
from dashboard.serving.assets import ASSETS
from indicators.store import Store
from migrations.run import at_newest

CODE = "2.1.p72.b"
HERE = f"/islands/es/4/indicators/{CODE}/"
OUTPUTS = [
    {"id": explorer.PLOT, "property": "figure"},
    {"id": explorer.PLOT, "property": "label"},
    {"id": explorer.SAYS, "property": "words"},
]
VALUES: dict[str, Any] = {
    explorer.AMOUNT: "total",
    explorer.SPLIT: "none",
    explorer.TARGETS: ["in_force", "original"],
    explorer.COMPARE: "none",
}


def body(**changed: Any) -> dict[str, Any]:
    """What a browser sends, with the values of some controls changed (`split="tamano"`)."""
    values = VALUES | {f"explorer-{name}": value for name, value in changed.items()}
    return {
        "output": ".." + "...".join(f"{each['id']}.{each['property']}" for each in OUTPUTS) + "..",
        "outputs": OUTPUTS,
        "inputs": [
            {"id": name, "property": "value", "value": value, "allow_optional": True} for name, value in values.items()
        ],
        "changedPropIds": [f"{explorer.AMOUNT}.value"],
        "parsedChangedPropsIds": [f"{explorer.AMOUNT}.value"],
    }


def ask(client: FlaskClient, sent: object, at: str = HERE) -> TestResponse:
    return client.post(f"{at}_dash-update-component", data=json.dumps(sent), content_type="application/json")


def drawn(response: TestResponse) -> dict[str, Any]:
    assert response.status_code == 200, response.get_data(as_text=True)
    answer: dict[str, Any] = response.get_json()["response"]
    return answer


def test_a_reader_gets_figure_description_and_sentence(client: FlaskClient) -> None:
    answer = drawn(ask(client, body()))
    assert {trace["meta"] for trace in answer[explorer.PLOT]["figure"]["data"]} >= {"marks", "targets"}
    assert "DEMOSTRACIÓN" in answer[explorer.PLOT]["label"]
    assert answer[explorer.SAYS]["words"] == "Total al cierre de cada trimestre."


@pytest.mark.parametrize(
    ("changed", "traces", "says"),
    [
        ({"amount": "quarter"}, {"marks", "key"}, "Lo reportado en cada trimestre."),
        ({"targets": []}, {"marks", "key"}, "Total al cierre"),
        ({"targets": ["in_force"]}, {"marks", "path in_force", "targets", "key"}, "Total al cierre"),
        ({"compare": "2"}, {"earlier", "marks"}, "publicación N.° 2"),
        ({"compare": "1"}, {"marks"}, "no tenía cifras"),
        ({"split": "tamano"}, {"category micro", "category grande"}, "no se suman"),
        ({"split": "tamano", "compare": "2"}, {"category micro"}, "sin desagregar"),
    ],
)
def test_each_control_changes_what_is_drawn_and_said(
    client: FlaskClient, changed: dict[str, Any], traces: set[str], says: str
) -> None:
    answer = drawn(ask(client, body(**changed)))
    assert traces <= {trace["meta"] for trace in answer[explorer.PLOT]["figure"]["data"]}
    assert says in answer[explorer.SAYS]["words"]


def test_targets_that_are_not_asked_for_are_not_drawn(client: FlaskClient) -> None:
    metas = {trace["meta"] for trace in drawn(ask(client, body(targets=[])))[explorer.PLOT]["figure"]["data"]}
    assert not metas & {"targets", "path in_force", "path original"}


def test_language_and_release_come_from_the_address(client: FlaskClient) -> None:
    english = drawn(ask(client, body(), at=f"/islands/en/4/indicators/{CODE}/"))
    assert english[explorer.SAYS]["words"] == "Total at the end of each quarter."
    now = drawn(ask(client, body()))[explorer.PLOT]["figure"]
    then = drawn(ask(client, body(), at=f"/islands/es/3/indicators/{CODE}/"))[explorer.PLOT]["figure"]
    assert len(marks(then)) < len(marks(now))


def marks(figure: dict[str, Any]) -> list[list[str]]:
    found: list[list[str]] = next(trace["customdata"] for trace in figure["data"] if trace["meta"] == "marks")
    return found


def test_a_control_without_a_choice_is_not_shown_and_must_not_be_sent(client: FlaskClient) -> None:
    there = "/islands/es/4/indicators/2.1.p78.a/"
    layout = client.get(f"{there}_dash-layout").get_data(as_text=True)
    assert explorer.AMOUNT not in layout
    assert explorer.SPLIT not in layout
    assert explorer.COMPARE in layout
    assert ask(client, body(), at=there).status_code == 400
    assert ask(client, body(amount=None, split=None), at=there).status_code == 200


# Bodies that no browser of ours sends ----------------------------------------------------------------------------


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in body().items() if name != key}


def with_inputs(change: Any) -> dict[str, Any]:
    sent = deepcopy(body())
    change(sent["inputs"])
    return sent


def nested(depth: int) -> bytes:
    return b'{"output":' + b"[" * depth + b"]" * depth + b"}"


MALFORMED: dict[str, object] = {
    "null": None,
    "a list": [],
    "a number": 3,
    "a string": "x",
    "an empty object": {},
    "no output": without("output"),
    "no outputs": without("outputs"),
    "no inputs": without("inputs"),
    "no changed properties": without("changedPropIds"),
    "an unknown key": body() | {"cancelJob": "1"},
    "an unknown output": body() | {"output": "admin.children"},
    "an output that is a list": body() | {"output": ["x"]},
    "an output that is an object": body() | {"output": {"id": "x"}},
    "other outputs than declared": body() | {"outputs": OUTPUTS[:1]},
    "outputs as one object": body() | {"outputs": OUTPUTS[0]},
    "outputs as null": body() | {"outputs": None},
    "inputs as null": body() | {"inputs": None},
    "inputs as an object": body() | {"inputs": {}},
    "inputs of null": body() | {"inputs": [None] * 4},
    "no input at all": body() | {"inputs": []},
    "one input too few": with_inputs(lambda inputs: inputs.pop()),
    "one input too many": with_inputs(lambda inputs: inputs.append(inputs[0])),
    "an input twice": with_inputs(lambda inputs: inputs.__setitem__(1, inputs[0])),
    "inputs swapped": with_inputs(lambda inputs: inputs.reverse()),
    "another property": with_inputs(lambda inputs: inputs[0].update(property="options")),
    "a pattern for an id": with_inputs(lambda inputs: inputs[0].update(id={"type": "x", "index": "ALL"})),
    "an input without a value": with_inputs(lambda inputs: inputs[0].pop("value")),
    "a key of an input that no browser sends": with_inputs(lambda inputs: inputs[0].update(extra=1)),
    "a value of another type": body(amount=1),
    "a value that is an object": body(amount={"a": 1}),
    "a list for one value": body(amount=["total"]),
    "one value for a list": body(targets="in_force"),
    "a value that is not offered": body(amount="year"),
    "a dimension that is not published": body(split="estado_civil"),
    "a dimension with a quote": body(split="' OR 1=1--"),
    "half of a surrogate pair": body(split="\ud800"),
    "a target that is not offered": body(targets=["in_force", "secret"]),
    "a target twice": body(targets=["in_force", "in_force"]),
    "a target of another type": body(targets=[None]),
    "this very release to compare with": body(compare="4"),
    "a release still to come": body(compare="5"),
    "a release as a number": body(compare=2),
    "null for a control that is shown": body(amount=None),
    "a state that is not declared": body() | {"state": [{"id": "x", "property": "data", "value": 1}]},
    "a forged change": body() | {"changedPropIds": ["admin.n_clicks"]},
    "a change that is no list": body() | {"changedPropIds": "x"},
    "a forged parsed change": body() | {"parsedChangedPropsIds": [{"index": 1}]},
}


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_body_that_does_not_match_the_declaration_is_refused(client: FlaskClient, sent: object) -> None:
    assert ask(client, sent).status_code == 400


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (nested(200), "application/json", 400),
        (nested(30_000), "application/json", 400),
        (b'{"output":' + b"9" * 5_000 + b"}", "application/json", 400),
        (b'{"output":"' + b"x" * 100_000 + b'"}', "application/json", 413),
        (json.dumps(body()).encode(), "text/plain", 415),
        (json.dumps(body()).encode(), "application/x-www-form-urlencoded", 415),
        (json.dumps(body()).encode(), "", 415),
    ],
)
def test_what_is_no_json_of_reasonable_size_is_refused(
    client: FlaskClient, data: bytes, kind: str, status: int
) -> None:
    answer = client.post(f"{HERE}_dash-update-component", data=data, content_type=kind)
    assert answer.status_code == status


def test_a_compressed_body_is_not_unpacked(client: FlaskClient) -> None:
    packed = gzip.compress(json.dumps(body()).encode())
    answer = client.post(
        f"{HERE}_dash-update-component",
        data=packed,
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    assert answer.status_code == 400


def test_a_control_of_many_accepts_any_of_its_values_once() -> None:
    control = Control("x", ("a", "b"), ("a",), many=True)
    assert [control.accepts(value) for value in ([], ["b", "a"], ["a", "a"], ["c"], "a", None)] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_without_a_declared_callback_nothing_is_accepted() -> None:
    with pytest.raises(BadBody):
        check_body(body(), declarations={}, controls={})


# Addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        HERE,
        HERE + "x",
        HERE + "_reload-hash",
        HERE + "_favicon.ico",
        HERE + "_mcp",
        HERE + "assets/island.js",
        HERE + "_dash-component-suites/dash/dcc/dash_core_components.js",
        HERE + "_dash-component-suites/os/path.py",
        HERE + "../../../../../etc/passwd",
        f"/islands/fr/4/indicators/{CODE}/_dash-layout",
        f"/islands/es/9/indicators/{CODE}/_dash-layout",
        f"/islands/es/0/indicators/{CODE}/_dash-layout",
        f"/islands/es/-1/indicators/{CODE}/_dash-layout",
        f"/islands/es/x/indicators/{CODE}/_dash-layout",
        f"/islands/es/99999999999999999999999/indicators/{CODE}/_dash-layout",
        "/islands/es/4/actions/2.1.p72/_dash-layout",
        "/islands/es/4/indicators/9.9.p9.z/_dash-layout",
        "/islands/es/4/indicators/9.9.p9.z/_dash-dependencies",
        "/islands/es/4/indicators/2.1.p78.b/_dash-layout",
        f"/islands/es/1/indicators/{CODE}/_dash-layout",
        "/islands/files/island.js",
        "/islands/files/0000000000000000/island.js",
        "/islands/files/../island.js",
        "/_dash-layout",
        "/_dash-update-component",
        "/_mcp",
    ],
)
def test_what_is_not_there_is_a_real_404(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("where", ["9.9.p9.z", "2.1.p78.b"])
def test_callbacks_of_a_page_without_an_island_are_not_found(client: FlaskClient, where: str) -> None:
    assert ask(client, body(), at=f"/islands/es/4/indicators/{where}/").status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "TRACE"])
def test_callbacks_answer_to_post_only(client: FlaskClient, method: str) -> None:
    assert client.open(f"{HERE}_dash-update-component", method=method).status_code == 405


def props_of(layout: Any) -> dict[str, dict[str, Any]]:
    """The properties of every component of a layout that has an id, by its id; all are components of ours."""
    if not isinstance(layout, dict):
        return {}
    assert layout["namespace"] == "nap_tracker"
    props = layout["props"]
    within = [props_of(child) for child in props.get("children", [])]
    return {name: each for found in within for name, each in found.items()} | (
        {props["id"]: props} if "id" in props else {}
    )


def shown(client: FlaskClient, asked: str = "") -> dict[str, dict[str, Any]]:
    answer = client.get(f"{HERE}_dash-layout{asked}")
    assert answer.status_code == 200
    return props_of(answer.get_json())


def test_a_layout_holds_the_first_figure_and_its_words_so_that_no_callback_is_needed(client: FlaskClient) -> None:
    layout, answer = shown(client), drawn(ask(client, body()))
    assert layout[explorer.PLOT]["figure"] == answer[explorer.PLOT]["figure"]
    assert layout[explorer.PLOT]["label"] == answer[explorer.PLOT]["label"]
    assert layout[explorer.SAYS]["words"] == answer[explorer.SAYS]["words"]
    declared = client.get(f"{HERE}_dash-dependencies").get_json()
    assert {each["prevent_initial_call"] for each in declared} == {True}


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        ("?amount=quarter&targets=in_force", {"amount": "quarter", "targets": ["in_force"]}),
        ("?targets=", {"targets": []}),
        ("?split=tamano&compare=2&release=4", {"split": "tamano", "compare": "2"}),
        ("?amount=year&split=%27&targets=in_force,in_force&compare=5&scheme=dark", {}),
        ("?amount=quarter&amount=total", {"amount": "quarter"}),
    ],
)
def test_a_layout_is_of_what_the_address_names_and_of_nothing_that_is_not_offered(
    client: FlaskClient, asked: str, changed: dict[str, Any]
) -> None:
    layout, answer = shown(client, asked), drawn(ask(client, body(**changed)))
    wanted = VALUES | {f"explorer-{name}": value for name, value in changed.items()}
    assert {name: layout[name]["value"] for name in VALUES} == wanted
    assert {name: layout[name]["start"] for name in VALUES} == VALUES
    assert layout[explorer.PLOT]["figure"] == answer[explorer.PLOT]["figure"]


def test_every_control_has_a_name_of_its_own_in_the_address(client: FlaskClient) -> None:
    params = [props["param"] for props in shown(client).values() if "param" in props]
    assert sorted(params) == ["amount", "compare", "split", "targets"]
    assert island_in(client.get(f"/es/indicators/{CODE}").get_data(as_text=True))["params"].split() == params


def test_the_browser_paints_every_light_colour_of_a_figure_in_a_dark_one(client: FlaskClient) -> None:
    layout = shown(client, "?split=tamano")
    used = set(re.findall(r"#[0-9a-f]{6}\b", json.dumps(layout[explorer.PLOT]["figure"])))
    assert used
    assert used <= set(layout[explorer.PLOT]["dark"]), "a colour that is not of the palette stays light on dark paper"
    pairs = {*zip(theme.LIGHT, theme.DARK, strict=True), *zip(*theme.SERIES.values(), strict=True)}
    assert len(pairs) == len(theme.DARK_OF), "two dark colours would stand for one light colour"


def test_a_figure_has_no_toolbar_no_logo_and_no_way_to_send_it_away() -> None:
    script = (ASSETS / COMPONENTS).read_text()
    for off in ("displayModeBar", "displaylogo", "showSendToCloud", "doubleClick"):
        assert f"{off}: false" in script


def test_answers_are_kept_by_nobody_and_carry_the_security_headers(client: FlaskClient) -> None:
    answer = client.get(f"{HERE}_dash-layout", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert json.loads(gzip.decompress(answer.data))["type"] == "Box"


# The document ----------------------------------------------------------------------------------------------------


def island_in(document: str) -> dict[str, str]:
    opening = re.search(r'<div id="island"[^>]*>', document)
    assert opening
    return {name: unescape(value) for name, value in re.findall(r'data-([a-z]+)="([^"]*)"', opening[0])}


def config_in(document: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="_dash-config">(.*?)</script>', document, re.DOTALL)
    assert found
    config: dict[str, Any] = json.loads(found[1])
    return config


def test_the_document_carries_the_config_of_its_own_page(client: FlaskClient) -> None:
    config = config_in(client.get(f"/es/indicators/{CODE}").get_data(as_text=True))
    assert config["requests_pathname_prefix"] == HERE
    assert config["serve_locally"] is True
    assert not {"end_id", "python_version"} & set(config)


def test_an_older_release_has_an_island_of_its_own(client: FlaskClient) -> None:
    config = config_in(client.get(f"/en/indicators/{CODE}?release=3").get_data(as_text=True))
    assert config["requests_pathname_prefix"] == f"/islands/en/3/indicators/{CODE}/"


def test_an_indicator_without_figures_has_no_island(client: FlaskClient) -> None:
    document = client.get("/es/indicators/2.1.p78.b").get_data(as_text=True)
    assert "_dash-config" not in document
    assert "react-entry-point" not in document


def test_two_servers_on_one_store_write_the_same_bytes(client: FlaskClient, opened: Store) -> None:
    other = create_app(opened, at_revision=at_newest).test_client()
    first = client.get(f"/es/indicators/{CODE}")
    assert first.data == client.get(f"/es/indicators/{CODE}").data == other.get(f"/es/indicators/{CODE}").data
    assert other.get(f"/es/indicators/{CODE}", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_every_file_that_an_island_names_is_there_for_ever_and_packed(client: FlaskClient) -> None:
    island = island_in(client.get(f"/es/indicators/{CODE}").get_data(as_text=True))
    assert "plotly-lean" in island["plotly"]
    for address in (island["plotly"], island["script"], island["style"]):
        plain = client.get(address)
        packed = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert plain.status_code == packed.status_code == 200
        assert "immutable" in packed.headers["Cache-Control"]
        assert gzip.decompress(packed.data) == plain.data


def test_no_suite_of_components_is_served_that_no_layout_uses(client: FlaskClient) -> None:
    island = island_in(client.get(f"/es/indicators/{CODE}").get_data(as_text=True))
    script = client.get(island["script"]).data
    assert b"nap_tracker" in script
    assert not [
        name for name in (b"dash_core_components", b"dash_html_components", b"dash_table") if name + b"=" in script
    ]
    assert len(script) < 450_000


def test_our_plotly_is_of_the_version_that_dash_draws_with() -> None:
    assert _plotly().name == f"plotly-lean-{get_plotlyjs_version()}.min.js"
    assert f"plotly.js (scatter and bar alone - minified) v{get_plotlyjs_version()}" in _plotly().read_text()[:200]


def test_a_missing_plotly_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr("dashboard.islands.bundle.ASSETS", tmp_path)
    with pytest.raises(PlotlyMissing, match="plotly-lean"):
        _plotly()


def test_another_dash_application_in_the_process_takes_no_callback(opened: Store) -> None:
    other = Dash("other")
    other.layout = html.Div()
    create_app(opened, at_revision=at_newest)
    assert other.server.test_client().get("/_dash-dependencies").get_json() == []
