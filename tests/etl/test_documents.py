"""Identities of whole columns are those of each row."""

from __future__ import annotations

from itertools import product

from etl.documents import DocumentType, Identities, identity, normal_number, normal_numbers

TYPES = (DocumentType("DNI"), DocumentType("CE"), DocumentType("PAS", by_country=True))
NUMBERS = (
    "",
    "4567",
    "04567890",
    "AB123",
    "V-12.345",
    "s/n",
    "12",
    "٣٣٣",
    "A" * 20,
    "1" * 20,
    "ABCD1",
    "1" * 21,
    "ab12",
)


def test_numbers_of_a_column_are_put_in_one_form_as_each_is() -> None:
    assert normal_numbers(NUMBERS) == [normal_number(text) for text in NUMBERS]


def test_identities_of_a_column_are_those_of_its_rows() -> None:
    rows = list(product((None, *(kind.code for kind in TYPES)), (None, "VE", "CO"), normal_numbers(NUMBERS)))
    known = {kind.code: kind for kind in TYPES}
    for stored in (set(), {at for at in range(len(rows)) if at % 2}):
        one_by_one = [
            identity(known[code], country or "", number, stored=at in stored) if code and number else ""
            for at, (code, country, number) in enumerate(rows)
        ]
        codes, countries, numbers = zip(*rows, strict=True)
        assert Identities(TYPES).of(codes, countries, numbers, stored=stored) == one_by_one
