"""The content that every way of showing a page of many charts is given: one action with thirteen indicators, a figure
of each for every one of twelve quarters (156 rows), a target each. It stands in a real store, loaded as plan and
returns are, and in a file for the peers, which know no store."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

from indicators import accounts, arrivals, canonical, releases, returns
from indicators.drafts import FigureDraft, ReturnDraft
from indicators.packs import pack_folder, read_pack
from indicators.periods import Quarter, quarters
from indicators.policy import Account, Role
from indicators.store import open_store
from migrations.run import upgrade

ACTION, LIKE_ACTION, LIKE_INDICATOR = "3.2.p109", "3.2.p108", "3.2.p108.a"
ENTITY = "INDECOPI"
FIRST, LAST = Quarter(2021, 3), Quarter(2024, 2)
INDICATORS = tuple(f"{ACTION}.{letter}" for letter in "abcdefghijklm")
ADMINISTRATOR, PLANNER, STEWARD = "ada", "paula", "sara"
NOW = datetime(2024, 8, 5, 15, tzinfo=UTC)


def values(place: int) -> list[int]:
    """What the indicator at `place` counted in each quarter: uneven, never zero, the same in every run."""
    return [3 + (7 * (place + 1) + 11 * number * (place + 2)) % 41 for number in range(LAST - FIRST + 1)]


def target(place: int) -> int:
    """What was promised of the indicator at `place` by the end of 2026."""
    return sum(values(place)) * 14 // 12


def content() -> list[dict[str, object]]:
    """The same as plain data: a series each with its quarters, values, totals and target."""
    names = [str(quarter) for quarter in quarters(FIRST, LAST)]
    return [
        {
            "name": f"Cartas de la clase {place + 1}",
            "quarters": names,
            "values": values(place),
            "totals": list(accumulate(values(place))),
            "target": target(place),
        }
        for place in range(len(INDICATORS))
    ]


def save_content(file: Path, *, only_first: bool) -> None:
    """Write the content for the peers; of the first indicator alone where only that is shown."""
    series = content()[:1] if only_first else content()
    file.write_text(json.dumps({"series": series}), encoding="utf-8")


def fill(url: str, folder: Path) -> None:
    """Fill the empty database at `url`: Peru's plan with the action beside its own, and a return for each quarter."""
    store = open_store(url)
    upgrade(store)
    pack = read_pack(_pack(folder), demonstration=True)
    if pack.problems:
        raise RuntimeError(f"the pack of the benchmark: {pack.problems[:3]}")
    with store.write() as session:
        for code, role in ((ADMINISTRATOR, Role.ADMINISTRATOR), (PLANNER, Role.PLANNER)):
            accounts.add(session, Account(code, code, role, None, disabled=False), now=NOW, by=ADMINISTRATOR)
        releases.load_plan(session, pack.rows, kind="demonstration", who=PLANNER, now=NOW, note="Medición")
        steward = Account(STEWARD, STEWARD, Role.STEWARD, ENTITY, disabled=False)
        accounts.add(session, steward, now=NOW, by=ADMINISTRATOR)
        for number, quarter in enumerate(quarters(FIRST, LAST)):
            receipt = arrivals.stage(session, _return(quarter, number), who=STEWARD, now=NOW)
            returns.submit(session, receipt.return_id, who=STEWARD, now=NOW)
            returns.approve(session, receipt.return_id, who=PLANNER, now=NOW)
        releases.publish(session, who=PLANNER, now=NOW, note="Medición", reference=LAST)
    store.close()


def _return(quarter: Quarter, number: int) -> ReturnDraft:
    figures = tuple(
        FigureDraft(code, quarter, value=Decimal(values(place)[number]), sheet="Reporte", column="valor", row=place + 2)
        for place, code in enumerate(INDICATORS)
    )
    identity = canonical.fingerprint([str(quarter)])
    return ReturnDraft(
        job="quarterly_return",
        job_version="1",
        entity=ENTITY,
        quarter=quarter,
        figures=figures,
        canonical_hash=identity,
        file_name=f"{quarter}.csv",
        file_hash=canonical.sha256(identity),
        file_content=identity.encode(),
    )


# The pack --------------------------------------------------------------------------------------------------------


def _pack(folder: Path) -> Path:
    """A copy of Peru's pack with the action, its indicators, their targets and who reports them."""
    copy = folder / "pack"
    shutil.copytree(pack_folder("peru_pna"), copy)
    _add(copy / "actions.csv", "code", LIKE_ACTION, [{"code": ACTION, "number": "", "page": "109"}])
    _add(copy / "indicators.csv", "code", LIKE_INDICATOR, map(_named, range(len(INDICATORS))))
    targets = [
        {"indicator": code, "version": version, "date": day, "value": str(target(place)), "basis": "demonstration"}
        for place, code in enumerate(INDICATORS)
        for version, day in (("1", "2025-12-31"), ("2", "2026-12-31"))
    ]
    _add(copy / "targets.csv", "indicator", LIKE_INDICATOR, targets)
    blank = {"job": "quarterly_return", "measure": "", "since": "", "job_before": ""}
    _add(copy / "reporters.csv", "indicator", LIKE_INDICATOR, ({"indicator": code} | blank for code in INDICATORS))
    return copy


def _named(place: int) -> dict[str, str]:
    words = {
        f"{field}_{lang}": f"Cartas de la clase {place + 1}" for field in ("title", "label") for lang in ("es", "en")
    }
    return {"code": INDICATORS[place], "action": ACTION, "dimensions": "", "page": "109"} | words


def _add(file: Path, column: str, like: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Add rows to a table of the pack, each like the one that has `like` in `column` but for what it says itself."""
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        model = next(row for row in reader if row[column] == like)
        header = list(reader.fieldnames or ())
    with file.open("a", encoding="utf-8", newline="") as stream:
        csv.DictWriter(stream, header, lineterminator="\n").writerows(_filled(model, rows))


def _filled(model: Mapping[str, str], rows: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    yield from ({**model, **row} for row in rows)
