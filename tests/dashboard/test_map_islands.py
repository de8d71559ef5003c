"""The islands of the map and of comparisons: each control changes what is drawn and said; nothing else is answered."""

from __future__ import annotations

import json
from typing import Any

from flask.testing import FlaskClient

from dashboard.islands import comparison, department_map

MAP, INDICATORS, DEPARTMENTS = (
    f"/islands/es/4/{path}/" for path in ("map/all", "compare/indicators", "compare/departments")
)
COPIES = "2.1.p72.c.t1"
IDS = {MAP: department_map.IDS, INDICATORS: comparison.IDS, DEPARTMENTS: comparison.IDS}
PLOTS = {"map": (department_map.PLOT, department_map.SAYS), "compare": (comparison.PLOT, comparison.SAYS)}


def layout(client: FlaskClient, at: str, query: str = "") -> dict[str, dict[str, Any]]:
    """Every component of a layout that has an id, by it."""
    response = client.get(f"{at}_dash-layout{query}")
    assert response.status_code == 200
    whole = response.get_json()
    (controls, *others) = whole["props"]["children"]
    return {each["props"]["id"]: each["props"] for each in (*controls["props"]["children"], *others)}


def ask(client: FlaskClient, at: str, **values: Any) -> dict[str, Any] | int:
    """The answer to a change of the controls, by name; the status where it is none."""
    plot, says = PLOTS["map" if at == MAP else "compare"]
    outputs = [{"id": plot, "property": name} for name in ("figure", "label")] + [{"id": says, "property": "words"}]
    shown = layout(client, at)
    inputs = [
        {"id": each, "property": "value", "allow_optional": True}
        | (
            {"value": values[name] if name in values else shown[each]["value"]}
            if each in shown or name in values
            else {}
        )
        for name, each in IDS[at].items()
    ]
    body = {
        "output": ".." + "...".join(f"{each['id']}.{each['property']}" for each in outputs) + "..",
        "outputs": outputs,
        "inputs": inputs,
        "changedPropIds": [f"{inputs[0]['id']}.value"],
    }
    response = client.post(f"{at}_dash-update-component", data=json.dumps(body), content_type="application/json")
    if response.status_code != 200:
        return response.status_code
    answer = response.get_json()["response"]
    return {"figure": answer[plot]["figure"], "label": answer[plot]["label"], "words": answer[says]["words"]}


def test_the_map_moves_through_time_and_its_address_is_the_document_s(client: FlaskClient) -> None:
    start = layout(client, MAP)
    slider = start["map-quarter"]
    assert (slider["kind"], slider["param"], slider["value"]) == ("slider", "quarter", "2026-Q2")
    assert slider["options"][0] == {"value": "2024-Q1", "label": "I trimestre 2024"}
    moved = ask(client, MAP, quarter="2025-Q4", amount="quarter")
    assert isinstance(moved, dict)
    assert "En el IV trimestre 2025" in moved["words"]
    there = layout(client, MAP, "?quarter=2025-Q4&amount=quarter")
    assert there[department_map.PLOT]["figure"] == moved["figure"] != start[department_map.PLOT]["figure"]
    document = client.get("/es/map?quarter=2025-Q4&amount=quarter").get_data(as_text=True)
    for code, value, known in moved["figure"]["data"][0]["customdata"]:
        assert f'data-department="{code}" data-quarter="2025-Q4" data-value="{value}" data-flag="{known}"' in document


def test_comparisons_are_redrawn_for_what_is_ticked(client: FlaskClient) -> None:
    two = ask(client, INDICATORS, indicators=["2.1.p72.b", "2.1.p72.d", "3.2.p108.a"])
    assert isinstance(two, dict)
    assert sum(line["meta"] == "marks" for line in two["figure"]["data"]) == 3
    assert "de su meta" in two["words"]
    all_codes = [option["value"] for option in layout(client, INDICATORS)["compare-indicators"]["options"]]
    many = ask(client, INDICATORS, indicators=all_codes)
    assert isinstance(many, dict)
    assert "Se muestran los primeros 4." in many["words"]
    places = ask(client, DEPARTMENTS, indicator=COPIES, departments=["15", "24"])
    assert isinstance(places, dict)
    assert [line["meta"] for line in places["figure"]["data"]] == ["department 15", "department 24"]


def test_what_is_not_offered_is_refused(client: FlaskClient) -> None:
    assert ask(client, MAP, quarter="2019-Q1") == 400
    assert ask(client, MAP, amount="share") == 400
    assert ask(client, INDICATORS, indicators=["2.1.p75.a"]) == 400
    assert ask(client, INDICATORS, departments=["15"]) == 400
    for path in ("4/map/x", "4/compare/all", "1/map/all", "1/compare/departments"):
        assert client.get(f"/islands/es/{path}/_dash-layout").status_code == 404


def test_a_form_s_boxes_are_read_as_a_list(client: FlaskClient) -> None:
    page = client.get("/en/compare?indicators=2.1.p72.b&indicators=3.2.p108.a").get_data(as_text=True)
    assert page == client.get("/en/compare?indicators=2.1.p72.b,3.2.p108.a").get_data(as_text=True)
    assert client.get("/en/compare?" + "&".join(["indicators=2.1.p72.b"] * 40)).status_code == 400
