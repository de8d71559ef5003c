"""The documents as a reader gets them: structure, words, truth. No store, no server."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from dashboard.charts.parts import Flag
from dashboard.charts.progress import chart
from dashboard.documents import action, errors, indicator, overview, releases
from dashboard.documents.page import Visit, environment, overdue_since
from dashboard.documents.targets import target_groups
from dashboard.serving.assets import Assets
from dashboard.texts import Texts
from indicators.announcements import Announced, Announcement
from indicators.notices import Notice
from indicators.periods import Quarter
from indicators.plan import Basis, DeclaredTotal, Kind, Named, Promise, Source, Term
from indicators.progress import State
from indicators.release_record import ReleaseEntry, ReleaseRecord, Reported
from indicators.results import (
    ActionDetail,
    Change,
    Contents,
    Evidence,
    IndicatorDetail,
    IssuedNotice,
    PlanChanged,
    RowsChanged,
)
from tests import builders as b
from tests.dashboard.details import ALL, counted, of_kind, of_state, page

TEMPLATES = environment()
TEXTS = {lang: Texts(lang) for lang in ("es", "en")}
ASSETS = Assets().addresses
STATES = of_state()
PAGES = {str(state): detail for state, detail in STATES.items()} | of_kind()
TODAY = date(2026, 11, 22)
VOID = {"meta", "link", "input", "br", "img", "hr"}


def visit(path: str, release: int | None = None, today: date = TODAY) -> Visit:
    return Visit("https://pna.example", path, today, release, ASSETS)


def indicator_page(detail: IndicatorDetail, lang: str = "es", **kwargs: object) -> str:
    return indicator.render(detail, TEXTS[lang], visit(f"indicators/{detail.indicator.code}", **kwargs), TEMPLATES)


def whole(*states: State, **changes: object):
    """An overview with one indicator in each of `states`."""
    found = [replace(STATES[state].indicator, code=f"1.1.p1.{'abcdefghijkl'[i]}") for i, state in enumerate(states)]
    judged = {one.code: STATES[state].progress for one, state in zip(found, states, strict=True)}
    return b.overview(b.plan(b.action(*found), **changes), judged)


def overview_page(result, lang: str = "es", **kwargs: object) -> str:
    return overview.render(result, TEXTS[lang], visit("", **kwargs), TEMPLATES)


def action_page(result, lang: str = "es") -> str:
    guideline = result.plan.guidelines[0]
    detail = ActionDetail(
        result.release, result.releases, result.plan, guideline, guideline.objectives[0], result.actions[0]
    )
    return action.render(detail, TEXTS[lang], visit("actions/1.1.p1"), TEMPLATES)


class Reader(HTMLParser):
    """Reads a document and remembers its headings, landmarks, links and words; refuses what is not well nested."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        assert len(found) == len(attrs), f"an attribute twice in <{tag}>"
        self.elements.append((tag, found))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if found.get("href"):
            self.links.append(str(found["href"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "title", "svg"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words)).replace("\u00a0", " ")


def read(document: str) -> Reader:
    reader = Reader()
    reader.feed(document)
    reader.close()
    assert reader.open == []
    return reader


def release_records() -> dict[str, ReleaseRecord]:
    """The page of releases with nothing announced, and with everything that it can tell."""
    release, next_hour = b.release(), datetime(2024, 5, 6, 15, tzinfo=UTC)
    said = [Announcement(Quarter(2023, 4), release.published_at, "", release.published_at)]
    moved = [Announcement(Quarter(2024, 1), hour, "x", hour) for hour in (next_hour, next_hour.replace(day=7))]
    came = Announced(Quarter(2023, 4), tuple(said), 2, release.published_at)
    notice = Notice("1.1.p1.a", (), State.MET, State.BEHIND)
    full = ReleaseEntry(
        release,
        Contents(3, 2, 1, ()),
        1,
        (IssuedNotice(2, release.published_on, notice),),
        (PlanChanged(2, release.published_on, "method", "x", (RowsChanged("sheets", 2, 1, 0),), (), ()),),
        came,
    )
    in_plan = b.plan(b.action(b.indicator()))
    bare = ReleaseEntry(release, Contents(0, 0, 0, ()), 0, (), (), None)
    return {
        "bare": ReleaseRecord(release, (release,), in_plan, (), (bare,), ()),
        "full": ReleaseRecord(
            release, (release,), in_plan, (came, Announced(Quarter(2024, 1), tuple(moved), None, None)), (full,),
            (Reported("MIN", Quarter(2026, 3), 2),),
        ),
    }  # fmt: skip


RECORDS = release_records()


def documents() -> list[tuple[str, str]]:
    found = [
        (f"indicator-{name}-{lang}", indicator_page(detail, lang)) for name, detail in PAGES.items() for lang in TEXTS
    ]
    for lang, texts in TEXTS.items():
        found.append((f"overview-{lang}", overview_page(whole(*State), lang)))
        found.append((f"action-{lang}", action_page(whole(*State), lang)))
        found += [
            (f"releases-{name}-{lang}", releases.render(result, texts, visit("releases"), TEMPLATES))
            for name, result in RECORDS.items()
        ]
        found += [
            (f"error-{code}-{lang}", errors.render(code, texts, visit(""), TEMPLATES)) for code in (*errors.KNOWN, 418)
        ]
    return found


DOCUMENTS = dict(documents())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_well_built(name: str) -> None:
    reader = read(DOCUMENTS[name])
    tags = [tag for tag, _ in reader.elements]
    assert reader.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(reader.headings, reader.headings[1:], strict=False))
    assert len(reader.ids) == len(set(reader.ids))
    assert (tags.count("main"), tags.count("header"), tags.count("footer"), tags.count("nav")) == (1, 1, 1, 2)
    html = dict(reader.elements)["html"]
    assert html["lang"] == ("en" if name.endswith("-en") else "es-PE")
    for tag, attributes in reader.elements:
        # What machines are told of the data is no script: no browser runs it.
        is_data = attributes.get("type") == "application/ld+json"
        assert tag != "script" or attributes.get("src") or is_data, "a script in the document"
        assert "style" not in attributes
        assert not any(key.startswith("on") for key in attributes)
        if tag == "th":
            assert attributes.get("scope")
        if tag == "svg" and "role" in attributes:
            assert attributes.get("aria-label")
    assert "{" not in reader.text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_two_sections_of_a_page_have_the_same_title(name: str) -> None:
    titles = [re.sub("<[^>]+>", "", title) for title in re.findall(r"<h2[^>]*>(.*?)</h2>", DOCUMENTS[name], re.DOTALL)]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_leads_to_itself_in_the_other_language(name: str) -> None:
    other = "es" if name.endswith("-en") else "en"
    assert any(link.startswith(f"/{other}/") for link in read(DOCUMENTS[name]).links)


