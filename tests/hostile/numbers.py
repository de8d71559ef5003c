"""Rows 5-18 and 57: numbers as people and programs write them, in every kind of column that holds one."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from etl.values import Numbers
from tests.etl import ods
from tests.hostile.cases import Case, Right, accepted, refused
from tests.hostile.files import Row, csv_of, ods_of, replaced, rows_of, xlsx_of
from tests.hostile.world import DISTINCT, LEVEL, QUARTER, RATIO, steward

# Row of the table, what is typed, and what a count makes of it: a value, or the code of a problem.
COUNTS: tuple[tuple[int, str, str], ...] = (
    (5, "1,234", "1234"), (5, "12,345,678", "12345678"), (5, "999,999", "999999"), (5, "1,234.0", "number_decimals"),
    (5, "0,123", "number_groups"), (5, ",123", "number_form"), (5, "1,234,", "number_groups"),
    (6, "1.234", "number_points"), (6, "1.234.567", "number_points"), (6, "12.345", "number_points"),
    (6, "1.234,5", "number_swapped"), (6, "1.234,00", "number_swapped"),
    (7, "12,34", "number_groups"), (7, "1,23,456", "number_groups"), (7, "1,2345", "number_groups"),
    (7, "12,3456", "number_groups"), (7, "1,,234", "number_groups"), (7, "1234,567", "number_groups"),
    (8, "12 345", "number_spaces"), (8, "12\u00a0345", "number_spaces"), (8, "12\u2009345", "number_spaces"),
    (8, "12\u202f345", "number_spaces"), (8, "1 2", "number_spaces"), (8, "12'345", "number_form"),
    (8, "12\u2019345", "number_form"),
    (9, "-5", "number_negative"), (9, "\u22125", "number_form"), (9, "(5)", "number_form"), (9, "5-", "number_form"),
    (9, "-1,234", "number_negative"), (9, "-0", "0"), (9, "--5", "number_form"),
    (10, "12 aprox", "number_form"), (10, "~12", "number_form"), (10, "más de 10", "number_form"),
    (10, "10-12", "number_form"), (10, "12+", "number_form"), (10, "doce", "number_form"), (10, "12 personas", "number_form"),
    (10, "S/ 12", "number_form"), (10, "12%", "number_form"), (10, "12?", "number_form"), (10, "<5", "number_form"),
    (11, "12.5", "number_decimals"), (11, "0.1", "number_decimals"), (11, ".5", "number_form"), (11, "12.", "number_form"),
    (11, "12,5", "number_groups"),
    (13, "1e3", "number_form"), (13, "0x10", "number_form"), (13, "1_000", "number_form"), (13, "0b11", "number_form"),
    (13, "0o17", "number_form"), (13, "1E+05", "number_form"), (13, "+12", "number_form"), (13, "12L", "number_form"),
    (14, "\u0663", "number_digits"), (14, "\uff11\uff12", "number_digits"), (14, "\u00bd", "number_digits"),
    (14, "12\u00b2", "number_digits"), (14, "\u096c", "number_digits"), (14, "\u2167", "number_digits"),
    (14, "1\u0662", "number_digits"), (14, "\U0001d7d9", "number_digits"), (14, "\u5341", "number_form"),
    (15, "NaN", "number_word"), (15, "inf", "number_form"), (15, "-inf", "number_form"), (15, "Infinity", "number_form"),
    (15, "1e309", "number_form"), (15, "\u221e", "number_form"), (15, "nan(1)", "number_form"), (15, "1.#INF", "number_form"),
    (16, "9" * 10_000, "number_too_large"), (16, str(2**63), "number_too_large"), (16, str(2**53 + 1), "number_too_large"),
    (16, "1000000001", "number_too_large"), (16, "1000000000", "1000000000"), (16, "0" * 10_000 + "7", "7"),
    (16, "-" + "9" * 5_000, "number_too_large"), (16, "9" * 5_000 + ".5", "number_too_large"),
    (17, "NA", "number_word"), (17, "N/A", "number_word"), (17, "None", "number_word"), (17, "-", "number_word"),
    (17, "s/d", "number_word"), (17, "null", "number_word"), (17, "#N/D", "number_form"), (17, "\u2014", "number_word"),
    (17, "pendiente", "number_form"), (17, "...", "number_word"), (17, "", "figure_missing"), (17, "\u00a0", "figure_missing"),
    (18, "TRUE", "number_form"), (18, "VERDADERO", "number_form"), (18, "sí", "number_form"), (18, "False", "number_form"),
    (57, "007", "7"), (57, "0", "0"),
)  # fmt: skip
# The same for a measured level, which may have decimals and be negative.
LEVELS: tuple[tuple[int, str, str], ...] = (
    (5, "1,234.5", "1234.5"), (6, "1.234", "number_ambiguous"), (6, "-1.234", "number_ambiguous"), (6, "1.2345", "1.2345"),
    (6, "0.123", "0.123"), (6, "1.234.567", "number_points"), (6, "1.234,5", "number_swapped"), (7, "12,34", "number_groups"),
    (8, "12 345", "number_spaces"), (11, "12.5", "12.5"), (11, "0.1234567", "number_places"), (13, "1e3", "number_form"),
    (14, "\uff11\uff12", "number_digits"), (15, "NaN", "number_word"), (15, "1e-400", "number_form"),
    (16, "1000000000.000001", "number_too_large"), (57, "-5", "-5"), (57, "-0.5", "-0.5"), (57, "-0", "0"),
    (57, "-1,234.5", "-1234.5"),
)  # fmt: skip
# Other columns that hold numbers: job, column, and the first row of a file in which the number is the only doubt.
ELSEWHERE: Mapping[tuple[str, str], Row] = {
    ("booklets_issued", "ejemplares"): {},
    ("booklets_issued", "edicion"): {},
    ("companies_trained", "trabajadores"): {},
    ("migrants_trained", "horas"): {},
    ("recommendations", "pagina"): {},
    ("statements", "denominador"): {"valores": "hechas=12", "unidad": "número"},
}
SPOILED: tuple[tuple[int, str], ...] = (
    (6, "1.234"), (7, "12,34"), (8, "12 345"), (10, "12 aprox"), (13, "1e3"), (14, "\uff11\uff12"), (15, "inf"),
    (16, "9" * 10_000), (17, "s/d"), (18, "TRUE"),
)  # fmt: skip


def cases() -> Iterator[Case]:
    """Every case of these rows."""
    for row, typed, made in COUNTS:
        rows = rows_of("quarterly_return", valor=typed)
        right = _right(made, "a", "valor")
        yield Case(row, f"{_short(typed)} in a count, CSV", lambda rows=rows: csv_of("quarterly_return", rows), right)
        if row in (5, 6, 8, 14, 17) and len(typed) < 100:
            yield Case(
                row,
                f"{_short(typed)} as text in a count, XLSX",
                lambda rows=rows: xlsx_of("quarterly_return", rows),
                right,
            )
            yield Case(
                row,
                f"{_short(typed)} as text in a count, ODS",
                lambda rows=rows: ods_of("quarterly_return", rows),
                right,
            )
    for row, typed, made in LEVELS:
        yield _level(row, typed, made)
    yield from _elsewhere()
    yield from _ratios()
    yield from _so_far()
    yield from _spanish()
    yield from _stored()


def _right(made: str, figure: str, column: str, at: int = 2) -> Right:
    return accepted(**{figure: made}) if made.lstrip("-")[:1].isdigit() else refused(made, at=(at, column))


def _short(typed: str) -> str:
    return repr(typed) if len(typed) < 20 else f"{len(typed):,} digits"


def _level(row: int, typed: str, made: str) -> Case:
    rows: list[Row] = [{"entidad": "NIV", "trimestre": QUARTER, "indicador": LEVEL, "valor": typed}]
    what = f"{_short(typed)} in a level, CSV"
    return Case(row, what, lambda: csv_of("quarterly_return", rows), _right(made, "d", "valor"), who=steward("NIV"))


def _elsewhere() -> Iterator[Case]:
    for (job, column), others in ELSEWHERE.items():
        for row, typed in SPOILED:
            rows = rows_of(job, **{**others, column: typed})
            secrets = (
                (typed,)
                if job in ("companies_trained", "migrants_trained")
                and typed not in ("1.234", "12,34", "1e3", "inf", "s/d")
                else ()
            )
            what = f"{_short(typed)} in {column}"
            yield Case(
                row, what, lambda job=job, rows=rows: csv_of(job, rows), refused(at=(2, column)), job, secrets=secrets
            )
        rows = rows_of(job, **{**others, column: "-5"})
        whole = column != "horas"
        yield Case(9 if whole else 57, f"-5 in {column}", lambda job=job, rows=rows: csv_of(job, rows),
                   refused("number_negative", at=(2, column)) if whole else accepted(k_t1="3"), job)  # fmt: skip


def _ratios() -> Iterator[Case]:
    def of(**cells: str) -> Callable[[], bytes]:
        rows: list[Row] = [{"entidad": "RAZ", "trimestre": QUARTER, "indicador": RATIO, **cells}]
        return lambda: csv_of("quarterly_return", rows)

    sara = steward("RAZ")
    for row, what, cells, right in (
        (5, "1,234 of 2,000 in a ratio", {"numerador": "1,234", "denominador": "2,000"}, accepted(e="1234/2000")),
        (6, "1.234 in a numerator", {"numerador": "1.234", "denominador": "2"}, refused(at=(2, "numerador"))),
        (57, "-1 in a numerator", {"numerador": "-1", "denominador": "2"}, accepted(e="-1/2")),
        (15, "NaN in a denominator", {"numerador": "1", "denominador": "NaN"}, refused("number_word", at=(2, "denominador"))),
        (15, "zero in a denominator", {"numerador": "1", "denominador": "0"}, refused("denominator_zero", at=(2, "denominador"))),
        (17, "s/d in a denominator", {"numerador": "1", "denominador": "s/d"}, refused("number_word", at=(2, "denominador"))),
        (17, "a blank denominator", {"numerador": "1"}, refused("ratio_incomplete")),
    ):  # fmt: skip
        yield Case(row, what, of(**cells), right, who=sara)


def _so_far() -> Iterator[Case]:
    for row, typed, right in (
        (5, "1,234", accepted(c="1234")), (6, "1.234", refused("number_points", at=(2, "total_a_la_fecha"))),
        (9, "-5", refused("number_negative", at=(2, "total_a_la_fecha"))), (17, "NA", refused("number_word", at=(2, "total_a_la_fecha"))),
        (16, str(2**63), refused("number_too_large", at=(2, "total_a_la_fecha"))),
    ):  # fmt: skip
        rows: list[Row] = [
            {"entidad": "DIS", "trimestre": QUARTER, "indicador": DISTINCT, "valor": "1234", "total_a_la_fecha": typed}
        ]
        yield Case(row, f"{_short(typed)} as a total so far", lambda rows=rows: csv_of("quarterly_return", rows), right,
                   who=steward("DIS"))  # fmt: skip


def _spanish() -> Iterator[Case]:
    """Files that are declared to write numbers as Spain does."""
    for row, typed, made in (
        (5, "1,234", "number_decimals"), (5, "1.234,5", "number_decimals"), (6, "1.234", "1234"), (6, "1.234.567", "1234567"),
        (6, "1,234.5", "number_swapped"), (7, "12.34", "number_groups"), (6, "1.23.456", "number_groups"),
        (8, "12 345", "number_spaces"), (14, "\uff11", "number_digits"), (15, "nan", "number_word"),
    ):  # fmt: skip
        rows = rows_of("quarterly_return", valor=typed)
        what = f"{_short(typed)} in a count, declared es-ES"
        yield Case(
            row,
            what,
            lambda rows=rows: csv_of("quarterly_return", rows),
            _right(made, "a", "valor"),
            numbers=Numbers.ES_ES,
        )


def _stored() -> Iterator[Case]:
    """Numbers that a workbook stores as such."""
    for row, value, made in (
        (12, 12.0, "12"), (12, 12, "12"), (12, 1e3, "1000"), (11, 12.5, "number_decimals"), (9, -5, "number_negative"),
        (16, 10**9, "1000000000"), (16, 10**9 + 1, "number_too_large"), (16, 2**53 + 1, "number_too_large"),
        (16, 1e300, "number_too_large"), (11, 0.1 + 0.2, "number_decimals"), (12, 2.9999999999999996, "3"),
        (18, True, "wrong_kind"), (18, False, "wrong_kind"),
    ):  # fmt: skip
        rows = rows_of("quarterly_return", valor=value)
        right = _right(made, "a", "valor")
        yield Case(
            row, f"{value!r} stored in a count, XLSX", lambda rows=rows: xlsx_of("quarterly_return", rows), right
        )
        yield Case(row, f"{value!r} stored in a count, ODS", lambda rows=rows: ods_of("quarterly_return", rows), right)
    for value, made in ((1.234, "1.234"), (-5, "-5"), (-0.0, "0"), (0.1 + 0.2, "0.3")):
        level: list[Row] = [{"entidad": "NIV", "trimestre": QUARTER, "indicador": LEVEL, "valor": value}]
        row, right = 57 if value < 0 else 12, _right(made, "d", "valor")
        yield Case(
            row,
            f"{value!r} stored in a level, XLSX",
            lambda rows=level: xlsx_of("quarterly_return", rows),
            right,
            who=steward("NIV"),
        )
        yield Case(
            row,
            f"{value!r} stored in a level, ODS",
            lambda rows=level: ods_of("quarterly_return", rows),
            right,
            who=steward("NIV"),
        )
    for job, column, value, made in (
        ("booklets_issued", "ejemplares", 120.0, accepted(m="150")), ("companies_trained", "trabajadores", 3, accepted(l="2")),
        ("booklets_issued", "ejemplares", 12.5, refused(at=(2, "ejemplares"))), ("booklets_issued", "ejemplares", True, refused(at=(2, "ejemplares"))),
        ("companies_trained", "trabajadores", -3, refused(at=(2, "trabajadores"))), ("booklets_issued", "ejemplares", 1e300, refused(at=(2, "ejemplares"))),
        ("migrants_trained", "horas", 1.234, accepted(k_t1="3")), ("migrants_trained", "horas", 1e300, refused(at=(2, "horas"))),
    ):  # fmt: skip
        row = 18 if value is True else 16 if value == 1e300 else 9 if value == -3 else 11 if value == 12.5 else 12
        rows = rows_of(job, **{column: value})
        for name, make in (("XLSX", xlsx_of), ("ODS", ods_of)):
            what = f"{value!r} stored in {column}, {name}"
            yield Case(row, what, lambda make=make, job=job, rows=rows: make(job, rows), made, job)
    for row, raw, right in (
        (15, "NaN", refused("archive_unsafe")), (15, "INF", refused("archive_unsafe")), (15, "1e309", refused()),
        (13, "0x10", refused("archive_unsafe")), (13, "1_000", refused("archive_unsafe")), (14, "\u0663", refused("archive_unsafe")),
        (16, "9" * 10_000, refused()), (13, "", refused()),
    ):  # fmt: skip
        cell = ods.cell(12).replace('office:value="12"', f'office:value="{raw}"')
        yield Case(row, f"{_short(raw)} stored as a number, ODS",
                   lambda cell=cell: ods_of("quarterly_return", special={"valor": cell}), right)  # fmt: skip
        yield Case(row, f"{_short(raw)} stored as a number, XLSX", lambda raw=raw: _raw_number(raw), right)


def _raw_number(raw: str) -> bytes:
    content = xlsx_of("quarterly_return", rows_of("quarterly_return", valor=12))
    return replaced(content, "xl/worksheets/sheet1.xml", "<v>12</v>", f"<v>{raw}</v>")
