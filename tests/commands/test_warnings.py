"""A return with warnings, rows of a register and a file that was not kept, as a planner reads and approves it."""

from __future__ import annotations

import pytest

from indicators import arrivals, canonical, queries
from indicators.assembly import PlanRow
from indicators.canonical import sha256
from indicators.drafts import ReturnDraft, Warned
from indicators.periods import Quarter
from indicators.store import Store
from tests.commands.typed import NOW, Nap

WARNING = Warned("value_high", "El valor se sale de lo usual.", "The value is out of line.")
STEWARD, PLANNER = "reporte.mtpe", "seguimiento"


@pytest.fixture
def number(store: Store) -> int:
    """A return that says of a recommendation what nobody said before."""
    with store.write() as session:
        plan = queries.releases(session)[-1].number
        known = next(row for row in queries.plan_rows(session, plan) if row.kind == "recommendations")
        again = canonical.dumps(known.cells | {"text_es": "Otra cosa", "text_es_basis": "ours"})
        what = ReturnDraft(
            job="recommendations", job_version="1", entity="MTPE", quarter=Quarter(2026, 3), figures=(),
            canonical_hash=sha256("what"), file_name="lista.csv", file_hash=sha256("file"), file_content=b"",
            kept=False, registers=(PlanRow(known.kind, known.key, again),), change="correction", reason="se copió mal",
            warnings=(WARNING,),
        )  # fmt: skip
        return arrivals.stage(session, what, who=STEWARD, now=NOW).return_id


def test_a_return_with_warnings_is_read_and_confirmed(nap: Nap, number: int) -> None:
    shown = nap("returns", number).out
    for words in (
        "no se guardó: trata de personas",
        "1 advertencia, que confirma quien da la conformidad:",
        WARNING.es,
        "Filas de registros nuevas o que cambian: 1. Iguales a las vigentes: 0.",
        "text_es: ",
        "se copió mal",
    ):
        assert words in shown
    assert WARNING.en in nap("--lang", "en", "returns", number).out
    found = nap("returns", number, "--json").json
    assert found["warnings"] == [{"code": "value_high", "en": WARNING.en, "es": WARNING.es}]  # type: ignore[index]
    assert nap("submit", number, "--as", STEWARD).code == 0
    refused = nap("approve", number, "--as", PLANNER)
    assert (refused.code, "1 advertencia por confirmar" in refused.err) == (4, True)
    assert nap("approve", number, "--as", PLANNER, "--confirm").code == 0
    assert "confirma 1 advertencia" in nap("returns", number).out
    assert nap("publish", "--as", PLANNER, "--note", "n").code == 0
    assert nap("verify").code == 0
