"""A plan whose indicators are fed by an attendance list, and such lists as a steward might send them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

from etl.jobs import JOBS
from etl.pipeline import Checked, check
from etl.values import Numbers
from indicators.drafts import InForce
from indicators.packs import read_pack
from indicators.plan import Kind, Plan, Term
from tests import builders
from tests.etl.files import NOW

JOB = JOBS["migrants_trained"]
PERSONS, ATTENDANCES, DOCUMENTS = "1.1.p1.a", "1.1.p1.a.t1", "1.1.p1.a.t2"
HEADER = [column.name for column in JOB.columns]


def plan() -> Plan:
    """Persons, attendances and documents, each taken from the same list; the registers are those of Peru's plan."""
    fed = {
        PERSONS: (Kind.DISTINCT, "persons"),
        ATTENDANCES: (Kind.COUNT, "attendances"),
        DOCUMENTS: (Kind.DISTINCT, "documents"),
    }
    indicators = [
        builders.indicator(
            kind,
            code=code,
            persons=True,
            in_plan=code == PERSONS,
            reporters=(builders.reporter(job=JOB.name, measure=measure),),
        )
        for code, (kind, measure) in fed.items()
    ]
    peru = read_pack("peru_pna", demonstration=True).plan
    assert peru is not None
    terms = tuple(
        Term(kind, code, builders.text(es, en), builders.HERE)
        for kind, code, es, en in (
            ("tema_capacitacion", "derechos", "Derechos laborales", "Labour rights"),
            ("departamento", "06", "Cajamarca", "Cajamarca"),
            ("departamento", "15", "Lima", "Lima"),
        )
    )
    made = builders.plan(builders.action(*indicators))
    return replace(made, registers=peru.registers, code_lists=terms)


def attendance(**cells: object) -> dict[str, object]:
    """A row of the list; the first one of a file also says `entidad` and `trimestre`."""
    return {
        "indicador": PERSONS,
        "fecha": "2023-11-07",
        "curso": "Sesión 1",
        "tema": "Derechos laborales",
        "horas": "2",
        "tipo_documento": "CE",
        "numero_documento": "001234567",
        "pais": "Venezuela",
        "condicion": "migrante",
        "sexo": "mujer",
        "edad": "30 a 44",
        "departamento": "Cajamarca",
    } | cells


def list_file(*rows: dict[str, object], header: Sequence[str] = HEADER, delimiter: str = ",", **once: object) -> bytes:
    """The file of `rows`, whose first one says what holds for all of it."""
    first = {"entidad": "MIN", "trimestre": "2023-T4"} | once | (rows[0] if rows else {})
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([cells.get(name, "") for name in header] for cells in (first, *rows[1:]))
    return written.getvalue().encode()


def checked(
    content: bytes,
    *,
    published: Sequence[InForce] = (),
    of: Plan | None = None,
    numbers: Numbers = Numbers.ES_PE,
) -> Checked:
    return check(
        content,
        "lista.csv",
        job=JOB.name,
        plan=of or plan(),
        published=lambda entity: published,
        now=NOW,
        numbers=numbers,
    )


def values(found: Checked) -> dict[str, int]:
    """What the list counts to, by indicator."""
    assert found.draft is not None, [problem.text() for problem in found.problems]
    return {figure.indicator: int(figure.value or 0) for figure in found.draft.figures if not figure.dimension}


def codes(found: Checked) -> list[str]:
    return [problem.code for problem in found.problems]
