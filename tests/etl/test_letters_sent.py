"""Letters by their number, recipients by RUC or name; one number is one letter."""

from __future__ import annotations

import pytest

from tests.etl.events import LETTER, checked, ruc, told, totals

JOB = "letters_sent"
LETTERS, RECIPIENTS = "3.2.p108.a", "3.2.p108.a.t1"


def test_a_letter_to_three_recipients_is_one_letter_and_three_recipients() -> None:
    three = [LETTER | {"destinatario": name} for name in ("Diario Ejemplo", "Radio Ejemplo", ruc(1))]
    found = checked(JOB, *three, LETTER | {"numero_carta": "Carta 2-2026", "destinatario": "DIARIO  EJEMPLO"})
    assert totals(found) == {LETTERS: 2, RECIPIENTS: 3}


def test_a_quarter_without_letters_says_so_of_both_indicators() -> None:
    assert totals(checked(JOB, {"indicador": LETTERS, "situacion": "sin ejecución"})) == {LETTERS: 0, RECIPIENTS: 0}


@pytest.mark.parametrize(
    ("column", "other"),
    [("fecha", "2026-07-16"), ("tema", "Otro tema"), ("grupos", "Mujeres")],
)
def test_the_same_number_with_another_content_is_a_problem(column: str, other: str) -> None:
    found = checked(JOB, LETTER, LETTER | {"destinatario": "Radio Ejemplo", column: other})
    assert told(found) == [("letter_differs", 3, column)]


def test_the_order_of_the_groups_makes_no_other_letter() -> None:
    other = {"destinatario": "Radio Ejemplo", "grupos": "personas migrantes;Mujeres;"}
    assert totals(checked(JOB, LETTER, LETTER | other)) == {LETTERS: 1, RECIPIENTS: 2}


@pytest.mark.parametrize(
    ("recipient", "code"),
    [("20999990012", "ruc_digit"), ("2099999001", "ruc_form"), ("10000000001", "personal_data"),
     ("ana@ejemplo.pe", "personal_data"), ("", "required")],
)  # fmt: skip
def test_a_recipient_is_an_organisation(recipient: str, code: str) -> None:
    assert told(checked(JOB, LETTER | {"destinatario": recipient})) == [(code, 2, "destinatario")]
