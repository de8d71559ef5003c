"""A plan in which every job has an entity that feeds it, accounts for all, and two entities that have published."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.pipeline import run
from etl.rules.columns import HEADER
from indicators import accounts, releases, returns
from indicators.assembly import PlanRow
from indicators.packs import read_pack
from indicators.periods import Quarter
from indicators.policy import Account, Role
from indicators.store import Store
from tests.stores import ADMINISTRATOR, MONDAY, PLANNER, row

NOW = MONDAY + timedelta(days=15)
QUARTER = "2023-T4"
COUNT, OTHERS, DISTINCT, LEVEL, RATIO, REPORT, PROGRAMME, PUBLISHED, BEFORE, SO_FAR = (
    f"1.1.p7.{letter}" for letter in "abcdefghij"
)
PERSONS, COMPANIES, COPIES, LETTERS, STAGED, RECOGNISED, RETIRED = (f"1.1.p7.{letter}" for letter in "klmnoqr")
ATTENDANCES, DOCUMENTS, TITLES, RECIPIENTS = f"{PERSONS}.t1", f"{PERSONS}.t2", f"{COPIES}.t1", f"{LETTERS}.t1"

_ENTITIES = (
    "MIN",
    "OFI",
    "DIS",
    "NIV",
    "RAZ",
    "ENT",
    "PRO",
    "PUB",
    "ANT",
    "CAP",
    "EMP",
    "FOL",
    "CAR",
    "INF",
    "DP",
    "BAJ",
)
# Indicator, kind, who feeds it, by which job, with which measure.
_FED = (
    (COUNT, "count", "MIN", "quarterly_return", ""),
    (OTHERS, "count", "OFI", "quarterly_return", ""),
    (DISTINCT, "distinct", "DIS", "quarterly_return", ""),
    (LEVEL, "level", "NIV", "quarterly_return", ""),
    (RATIO, "ratio", "RAZ", "quarterly_return", ""),
    (REPORT, "deliverable", "ENT", "quarterly_return", ""),
    (PROGRAMME, "programme", "PRO", "quarterly_return", ""),
    (PUBLISHED, "count", "PUB", "quarterly_return", ""),
    (BEFORE, "count", "ANT", "quarterly_return", ""),
    (SO_FAR, "distinct", "ANT", "quarterly_return", ""),
    (RETIRED, "count", "BAJ", "quarterly_return", ""),
    (PERSONS, "distinct", "CAP", "migrants_trained", "persons"),
    (ATTENDANCES, "count", "CAP", "migrants_trained", "attendances"),
    (DOCUMENTS, "distinct", "CAP", "migrants_trained", "documents"),
    (COMPANIES, "distinct", "EMP", "companies_trained", "companies"),
    (COPIES, "count", "FOL", "booklets_issued", "copies"),
    (TITLES, "distinct", "FOL", "booklets_issued", "titles"),
    (LETTERS, "distinct", "CAR", "letters_sent", "letters"),
    (RECIPIENTS, "distinct", "CAR", "letters_sent", "recipients"),
    (STAGED, "deliverable", "INF", "reports_completed", ""),
    (RECOGNISED, "count", "DP", "recognitions", "CPP"),
)
_DIMENSIONS = {COUNT: "region departamento", DISTINCT: "region", PUBLISHED: "region", PERSONS: "sexo"}
_TERMS = (
    ("dimension", "region", "Región"), ("dimension", "departamento", "Departamento"), ("dimension", "sexo", "Sexo"),
    ("region", "04", "Arequipa"), ("region", "06", "Cajamarca"), ("region", "99", "Otra"),
    ("departamento", "06", "Cajamarca"), ("departamento", "07", "Callao"), ("departamento", "08", "Cusco"),
    ("departamento", "15", "Lima"),
    ("sexo", "mujer", "Mujer"), ("sexo", "hombre", "Hombre"), ("sexo", "otro", "Otro"),
    ("sexo", "no_declarado", "No declarado"),
    ("tema_capacitacion", "derechos", "Derechos laborales"), ("tema_carta", "publicidad", "Publicidad sin estereotipos"),
    ("idioma", "es", "Español"), ("idioma", "qu", "Quechua"), ("sector", "comercio", "Comercio"),
    ("tamano", "micro", "Microempresa"), ("tamano_trabajadores", "1-4", "De 1 a 4 trabajadores"),
    ("group", "migrantes", "Personas migrantes"),
)  # fmt: skip
_DOCUMENTS = ("DNI", "CE", "PAS", "PTP", "CPP")


def steward(entity: str) -> str:
    """The account that loads the files of an entity."""
    return f"reporte.{entity.lower()}"


def plan_rows() -> list[PlanRow]:
    """The plan as rows; what identity documents there are is Peru's own register."""
    return [
        row("plan", code="hostile_plan", title_es="Plan", title_en="Plan", short_title_es="Plan", short_title_en="Plan",
            time_zone="America/Lima", start="2021-06-11", first_quarter="2021-Q3", due_days="30", light="path"),
        row("sources", code="the_plan", title_es="El plan", title_en="The plan", publisher="Gobierno"),
        row("instruments", code="DS-1", kind="decree", title_es="Decreto", title_en="Decree", date="2021-06-11"),
        row("terms", version="1", end="2025-12-31", since="2021-06-11", instrument="DS-1"),
        *(row("entities", code=code, name_es=code, name_en=code) for code in _ENTITIES),
        *(
            row("code_lists", kind=kind, code=code, rank=str(rank), title_es=title, title_en=title)
            for rank, (kind, code, title) in enumerate(_TERMS, start=1)
        ),
        row("guidelines", code="1", title_es="Lineamiento", title_en="Guideline"),
        row("objectives", code="1.1", guideline="1", title_es="Objetivo", title_en="Objective"),
        row("actions", code="1.1.p7", objective="1.1", number="1", title_es="Acción", title_en="Action",
            label_es="Acción", label_en="Action", complete="yes", page="7"),
        *(each for fed in _FED for each in _indicator(*fed)),
        *(
            row("steps", indicator=PROGRAMME, code=code, version="1", title_es=code, title_en=code, due="2025-12-31",
                basis="demonstration")
            for code in ("s1", "s2")
        ),
        row("acts", indicator=RETIRED, kind="not_viable", date="2023-09-30", reference="Oficio 1-2023", by="BAJ",
            basis="demonstration"),
        *_documents(),
    ]  # fmt: skip


