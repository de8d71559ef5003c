"""Stores that a load begins with: Peru's plan and a steward, nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from benchmarks.loads.words import ENTITY
from indicators import accounts, releases
from indicators.packs import read_pack
from indicators.policy import Account, Role
from indicators.store import open_store
from migrations.run import upgrade

ADMINISTRATOR, PLANNER, STEWARD = "ada", "paula", "sara"
NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


def make_store(url: str) -> None:
    """Fill the empty database at `url`."""
    store = open_store(url)
    upgrade(store)
    pack = read_pack("peru_pna", demonstration=True)
    with store.write() as session:
        for code, role in ((ADMINISTRATOR, Role.ADMINISTRATOR), (PLANNER, Role.PLANNER)):
            accounts.add(session, Account(code, code, role, None, disabled=False), now=NOW, by=ADMINISTRATOR)
        releases.load_plan(session, pack.rows, kind="demonstration", who=PLANNER, now=NOW, note="Medición")
        accounts.add(
            session, Account(STEWARD, STEWARD, Role.STEWARD, ENTITY, disabled=False), now=NOW, by=ADMINISTRATOR
        )
    store.close()
