"""A part of the corpus in every run: each kind of file of each class once by the check of its bytes, some of each class
through process and store on SQLite, a few on PostgreSQL. `make hostile` runs all of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from etl.jobs import JOBS
from indicators.store import open_store
from tests.conftest import Engine, from_template
from tests.hostile import world
from tests.hostile.cases import Case
from tests.hostile.corpus import corpus
from tests.hostile.judge import World, checkable, seen_by_check, world_of, wrong
from tests.hostile.report import CLASSES
from tests.hostile.rooms import sqlite_room
from tests.hostile.through import tried

# Files that once came to a wrong outcome.
ONCE_WRONG = frozenset(
    {
        "3: Windows-1252 (recommendations)",
        "16: 1e+300 stored in horas, XLSX (migrants_trained)",
        "19: #N/A in entidad, XLSX (statements)",
        "19: #N/A in trimestre, XLSX (recognitions)",
        "33: 1/1/0001 outside the file's quarter, CSV (booklets_issued)",
        "46: a size in the directory that is too large (booklets_issued)",
        "80: an attendance list without its header (quarterly_return)",
        "80: a DNI in acto, CSV (quarterly_return)",
        "80: a person in clase_de_cambio of an attendance list, csv (migrants_trained)",
        "80: a person in entidad of the aggregate of a list of persons (migrants_trained)",
    }
)
CSV_STEP, WORKBOOK_STEP = 3, 9  # a workbook takes ten times as long to make and to read


def part() -> list[Case]:
    """So many of each class that all are there, whatever job and format."""
    wanted, seen = [], Counter[tuple[int, bool]]()
    for case in corpus():
        workbook = any(kind in case.what.lower() for kind in ("xlsx", "ods"))
        turn = seen[case.row, workbook] % (WORKBOOK_STEP if workbook else CSV_STEP) == 0
        if str(case) in ONCE_WRONG or (turn and not case.heavy):
            wanted.append(case)
        seen[case.row, workbook] += 1
    return wanted


def of_each_class() -> list[Case]:
    """The first case of each class."""
    chosen: dict[int, Case] = {}
    for case in corpus():
        if not case.heavy:
            chosen.setdefault(case.row, case)
    return list(chosen.values())


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> World:
    store = open_store(from_template(sqlite_room(tmp_path_factory.mktemp("known")), "hostile", world.fill))
    found = world_of(store)
    store.close()
    return found


def test_every_class_of_the_table_has_its_files() -> None:
    files = Counter(case.row for case in corpus())
    assert set(files) == set(CLASSES)
    assert len(corpus()) >= 300
    assert {case.job for case in corpus()} == set(JOBS)
    assert {str(case) for case in corpus()} >= ONCE_WRONG


def test_files_come_to_the_right_outcome(known: World) -> None:
    bad = {}
    for case in filter(checkable, part()):
        if faults := list(wrong(case, seen_by_check(case, case.make(), known))):
            bad[str(case)] = faults
    assert bad == {}


def test_a_file_of_each_class_goes_the_whole_way(engine: Engine, tmp_path: Path) -> None:
    cases = of_each_class()
    bad = {}
    for case in cases if engine.name == "sqlite" else cases[::6]:
        store = open_store(from_template(engine, "hostile", world.fill))
        try:
            if faults := tried(case, store, tmp_path).faults:
                bad[str(case)] = faults
        finally:
            store.close()
    assert bad == {}