def _indicator(code: str, kind: str, entity: str, job: str, measure: str) -> Iterator[PlanRow]:
    words = {f"{name}_{lang}": f"{name} {code}" for name in ("title", "label", "things") for lang in ("es", "en")}
    yield row("indicators", code=code, action="1.1.p7", kind=kind, unit="índice" if kind == "level" else "número",
              direction="up", level="output", persons="yes" if job == "migrants_trained" else "no",
              in_plan="no" if ".t" in code else "yes", dimensions=";".join(_DIMENSIONS.get(code, "").split()),
              page="7", **words)  # fmt: skip
    yield row("reporters", indicator=code, entity=entity, role="responsible", reports="yes", job=job, measure=measure,
              basis="tracker")  # fmt: skip


def _documents() -> Iterable[PlanRow]:
    for each in read_pack("peru_pna", demonstration=True).rows:
        cells = each.cells
        if each.kind == "identity_documents" and cells["code"] in _DOCUMENTS:
            yield row("identity_documents", **{**cells, "issuer": "", "source": "the_plan"})
        if each.kind == "document_codes" and cells["document"] in _DOCUMENTS:
            yield row("document_codes", **{**cells, "source": "the_plan"})


def fill(store: Store) -> None:
    """The plan, the accounts, and what PUB and ANT have published of 2023."""
    with store.write() as session:
        for code, role in ((ADMINISTRATOR, Role.ADMINISTRATOR), (PLANNER, Role.PLANNER)):
            accounts.add(session, Account(code, code, role, None, disabled=False), now=MONDAY, by=ADMINISTRATOR)
        releases.load_plan(session, plan_rows(), kind="real", who=PLANNER, now=MONDAY, note="El plan")
        for entity in _ENTITIES:
            account = Account(steward(entity), steward(entity), Role.STEWARD, entity, disabled=False)
            accounts.add(session, account, now=MONDAY, by=ADMINISTRATOR)
    with TemporaryDirectory(prefix="nap-hostile-") as folder:
        for number, (entity, content) in enumerate(_published()):
            path = Path(folder) / f"{number}.csv"
            path.write_bytes(content)
            _publish(store, path, entity)
    with store.write() as session:
        releases.publish(session, who=PLANNER, now=MONDAY, note="Nota", reference=Quarter(2023, 4))


def _publish(store: Store, path: Path, entity: str) -> None:
    outcome = run(store, path, job=None, who=steward(entity), now=MONDAY, apart=False)
    if outcome.receipt is None:
        raise AssertionError([problem.text("en") for problem in outcome.problems])
    with store.write() as session:
        returns.submit(session, outcome.receipt.return_id, who=steward(entity), now=MONDAY)
        returns.approve(session, outcome.receipt.return_id, who=PLANNER, now=MONDAY)


@cache
def _published() -> tuple[tuple[str, bytes], ...]:
    return (
        ("PUB", published_return()),
        *(("ANT", _return("ANT", f"2023-T{n}", {BEFORE: value, SO_FAR: part})) for n, value, part in (
            (1, 90, 40), (2, 95, 35), (3, 92, 30),
        )),
    )  # fmt: skip


def published_return() -> bytes:
    """The file by which PUB reported the quarter, as it was published."""
    return _return("PUB", QUARTER, {PUBLISHED: 12})


def _return(entity: str, quarter: str, values: Mapping[str, int]) -> bytes:
    written = io.StringIO()
    lines = csv.DictWriter(written, HEADER, restval="", lineterminator="\n")
    lines.writeheader()
    for code, value in values.items():
        so_far = {"total_a_la_fecha": {1: 40, 2: 60, 3: 70}[int(quarter[-1])]} if code == SO_FAR else {}
        lines.writerow({"entidad": entity, "trimestre": quarter, "indicador": code, "valor": value} | so_far)
    return written.getvalue().encode()
