"""The map of departments: what is known stays known, what is not stays unknown, and both drawings say the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from dashboard.charts.department_map import DepartmentMap, Known, department_map
from dashboard.charts.map_views import CHOICES, chosen_view, default_view, drawn_view, offered_quarters, written
from dashboard.charts.tiles import COLUMNS, ROWS, TILES
from dashboard.documents import department_map as page
from dashboard.documents.page import Visit, environment
from dashboard.figures.department_map import map_figure
from dashboard.svg.department_map import map_pictures
from dashboard.texts import Texts
from etl.ubigeo import DEPARTMENTS
from indicators.assembly import build_plan
from indicators.department_figures import DEPARTMENT, NOT_STATED, DepartmentFigures, DepartmentRecord
from indicators.disclosure import withheld
from indicators.packs import read_pack
from indicators.plan import Kind, Term
from indicators.results import Figure
from tests import builders as b
from tests.dashboard.test_documents import ASSETS, TODAY, read

NS = "{http://www.w3.org/2000/svg}"
TEXTS = {lang: Texts(lang) for lang in ("es", "en")}
NAMES = {each.inei: each.name for each in DEPARTMENTS}


def part(quarter: str, code: str, value: int | None, **changes: object) -> Figure:
    return b.figure(quarter, value, dimension=DEPARTMENT, category=code, **changes)


# Two quarters and a gap: Lima and Tumbes reported, Callao a zero, some not stated, some not split at all.
FIGURES = (
    b.figure("2023-Q1", 100),
    part("2023-Q1", "15", 60),
    part("2023-Q1", "24", 20),
    part("2023-Q1", NOT_STATED, 5),
    b.figure("2023-Q3", 50),
    part("2023-Q3", "15", 30),
    part("2023-Q3", "07", 0),
)


def record(*figures: Figure, kind: Kind = Kind.COUNT, at: str = "2023-Q4") -> DepartmentRecord:
    subject = b.indicator(kind, dimensions=(DEPARTMENT,))
    listed = tuple(Term(DEPARTMENT, tile.code, b.text(NAMES[tile.code], NAMES[tile.code]), b.HERE) for tile in TILES)
    release = b.release(reference=at)
    found = DepartmentFigures(subject, figures)
    plan = b.plan(b.action(subject), code_lists=listed)
    return DepartmentRecord(release, (release,), plan, (found,) if found.quarters else (), ())


def drawn(
    quarter: str, *, so_far: bool, figures: tuple[Figure, ...] = FIGURES, kind: Kind = Kind.COUNT
) -> DepartmentMap:
    of = record(*figures, kind=kind)
    return department_map(of, of.indicators[0], b.quarter(quarter), so_far=so_far)


def value_of(found: DepartmentMap, code: str) -> Decimal | None:
    return next(area.value for area in found.areas if area.tile.code == code)


def test_every_department_has_one_tile_of_its_own_within_the_grid() -> None:
    assert sorted(tile.code for tile in TILES) == [each.inei for each in DEPARTMENTS]
    assert {(tile.code, f"PE-{tile.short}") for tile in TILES} == {(each.inei, each.iso) for each in DEPARTMENTS}
    assert len({(tile.column, tile.row) for tile in TILES}) == 25
    assert all(0 <= tile.column < COLUMNS and 0 <= tile.row < ROWS for tile in TILES)
    listed = {
        term.code
        for term in build_plan(read_pack("peru_pna", demonstration=True).rows).code_lists
        if term.kind == DEPARTMENT
    }
    assert listed == {tile.code for tile in TILES} | {NOT_STATED}


def test_a_department_that_no_file_names_is_without_data_and_a_reported_zero_is_a_zero() -> None:
    found = drawn("2023-Q3", so_far=False)
    known = {area.tile.code: area.known for area in found.areas}
    assert (known["15"], known["07"], known["24"]) == (Known.AMOUNT, Known.ZERO, Known.NOTHING)
    assert value_of(found, "24") is None
    assert [area.tile.code for area in found.reached] == ["15"]


def test_parts_of_a_count_are_added_up_to_the_quarter_and_those_of_distinct_units_never() -> None:
    total = drawn("2023-Q3", so_far=True)
    assert (total.total, value_of(total, "15"), value_of(total, "24")) == (150, 90, 20)
    assert (total.not_stated, total.undivided, total.unplaced) == (5, 35, 40)
    assert total.reached[0].share == 60
    distinct = drawn("2023-Q3", so_far=True, kind=Kind.DISTINCT)
    assert (distinct.so_far, distinct.total, value_of(distinct, "15")) == (False, 50, 30)
    assert "map.not_added" in [note.key for note in distinct.notes]


def test_the_sentence_says_the_amount_where_and_who_has_most() -> None:
    said = TEXTS["es"].say(drawn("2023-Q3", so_far=True).headline)
    assert said.startswith(
        "Hasta el III trimestre 2023 se reportaron al menos 150 cartas enviadas en 2 de 25 departamentos, "
        "contando el Callao"
    )
    assert "Lima concentra el 60" in said
    alone = TEXTS["en"].say(drawn("2023-Q1", so_far=False).headline)
    assert "100 letters sent were reported in 2 of 25 departments, counting Callao; Lima has 60%" in alone


def test_what_is_missing_or_in_no_department_is_told_beside_the_map() -> None:
    notes = {note.key: TEXTS["es"].say(note) for note in drawn("2023-Q3", so_far=True).notes}
    assert "De 40 cartas enviadas (26.7" in notes["map.unplaced"].replace("\u00a0", " ")
    assert notes["map.missing_so_far"].startswith("Faltan ")
    assert "map.hatched" in notes


@pytest.mark.parametrize(
    ("figures", "key"),
    [
        ((b.figure("2023-Q3", 9), part("2023-Q1", "15", 4)), "map.says_none"),
        ((part("2023-Q1", "15", 4),), "map.says_unreported"),
        ((b.figure("2023-Q3", 0, nothing=True), part("2023-Q1", "15", 4)), "map.says_nothing"),
        ((part("2023-Q3", "15", 4),), "map.says_parts"),
    ],
)
def test_a_quarter_without_department_figures_says_why(figures: tuple[Figure, ...], key: str) -> None:
    found = drawn("2023-Q3", so_far=False, figures=figures)
    assert found.headline.key == key
    for texts in TEXTS.values():
        assert texts.say(found.headline)


def test_a_protected_part_is_neither_missing_nor_zero() -> None:
    found = drawn("2023-Q3", so_far=False, figures=(*FIGURES, withheld(part("2023-Q3", "24", 3))))
    tumbes = next(area for area in found.areas if area.tile.code == "24")
    assert (tumbes.known, tumbes.value) == (Known.PROTECTED, None)


def marks(svg: str) -> list[list[str]]:
    return [
        [e.attrib["data-department"], e.attrib["data-value"], e.attrib["data-flag"]]
        for e in ElementTree.fromstring(svg).iter()
        if "data-department" in e.attrib
    ]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_both_drawings_say_the_same_of_every_department(lang: str) -> None:
    found = drawn("2023-Q3", so_far=True)
    live = map_figure(found, TEXTS[lang])["data"][0]
    for picture in map_pictures(found, TEXTS[lang]):
        assert marks(picture.svg) == live["customdata"]
        root = ElementTree.fromstring(picture.svg)
        titles = [e.findtext(f"{NS}title") for e in root.iter() if "data-department" in e.attrib]
        assert titles == live["text"]
        assert TEXTS[lang].say(found.headline) in root.attrib["aria-label"]
        assert TEXTS[lang]("demonstration.word") in [e.text for e in root.iter(f"{NS}text")]
    assert [value for _, value, _ in live["customdata"] if value] == ["20", "0", "90"]


def test_the_shown_view_is_what_was_chosen_as_far_as_it_is_offered() -> None:
    of = record(*FIGURES)
    assert written(default_view(of), of) == {}  # type: ignore[arg-type]
    assert [str(quarter) for quarter in offered_quarters(of)] == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
    view = chosen_view(of, {"quarter": "2023-Q1", "amount": "quarter"})
    assert view is not None
    assert written(view, of) == {"quarter": "2023-Q1", "amount": "quarter"}
    assert drawn_view(of, view).total == 100
    assert chosen_view(of, dict.fromkeys(CHOICES, "'<b>")) == default_view(of)
    assert chosen_view(record(), {}) is None


def rendered(of: DepartmentRecord, lang: str = "es", **chosen: str) -> str:
    visit = Visit("https://pna.example", "map", TODAY, None, ASSETS, chosen)
    return page.render(of, TEXTS[lang], visit, environment())


@pytest.fixture(params=["es", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_page_has_sentence_map_table_and_a_link_to_every_other_view(lang: str) -> None:
    of = record(*FIGURES)
    reader = read(rendered(of, lang))
    assert TEXTS[lang].say(drawn("2023-Q3", so_far=True).headline).replace("\u00a0", " ") in reader.text
    assert {f"/{lang}/map?quarter=2023-Q1", f"/{lang}/map?amount=quarter"} <= set(reader.links)
    assert f"/{lang}/indicators/1.1.p1.a" in reader.links
    lines = page.lines(drawn("2023-Q3", so_far=True), TEXTS[lang])
    assert [line.name for line in lines[:3]] == ["Lima", "Tumbes", "Callao"]
    assert (lines[3].amount, lines[-1].known) == ("40", False)
    assert "Amazonas" in lines[-1].name
    assert len(lines) == 5


def test_a_release_without_department_figures_says_so_and_names_what_is_never_split(lang: str) -> None:
    of = replace(record(), persons=(b.indicator(persons=True),))
    reader = read(rendered(of, lang, quarter="2023-Q1"))
    assert TEXTS[lang]("map.says_empty") in reader.text
    assert TEXTS[lang]("map.persons_words") in reader.text
    assert not [found for name, found in reader.elements if name == "svg" and found.get("role") == "img"]
