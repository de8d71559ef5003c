from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale, dates, lists, numbers

from dashboard.charts.parts import Flag
from dashboard.documents.errors import KNOWN
from dashboard.documents.page import TEMPLATES
from dashboard.languages import languages, read_catalog
from dashboard.sentences import sentence
from dashboard.texts import FORMS, NoSuchText, Texts
from etl.rules.words import CHANGES
from indicators.pack_format import PLAN, TABLES
from indicators.periods import Quarter
from indicators.plan import Basis, Direction, Kind, Level, Stage, Unit, Window
from indicators.progress import Range, State
from indicators.returns import CHANNEL
from indicators.rollup import ActionState
from indicators.words import FIRST, TextBasis
from tests import builders as b

ES, EN = Texts("es"), Texts("en")
TAGS = [each.tag for each in languages()]
WORDED: tuple[tuple[str, list[str]], ...] = (
    *((prefix, [str(member) for member in of]) for prefix, of in (
        ("state", State), ("action_state", ActionState), ("stage", Stage), ("basis", Basis), ("basis_short", Basis),
        ("assignment", Basis), ("window", Window), ("kind", Kind), ("direction", Direction), ("level", Level),
        ("flag", Flag), ("action_says", ActionState),
    )),
    ("unit", [unit.name.lower() for unit in Unit]),
    ("text_basis", [basis for basis in TextBasis if basis is not TextBasis.OFFICIAL]),
    ("error", [f"{code}.{part}" for code in KNOWN for part in ("title", "words")]),
)  # fmt: skip

# What a language writes a percentage and a quarter with is its own affair.
OF_FORMATS = {"format.percent": {"number"}, "format.quarter": {"year", "number", "roman"},
              "format.quarter_long": {"year", "number", "roman"}}  # fmt: skip


def entries(lang: str) -> dict[str, list[str]]:
    """Every key with its one or two wordings."""
    found = {}
    for message in read_catalog(lang):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            found[key] = [message.string] if isinstance(message.string, str) else list(message.string)
    return found


def operands(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name}


@pytest.mark.parametrize("lang", TAGS)
def test_every_language_has_the_same_keys(lang: str) -> None:
    assert set(entries(lang)) == set(entries(FIRST))


@pytest.mark.parametrize("lang", TAGS)
def test_no_wording_is_empty_and_every_plural_has_all_its_forms(lang: str) -> None:
    catalog, first = read_catalog(lang), read_catalog(FIRST)
    for key, forms in entries(lang).items():
        several = isinstance(first.get(key).id, tuple)
        assert len(forms) == (catalog.num_plurals if several else 1), key
        assert all(forms), key


@pytest.mark.parametrize("lang", TAGS)
def test_every_language_names_the_same_operands(lang: str) -> None:
    spanish, other = entries(FIRST), entries(lang)
    for key in spanish.keys() - OF_FORMATS:
        assert set().union(*map(operands, spanish[key])) == set().union(*map(operands, other[key])), key
    for key, allowed in OF_FORMATS.items():
        assert set().union(*map(operands, other[key])) <= allowed, key


def test_the_catalogues_use_known_forms_and_marks_only() -> None:
    for lang in TAGS:
        for key, forms in entries(lang).items():
            for wording in forms:
                assert {spec for _, name, spec, _ in Formatter().parse(wording) if name} <= set(FORMS), key
                assert set(re.findall(r"<[^>]*>", wording)) <= {"<b>", "</b>", "<i>", "</i>"} or key.startswith("cli.")


@pytest.mark.parametrize(("prefix", "members"), WORDED)
def test_every_member_has_its_words(prefix: str, members: list[StrEnum]) -> None:
    for lang in ("es", "en"):
        assert [member for member in members if f"{prefix}.{member}" not in entries(lang)] == []


def test_every_word_of_a_closed_list_has_its_words() -> None:
    columns = {column.name: column for table in TABLES if table.kind == "totals" for column in table.columns}
    closed = {
        "total": set(columns["subject"].among),
        "qualifier": set(columns["qualifier"].among),
        "change_class": {change.replace(" ", "_") for change in CHANGES.values()},
        "channel": {CHANNEL},
        "plan_kind": {table.kind for table in (PLAN, *TABLES)},
    }
    for lang in ("es", "en"):
        for prefix, members in closed.items():
            assert {member for member in members if f"{prefix}.{member}" not in entries(lang)} == set(), prefix


def test_no_template_holds_a_word_of_its_own() -> None:
    for path in sorted(TEMPLATES.iterdir()):
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        attributes = re.findall(r'(?:alt|title|aria-label|placeholder)="([^"]*)"', bare)
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", " ", bare) + " ".join(attributes))
        assert words == [], path.name