@pytest.mark.parametrize("name", PAGES)
def test_the_status_is_a_word_with_a_shape(name: str) -> None:
    detail = PAGES[name]
    words = TEXTS["es"](f"state.{detail.progress.state}")
    assert re.search(
        rf'<span class="chip \w+"><svg[^>]*aria-hidden="true">.*?</svg>{words}</span>', indicator_page(detail)
    )


@pytest.mark.parametrize("name", [name for name, detail in PAGES.items() if detail.progress.last_reported is None])
def test_an_indicator_without_figures_says_so_visibly(name: str) -> None:
    assert "sin información reportada" in read(indicator_page(PAGES[name])).text.lower()


def test_the_overview_and_the_action_say_so_of_each_line_without_figures() -> None:
    result = whole(State.NO_DATA, State.NOT_VIABLE, State.OFF_TRACK)
    rows = re.findall(r'<p class="sub">(.*?)</p>', overview_page(result), re.DOTALL)
    assert sum("sin información reportada" in row for row in rows) == 2
    assert action_page(result).lower().count("sin información reportada") >= 2


def test_a_demonstration_is_named_in_notice_sentence_chart_table_and_citation() -> None:
    reader = read(indicator_page(PAGES["count"]))
    assert "Cifras de demostración." in reader.text
    document = indicator_page(PAGES["count"])
    sentence, headline, caption = (
        re.search(pattern, document, re.DOTALL)[0]  # type: ignore[index]
        for pattern in (r'<p class="says">.*?</p>', r"<figcaption>.*?</figcaption>", r"<caption>.*?</caption>")
    )
    assert all("DEMOSTRACIÓN" in part for part in (sentence, headline, caption))
    assert document.count('class="t demo"') == 4
    assert re.search(r'<dd class="cite">DEMOSTRACIÓN\.', document)


def test_a_real_store_shows_no_trace_of_a_demonstration() -> None:
    subject = b.indicator(targets=(b.target(180, basis=Basis.ENTITY),))
    real = indicator_page(page(subject, *counted([5] * 10), demonstration=False)).lower()
    assert [word for word in ("demostraci", "invent", 'class="demo') if word in real] == []


