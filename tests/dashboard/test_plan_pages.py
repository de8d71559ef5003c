"""The pages of the plan as a reader gets them: overview, guidelines, actions, and a part of the plan."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard import plan_filter
from dashboard.documents import action, overview
from dashboard.documents.action_figures import figure_table
from dashboard.documents.page import Visit, environment
from dashboard.documents.plan_states import action_counts, level_sentence, owed, owed_sentence
from dashboard.islands import plan_explorer
from dashboard.plan_filter import PlanFilter
from dashboard.serving.assets import Assets
from dashboard.texts import Texts
from indicators.periods import Quarter
from indicators.plan import DeclaredTotal, Level
from indicators.progress import State
from indicators.results import ActionDetail, Tombstone
from indicators.rollup import ActionState
from tests import builders as b
from tests.dashboard.details import of_kind, of_state, page

ES = Texts("es")
TODAY = date(2026, 11, 22)
TEMPLATES = environment()
STATES = of_state()


def text_of(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.get_data(as_text=True))).replace("\u00a0", " ")


def visit(path: str) -> Visit:
    return Visit("https://pna.example", path, TODAY, None, Assets().addresses)


def whole(*states: State, **changes: Any):
    """An overview with an action of one indicator in each of `states`."""
    actions, judged = [], {}
    for index, state in enumerate(states):
        code = f"1.1.p{index + 1}"
        one = replace(STATES[state].indicator, code=f"{code}.a", action=code)
        judged[one.code] = STATES[state].progress
        actions.append(b.action(one, code=code))
    return b.overview(b.plan(*actions, **changes), judged)


# Overview --------------------------------------------------------------------------------------------------------


def test_the_overview_answers_a_minister_in_order(client: FlaskClient) -> None:
    body = client.get("/es/").get_data(as_text=True)
    order = ['class="says"', 'class="facts', 'class="heatmap"', 'href="/es/entities/MTPE"', 'class="counts"',
             'href="/es/statements"', '<section class="action">', "Lo que falta del plan"]  # fmt: skip
    places = [body.index(mark) for mark in order]
    assert places == sorted(places)
    assert body.count('class="strip" data-row=') == 5
    assert "DEMOSTRACIÓN" in body[body.index('class="heatmap"') : body.index('class="heat-key"')]
    assert len(client.get("/es/", headers={"Accept-Encoding": "gzip"}).data) < 20_000


def test_the_overview_of_an_empty_plan_says_that_there_is_no_quarter_yet(client: FlaskClient) -> None:
    words = text_of(client, "/es/?release=1")
    assert "Todavía no hay ningún trimestre que mostrar." in words
    assert "no falta ninguna cifra" in words


def test_states_are_counted_over_the_declared_actions_with_best_and_worst_case() -> None:
    result = whole(State.MET, State.NO_DATA, totals=(DeclaredTotal("actions", 97, "", b.HERE),))
    counts = action_counts(result, ES)
    rows = {row.chip.words: (row.followed, row.least, row.most) for row in counts.rows}
    assert rows == {"Cumplida": (1, 1, 97), "Sin información reportada": (1, 1, 96)}
    assert (counts.followed, counts.unseen) == (2, 95)
    undeclared = action_counts(whole(State.BEHIND), ES)
    assert [(row.followed, row.most) for row in undeclared.rows] == [(0, None), (1, None)]
    assert undeclared.rows[0].chip.words == ES(f"action_state.{ActionState.MET}")


def test_beside_the_answer_stands_what_the_indicators_do_not_measure() -> None:
    assert "ninguno mide resultados" in ES.say(level_sentence(whole(State.MET, State.BEHIND)))  # type: ignore[arg-type]
    result = whole(State.MET)
    outcome = replace(result.actions[0].indicators[0].indicator, level=Level.OUTCOME)
    line = replace(result.actions[0].indicators[0], indicator=outcome)
    of_outcome = replace(result, actions=(replace(result.actions[0], indicators=(line,)),))
    said = ES.say(level_sentence(of_outcome))  # type: ignore[arg-type]
    assert "1 mide resultados" in said
    assert "ninguno" not in said
    assert level_sentence(whole()) is None


def test_who_owes_reports_is_named_with_the_quarter() -> None:
    late = owed(whole(State.NO_DATA, State.MET), ES)
    (row,) = late.rows
    assert (row.entity, row.now, row.earlier, row.oldest) == ("MIN", 1, 9, Quarter(2021, 3))
    assert "Falta 1 cifra del IV trimestre 2023, de MIN" in ES.say(owed_sentence(late))
    assert "no falta ninguna cifra" in ES.say(owed_sentence(owed(whole(State.MET), ES)))


def test_an_indicator_all_of_whose_figures_were_erased_is_said_to_be_so_not_to_be_without_data() -> None:
    result = whole(State.NO_DATA)
    erased = replace(result, erased=frozenset({"1.1.p1.a"}))
    document = overview.render(erased, ES, visit(""), TEMPLATES)
    (row,) = re.findall(r'<li class="row">.*?</li>', document, re.DOTALL)
    assert row.lower().count("cifras retiradas por mandato legal") == 2
    assert "sin información reportada" not in row.lower()
    assert "de 1 las cifras se retiraron por mandato legal" in document
    kept = overview.render(result, ES, visit(""), TEMPLATES)
    assert "cifras retiradas por mandato legal" not in kept


# A part of the plan ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("guideline=2", 12), ("guideline=3", 3), ("entity=MTPE", 11), ("status=behind", 1),
        ("guideline=3&status=behind", 1), ("guideline=2&entity=INDECOPI", 0),
    ],
)  # fmt: skip
def test_a_part_of_the_plan_is_shown_by_document_and_island_alike(client: FlaskClient, asked: str, shown: int) -> None:
    body = client.get(f"/es/?{asked}").get_data(as_text=True)
    assert body.count('<li class="row">') == shown
    assert f"{shown} de 15 indicadores" in body
    layout = client.get(f"/islands/es/4/plan/all/_dash-layout?{asked}").get_data(as_text=True)
    assert f"{shown} de 15 indicadores" in layout
    assert layout.count('"meta":"marks"') == shown


@pytest.mark.parametrize("asked", ["guideline=9", "entity=<b>", "status=all", "status=MET", "guideline="])
def test_a_part_that_does_not_exist_is_the_whole_plan(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/es/?{asked}").get_data(as_text=True).count('<li class="row">') == 15


def test_what_is_offered_is_what_some_indicator_has() -> None:
    result = whole(State.MET, State.BEHIND)
    assert plan_filter.offered(result) == {
        "guideline": ("all", "1"), "entity": ("all", "MIN"), "status": ("all", "met", "behind"),
    }  # fmt: skip
    assert plan_filter.chosen(result, {"status": "met", "entity": "X"}) == PlanFilter(status="met")
    assert plan_filter.shown(result, PlanFilter(status="met")) == 1
    assert not PlanFilter().narrow
    assert PlanFilter(entity="MIN").narrow


def test_the_explorer_answers_to_its_lists(client: FlaskClient) -> None:
    outputs = [
        {"id": plan_explorer.PLOT, "property": "figure"}, {"id": plan_explorer.PLOT, "property": "label"},
        {"id": plan_explorer.PLOT, "property": "height"}, {"id": plan_explorer.SAYS, "property": "words"},
        {"id": plan_explorer.LINKS, "property": "links"},
    ]  # fmt: skip
    chosen = {"guideline": "all", "entity": "all", "status": "met"}
    sent = {
        "output": ".." + "...".join(f"{each['id']}.{each['property']}" for each in outputs) + "..",
        "outputs": outputs,
        "inputs": [{"id": f"plan-{name}", "property": "value", "value": value} for name, value in chosen.items()],
        "changedPropIds": ["plan-status.value"],
    }
    answer = client.post("/islands/en/3/plan/all/_dash-update-component", json=sent)
    assert answer.status_code == 200
    said = json.loads(answer.get_data(as_text=True))["response"]
    assert said["plan-says"]["words"].startswith("DEMONSTRATION. 1 of 15 indicators shown.")
    (link,) = said["plan-links"]["links"]
    assert link["address"] == "/en/indicators/2.1.p72.a?release=3"
    assert link["after"] == "Met"
    sent["inputs"][0]["value"] = "9"
    assert client.post("/islands/en/3/plan/all/_dash-update-component", json=sent).status_code == 400


@pytest.mark.parametrize("address", ["/islands/es/4/plan/one/", "/islands/es/9/plan/all/", "/islands/es/1/plan/all/"])
def test_there_is_no_explorer_without_quarters(client: FlaskClient, address: str) -> None:
    assert client.get(f"{address}_dash-layout").status_code == 404


# Guidelines ------------------------------------------------------------------------------------------------------


def test_a_guideline_says_what_is_known_of_it(client: FlaskClient) -> None:
    words = text_of(client, "/es/guidelines/2")
    assert "Este sitio sigue 3 acciones de las 5 que se conocen de este lineamiento" in words
    assert "no se sabe cuántas tiene el lineamiento" in words
    assert "Título no visto en las fuentes consultadas (objetivo 2.2)" in words
    body = client.get("/es/guidelines/2").get_data(as_text=True)
    assert body.count('class="strip" data-row=') == 3
    unseen = text_of(client, "/en/guidelines/4")
    assert "the sources consulted show no action of this guideline" in unseen
    assert "0 of 0" not in unseen


def test_every_guideline_is_in_the_table_and_no_other_has_a_page(client: FlaskClient) -> None:
    body = client.get("/es/guidelines").get_data(as_text=True)
    assert all(f'<th scope="row" class="wrap-words"><a href="/es/guidelines/{code}">' in body for code in "12345")
    assert client.get("/es/guidelines/6").status_code == 404
    assert client.get("/es/guidelines/2?release=1").status_code == 200


# Actions ---------------------------------------------------------------------------------------------------------


def test_an_action_shows_its_rule_its_charts_and_every_figure(client: FlaskClient) -> None:
    body = client.get("/es/actions/2.1.p72").get_data(as_text=True)
    words = text_of(client, "/es/actions/2.1.p72")
    assert "Regla: algún indicador alcanzó su meta o muestra avance mayor que cero" in words
    assert "De sus 4 indicadores del plan: 1 alcanzó la meta" in words
    assert body.count('class="chart small"') == 5
    assert body.count('class="strip" data-row=') == 5
    table = re.search(r'<table class="figures">.*?</table>', body, re.DOTALL)[0]  # type: ignore[index]
    assert table.count('<th scope="row">') == 21
    assert "652" in table
    assert 'href="/es/entities/MTPE"' in body
    assert "Lo último que consta:" in words
    assert "algo que hacía falta" in words


def test_the_table_of_an_action_says_what_its_charts_say() -> None:
    details = tuple(of_kind().values())[:6]
    found = figure_table(details, ES)
    assert found is not None
    assert [column.path for column in found.columns] == [f"indicators/{each.indicator.code}" for each in details]
    by_quarter = dict(found.rows)
    count = by_quarter[Quarter(2022, 1)][0]
    assert (count.value, count.missing) == ("sin información reportada", True)
    revised = by_quarter[Quarter(2022, 4)][0]
    assert revised.value == "12"
    assert "cifra actualizada" in revised.notes
    assert by_quarter[Quarter(2023, 1)][2].value == "En revisión"
    assert figure_table((), ES) is None


def test_an_erased_indicator_is_said_to_be_so_on_the_page_of_its_action() -> None:
    subject = b.indicator(targets=(b.target(180),))
    stone = Tombstone("1.1.p1.a", "MIN", Quarter(2023, 4), "", "", "", "Resolución 7", TODAY, 2)
    detail = replace(page(subject), tombstones=(stone,))
    result = b.overview(detail.plan, {subject.code: detail.progress}, detail.release)
    of_action = ActionDetail(
        result.release, result.releases, result.plan, detail.guideline, detail.objective, result.actions[0], (detail,)
    )
    document = action.render(of_action, ES, visit("actions/1.1.p1"), TEMPLATES)
    row = re.search(r'<li class="row tall">.*?</li>', document, re.DOTALL)[0]  # type: ignore[index]
    assert "retirada" in row.lower()
    assert "Sin información reportada" not in row
