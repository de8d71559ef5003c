from __future__ import annotations

import pytest

from etl.personal import personal_data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Visto por 45678912", "número de DNI"), ("DNI:45678912.", "número de DNI"),
        ("DNI 12.345.678", "número de DNI"), ("1234 5678", "número de DNI"), ("12-345-678", "número de DNI"),
        ("\uff14\uff15\uff16\uff17\uff18\uff19\uff11\uff12", "número de DNI"),
        ("llamar al 987654321", "teléfono"), ("987 654 321", "teléfono"), ("987.654.321", "teléfono"),
        ("01 4567890", "teléfono"), ("(01) 456-7890", "teléfono"), ("044 123456", "teléfono"),
        ("CPP 001234567", "número de carné o permiso"), ("A1234567", "número de pasaporte"),
        ("RUC 10456789123", "RUC de persona natural"), ("ana@example.org", "correo electrónico"),
        ("https://example.org/?mail=ana@example.org", "correo electrónico"),
        ("https://example.org/consulta?dni=45678912", "documento en una dirección"),
    ],
)  # fmt: skip
def test_data_of_a_person_are_found_and_named(text: str, kind: str) -> None:
    assert [found.es for found in personal_data(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Informe 012-2026-MTPE/2/17", "Oficio N.° 1234567", "RUC 20131023414", "Resolución 0123-2026-TR",
        "https://www.gob.pe/institucion/12345678-x", "Plan 2021-2025", "Años 2023 2024", "2026-09-30", "30/09/2026",
        "Decreto Supremo 028-2025-JUS", "IT 2026-0123", "Oficio N.° 000123-2026", "1,234,567 soles", "Ley 27269",
    ],
)  # fmt: skip
def test_other_numbers_are_not_taken_for_a_persons(text: str) -> None:
    assert personal_data(text) == ()
