from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from etl.rules.words import SITUATIONS, STAGES
from etl.values import (
    Numbers,
    ValueRefused,
    clean,
    read_count,
    read_date,
    read_decimal,
    read_quarter,
    read_stored_number,
    read_text,
    read_word,
    written_quarter,
)
from indicators.periods import Quarter


def refusal(reader: object, text: str, **more: object) -> ValueRefused:
    with pytest.raises(ValueRefused) as refused:
        reader(text, **more)  # type: ignore[operator]
    return refused.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("7", 7), ("007", 7), ("1234", 1234), ("1,234", 1234), ("12,345,678", 12345678),
        ("1000000000", 10**9), ("1,000,000,000", 10**9),
    ],
)  # fmt: skip
def test_a_count_is_whole_and_in_digits(text: str, value: int) -> None:
    assert read_count(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "number_points"), ("12.345.678", "number_points"), ("-1.234", "number_negative"),
        ("12,34", "number_groups"), ("1,23,456", "number_groups"), ("1,2345", "number_groups"), ("1,", "number_groups"),
        ("0,123", "number_groups"), ("00,123", "number_groups"),
        ("-5", "number_negative"), ("12.5", "number_decimals"), ("12.0", "number_decimals"),
        ("1e3", "number_form"), ("0x10", "number_form"), ("1_000", "number_form"), ("12 345", "number_spaces"),
        ("1.234,5", "number_swapped"), ("1 234,5", "number_spaces"), ("12 aprox 345", "number_form"),
        ("12 aprox", "number_form"), ("~12", "number_form"), ("más de 10", "number_form"), ("10-12", "number_form"),
        ("+5", "number_form"), ("--5", "number_form"),
        ("", "number_form"), ("12.", "number_form"), (".5", "number_form"),
        ("Infinity", "number_form"), ("inf", "number_form"), ("1e309", "number_form"), ("TRUE", "number_form"),
        ("=1+1", "number_form"), ("1'234", "number_form"), ("S/ 12", "number_form"), ("12%", "number_form"),
        ("NaN", "number_word"), ("NA", "number_word"), ("N/A", "number_word"), ("None", "number_word"),
        ("-", "number_word"), ("s/d", "number_word"),
        ("٣", "number_digits"), ("１２", "number_digits"), ("½", "number_digits"), ("2²", "number_digits"),
        ("1000000001", "number_too_large"), ("9" * 10_000, "number_too_large"), (str(2**63), "number_too_large"),
        (str(2**53 + 1), "number_too_large"),
    ],
)  # fmt: skip
def test_what_is_no_count_is_refused_and_never_guessed(text: str, code: str) -> None:
    assert refusal(read_count, text).code == code


def test_an_ambiguous_number_is_offered_both_ways() -> None:
    assert refusal(read_decimal, "1.234").facts == {"grouped": "1,234", "decimal": "1.2340"}


@pytest.mark.parametrize("reader", [read_decimal, partial(read_stored_number, whole=False)])
def test_a_zero_has_no_sign(reader: Callable[[str], Decimal]) -> None:
    assert str(reader("-0")) == "0"


def test_where_semicolons_part_the_cells_a_decimal_takes_no_comma() -> None:
    with pytest.raises(ValueRefused, match="number_comma"):
        read_decimal("1,234", commas=False)
    assert read_decimal("1234.5", commas=False) == Decimal("1234.5")


def test_a_count_with_points_is_not_offered_as_a_decimal() -> None:
    assert refusal(read_count, "12.345").facts == {"grouped": "12,345"}
    assert refusal(read_decimal, "1.234.567").facts == {"grouped": "1,234,567"}


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f", "  "])
def test_digits_parted_by_any_space_may_be_several_numbers(space: str) -> None:
    assert refusal(read_count, clean(f"12{space}345")).facts == {"together": "12345"}


@pytest.mark.parametrize(
    ("text", "value"),
    [("1234", "1234"), ("1.234", "1234"), ("1.234.567", "1234567"), ("1.234,5", "1234.5"), ("12,5", "12.5"),
     ("0,125", "0.125"), ("1,234", "1.234"), ("-1.234,5", "-1234.5")],
)  # fmt: skip
def test_numbers_of_spain_are_read_where_the_file_is_declared_to_write_them(text: str, value: str) -> None:
    assert read_decimal(text, numbers=Numbers.ES_ES) == Decimal(value)
    assert read_decimal(text, numbers=Numbers.ES_ES, commas=False) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [("1,234", "number_decimals"), ("12,0", "number_decimals"), ("12.34", "number_groups"),
     ("1.23.456", "number_groups"), ("1,234.5", "number_swapped"), ("-1.234", "number_negative"),
     ("1e3", "number_form"), ("1.000.000.001", "number_too_large")],
)  # fmt: skip
def test_a_declared_way_is_as_strict_as_the_other(text: str, code: str) -> None:
    assert read_count("1.234", numbers=Numbers.ES_ES) == Decimal(1234)
    assert refusal(read_count, text, numbers=Numbers.ES_ES).code == code


