"""The machine on each engine, on both at once, and against faults that are planted so that it must find them.

Every run of the tests tries the same sequences: what they find follows from the change that is tested, and nobody is
held up by a fault that has been there all along. The search at random is for who has the time to follow up what it
finds: `NAP_MACHINE_EXAMPLES` says how many new sequences it tries, `NAP_MACHINE_STEPS` of how many steps, and
`make torture` says so. What is found is kept and tried first the next time, until it is mended; it belongs in a test of
its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from indicators import arrivals, releases, returns, tables
from indicators.canonical import sha256
from indicators.drafts import ReturnDraft
from indicators.results import Release
from indicators.returns import Receipt
from indicators.triggers import drop_triggers
from tests.conftest import Engine, _postgresql, _sqlite
from tests.machine.record_machine import RecordMachine
from tests.machine.world import same_start

FOUND = Path(__file__).parents[2] / ".hypothesis" / "machine"
SIZES = {"sqlite": (12, 30), "postgresql": (2, 20), "both": (1, 20)}


def sized(of: str) -> settings:
    """How long, on an engine or on both, and whether at random. What is found is made short only then, for that takes
    minutes."""
    examples, steps = SIZES[of]
    asked = os.environ.get("NAP_MACHINE_EXAMPLES")
    return settings(
        max_examples=int(asked or examples),
        stateful_step_count=int(os.environ.get("NAP_MACHINE_STEPS", steps)),
        deadline=None,
        derandomize=not asked,
        database=DirectoryBasedExampleDatabase(FOUND) if asked else None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
        phases=[phase for phase in Phase if asked or phase not in (Phase.shrink, Phase.explain)],
    )


def on(*of: Engine, crashes: bool = True) -> type[RecordMachine]:
    return type("Machine", (RecordMachine,), {"engines": of, "crashes": crashes})


def test_whatever_is_done_in_whatever_order_the_record_holds(engine: Engine) -> None:
    run_state_machine_as_test(on(engine), settings=sized(engine.name))


@pytest.fixture(scope="module")
def engines(postgres_address: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Engine]:
    """Both, for stores that take the same acts."""
    return _sqlite(tmp_path_factory.mktemp("both")), _postgresql(postgres_address, prefix="machine")


@pytest.mark.postgres
def test_both_engines_give_the_same_answers(engines: tuple[Engine, Engine], tmp_path: Path) -> None:
    """Without crashes, after which PostgreSQL leaves numbers out."""
    with same_start(engines, tmp_path):
        run_state_machine_as_test(on(*engines, crashes=False), settings=sized("both"))


# Planted faults: a machine that cannot fail proves nothing ---------------------------------------------------------


def _mutating(real: Callable[..., Release]) -> Callable[..., Release]:
    """A publication that also touches up the oldest figure."""

    def publish(session: Session, **keywords: Any) -> Release:
        released = real(session, **keywords)
        drop_triggers(session.connection())
        session.execute(text("UPDATE figures SET note = 'x' WHERE id = (SELECT min(id) FROM figures)"))
        return released

    return publish


def _not_idempotent(real: Callable[..., Receipt]) -> Callable[..., Receipt]:
    """Staging that takes the same content for another when it comes again."""

    def stage(session: Session, draft: ReturnDraft, **keywords: Any) -> Receipt:
        known = select(tables.returns.c.id).where(tables.returns.c.canonical_hash == draft.canonical_hash)
        again = session.execute(known).first() is not None
        other = replace(draft, canonical_hash=sha256(draft.canonical_hash)) if again else draft
        return real(session, other, **keywords)

    return stage


def _unrecorded(real: Callable[..., None]) -> Callable[..., None]:
    """An approval that the record does not know."""

    def approve(session: Session, return_id: int, *, who: str, now: datetime, **_: object) -> None:
        row = returns.row_of(session, return_id)
        values = {"state": "approved", "approved_by": who, "approved_at": now, "version": row.version + 1}
        session.execute(update(tables.returns).where(tables.returns.c.id == return_id).values(values))

    return approve


def _half_written(real: Callable[..., Any]) -> Callable[..., Any]:
    """A load that keeps what it wrote before the process died."""

    def stage(session: Session, draft: ReturnDraft, **keywords: Any) -> Any:
        receipt = real(session, draft, **keywords)
        session.commit()
        return receipt

    return stage


@pytest.mark.parametrize(
    ("module", "name", "fault", "found"),
    [
        pytest.param(
            releases,
            "publish",
            _mutating,
            r"release \d+ changed|line_changed|release_content|another hash",
            id="an old figure",
        ),
        pytest.param(arrivals, "stage", _not_idempotent, "a file sent again was taken for another", id="a file twice"),
        pytest.param(
            returns,
            "approve",
            _unrecorded,
            "entries of the record|not_as_recorded",
            id="a change without its entry",
        ),
        pytest.param(arrivals, "stage", _half_written, "what a dead process wrote is still there", id="half a load"),
    ],
)
def test_a_planted_fault_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, fault: Callable[..., Any], found: str
) -> None:
    """Within 25 sequences, and by what it is."""
    monkeypatch.setattr(module, name, fault(getattr(module, name)))
    quick = settings(
        sized("sqlite"),
        max_examples=25,
        stateful_step_count=30,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
    )
    with pytest.raises(AssertionError, match=found):
        run_state_machine_as_test(on(_sqlite(tmp_path)), settings=quick)
