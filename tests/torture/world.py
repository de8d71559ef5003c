"""The plan and the returns that the harnesses work with: entities with one count each, split over many zones."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random

from etl.rules.columns import HEADER
from indicators import accounts, releases
from indicators.accounts import Account, Role
from indicators.assembly import PlanRow
from indicators.periods import Quarter, quarters
from indicators.store import Store
from tests.stores import ADMINISTRATOR, PLANNER, row

NOW = datetime(2026, 6, 1, 15, tzinfo=UTC)
JOB = "quarterly_return"
ENTITIES = tuple(f"E{number}" for number in range(1, 9))
QUARTERS = tuple(quarters(Quarter.parse("2018-Q1"), Quarter.parse("2025-Q4")))
Values = Mapping[str, int]
"""What a return says: a value by zone."""


def steward_of(entity: str) -> str:
    """The account that loads and submits for `entity`."""
    return f"steward.{entity.lower()}"


def indicator_of(entity: str) -> str:
    """The one indicator that `entity` reports."""
    return f"1.1.p7.{'abcdefgh'[ENTITIES.index(entity)]}"


def fill(store: Store) -> None:
    """Release 1 of the plan, a planner, and a steward for each entity."""
    with store.write() as session:
        for code, role in ((ADMINISTRATOR, Role.ADMINISTRATOR), (PLANNER, Role.PLANNER)):
            accounts.add(session, Account(code, code, role, None, disabled=False), now=NOW, by=ADMINISTRATOR)
        releases.load_plan(session, _plan_rows(), kind="real", who=PLANNER, now=NOW, note="El plan")
        for entity in ENTITIES:
            steward = Account(steward_of(entity), entity, Role.STEWARD, entity, disabled=False)
            accounts.add(session, steward, now=NOW, by=ADMINISTRATOR)


def some_values(chance: Random, zones: int) -> Values:
    """A value for each of `zones` zones."""
    return {f"zona {number}": chance.randrange(1, 1000) for number in range(1, zones + 1)}


def corrected(chance: Random, before: Values) -> Values:
    """The same zones, one of them with another value."""
    zone = chance.choice(sorted(before))
    return {**before, zone: before[zone] + chance.randrange(1, 50)}


def file_of(entity: str, quarter: Quarter, values: Values, *, before: Values | None, note: str) -> bytes:
    """A return as a CSV file: the total, then a row a zone; what differs from `before` gives its class and reason.

    `note` stands in the total, so that no two files say the same.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADER, restval="", lineterminator="\n")
    writer.writeheader()
    same = {"entidad": entity, "trimestre": str(quarter), "indicador": indicator_of(entity)}
    changed = {"clase_de_cambio": "rectificación", "sustento": "Una zona se contó de nuevo."}
    writer.writerow({**same, "valor": sum(values.values()), "nota": note, **(changed if before else {})})
    for zone, value in values.items():
        said = {**same, "dimension": "region", "categoria": zone, "valor": value}
        writer.writerow({**said, **(changed if before and before[zone] != value else {})})
    return text.getvalue().encode()


def _plan_rows() -> list[PlanRow]:
    return [
        row("plan", code="torture_plan", title_es="Plan", title_en="Plan", short_title_es="Plan", short_title_en="Plan",
            time_zone="America/Lima", start="2018-01-01", first_quarter="2018-Q1", due_days="30", light="path"),
        row("sources", code="the_plan", title_es="El plan", title_en="The plan", publisher="Gobierno"),
        row("instruments", code="DS-1", kind="decree", title_es="Decreto", title_en="Decree", date="2018-01-01"),
        row("terms", version="1", end="2025-12-31", since="2018-01-01", instrument="DS-1"),
        row("code_lists", kind="dimension", code="region", rank="1", title_es="Región", title_en="Region"),
        row("guidelines", code="1", title_es="Lineamiento", title_en="Guideline"),
        row("objectives", code="1.1", guideline="1", title_es="Objetivo", title_en="Objective"),
        row("actions", code="1.1.p7", objective="1.1", number="1", title_es="Acción", title_en="Action",
            label_es="Acción", label_en="Action", complete="yes", page="7"),
        *(made for entity in ENTITIES for made in _entity_rows(entity)),
    ]  # fmt: skip


def _entity_rows(entity: str) -> list[PlanRow]:
    code = indicator_of(entity)
    words = {f"{name}_{lang}": f"{name} {code}" for name in ("title", "label", "things") for lang in ("es", "en")}
    return [
        row("entities", code=entity, name_es=f"Entidad {entity}", name_en=f"Entity {entity}"),
        row("indicators", code=code, action="1.1.p7", kind="count", unit="número", direction="up", level="output",
            persons="no", in_plan="yes", dimensions="region", page="7", **words),
        row("targets", indicator=code, version="1", date="2025-12-31", value="180", window="since_start",
            basis="demonstration"),
        row("reporters", indicator=code, entity=entity, reports="yes", job=JOB, basis="tracker", role="responsible"),
    ]  # fmt: skip