def test_a_number_of_the_other_way_is_offered_in_this_one() -> None:
    assert refusal(read_decimal, "1.234,5").facts == {"swapped": "1,234.5", "read": "es-PE", "other": "es-ES"}
    swapped = {"swapped": "1.234,5", "read": "es-ES", "other": "es-PE"}
    assert refusal(read_decimal, "1,234.5", numbers=Numbers.ES_ES).facts == swapped


@pytest.mark.parametrize(
    ("text", "value"),
    [("12.5", "12.5"), ("1,234.5", "1234.5"), ("-3", "-3"), ("0.125", "0.125"), ("1234.567", "1234.567"),
     ("12.345678", "12.345678")],
)  # fmt: skip
def test_a_measured_number_may_have_a_point(text: str, value: str) -> None:
    assert read_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [("1.234", "number_ambiguous"), ("12,5", "number_groups"), ("0.1234567", "number_places"),
     ("-1000000000.1", "number_too_large"), ("nan", "number_word")],
)  # fmt: skip
def test_what_is_no_measured_number_is_refused(text: str, code: str) -> None:
    assert refusal(read_decimal, text).code == code


def test_the_point_of_a_number_stored_by_a_workbook_is_no_riddle() -> None:
    assert read_stored_number("1.234", whole=False) == Decimal("1.234")


@pytest.mark.parametrize(
    ("text", "code"),
    [("1.234", "number_decimals"), ("-2", "number_negative"), ("1e+15", "number_too_large")],
)
def test_a_stored_number_must_still_be_a_count(text: str, code: str) -> None:
    assert refusal(read_stored_number, text, whole=True).code == code


@pytest.mark.parametrize(
    "text",
    [
        "2026-T3", "2026-Q3", "2026-t3", "2026T3", "2026Q3", "2026 T3", "T3-2026", "T3 2026", "T3/2026", "Q3 2026",
        "3T 2026", "3T2026", "3t-2026", "2026 III", "2026-III", "III-2026", "iii 2026", "III T 2026",
        "III trimestre 2026", "III Trim. 2026", "III TRIMESTRE DE 2026", "trimestre III de 2026", "3 trim. 2026",
        "3er trimestre 2026", "3.er trimestre del 2026", "3º trimestre 2026", "tercer trimestre de 2026",
        "third quarter of 2026", "3rd quarter 2026", "2026, tercer trimestre",
    ],
)  # fmt: skip
def test_a_quarter_is_read_as_people_type_it(text: str) -> None:
    assert read_quarter(text) == Quarter(2026, 3)
    assert written_quarter(read_quarter(text)) == "2026-T3"


def test_each_quarter_has_its_names() -> None:
    years = [f"{name} trimestre 2024" for name in ("primer", "segundo", "tercer", "cuarto", "I", "II", "III", "IV")]
    assert [read_quarter(text).number for text in years] == [1, 2, 3, 4, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("31/03/2024", "2024-T1"), ("2024-12-31", "2024-T4"), ("2024-12-31T00:00:00", "2024-T4"), ("45382", "2024-T1"),
        ("31 de marzo de 2024", "2024-T1"), ("setiembre 2024", "2024-T3"), ("set. 2024", "2024-T3"),
        ("2024-05", "2024-T2"), ("11/2024", "2024-T4"), ("2do. (segundo) trimestre 2024", "2024-T2"),
        ("2.er trimestre 2024", "2024-T2"), ("trimestre n.º 2 del año 2024", "2024-T2"),
        ("2024Q0", "2026-T3"), ("T5-2024", "2026-T3"), ("24-T1", "2026-T3"), ("1T 24", "2026-T3"),
        ("V-2024", "2026-T3"), ("2024-T5", "2026-T3"), ("1066-T1", "2026-T3"), ("2024-T１", "2026-T3"),
        ("2024-Т1", "2026-T3"),
        ("2024", "2026-T3"), ("1/2024", "2026-T3"), ("2024-1", "2026-T3"), ("T12024", "2026-T3"), ("20241T", "2026-T3"),
        ("I semestre 2024", "2026-T3"), ("-2024-T1", "2024-T1"), ("2024-T1 2024", "2024-T1"), ("I I T 2024", "2024-T1"),
    ],
)  # fmt: skip
def test_what_is_no_quarter_is_refused_with_the_one_it_lies_in_or_suggests(text: str, hint: str) -> None:
    refused = refusal(read_quarter, text)
    assert (refused.code, refused.facts["hint"]) == ("quarter_form", hint)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-30", "30/09/2026", "30-09-2026", "30.09.2026", "30/9/2026", "30 set. 2026", "30 de setiembre de 2026",
        "30 de septiembre del 2026", "30 SEP 2026", "30-set-2026", "30 sept. 2026", "30 Sep 2026", "30 September 2026",
    ],
)  # fmt: skip
def test_a_date_is_read_as_people_type_it(text: str) -> None:
    assert read_date(text) == date(2026, 9, 30)


