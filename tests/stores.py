"""A small plan as rows, accounts for it, and the few lines that take a return through its life."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from indicators import accounts, arrivals, canonical, releases, returns
from indicators.assembly import PlanRow
from indicators.drafts import FigureDraft, ReturnDraft
from indicators.pack_format import PLAN, TABLES
from indicators.periods import Quarter
from indicators.policy import Account, Role
from indicators.results import Release
from indicators.returns import Receipt
from indicators.store import Store

ADMINISTRATOR, PLANNER, OTHER_PLANNER, STEWARD, OTHER_STEWARD = "ada", "paula", "pedro", "sara", "saul"
COUNT, DISTINCT, REPORT = "1.1.p7.a", "1.1.p7.b", "1.1.p7.c"
MONDAY = datetime(2024, 2, 5, 15, tzinfo=UTC)


def row(table_of: str, /, **cells: str) -> PlanRow:
    """One plan row; columns that are not given are empty, texts are ours."""
    table = next(table for table in (PLAN, *TABLES) if table.kind == table_of)
    blank = {name: "ours" if name.endswith("_basis") and name.count("_") > 1 else "" for name in table.header}
    filled = blank | {"source": "the_plan"} | cells if "source" in blank else blank | cells
    return PlanRow(table_of, "|".join(filled[name] for name in table.key), canonical.dumps(filled))


def indicator_rows(code: str, kind: str, *, persons: str = "no", entities: Iterable[str] = ("MIN",)) -> list[PlanRow]:
    words = {f"{name}_{lang}": f"{name} {code}" for name in ("title", "label", "things") for lang in ("es", "en")}
    return [
        row("indicators", code=code, action="1.1.p7", kind=kind, unit="número", direction="up", level="output",
            persons=persons, in_plan="yes", dimensions="region", page="7", **words),
        row("targets", indicator=code, version="1", date="2025-12-31", value="1" if kind == "deliverable" else "180",
            window="since_start", basis="demonstration"),
        *(
            row("reporters", indicator=code, entity=entity, reports="yes", job="quarterly_return", basis="tracker",
                role="responsible" if entity == "MIN" else "co_responsible")
            for entity in entities
        ),
    ]  # fmt: skip


def plan_rows() -> list[PlanRow]:
    """A plan of 2021-2025 with a count (two reporters), a distinct count of persons and a report."""
    return [
        row("plan", code="little_plan", title_es="Plan", title_en="Plan", short_title_es="Plan", short_title_en="Plan",
            time_zone="America/Lima", start="2021-06-11", first_quarter="2021-Q3", due_days="30", light="path"),
        row("sources", code="the_plan", title_es="El plan", title_en="The plan", publisher="Gobierno"),
        row("instruments", code="DS-1", kind="decree", title_es="Decreto", title_en="Decree", date="2021-06-11"),
        row("terms", version="1", end="2025-12-31", since="2021-06-11", instrument="DS-1"),
        row("entities", code="MIN", name_es="Ministerio", name_en="Ministry"),
        row("entities", code="OFI", name_es="Oficina", name_en="Office"),
        row("code_lists", kind="dimension", code="region", rank="1", title_es="Región", title_en="Region"),
        row("guidelines", code="1", title_es="Lineamiento", title_en="Guideline"),
        row("objectives", code="1.1", guideline="1", title_es="Objetivo", title_en="Objective"),
        row("actions", code="1.1.p7", objective="1.1", number="1", title_es="Acción", title_en="Action",
            label_es="Acción", label_en="Action", complete="yes", page="7"),
        *indicator_rows(COUNT, "count", entities=("MIN", "OFI")),
        *indicator_rows(DISTINCT, "distinct", persons="yes"),
        *indicator_rows(REPORT, "deliverable"),
    ]  # fmt: skip


def with_plan(store: Store, *, kind: str = "real") -> None:
    """Release 1 and an account of each sort."""
    with store.write() as session:
        for code, role in ((ADMINISTRATOR, Role.ADMINISTRATOR), (PLANNER, Role.PLANNER)):
            accounts.add(session, Account(code, code, role, None, disabled=False), now=MONDAY, by=ADMINISTRATOR)
        releases.load_plan(session, plan_rows(), kind=kind, who=PLANNER, now=MONDAY, note="El plan")
        for code, role, entity in (
            (OTHER_PLANNER, Role.PLANNER, None),
            (STEWARD, Role.STEWARD, "MIN"),
            (OTHER_STEWARD, Role.STEWARD, "OFI"),
        ):
            accounts.add(session, Account(code, code, role, entity, disabled=False), now=MONDAY, by=ADMINISTRATOR)


def figure(code: str = COUNT, value: int = 10, quarter: str = "2023-Q4", **changes: Any) -> FigureDraft:
    fields: dict[str, Any] = {
        "indicator": code, "quarter": Quarter.parse(quarter), "value": Decimal(value), "sheet": "Reporte", "row": 2,
        "column": "valor", "raw": (("valor", str(value)),),
    }  # fmt: skip
    return FigureDraft(**fields | changes)


def draft(*figures: FigureDraft, entity: str = "MIN", quarter: str = "2023-Q4") -> ReturnDraft:
    """A return of `figures` as if read from a file whose content is its canonical hash."""
    identity = canonical.fingerprint([entity, quarter, [canonical.dumps(figure) for figure in figures]])
    return ReturnDraft(
        job="quarterly_return", job_version="1", entity=entity, quarter=Quarter.parse(quarter), figures=figures,
        canonical_hash=identity, file_name="r.csv", file_hash=canonical.sha256(identity),
        file_content=identity.encode(),
    )  # fmt: skip


def recommendation(code: str = "R-1", **cells: str) -> PlanRow:
    """A row of a register that a job may bring."""
    told = {"body": "OFI", "precision": "unknown", "text_es": "Que se acepte el CPP", "text_en": "Accept the CPP"}
    return row("recommendations", code=code, **told | cells)


def with_more(what: ReturnDraft, **changes: Any) -> ReturnDraft:
    """The same return with something else too, and so of another identity."""
    return replace(what, canonical_hash=canonical.fingerprint([what.canonical_hash, repr(changes)]), **changes)


def staged(store: Store, what: ReturnDraft, *, who: str = STEWARD) -> Receipt:
    with store.write() as session:
        return arrivals.stage(session, what, who=who, now=MONDAY)


def approved(store: Store, what: ReturnDraft, *, who: str = STEWARD, by: str = PLANNER) -> Receipt:
    receipt = staged(store, what, who=who)
    with store.write() as session:
        returns.submit(session, receipt.return_id, who=who, now=MONDAY)
        returns.approve(session, receipt.return_id, who=by, now=MONDAY, confirm=bool(what.warnings))
    return receipt


def published(store: Store, *drafts: ReturnDraft, reference: str = "2023-Q4", note: str = "Nota") -> Release:
    for what in drafts:
        approved(store, what, who=STEWARD if what.entity == "MIN" else OTHER_STEWARD)
    with store.write() as session:
        return releases.publish(session, who=PLANNER, now=MONDAY, note=note, reference=Quarter.parse(reference))


def changed(
    what: FigureDraft, *, reason: str = "dos sesiones más", change: str = "late data", **values: Any
) -> FigureDraft:
    return replace(what, change=change, reason=reason, **values)
