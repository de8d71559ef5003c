"""For each code that only one kind of list can have a file that has it."""

from __future__ import annotations

from collections.abc import Callable

from etl.pipeline import Checked
from tests.etl.events import COMPANY, HANDED_OUT, LETTER, OTHER_REPORT, REPORT, checked

Trouble = Callable[[], Checked]


def companies(*changes: dict[str, object]) -> Trouble:
    return lambda: checked("companies_trained", *(COMPANY | change for change in changes))


def letters(*changes: dict[str, object]) -> Trouble:
    return lambda: checked("letters_sent", *(LETTER | change for change in changes))


def booklets(**change: object) -> Trouble:
    return lambda: checked("booklets_issued", HANDED_OUT | change)


def reports(*changes: dict[str, object]) -> Trouble:
    return lambda: checked("reports_completed", *(REPORT | change for change in changes), OTHER_REPORT)


EVENT_TROUBLES: dict[str, Trouble] = {
    "attended_none": companies({"trabajadores": "0"}),
    "size_without_year": companies({"tamano_ventas_anio": ""}),
    "year_without_size": companies({"tamano_trabajadores": ""}),
    "size_year_ahead": companies({"tamano_ventas_anio": "2027"}),
    "company_twice": companies({}, {"trabajadores": "1"}),
    "company_differs": companies({}, {"sesion": "Sesión 2", "sector": "Construcción"}),
    "ruc_form": companies({"ruc": "2099999001"}),
    "ruc_digit": companies({"ruc": "20999990012"}),
    "year_form": companies({"tamano_ventas_anio": "25"}),
    "term_unknown": companies({"sector": "Astronáutica"}),
    "title_with_edition": booklets(titulo="Cartilla de contratación, segunda edición"),
    "copies_none": booklets(ejemplares="0"),
    "letter_twice": letters({}, {"destinatario": "DIARIO EJEMPLO"}),
    "letter_differs": letters({}, {"destinatario": "Radio Ejemplo", "fecha": "2026-07-16"}),
    "recipient_differs": letters({}, {"numero_carta": "Carta 2-2026", "destinatario_tipo": "gremio"}),
    "stage_undated": reports({}, {"etapa": "en elaboración", "fecha": ""}),
    "stage_same_day": reports({}, {"etapa": "en elaboración"}),
    "stage_went_back": reports({}, {"etapa": "en elaboración", "fecha": "2026-08-01"}),
}
