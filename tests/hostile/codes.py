"""Rows 37-42: codes that are unknown, retired or somebody else's; doubles, sums, leaps; the same file again."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.cases import EVERY, LISTS, Case, Right, Verdict, accepted, forbidden, known, refused, warned
from tests.hostile.cells import PRIVATE
from tests.hostile.files import HEADERS, OTHER_NUMBER, Row, csv_of, ods_of, rows_of, xlsx_of
from tests.hostile.world import (
    BEFORE,
    COUNT,
    DISTINCT,
    OTHERS,
    PUBLISHED,
    QUARTER,
    RETIRED,
    SO_FAR,
    published_return,
    steward,
)

RETURN = "quarterly_return"


def cases() -> Iterator[Case]:
    """Every case of these rows."""
    yield from _indicators()
    for job in EVERY:
        yield from _entities(job)
    yield from _terms()
    yield from _others()
    yield from _doubles()
    yield from _sums()
    yield from _leaps()
    yield from _again()


def _indicators() -> Iterator[Case]:
    for what, code, right in (
        ("an unknown code", "1.1.p7.z", refused("indicator_unknown", at=(2, "indicador"))),
        ("a code of no plan", "CORE-7", refused("indicator_unknown")), ("a code in capitals", "1.1.P7.A", refused("indicator_unknown")),
        ("a Cyrillic letter", "1.1.p7.\u0430", refused("look_alike", at=(2, "indicador"))),
        ("a Greek letter", "1.1.p7.\u03b1", refused("look_alike")), ("a dash that is no hyphen", "1.1.p7\u2013a", refused("look_alike")),
        ("a retired indicator", RETIRED, refused("indicator_taken_out")),
        ("10,000 letters", "a" * 10_000, refused("indicator_unknown")), ("a path", "../../etc/passwd", refused("indicator_unknown")),
        ("SQL", "' OR 1=1--", refused("indicator_unknown")), ("markup", "<script>alert(1)</script>", refused("indicator_unknown")),
        ("a format string", "{0.__class__}", refused("indicator_unknown")), ("a percent sign", "%s%n", refused("indicator_unknown")),
    ):  # fmt: skip
        who = "BAJ" if code == RETIRED else "MIN"
        rows = rows_of(RETURN, indicador=code, entidad=who)
        yield Case(37, f"{what}, CSV", lambda rows=rows: csv_of(RETURN, rows), right, who=steward(who))
        yield Case(37, f"{what}, XLSX", lambda rows=rows: xlsx_of(RETURN, rows), right, who=steward(who))
    for job in (*LISTS, "reports_completed"):
        for what, code in {
            "an unknown code": "1.1.p7.z",
            "a Cyrillic letter": "1.1.\u04407.k",
            "another job's": COUNT,
            "a part of a family": "1.1.p7.k.t1x",
        }.items():
            yield Case(
                37,
                f"{what} in a list, CSV",
                lambda job=job, code=code: csv_of(job, rows_of(job, indicador=code)),
                refused(),
                job,
                secrets=PRIVATE.get(job, ()),
            )


def _entities(job: str) -> Iterator[Case]:
    secrets = PRIVATE.get(job, ())
    for what, code in {"an unknown entity": "MINN", "a Cyrillic entity": "\u041cIN", "small letters": "min"}.items():
        yield Case(
            37,
            f"{what}, CSV",
            lambda code=code: csv_of(job, rows_of(job, entidad=code)),
            refused(),
            job,
            secrets=secrets,
        )


def _terms() -> Iterator[Case]:
    for job, column, typed, code in (
        ("migrants_trained", "tema", "Astrología", "term_unknown"), ("migrants_trained", "sexo", "x", "word_unknown"),
        ("migrants_trained", "pais", "Narnia", "country_unknown"), ("migrants_trained", "tipo_documento", "Brevete", "document_type_unknown"),
        ("migrants_trained", "tipo_documento", "04", "document_system_missing"), ("migrants_trained", "departamento", "07", "ubigeo_system_missing"),
        ("migrants_trained", "departamento", "INEI 08 Callao", "ubigeo_name_differs"), ("migrants_trained", "edad", "1990-05-02", "word_unknown"),
        ("companies_trained", "ruc", "20999990012", "ruc_digit"), ("companies_trained", "ruc", "2099999001", "ruc_form"),
        ("companies_trained", "departamento", "Lim\u0430", "ubigeo_unknown"), ("booklets_issued", "idioma", "Klingon", "term_unknown"),
        ("booklets_issued", "formato", "papel", "word_unknown"), ("letters_sent", "grupos", "Personas migrantes; Otros", "term_unknown"),
        ("letters_sent", "destinatario_tipo", "amigo", "word_unknown"), ("statements", "tema", "chisme", "word_unknown"),
        ("recommendations", "organismo", "ONU", "register_unknown"), ("recommendations", "accion", "9.9.p9", "register_unknown"),
        ("recognitions", "documento", "BREVETE", "register_unknown"), ("recognitions", "quien_acepta", "nadie", "register_unknown"),
        ("reports_completed", "etapa", "casi listo", "word_unknown"), ("recognitions", "estado", "quizás", "word_unknown"),
    ):  # fmt: skip
        secrets = (*PRIVATE.get(job, ()), *([typed] if len(typed) > 3 else [])) if job in PRIVATE else ()
        yield Case(37, f"{typed!r} in {column}, CSV", lambda job=job, column=column, typed=typed: csv_of(job, rows_of(job, **{column: typed})),
                   refused(code, at=(2, column)), job, secrets=secrets)  # fmt: skip


def _others() -> Iterator[Case]:
    """Row 38: the indicator, or the whole file, is another ministry's."""
    rows = [*rows_of(RETURN), {"entidad": "MIN", "trimestre": QUARTER, "indicador": OTHERS, "valor": "5"}]
    yield Case(
        38,
        "another ministry's indicator among its own",
        lambda: csv_of(RETURN, rows),
        refused("indicator_of_others", at=(3, "indicador")),
    )
    for job in EVERY:
        secrets = PRIVATE.get(job, ())
        yield Case(
            38,
            "a sound file that another ministry sends",
            lambda job=job: csv_of(job),
            forbidden("other_entity"),
            job,
            who=steward("OFI"),
            secrets=secrets,
        )
    listed = rows_of("booklets_issued", indicador="1.1.p7.n")
    yield Case(
        38,
        "another office's indicator in a list",
        lambda: csv_of("booklets_issued", listed),
        refused(),
        "booklets_issued",
    )