@pytest.mark.parametrize("lang", TEXTS)
def test_the_table_says_what_the_chart_says(lang: str) -> None:
    texts, detail = TEXTS[lang], PAGES["count"]
    drawn = chart(detail)
    for mark, line in zip(reversed(drawn.points), indicator.lines(detail, texts, visit("")), strict=True):
        cells = {name: words for name, words, _ in line.extra}
        assert line.quarter == texts.quarter(mark.quarter)
        assert line.missing == (Flag.GAP in mark.flags)
        if mark.low is not None and mark.low == mark.high:
            assert cells[texts("column.total")] == texts.number(mark.low)


def test_what_changed_is_told_with_release_class_and_reason() -> None:
    before, after = b.figure("2022-Q4", 10), b.figure("2022-Q4", 12, change="late data", reason="dos sesiones más")
    change = Change(
        3, date(2024, 5, 6), "MIN", Quarter(2022, 4), "", "", before, after, "late data", "dos sesiones más"
    )
    text = read(indicator_page(replace(PAGES["count"], changes=(change,)))).text
    assert "Publicación N.° 3, 6 may. 2024." in text
    assert "2022-T4, MIN: 12 en lugar de 10" in text
    assert "Clase: dato tardío. Sustento: dos sesiones más" in text


def test_a_withdrawn_figure_is_told_as_withdrawn() -> None:
    gone = Change(3, date(2024, 5, 6), "MIN", Quarter(2022, 4), "", "", b.figure("2022-Q4", 10), None, "source", "x")
    assert "retirada en lugar de 10" in read(indicator_page(replace(PAGES["count"], changes=(gone,)))).text


def test_each_figure_leads_to_file_sheet_row_column_and_dates() -> None:
    text = read(indicator_page(PAGES["count"])).text
    assert text.count("ab" * 32) == len(PAGES["count"].unsplit)
    assert "hoja «Reporte», fila 12, columna «valor»" in text
    assert "nombres declarados, no probados" in text


def test_a_figure_counted_from_a_list_names_no_cell() -> None:
    counted = tuple(replace(f, origin=replace(f.origin, sheet="Asistencia", column="")) for f in PAGES["count"].figures)
    text = read(indicator_page(replace(PAGES["count"], figures=counted))).text
    assert "contada de las filas de la hoja «Asistencia», desde la 12" in text
    assert "columna «" not in text


def test_the_arithmetic_stands_with_its_operands_uncapped() -> None:
    text = read(indicator_page(STATES[State.MET])).text
    assert "300 ÷ 100 × 100 = 300 %" in text
    assert "100 %" in text


def test_of_a_range_both_ends_are_worked_out_and_how_the_upper_one_arises() -> None:
    detail = page(b.indicator(targets=(b.target(180),)), *counted([4, None, *[4] * 8]))
    text = read(indicator_page(detail)).text
    assert "Como máximo, 36 + 1 reporte que falta × 4, el mayor reportado = 40." in text
    assert "36 ÷ 100 × 100 = 36 %; con el otro extremo, 40 ÷ 100 × 100 = 40 %" in text
    assert "36 ÷ 180 × 100 = 20 %; con el otro extremo, 40 ÷ 180 × 100 = 22.22 %" in text


def test_distinct_units_are_worked_out_from_the_last_declared_total() -> None:
    figures = [*counted([10, 10]), b.figure("2022-Q1", 10, so_far=Decimal(25)), b.figure("2022-Q3", 8)]
    detail = page(b.indicator(Kind.DISTINCT, targets=(b.target(180),)), *figures, at="2022-Q4")
    text = read(indicator_page(detail)).text
    assert (
        "Como mínimo, 25. Como máximo, último total declarado 25 + partes posteriores 8 + 2 reportes que faltan" in text
    )


def test_the_note_of_the_latest_figure_stands_under_the_sentence_with_its_public_evidence() -> None:
    held = Evidence("nota", "Nota 3, https://defensoria.example/nota?a=1&b=2.", date(2023, 2, 1), True)
    detail = page(
        b.indicator(),
        b.figure("2022-Q3", 5, note="la vieja"),
        b.figure("2022-Q4", 5, note="sin verificar", evidence=held),
    )
    document = indicator_page(detail)
    head = document[: document.index('class="states"')]
    assert "sin verificar" in head
    assert "la vieja" not in head
    assert '<a href="https://defensoria.example/nota?a=1&amp;b=2" rel="noopener">' in head
    assert "la vieja" in document