def test_every_month_has_its_names() -> None:
    spanish = "ene feb mar abr may jun jul ago set oct nov dic"
    english = "January February March April May June July August September October November December"
    for names in (spanish, english):
        assert [read_date(f"1 {name} 2026").month for name in names.split(" ")] == list(range(1, 13))
    for first in ("1ro de enero de 2026", "1.º de enero de 2026", "1er enero 2026"):
        assert read_date(first) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("09/30/2026", "2026-09-30"), ("30/9/24", "2024-09-30"), ("30-set-24", "2024-09-30"),
        ("30 set 06", "2006-09-30"), ("2024-9-30", "2024-09-30"), ("September 30, 2024", "2024-09-30"),
        ("2024-09-30T10:00", "2024-09-30"), ("45565", "2024-09-30"), ("30/09-2024", "2024-09-30"),
        ("2024-02-30", "2026-09-30"), ("31 de febrero de 2024", "2026-09-30"), ("30 de setiembre", "2026-09-30"),
        ("3 0 set 2024", "2026-09-30"), ("2ro de enero de 2024", "2024-01-02"), ("０1/02/2024", "2026-09-30"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_what_was_probably_meant(text: str, hint: str) -> None:
    refused = refusal(read_date, text)
    assert (refused.code, refused.facts["iso"]) == ("date_form", hint)


@pytest.mark.parametrize(
    ("text", "code"),
    [("sin ejecución", "nothing"), ("Sin  Ejecucion", "nothing"), ("nothing to report", "nothing"),
     ("SIN INFORMACIÓN", "no_data"), ("retirado", "withdrawn"), ("cifra", "figure")],
)  # fmt: skip
def test_capitals_and_accents_of_a_word_do_not_matter(text: str, code: str) -> None:
    assert read_word(text, SITUATIONS) == code


def test_an_unknown_word_is_refused_with_the_words_there_are() -> None:
    refused = refusal(read_word, "casi listo", allowed=STAGES)
    assert refused.facts == {"words": "no iniciado, en elaboración, en revisión, aprobado, publicado"}


def test_every_kind_of_personal_data_in_a_text_is_named() -> None:
    refused = refusal(read_text, "ana@correo.pe, DNI 45678912", max_length=300)
    assert refused.facts == {
        "kinds_es": "correo electrónico, número de DNI",
        "kinds_en": "e-mail address, identity number",
    }


def test_a_text_that_looks_like_a_formula_or_a_tag_is_kept() -> None:
    for text in ("=cmd|' /c calc'!A1", "@SUM(A1)", "+1", "<script>alert(1)</script>"):
        assert read_text(text, max_length=300) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [("  a  b ", "a b"), ("a\u00a0b", "a b"), ("an\u0303o", "año"), ("a\r\nb\tc", "a b c"), ("", "")],
)
def test_text_is_composed_and_its_spaces_are_plain(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a\u202eb", "U+202E RIGHT-TO-LEFT OVERRIDE"), ("a\u200bb", "U+200B ZERO WIDTH SPACE"), ("a\x07b", "U+0007"),
        ("a\u00adb", "U+00AD SOFT HYPHEN"), ("\ufeffa", "U+FEFF ZERO WIDTH NO-BREAK SPACE"), ("a\ue000", "U+E000"),
        ("a\x85b", "U+0085"), ("a\u2028b", "U+2028 LINE SEPARATOR"), ("a" + "\u0334" * 5, "U+0334"),
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_refused_by_name(text: str, name: str) -> None:
    assert refusal(clean, text).facts["name"].startswith(name)
