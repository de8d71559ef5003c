"""Lists of companies, copies, letters and reports of Peru's plan, as a steward might send them, and their check."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache

from etl.jobs import JOBS
from etl.pipeline import Checked, check
from etl.ruc import check_digit
from indicators.drafts import FigureDraft, InForce
from indicators.packs import read_pack
from indicators.plan import Plan

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
Row = dict[str, object]

COMPANY: Row = {
    "indicador": "2.1.p72.b", "fecha": "2026-09-12", "sesion": "Sesión 1", "tema": "Seguridad social",
    "ruc": "20999990011", "trabajadores": "2", "tamano_ventas": "Microempresa", "tamano_ventas_anio": "2025",
    "tamano_trabajadores": "De 1 a 4 trabajadores", "trabajadores_anio": "2026", "sector": "Comercio",
    "departamento": "Cajamarca",
}  # fmt: skip
HANDED_OUT: Row = {
    "indicador": "2.1.p72.c", "fecha": "2026-08-21", "titulo": "Cartilla de contratación", "edicion": "1",
    "reimpresion": "no", "publico": "empresas", "tema": "Contratación de personas extranjeras", "idioma": "Español",
    "formato": "impreso", "ejemplares": "150", "departamento": "La Libertad",
}  # fmt: skip
LETTER: Row = {
    "indicador": "3.2.p108.a", "fecha": "2026-07-15", "numero_carta": "Carta 1-2026", "destinatario_tipo": "medio",
    "destinatario": "Diario Ejemplo", "tema": "Publicidad sin discriminación", "grupos": "Mujeres; Personas migrantes",
}  # fmt: skip
REPORT: Row = {
    "indicador": "2.1.p78.a", "titulo": "Informe sobre el Convenio 97", "etapa": "en revisión", "fecha": "2026-07-10",
}  # fmt: skip
OTHER_REPORT: Row = {"indicador": "2.1.p78.b", "situacion": "sin información"}
STEP: Row = {"indicador": "3.1.p91.a", "titulo": "Reporte de denuncias", "paso": "d7", "fecha": "2026-09-25"}
_ENTITIES = {"letters_sent": "INDECOPI"}


@cache
def peru() -> Plan:
    plan = read_pack("peru_pna", demonstration=True).plan
    assert plan is not None
    return plan


def ruc(number: int) -> str:
    """An invented taxpayer's number with its right check digit."""
    ten = f"209999{number:04d}"
    return f"{ten}{check_digit(ten)}"


def list_file(job: str, *rows: Row, entity: str = "", header: Sequence[str] = (), **once: object) -> bytes:
    """A CSV file of `rows`; the first one says entity, quarter and `once`."""
    names = header or JOBS[job].names
    head: Row = {"entidad": entity or _ENTITIES.get(job, "MTPE"), "trimestre": "2026-T3"} | once
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cells.get(name, "") for name in names] for cells in (head | rows[0], *rows[1:]))
    return written.getvalue().encode()


def checked(
    job: str, *rows: Row, entity: str = "", published: Sequence[InForce] = (), plan: Plan | None = None, **once: object
) -> Checked:
    """The check of a list of `rows` against Peru's plan."""
    content = list_file(job, *rows, entity=entity, **once)
    return check(content, "lista.csv", job=job, plan=plan or peru(), published=lambda _: published, now=NOW)


def figures(found: Checked) -> tuple[FigureDraft, ...]:
    assert found.draft is not None, [problem.text() for problem in found.problems]
    return found.draft.figures


def totals(found: Checked) -> dict[str, int]:
    """What a list counts to, by indicator."""
    return {figure.indicator: int(figure.value or 0) for figure in figures(found) if not figure.dimension}


def parts(found: Checked, dimension: str) -> dict[tuple[str, str], int]:
    """Its parts by a dimension, by indicator and category."""
    of = [figure for figure in figures(found) if figure.dimension == dimension]
    return {(figure.indicator, figure.category): int(figure.value or 0) for figure in of}


def told(found: Checked) -> list[tuple[str, int, str]]:
    """Its problems: code, row and column."""
    return [(problem.code, problem.row, problem.column) for problem in found.problems]