@pytest.mark.parametrize(("public", "demonstration"), [(True, False), (False, False), (True, True)])
def test_a_figure_that_this_site_took_from_a_public_source_is_not_said_to_be_filed(
    public: bool, demonstration: bool
) -> None:
    held = Evidence("nota", "Nota 3", date(2023, 2, 1), public)
    ours = replace(b.indicator(), reporters=tuple(replace(r, basis=Basis.TRACKER) for r in b.indicator().reporters))
    detail = page(ours, b.figure("2022-Q4", 5, evidence=held), demonstration=demonstration)
    said = "cargado por línea de comandos a partir de una fuente pública"
    assert (said in indicator_page(detail)) is (public and not demonstration)


def test_a_step_is_named_by_its_title_and_an_old_date_is_not_in_force() -> None:
    steps = (b.step("d6", "2022-06-30"), b.step("d7", "2022-03-31"), b.step("d6", "2024-06-30", version=2))
    subject = b.indicator(Kind.PROGRAMME, steps=steps)
    detail = page(subject, b.figure("2022-Q3", 1, step="d7"), at="2026-Q3", published_on=date(2026, 11, 5))
    text = read(indicator_page(detail)).text
    assert f"paso: {steps[1].title.es}" in text
    groups = target_groups(detail, TEXTS["es"])
    assert [(group.name, group.standing, len(group.items)) for group in groups] == [
        ("Versión 2", "en vigor", 1),
        ("Versión 1", "en vigor", 1),
        ("Versión 1", "reemplazada por la ampliación", 1),
    ]


def test_a_category_is_named_by_its_title() -> None:
    terms = (
        Term("dimension", "tamano", b.text("Tamaño", "Size"), b.HERE),
        Term("tamano", "micro", b.text("Microempresa", "Micro enterprise"), b.HERE),
    )
    found = page(b.indicator(), *counted([5]))
    named = replace(found, plan=replace(found.plan, code_lists=terms))
    change = Change(
        3, date(2024, 5, 6), "MIN", Quarter(2022, 4), "tamano", "micro", *found.figures[:1] * 2, "source", "x"
    )
    assert "(Tamaño: Microempresa)" in read(indicator_page(replace(named, changes=(change,)))).text


def test_an_entity_with_any_figure_of_the_quarter_has_reported_it() -> None:
    one, other = b.indicator(), replace(b.indicator(), code="1.1.p1.b")
    here = page(one, *counted([5] * 10)).progress
    result = b.overview(b.plan(b.action(one, other)), {one.code: here, other.code: page(other).progress})
    assert "1 de 1 entidades con alguna cifra de ese trimestre" in read(overview_page(result)).text


def test_coverage_of_the_plan_leaves_the_tracker_s_own_indicators_out() -> None:
    one, own = b.indicator(), replace(b.indicator(), code="1.1.p1.a.t1", in_plan=False)
    here = page(one, *counted([5] * 10)).progress
    result = b.overview(b.plan(b.action(one, own)), {one.code: here, own.code: page(own).progress})
    assert "Cobertura de reporte 10 de 10 " in read(overview_page(result)).text


def test_missing_quarters_are_named_in_runs() -> None:
    subject = b.indicator(targets=(b.target(180),))
    detail = page(subject, *counted([5, None, None, None, 5, None, 5, 5, 5, 5]))
    assert (
        "Este sitio no tiene cifras de MIN de 4 trimestres: 2021-T4 a 2022-T2 y 2022-T4."
        in read(indicator_page(detail)).text
    )


def test_targets_of_both_terms_stay_visible_with_their_ground() -> None:
    text = read(indicator_page(PAGES["extended"])).text
    assert "Versión 2 (en vigor)" in text
    assert "Versión 1 (reemplazada por la ampliación)" in text
    assert "Decreto 2" in text
    assert "El plazo original venció el 31 dic. 2025" in text


@pytest.mark.parametrize(("public", "shown"), [(True, True), (False, False)], ids=["made public", "internal"])
def test_evidence_is_named_once_it_is_public(public: bool, shown: bool) -> None:
    held = Evidence("informe", "Informe 12-2023", date(2023, 2, 1), public)
    detail = page(b.indicator(), b.figure("2022-Q4", 5, evidence=held))
    assert ("Informe 12-2023" in indicator_page(detail)) is shown