def _doubles() -> Iterator[Case]:
    rows = rows_of(RETURN)
    for what, other in {
        "equal": rows[0],
        "different": {**rows[0], "valor": "13"},
        "one of them blank": {**rows[0], "valor": ""},
    }.items():
        for kind, make in (("CSV", csv_of), ("XLSX", xlsx_of), ("ODS", ods_of)):
            yield Case(
                39,
                f"a figure twice, {what}, {kind}",
                lambda make=make, other=other: make(RETURN, [*rows, other]),
                refused("duplicate", at=(3, "indicador")),
            )
    split = [
        {**rows[0], "dimension": "region", "categoria": name, "valor": value}
        for name, value in (("04", "5"), ("04", "7"))
    ]
    yield Case(39, "a part twice", lambda: csv_of(RETURN, [*rows, *split]), refused("duplicate"))
    named = [
        {**rows[0], "dimension": "departamento", "categoria": name, "valor": value}
        for name, value in (("Cusco", "5"), ("INEI 08", "7"))
    ]
    yield Case(39, "a department by name and by code", lambda: csv_of(RETURN, [*rows, *named]), refused("duplicate"))
    for job, code in {"companies_trained": "company_twice", "letters_sent": "letter_twice", "recommendations": "register_twice",
                      "recognitions": "register_twice", "statements": "register_twice"}.items():  # fmt: skip
        doubled = rows_of(job)
        again = {name: value for name, value in doubled[0].items() if name not in ("entidad", "trimestre")}
        yield Case(39, "a row twice, CSV", lambda job=job, doubled=doubled, again=again: csv_of(job, [*doubled, again]),
                   refused(code, at=(len(doubled) + 2, "")), job, secrets=PRIVATE.get(job, ()))  # fmt: skip
    staged = [*rows_of("reports_completed"), {**rows_of("reports_completed")[0], "etapa": "en elaboración"}]
    yield Case(
        39,
        "a report at two stages on a day",
        lambda: csv_of("reports_completed", staged),
        refused("stage_same_day"),
        "reports_completed",
    )
    twice = [*rows_of("migrants_trained"), rows_of("migrants_trained")[2]]
    yield Case(
        39,
        "a person who attended twice that day",
        lambda: csv_of("migrants_trained", twice),
        accepted(k="2", k_t1="4", k_t2="2"),
        "migrants_trained",
    )


def _sums() -> Iterator[Case]:
    def split(entity: str, code: str, total: str, *parts: tuple[str, str]) -> list[Row]:
        head: Row = {"entidad": entity, "trimestre": QUARTER, "indicador": code}
        return [
            {**head, "valor": total},
            *({**head, "dimension": "region", "categoria": at, "valor": value} for at, value in parts),
        ]

    for what, rows, right in (
        ("parts that make less", split("MIN", COUNT, "12", ("04", "5"), ("06", "6")), refused("parts_sum", at=(2, "valor"))),
        ("parts that make more", split("MIN", COUNT, "12", ("04", "5"), ("06", "8")), refused("parts_sum", at=(2, "valor"))),
        ("parts that add up", split("MIN", COUNT, "12", ("04", "5"), ("06", "7")), accepted(a="12", **{"a/region/04": "5", "a/region/06": "7"})),
        ("parts without a total", split("MIN", COUNT, "12", ("04", "5"), ("06", "7"))[1:], refused("total_missing")),
        ("a part above the total of distinct ones", split("DIS", DISTINCT, "6", ("04", "7"), ("06", "1")), refused("part_over_total")),
        ("parts short of the total of distinct ones", split("DIS", DISTINCT, "12", ("04", "7"), ("06", "4")), refused("parts_short")),
        ("parts of distinct ones that overlap", split("DIS", DISTINCT, "9", ("04", "7"), ("06", "4")), accepted(c="9")),
        ("parts beyond 10^9 together", split("MIN", COUNT, "1000000000", ("04", "1000000000"), ("06", "1000000000")), refused("parts_sum")),
        ("a dimension that is not split by", [{**row, **({"dimension": "edad", "categoria": "x"} if at else {})} for at, row in enumerate(split("MIN", COUNT, "12", ("04", "12")))], refused("dimension_not_allowed")),
        ("a category of no list", split("MIN", COUNT, "12", ("Atlantis", "12")), refused("category_unknown")),
    ):  # fmt: skip
        entity = str(rows[0]["entidad"])
        yield Case(40, f"{what}, CSV", lambda rows=rows: csv_of(RETURN, rows), right, who=steward(entity))
        yield Case(40, f"{what}, XLSX", lambda rows=rows: xlsx_of(RETURN, rows), right, who=steward(entity))


