"""Ways to put the figures of a large return into a store: staged whole by the tracker, and the same rows added to a
bare copy of its table by its bulk path, by SQLAlchemy's own insert and by the driver alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, MetaData, Table, insert
from sqlalchemy.orm import Session

from benchmarks.loads.stores import NOW, STEWARD
from benchmarks.loads.words import ENTITY, INDICATOR
from indicators import arrivals, bulk, canonical, tables
from indicators.drafts import FigureDraft, ReturnDraft
from indicators.periods import Quarter
from indicators.store import open_store

QUARTER = Quarter(2026, 3)
NAMES = arrivals.FIGURE_COLUMNS
COPY = Table("measured", MetaData(), *(Column(name, tables.figures.c[name].type) for name in NAMES))


def load(way: str, url: str, count: str) -> int:
    """Put `count` figures into the store at `url` in one transaction, by `way`; how many."""
    store = open_store(url)
    with store.write() as session:
        WAYS[way](session, int(count))
    store.close()
    return int(count)


def _staged(session: Session, count: int) -> None:
    first = FigureDraft(INDICATOR, QUARTER, dimension="departamento", sheet="Reporte", column="valor", row=2)
    figures = tuple(
        replace(first, category=str(number), value=Decimal(number), row=number, raw=(("valor", str(number)),))
        for number in range(count)
    )
    content = b"measured"
    draft = ReturnDraft(
        job="quarterly_return",
        job_version="1",
        entity=ENTITY,
        quarter=QUARTER,
        figures=figures,
        canonical_hash=canonical.sha256(content),
        file_name="measured.csv",
        file_hash=canonical.sha256(content),
        file_content=content,
    )
    arrivals.stage(session, draft, who=STEWARD, now=NOW)


def _by_bulk(session: Session, count: int) -> None:
    COPY.create(session.connection())
    bulk.insert_rows(session, COPY, NAMES, _rows(count))


def _by_core(session: Session, count: int) -> None:
    COPY.create(session.connection())
    session.execute(insert(COPY), list(_rows(count)))


def _by_driver(session: Session, count: int) -> None:
    connection = session.connection()
    COPY.create(connection)
    driver: Any = connection.connection.driver_connection
    listed = ", ".join(NAMES)
    rows = (tuple(_bare(row).values()) for row in _rows(count))
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY measured ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        holes = ", ".join("?" * len(NAMES))
        driver.executemany(f"INSERT INTO measured ({listed}) VALUES ({holes})", rows)  # noqa: S608  # names of ours


def _rows(count: int) -> Iterator[dict[str, Any]]:
    """Rows as the tracker makes them: a value for every column, Decimals as such."""
    row: dict[str, Any] = dict.fromkeys(NAMES, "")
    row |= dict.fromkeys(("so_far", "numerator", "denominator", "stage_date", "evidence_date", "stage"))
    row |= dict.fromkeys(("nothing_to_report", "withdrawn", "evidence_public", "protected", "late", "erased"), 0)
    row |= {"indicator": INDICATOR, "dimension": "departamento", "return_id": 1, "entity": ENTITY, "period": "2026-Q3"}
    for number in range(count):
        yield row | {"category": str(number), "value": Decimal(number), "row_number": number}


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    """The same as the driver takes them: Decimals are kept as millionths."""
    return row | {"value": int(row["value"]) * 1_000_000}


WAYS: dict[str, Callable[[Session, int], None]] = {
    "staged": _staged,
    "bulk": _by_bulk,
    "core": _by_core,
    "driver": _by_driver,
}
