"""The progress explorer in a browser: it comes alive, redraws, stays quiet, and is never needed."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from dashboard import theme
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser

DISTINCT, COUNT, REPORT, PROGRAMME = (
    f"/es/indicators/{code}" for code in ("2.1.p72.d", "2.1.p72.c.t1", "2.1.p78.a", "3.1.p91.a")
)
ALIVE = "figure.explored .js-plotly-plot .main-svg"


def figure(page: Page) -> dict[str, Any]:
    """The live figure's traces by what they are, and its paper's colour."""
    drawn: dict[str, Any] = page.evaluate(
        """() => {
            const {data, layout} = document.querySelector('.js-plotly-plot');
            const types = Object.fromEntries(data.map(trace => [trace.meta, trace.type]));
            const marks = data.find(trace => trace.meta === 'marks')?.customdata ?? null;
            return {paper: layout.paper_bgcolor, types, marks};
        }"""
    )
    return drawn


def until_drawn(page: Page, meta: str) -> None:
    page.wait_for_function(
        "meta => document.querySelector('.js-plotly-plot').data.some(trace => trace.meta === meta)", arg=meta
    )


def test_a_tap_puts_a_live_chart_in_the_drawings_place(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open(DISTINCT)
    in_svg = page.locator(".picture.total.wide [data-quarter]").evaluate_all(
        "marks => marks.map(mark => [mark.dataset.quarter, mark.dataset.value, mark.dataset.flag])"
    )
    expect(page.locator(".pictures")).to_be_visible()
    page.get_by_role("button", name="Explorar este gráfico").click()
    page.wait_for_selector(ALIVE)
    expect(page.locator("#react-entry-point")).to_be_visible()
    expect(page.locator(".pictures")).to_be_hidden()
    expect(page.locator("#island > [role=status]")).to_contain_text("El explorador está listo")
    assert figure(page)["marks"] == in_svg
    assert visitor.said == []
    assert visitor.strangers == []


@pytest.mark.parametrize("path", [DISTINCT, COUNT, REPORT, PROGRAMME])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_kind_of_drawing_comes_alive_without_a_word_on_the_console(visit: Visit, path: str, lang: str) -> None:
    visitor = visit()
    page = visitor.explore(path.replace("/es/", f"/{lang}/"))
    assert figure(page)["marks"]
    assert visitor.said == []
    assert visitor.strangers == []


def test_each_control_redraws(visit: Visit) -> None:
    visitor = visit()
    page = visitor.explore(COUNT)
    assert figure(page)["types"]["marks"] == "scatter"
    page.get_by_role("radio", name="Por trimestre").check()
    page.wait_for_function("() => document.querySelector('.js-plotly-plot').data.some(t => t.type === 'bar')")
    expect(page.locator(".island-says")).to_contain_text("Lo reportado en cada trimestre")
    page.get_by_role("radio", name="Idioma").check()
    until_drawn(page, "category es")
    page.get_by_role("radio", name="Sin desagregar").check()
    page.get_by_label("Comparar con").select_option("3")
    until_drawn(page, "earlier")
    assert visitor.said == []


def test_targets_can_be_put_away(visit: Visit) -> None:
    page = visit().explore(DISTINCT)
    assert {"path in_force", "path original"} <= set(figure(page)["types"])
    page.get_by_role("checkbox", name="Originales").uncheck()
    page.wait_for_function(
        "() => !document.querySelector('.js-plotly-plot').data.some(t => t.meta === 'path original')"
    )
    assert "path in_force" in figure(page)["types"]


def test_the_keyboard_reaches_every_control(visit: Visit) -> None:
    page = visit().open(DISTINCT)
    page.locator("[data-ask] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(ALIVE)
    assert page.evaluate("document.activeElement.id") == "react-entry-point"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.js-plotly-plot').data.some(t => t.type === 'bar')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Vigentes")).not_to_be_checked()


def test_the_live_chart_wears_the_readers_scheme_and_follows_it(visit: Visit) -> None:
    page = visit(scheme="dark").explore(DISTINCT)
    assert figure(page)["paper"] == theme.DARK.paper
    page.emulate_media(color_scheme="light")
    page.wait_for_function(
        "paper => document.querySelector('.js-plotly-plot').layout.paper_bgcolor === paper", arg=theme.LIGHT.paper
    )


def test_on_paper_the_drawing_stays(visit: Visit) -> None:
    page = visit().explore(DISTINCT)
    page.emulate_media(media="print")
    expect(page.locator(".picture.total.wide")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_be_hidden()


@pytest.mark.parametrize("path", [DISTINCT, COUNT, REPORT, PROGRAMME])
def test_on_a_phone_nothing_stands_out_to_the_side(visit: Visit, path: str) -> None:
    page = visit(size=PHONE).explore(path)
    wide, room = page.locator("figure.explored").evaluate("it => [it.scrollWidth, it.clientWidth]")
    assert wide <= room < PHONE["width"]


@pytest.mark.parametrize(("line", "starts"), [("good", True), ("slow", False), ("saving", False), ("silent", False)])
def test_it_starts_unasked_only_where_the_line_is_known_to_be_good(visit: Visit, line: str, starts: bool) -> None:
    visitor = visit(line=line)
    page = visitor.open(DISTINCT)
    if starts:
        page.wait_for_selector(ALIVE)
        assert page.evaluate("document.activeElement.tagName") == "BODY"
    else:
        page.wait_for_timeout(1500)
        assert not [address for address in visitor.asked if "plotly" in address]
        expect(page.get_by_role("button", name="Explorar este gráfico")).to_be_visible()


def test_a_chart_that_is_being_read_is_not_taken_away(visit: Visit) -> None:
    visitor = visit(line="good")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = visitor.page
    page.route("**/plotly-lean*", hold)
    with page.expect_request("**/plotly-lean*"):
        visitor.open(DISTINCT)
    page.locator(".picture.total.wide svg").focus()
    held[0].continue_()
    page.wait_for_selector(".js-plotly-plot .cartesianlayer .trace", state="attached")
    page.wait_for_timeout(300)
    expect(page.locator(".picture.total.wide")).to_be_visible()
    page.locator(".picture.total.wide svg").blur()
    page.wait_for_selector(ALIVE)


def refuse(route: Route) -> None:
    route.fulfill(status=500)


def assert_the_drawing_stays(page: Page) -> None:
    expect(page.locator("#island > [role=status]")).to_contain_text("no se pudo abrir")
    expect(page.locator(".picture.total.wide")).to_be_visible()
    expect(page.locator("#react-entry-point")).to_be_hidden()


@pytest.mark.parametrize("broken", ["**/plotly-lean*", "**/dash.js", "**/island.css"])
def test_an_island_whose_files_do_not_come_says_so_and_the_drawing_stays(visit: Visit, broken: str) -> None:
    page = visit().open(DISTINCT)
    page.route(broken, refuse)
    page.click("[data-ask] button")
    assert_the_drawing_stays(page)


@pytest.mark.parametrize("broken", ["**/_dash-layout", "**/_dash-dependencies"])
def test_an_island_that_is_not_answered_says_so_and_opens_when_asked_again(visit: Visit, broken: str) -> None:
    page = visit().open(DISTINCT)
    page.route(broken, refuse)
    page.click("[data-ask] button")
    assert_the_drawing_stays(page)
    page.unroute(broken)
    page.get_by_role("button", name="Intentar otra vez").click()
    page.wait_for_selector(ALIVE)
    expect(page.locator("#island > [role=status]")).to_contain_text("El explorador está listo")


def test_an_island_that_never_draws_says_so_after_a_while(visit: Visit) -> None:
    visitor = visit()
    visitor.page.clock.install()
    page = visitor.open(DISTINCT)
    page.route(
        "**/plotly-lean*", lambda route: route.fulfill(body="window.Plotly = {react: () => new Promise(() => {})}")
    )
    page.click("[data-ask] button")
    page.wait_for_selector("#react-entry-point .plot", state="attached")
    page.clock.fast_forward(21_000)
    assert_the_drawing_stays(page)


def test_a_choice_that_is_not_answered_is_said_and_can_be_tried_again(visit: Visit) -> None:
    page = visit().explore(COUNT)
    page.route("**/_dash-update-component", refuse)
    page.get_by_role("radio", name="Por trimestre").check()
    expect(page.locator("#island > [role=status]")).to_contain_text("No llegó la respuesta")
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    page.unroute("**/_dash-update-component")
    page.get_by_role("button", name="Intentar otra vez").click()
    page.wait_for_selector(ALIVE)
    assert figure(page)["types"]["marks"] == "bar"
    assert page.get_by_role("radio", name="Por trimestre").is_checked()


def test_a_view_stands_in_the_address_and_opens_from_it_alike(visit: Visit) -> None:
    """No callback is asked for: the layout comes with what the address names."""
    page = visit().explore(COUNT)
    assert "?" not in page.url
    page.get_by_role("radio", name="Por trimestre").check()
    page.wait_for_function("() => document.querySelector('.js-plotly-plot').data.some(t => t.type === 'bar')")
    page.get_by_label("Comparar con").select_option("3")
    until_drawn(page, "earlier")
    assert page.url.endswith("?amount=quarter&compare=3")
    drawn, said = figure(page), page.locator(".island-says").inner_text()

    other = visit()
    there = other.open(page.url.removeprefix(other.root))
    there.wait_for_selector(ALIVE)
    assert figure(there) == drawn
    assert there.locator(".island-says").inner_text() == said
    assert there.get_by_role("radio", name="Por trimestre").is_checked()
    assert there.evaluate("document.activeElement.tagName") == "BODY"
    assert not [address for address in other.asked if "update-component" in address]
    assert other.said == []
    there.get_by_role("radio", name="Total a la fecha").check()
    there.wait_for_url("**/*?compare=3")


def test_back_within_a_page_brings_the_choice_that_stood_there(visit: Visit) -> None:
    page = visit().explore(COUNT)
    page.get_by_role("radio", name="Por trimestre").check()
    page.wait_for_function("() => document.querySelector('.js-plotly-plot').data.some(t => t.type === 'bar')")
    page.evaluate("location.hash = 'changes'")
    page.get_by_role("radio", name="Total a la fecha").check()
    page.wait_for_function("() => !document.querySelector('.js-plotly-plot').data.some(t => t.type === 'bar')")
    page.go_back()
    page.wait_for_function("() => document.querySelector('.js-plotly-plot').data.some(t => t.type === 'bar')")
    assert page.url.endswith("?amount=quarter")


def test_arrow_keys_walk_the_points_of_the_live_chart(visit: Visit) -> None:
    page = visit().explore(DISTINCT)
    page.locator("#explorer-plot").focus()
    page.keyboard.press("ArrowRight")
    last = page.locator("#island .unseen").inner_text()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#island .unseen")).not_to_have_text(last)
    expect(page.locator(".hoverlayer .hovertext")).to_be_visible()


def test_without_scripts_the_page_is_whole_and_offers_no_button(visit: Visit) -> None:
    page = visit(scripts=False).open(DISTINCT)
    expect(page.locator(".picture.total.wide svg")).to_be_visible()
    expect(page.locator("table.quarters")).to_be_visible()
    expect(page.get_by_role("button", name="Explorar este gráfico")).to_have_count(0)


def test_what_a_plan_says_is_no_markup_of_a_live_chart(visit: Visit) -> None:
    visitor, hostile = visit(), '<a href="https://stranger.example/">1 < 2</a>'

    def slip_in(route: Route) -> None:
        answer = route.fetch()
        layout: Any = answer.json()
        plot = next(part for part in layout["props"]["children"] if part["type"] == "Plot")["props"]
        for trace in plot["figure"]["data"]:
            if trace["meta"] == "marks":
                trace["text"] = [f"{hostile}<br>{words}" for words in trace["text"]]
        plot["figure"]["layout"]["annotations"].append({"text": hostile, "x": 1, "y": 1, "showarrow": False})
        route.fulfill(response=answer, json=layout)

    visitor.page.route("**/_dash-layout*", slip_in)
    page = visitor.explore(DISTINCT)
    page.focus(".js-plotly-plot")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".plot .unseen")).to_contain_text(f"{hostile}. ")
    expect(page.locator(".hoverlayer")).to_contain_text(hostile)
    expect(page.locator(".annotation").last).to_have_text(hostile)
    assert page.locator(".js-plotly-plot a").count() == 0
