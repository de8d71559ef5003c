"""Loads are measured as they are said to be: every way that is installed sees every row. How fast is not asserted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.loads.__main__ import _options, measured
from benchmarks.loads.contests import BARE_CSV, BULK, DLT, DLT_ARROW, FRICTIONLESS, OURS, Contest, Way
from benchmarks.loads.report import Result, aims, report, summary
from benchmarks.loads.running import LoadFailed, Run, Subject, run
from benchmarks.marks import put

ROWS = 200
NAMES = (OURS, BARE_CSV, DLT, DLT_ARROW, FRICTIONLESS)


def result(**seconds: float) -> Result:
    """A load of as many seconds as are said, by names without blanks; 100 MB each."""
    took = dict(zip(NAMES, seconds.values(), strict=True))
    ways = [Way(Subject(name, "ours"), "something", lambda: ()) for name in NAMES]
    runs = {name: [Run(second, ROWS, 100 * 1024 * 1024)] for name, second in took.items()}
    return Result(Contest("A list", ROWS, BARE_CSV, ways), runs)


REACHED = {"ours": 2.0, "bare": 1.0, "dlt": 10.0, "arrow": 11.0, "frictionless": 20.0}


def test_every_way_that_is_installed_sees_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--rows", "200", "--xlsx-rows", "50", "--figures", "30", "--rounds", "1", "--no-postgres"]
    results = measured(_options(words))
    said = capsys.readouterr().out
    for found in results:
        for way in found.contest.ways:
            name = way.subject.name
            if way.subject.needs and f"{name} is left out" in said:
                assert name not in found.runs
                continue
            (once,) = found.runs[name]
            assert once.rows == found.contest.rows
            assert once.seconds > 0
            assert once.memory > 1_000_000 or not Path("/proc/self/status").exists()
    assert {OURS, BARE_CSV} <= results[0].runs.keys()
    assert BULK in results[2].runs
    told = report(results, setting=["here"])
    assert all(f"### {found.contest.title}" in told for found in results)
    assert results[0].contest.title in summary(results)


def test_a_load_that_fails_says_what_it_said_last(tmp_path: Path) -> None:
    with pytest.raises(LoadFailed, match=r"none\.csv"):
        run(Subject("none", "bare_csv"), str(tmp_path / "none.csv"), str(tmp_path / "none.sqlite"))


def test_the_aims_of_a_load() -> None:
    assert [aim.reached for aim in aims(result(**REACHED))] == [True] * 5
    assert [aim.found for aim in aims(result(**REACHED))] == [
        "0.50 ×",
        "5.00 × (the bare limit 10.00 ×)",
        "5.50 × (the bare limit 11.00 ×)",
        "10.00 × (the bare limit 20.00 ×)",
        "100 MB",
    ]
    slow = aims(result(**REACHED | {"ours": 2.1}))
    assert [aim.reached for aim in slow] == [False, False, True, False, True]
    heavy = replace(result(**REACHED), runs={OURS: [Run(1.0, ROWS, 513 * 1024 * 1024)]})
    assert [aim.reached for aim in aims(heavy)] == [False] * 5
    assert report([heavy], setting=[]).count("not measured") == 8


def test_what_was_measured_before_stays(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(
        "# A\n<!-- one -->old<!-- end of one -->\n<!-- two -->\nkept\n<!-- end of two -->\n", encoding="utf-8"
    )
    put(page, "one", "new\n")
    text = page.read_text(encoding="utf-8")
    assert "<!-- one -->\n\nnew\n\n<!-- end of one -->" in text
    assert "kept" in text
    assert "old" not in text
    with pytest.raises(LookupError, match="three"):
        put(page, "three", "new")