@pytest.mark.parametrize(
    ("words", "spanish", "english"),
    [
        (lambda t: t.number(Decimal("1234567.5")), "1,234,567.5", "1,234,567.5"),
        (lambda t: t.day(date(2026, 9, 30)), "30\u00a0set.\u00a02026", "Sep\u00a030,\u00a02026"),
        (lambda t: t.month(date(2026, 9, 30)), "setiembre de 2026", "September 2026"),
        (lambda t: t.quarter(Quarter(2026, 3)), "2026-T3", "Q3 2026"),
        (lambda t: t.quarter_long(Quarter(2026, 3)), "III trimestre 2026", "Q3 2026"),
        (lambda t: t.percent(Decimal("64.8535")), "64.9\u00a0%", "64.9%"),
        (lambda t: t.percent(Decimal(65)), "65\u00a0%", "65%"),
        (lambda t: t.percent(Decimal("94.96")), "94.96\u00a0%", "94.96%"),
        (lambda t: t.percent(Decimal(300)), "100\u00a0%", "100%"),
        (lambda t: t.percent(Decimal("99.99")), "100.0\u00a0%", "100.0%"),
        (lambda t: t.range(Range(Decimal(3), Decimal(3))), "3", "3"),
        (lambda t: t.range(Range(Decimal(3), Decimal(1200))), "3 a 1,200", "3 to 1,200"),
        (lambda t: t.listed(["a", "b", "c"]), "a, b y c", "a, b, and c"),
    ],
)
def test_numbers_dates_and_quarters_are_written_as_in_peru_and_in_english(words, spanish: str, english: str) -> None:
    assert (words(ES), words(EN)) == (spanish, english)


MONTHS = {
    "es": "ene. feb. mar. abr. may. jun. jul. ago. set. oct. nov. dic.",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
LONG_MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
}


@pytest.mark.parametrize("texts", [ES, EN], ids=["es", "en"])
def test_dates_and_numbers_are_those_of_cldr(texts: Texts) -> None:
    """In full and by heart: what changes with a version of Babel is to be seen."""
    locale = Locale.parse({"es": "es_PE", "en": "en"}[texts.lang])
    days = [date(2026, month, 5) for month in range(1, 13)]
    for day, short, long in zip(days, MONTHS[texts.lang].split(), LONG_MONTHS[texts.lang].split(), strict=True):
        spanish = texts.lang == "es"
        assert texts.day(day).replace("\u00a0", " ") == (f"5 {short} 2026" if spanish else f"{short} 5, 2026")
        assert texts.day_long(day) == (f"5 de {long} de 2026" if spanish else f"{long} 5, 2026")
        assert texts.month(day) == (f"{long} de 2026" if spanish else f"{long} 2026")
        assert texts.month(day, short=True) == f"{short}\u00a02026"
        assert texts.day(day).replace("\u00a0", " ") == dates.format_date(day, "medium", locale=locale)
        assert texts.day_long(day) == dates.format_date(day, "long", locale=locale)
        assert texts.month(day) == dates.format_skeleton("yMMMM", day, locale=locale)
    for value in (Decimal("1234567.89"), Decimal("-0.5"), Decimal(1000), Decimal(0)):
        assert texts.number(value) == numbers.format_decimal(value, locale=locale)
    assert texts.number(Decimal("1234567.89")) == "1,234,567.89"
    for items in ([], ["a"], ["a", "b"], ["a", "b", "c"]):
        assert texts.listed(items) == lists.format_list(items, locale=locale)


def test_what_is_written_otherwise_than_cldr_has_it_is_listed_with_its_reason() -> None:
    document = (Path(__file__).parents[2] / "docs" / "languages.md").read_text(encoding="utf-8")
    peru, third = Locale.parse("es_PE"), date(2026, 9, 5)
    for cldr, here in (
        (numbers.format_percent(Decimal("0.514"), "#,##0.0%", locale=peru), ES.percent(Decimal("51.4"))),
        (dates.format_skeleton("yQQQQ", third, locale=peru), ES.quarter_long(Quarter(2026, 3))),
        (dates.format_skeleton("yQQQ", third, locale=peru), ES.quarter(Quarter(2026, 3))),
    ):
        assert cldr != here
        (row,) = [line for line in document.splitlines() if f"| `{here}`".replace("\u00a0", " ") in line]
        assert f"| `{cldr}` |" in row
    assert peru.percent_formats[None].pattern == "#,##0%"
    assert EN.quarter(Quarter(2026, 3)) == dates.format_skeleton("yQQQ", third, locale="en")


def test_one_thing_is_singular_and_none_and_many_are_plural() -> None:
    said = [ES("answer.not_due", count=count) for count in (1, 2, 1_000_000)]
    assert said == ["1 aún no vence", "2 aún no vencen", "1,000,000 aún no vencen"]


def test_operands_are_escaped_and_marks_of_the_catalogue_are_kept() -> None:
    words = ES.html("says.not_viable_empty", by="<script>", date=date(2026, 1, 2), reference='"&')
    assert words.startswith("<b>Declarado no viable</b> por &lt;script&gt;")
    assert "&#34;&amp;" in words


def test_plain_words_carry_no_marks() -> None:
    assert "<b>" not in ES("says.no_target_empty")


def test_an_operand_is_a_name_and_never_a_way_into_an_object() -> None:
    with pytest.raises(KeyError):
        ES._formatter.vformat("{value.__class__}", (), {"value": 1})


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(NoSuchText, match=r"no\.such"):
        ES("no.such")


def test_a_text_without_a_translation_is_said_in_spanish() -> None:
    assert EN.of(b.text("solo español", "")) == "solo español"


def test_a_sentence_among_operands_begins_with_a_capital_where_asked() -> None:
    inner = sentence("amount.sum_range", value=Decimal(3), high=Decimal(5), things=b.text("cartas", "letters"))
    said = ES.html("says.amount_no_target", amount=inner, quarter=Quarter(2023, 4))
    assert said.startswith("<b>Al menos 3 cartas</b> hasta diciembre de 2023.")