def test_overdue_is_a_date_and_not_an_age() -> None:
    text = read(indicator_page(STATES[State.OFF_TRACK])).text
    assert "Vencido desde el 31 dic. 2025" in text
    assert not re.search(r"\bhace \d+|\bd[ií]as\b", text)


@pytest.mark.parametrize("state", [State.MET, State.NOT_VIABLE, State.WITHDRAWN])
def test_what_is_met_or_ended_is_never_overdue(state: State) -> None:
    assert overdue_since(STATES[state].progress, today=date(2030, 1, 1)) is None


def test_an_older_release_is_judged_by_its_own_day() -> None:
    detail = STATES[State.OFF_TRACK]
    newer = b.release(3, "2024-Q4", published_on=date(2026, 2, 1))
    old = replace(detail, releases=(detail.release, newer))
    text = read(indicator_page(old, release=2)).text
    assert "Vencido desde" not in text
    assert "tal como se publicó en la N.° 2" in text
    assert "/es/indicators/1.1.p1.a" in read(indicator_page(old, release=2)).links


def test_links_keep_the_release_that_the_reader_chose() -> None:
    links = read(overview_page(whole(State.MET), release=2)).links
    assert "/es/indicators/1.1.p1.a?release=2" in links
    assert "/en/?release=2" in links


def test_the_overview_counts_from_declared_totals_with_their_source() -> None:
    source = Source("source", b.text("Ficha del plan"), "Editorial", None, "https://example.org/a")
    totals = (DeclaredTotal("actions", 97, "", b.HERE), DeclaredTotal("indicators", 150, "more_than", b.HERE))
    text = read(overview_page(whole(State.MET, sources=(source,), totals=totals))).text
    assert "1 de 97" in text
    assert "total según Editorial" in text
    assert "más de 150" in text


def test_what_is_not_known_of_the_plan_is_declared() -> None:
    result = whole(State.MET)
    objective = replace(result.plan.guidelines[0].objectives[0], code="1.2", title=None, actions=())
    guidelines = (replace(result.plan.guidelines[0], objectives=(*result.plan.guidelines[0].objectives, objective)),)
    text = read(overview_page(replace(result, plan=replace(result.plan, guidelines=guidelines)))).text
    assert "Objetivo 1.2: título no visto en las fuentes consultadas" in text


def test_an_action_shows_what_it_names_and_leaves_uncovered() -> None:
    result = whole(State.MET)
    status = result.actions[0]
    named = Named("1.1.p1", "treaty", "C118", b.text("Convenio 118"), "", b.HERE)
    promise = Promise("1.1.p1", "x", b.text("una promesa sin medida"), "", b.HERE)
    changed = replace(status, action=replace(status.action, named=(named,), promises=(promise,)))
    text = read(action_page(replace(result, actions=(changed,)))).text
    assert "Convenio 118" in text
    assert "Ningún indicador lo cubre" in text
    assert "una promesa sin medida" in text


def test_texts_of_ours_are_said_to_be_ours() -> None:
    assert "Redacción nuestra; texto oficial no cargado." in read(indicator_page(PAGES["count"])).text


def test_a_spanish_text_on_an_english_page_is_marked_as_spanish() -> None:
    subject = replace(b.indicator(), label=b.text("solo español", ""))
    assert '<span lang="es">solo español</span>' in indicator_page(page(subject), "en")


def test_what_stewards_write_cannot_become_markup() -> None:
    nasty = '"><script>alert(1)</script>'
    figures = [replace(b.figure(q, 5), reason=nasty, origin=b.origin(sheet=nasty, column=nasty)) for q in ALL]
    change = Change(3, date(2024, 5, 6), nasty, Quarter(2022, 4), nasty, nasty, figures[0], figures[1], "source", nasty)
    document = indicator_page(
        replace(page(replace(b.indicator(), label=b.text(nasty, nasty)), *figures), changes=(change,))
    )
    assert "<script>alert" not in document
    read(document)


def test_the_live_chart_stands_beside_the_drawings() -> None:
    detail = PAGES["count"]
    here = visit("indicators/x")
    document = indicator.render(
        detail, TEXTS["es"], here, TEMPLATES, island=Markup('<div id="react-entry-point"></div>')
    )
    assert re.search(r'<div id="live".*?<svg.*?<div id="react-entry-point"></div>', document, re.DOTALL)
