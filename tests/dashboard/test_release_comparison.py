"""The page that compares two releases: what it counts, what it says of each indicator, what an address may ask for."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.islands import releases
from indicators import queries
from indicators.store import Store
from indicators.two_releases import release_comparison

HERE = "/islands/es/4/releases/all/"
CHANGED = "2.1.p72.d"


def shown(client: FlaskClient, asked: str = "", lang: str = "es") -> str:
    answer = client.get(f"/{lang}/releases/compare{asked}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def sentence_of(document: str) -> str:
    found = re.search(r'<p class="says">(.*?)</p>', document, re.DOTALL)
    assert found
    return re.sub("<[^>]*>", "", found[1]).replace("\N{NO-BREAK SPACE}", " ")


def numbers(opened: Store, **chosen: str) -> tuple[int, int]:
    with opened.read() as session:
        found = release_comparison(session, {"from" if name == "since" else name: v for name, v in chosen.items()})
    assert found
    return found.earlier.number, found.later.number


def test_without_a_choice_the_last_two_releases_are_compared(opened: Store) -> None:
    assert numbers(opened) == (3, 4)
    assert numbers(opened, to="3") == (2, 3)
    assert numbers(opened, since="4", to="1") == (1, 4), "the earlier one is the earlier one, whatever it is called"
    assert numbers(opened, since="9", to="x") == (3, 4)
    assert numbers(opened, since="2", to="2") == (2, 2)


def test_neighbours_differ_by_what_the_later_one_brought(opened: Store) -> None:
    """Counted figure by figure here, told by the release itself there."""
    with opened.read() as session:
        brought = queries.contents(session)
        for later in (2, 3, 4):
            found = release_comparison(session, {"from": str(later - 1), "to": str(later)})
            assert found
            told = brought[later]
            for name in ("added", "changed", "withdrawn"):
                assert sum(getattr(line, name) for line in found.lines) == getattr(told, name), (later, name)


def test_a_release_compared_with_itself_differs_in_nothing(opened: Store) -> None:
    with opened.read() as session:
        found = release_comparison(session, {"from": "4", "to": "4"})
    assert found
    assert not any(line.differs for line in found.lines)


def test_changes_across_several_releases_keep_class_and_reason(opened: Store) -> None:
    with opened.read() as session:
        found = release_comparison(session, {"from": "2", "to": "4"})
    assert found
    changes = [change for line in found.lines for change in line.changes]
    assert {change.release for change in changes} == {3, 4}
    assert all(change.change and change.reason for change in changes)
    (line,) = (line for line in found.lines if line.detail.indicator.code == CHANGED)
    assert (line.changed, len(line.changes)) == (0, 1), "a figure that came and changed in between is one that came"


@pytest.mark.parametrize(
    ("asked", "lang", "words"),
    [
        ("", "es", "De la publicación N.° 3 (5 feb. 2026) a la N.° 4 (5 nov. 2026)"),
        ("?from=1&to=2", "en", "From release 1 (Jul 1, 2021) to release 2"),
        ("?from=2&to=2", "es", "son la misma"),
        ("?release=1", "es", "una sola publicación"),
        ("?release=3", "es", "De la publicación N.° 2"),
        ("?from=%27%3B--&to=-1&indicator=<b>", "es", "De la publicación N.° 3"),
    ],
)
def test_the_first_sentence_says_what_changed_between_which(
    client: FlaskClient, asked: str, lang: str, words: str
) -> None:
    assert words in sentence_of(shown(client, asked, lang))


def test_what_changed_comes_first_with_links_into_both_releases(client: FlaskClient) -> None:
    document = shown(client)
    table = document[document.index('<table class="compared') : document.index("</table>")]
    rows = re.findall(r"<tr( class=\"differs\")?><th scope=\"row\">", table)
    assert rows == sorted(rows, reverse=True)
    assert rows[0]
    assert not rows[-1]
    for number in (3, 4):
        assert f'href="/es/indicators/{CHANGED}?release={number}"' in table
    assert "rectificación" in document
    assert "Se contaron asistencias en lugar de personas distintas." in document


def test_the_chosen_indicator_is_drawn_as_each_release_has_it(client: FlaskClient) -> None:
    document = shown(client, f"?from=2&to=4&indicator={CHANGED}")
    drawings = re.findall(r"<section data-readout=.*?</section>", document, re.DOTALL)
    marks = [len(re.findall("data-quarter", drawing)) for drawing in drawings]
    assert len(drawings) == 2
    assert marks[0] < marks[1]


def test_the_page_of_releases_leads_there(client: FlaskClient) -> None:
    assert 'href="/es/releases/compare"' in client.get("/es/releases").get_data(as_text=True)


# The island ------------------------------------------------------------------------------------------------------


def layout(client: FlaskClient, asked: str = "") -> dict[str, dict[str, Any]]:
    answer = client.get(f"{HERE}_dash-layout{asked}")
    assert answer.status_code == 200
    controls, plot, words = answer.get_json()["props"]["children"]
    every = (*controls["props"]["children"], plot, words)
    return {each["props"]["id"]: each["props"] for each in every}


def test_the_earlier_release_is_drawn_behind_the_later_one(client: FlaskClient) -> None:
    shown = layout(client, f"?from=2&to=4&indicator={CHANGED}")
    metas = [trace["meta"] for trace in shown[releases.PLOT]["figure"]["data"]]
    assert metas.index("earlier") < metas.index("marks")
    assert "N.° 2" in shown[releases.SAYS]["words"]
    assert "Personas migrantes" in shown[releases.SAYS]["words"]
    assert {name: shown[name]["value"] for name in releases.IDS.values()} == {
        "releases-earlier": "2",
        "releases-later": "4",
        "releases-indicator": CHANGED,
    }


def test_a_release_without_figures_says_so(client: FlaskClient) -> None:
    shown = layout(client, f"?from=1&to=4&indicator={CHANGED}")
    assert "La publicación N.° 1 no tiene cifras" in shown[releases.SAYS]["words"]
    empty = layout(client, f"?from=1&to=1&indicator={CHANGED}")
    assert empty[releases.PLOT]["figure"]["data"] == []


def test_only_releases_and_indicators_that_are_there_may_be_asked_for(client: FlaskClient) -> None:
    sent = {
        "output": f"..{releases.PLOT}.figure...{releases.PLOT}.label...{releases.SAYS}.words..",
        "outputs": [
            {"id": releases.PLOT, "property": "figure"},
            {"id": releases.PLOT, "property": "label"},
            {"id": releases.SAYS, "property": "words"},
        ],
        "changedPropIds": ["releases-later.value"],
    }
    for values, status in ((("3", "4", CHANGED), 200), (("3", "5", CHANGED), 400), (("3", "4", "x"), 400)):
        inputs = [
            {"id": name, "property": "value", "value": value, "allow_optional": True}
            for name, value in zip(releases.IDS.values(), values, strict=True)
        ]
        answer = client.post(
            f"{HERE}_dash-update-component", data=json.dumps(sent | {"inputs": inputs}), content_type="application/json"
        )
        assert answer.status_code == status, values


def test_one_release_has_no_island(client: FlaskClient) -> None:
    assert client.get("/islands/es/1/releases/all/_dash-layout").status_code == 404
    assert client.get("/islands/es/4/releases/x/_dash-layout").status_code == 404
    assert "_dash-config" not in shown(client, "?release=1")