def _leaps() -> Iterator[Case]:
    """Row 41: ANT has published 90, 95 and 92, and 40, 35 and 30 distinct ones, 70 in all."""

    def of(value: str, part: str = "30", so_far: str = "", **cells: str) -> list[Row]:
        head: Row = {"entidad": "ANT", "trimestre": QUARTER}
        return [
            {**head, "indicador": BEFORE, "valor": value, **cells},
            {**head, "indicador": SO_FAR, "valor": part, "total_a_la_fecha": so_far},
        ]

    for what, rows, right in (
        ("a hundred times the last quarter", of("9200"), warned("value_leap", i="9200")),
        ("ten times the largest", of("950"), warned("value_leap", i="950")), ("nine times", of("800"), accepted(i="800")),
        ("nothing after steady quarters", of("0"), warned("value_fall", i="0")),
        ("no execution after steady quarters", of("", situacion="sin ejecución"), warned("value_fall", i="nothing")),
        ("a total so far that falls", of("90", so_far="60"), refused("so_far_low", at=(3, "total_a_la_fecha"))),
        ("a total so far beyond the sum", of("90", so_far="5000"), refused("so_far_range", at=(3, "total_a_la_fecha"))),
        ("a total so far in its range", of("90", so_far="90"), accepted(j="30", j__so_far="90")),
    ):  # fmt: skip
        for kind, make in (("CSV", csv_of), ("XLSX", xlsx_of), ("ODS", ods_of)):
            yield Case(
                41, f"{what}, {kind}", lambda make=make, rows=rows: make(RETURN, rows), right, who=steward("ANT")
            )
    unusable = rows_of("migrants_trained")
    unusable[2] = {**unusable[2], "numero_documento": "??"}
    yield Case(41, "an attendance without a usable document", lambda: csv_of("migrants_trained", unusable),
               warned("documents_unusable", k="1", k_t1="3"), "migrants_trained", secrets=(OTHER_NUMBER, "004521987"))  # fmt: skip


def _again() -> Iterator[Case]:
    """Row 42: what is published is sent again."""
    who = steward("PUB")
    yield Case(42, "the same bytes", published_return, known(h="12"), who=who)
    yield Case(
        42, "the same bytes under another name", published_return, known(h="12"), who=who, file_name="otro nombre.csv"
    )
    rows: list[Row] = [{"entidad": "PUB", "trimestre": QUARTER, "indicador": PUBLISHED, "valor": "12"}]
    names = HEADERS[RETURN]
    for what, content in {
        "the same content, XLSX": lambda: xlsx_of(RETURN, rows), "the same content, ODS": lambda: ods_of(RETURN, rows),
        "the same content, columns in another order": lambda: csv_of(RETURN, rows, header=names[::-1]),
        "the same content, semicolons": lambda: csv_of(RETURN, rows, delimiter=";"),
        "the same content, UTF-16": lambda: csv_of(RETURN, rows).decode().encode("utf-16"),
        "the same content, the quarter written otherwise": lambda: csv_of(RETURN, [{**rows[0], "trimestre": "4T 2023"}]),
        "the same content, the number stored": lambda: xlsx_of(RETURN, [{**rows[0], "valor": 12.0}]),
        "the same content, the indicator's name beside it": lambda: csv_of(RETURN, [{**rows[0], "indicador_nombre": f"label {PUBLISHED}"}]),
    }.items():  # fmt: skip
        yield Case(42, what, content, known(h="12"), who=who)
    why = {"clase_de_cambio": "fuente", "sustento": "Otro registro"}
    yield Case(42, "another content under the same name", lambda: csv_of(RETURN, [{**rows[0], "valor": "14", **why}]),
               Right(Verdict.ACCEPTED, gives={PUBLISHED: "14"}), who=who, file_name="0.csv")  # fmt: skip
    again: list[Row] = [
        {"entidad": "ANT", "trimestre": QUARTER, "indicador": code, "valor": value}
        for code, value in ((BEFORE, "92"), (SO_FAR, "30"))
    ]
    yield Case(
        42,
        "last quarter's numbers under this quarter",
        lambda: csv_of(RETURN, again),
        accepted(i="92"),
        who=steward("ANT"),
    )
