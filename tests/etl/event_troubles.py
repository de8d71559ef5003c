"""For each code that only lists or registers can have a file that has it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.counting import CannotCount, count
from etl.jobs import JOBS
from etl.pipeline import Checked
from tests.etl import lists
from tests.etl.events import COMPANY, HANDED_OUT, LETTER, OTHER_REPORT, REPORT, checked, list_file, peru
from tests.etl.test_registers import FOLLOWED, SAID, TAKES, in_force, judge

Trouble = Callable[[], Checked]


def companies(*changes: dict[str, object]) -> Trouble:
    return lambda: checked("companies_trained", *(COMPANY | change for change in changes))


def letters(*changes: dict[str, object]) -> Trouble:
    return lambda: checked("letters_sent", *(LETTER | change for change in changes))


def booklets(**change: object) -> Trouble:
    return lambda: checked("booklets_issued", HANDED_OUT | change)


def reports(*changes: dict[str, object]) -> Trouble:
    return lambda: checked("reports_completed", *(REPORT | change for change in changes), OTHER_REPORT)


def attendance(*changes: dict[str, object], **once: object) -> Trouble:
    return lambda: lists.checked(lists.list_file(*(lists.attendance(**change) for change in changes), **once))


def silent(indicator: str, **cells: object) -> dict[str, object]:
    """A row of an attendance list that says why there is nothing; `cells` are what it says besides."""
    blank = dict.fromkeys(lists.attendance(), "")
    return {**blank, "indicador": indicator, "situacion": "sin ejecución", **cells}


def register(name: str, *rows: dict[str, str]) -> Trouble:
    def trouble() -> Checked:
        judged = judge(name, *rows)
        return Checked(None, judged.problems)

    return trouble


def counted_twice() -> Checked:
    with TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("lista.csv", "copia.csv")]
        for file in files:
            file.write_bytes(list_file("companies_trained", COMPANY))
        try:
            count(files, JOBS["companies_trained"], peru())
        except CannotCount as refused:
            return Checked(None, refused.troubled[0].problems)
    raise AssertionError("the same list was counted twice")


def same_again() -> Checked:
    """A row of a register that is in force, word for word."""
    (brought,) = judge("statements", SAID).registers
    again = judge("statements", SAID, registers={**in_force(), (brought.kind, brought.key): brought.content})
    return Checked(None, again.problems)


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
    "once_missing": attendance({}, trimestre=""),
    "once_differs": attendance({}, {"entidad": "OFI"}),
    "situation_without_indicator": attendance({}, silent("")),
    "situation_with_content": attendance({}, {"situacion": "sin ejecución"}),
    "totals_row": attendance({}, dict.fromkeys(lists.attendance(), "") | {"curso": "TOTAL"}),
    "situation_against_rows": attendance({}, silent(lists.PERSONS)),
    "date_of_other_quarter": attendance({"fecha": "2023-08-07"}),
    "document_type_unknown": attendance({"tipo_documento": "brevete"}),
    "document_system_missing": attendance({"tipo_documento": "26"}),
    "document_not_yet": lambda: checked(
        "migrants_trained", lists.attendance(indicador="2.1.p72.d", fecha="2020-08-01", tipo_documento="CPP"),
        trimestre="2020-T3",
    ),
    "documents_unusable": attendance({}, {"numero_documento": "s/n"}),
    "country_unknown": attendance({"pais": "Atlántida"}),
    "list_twice": counted_twice,
    "register_unknown": register("recommendations", FOLLOWED),
    "register_cell": register("recognitions", TAKES | {"desde_precision": "no se conoce"}),
    "register_twice": register("recognitions", TAKES, TAKES),
    "register_changed": register("recognitions", TAKES | {"quien_acepta": "emplea_peru"}),
    "register_nothing_new": same_again,
}  # fmt: skip
