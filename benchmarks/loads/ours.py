"""The tracker: `nap load` without its words. The file is read in a process of its own, every cell is checked, documents
are told apart, and what the list counts to is staged in a store."""

from __future__ import annotations

from pathlib import Path

from benchmarks.loads.stores import NOW, STEWARD
from etl import pipeline
from etl.jobs import migrants_trained
from indicators.store import open_store


def load(path: str, url: str) -> int:
    """Load the list at `path` into the store at `url`; how many attendances it counted."""
    store = open_store(url)
    told: list[int] = []
    outcome = pipeline.run(store, Path(path), job=migrants_trained.JOB.name, who=STEWARD, now=NOW, progress=told.append)
    store.close()
    if outcome.receipt is None:
        raise RuntimeError("; ".join(problem.text() for problem in outcome.problems[:5]))
    return told[-1]
