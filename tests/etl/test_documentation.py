from __future__ import annotations

from pathlib import Path

import pytest

from etl.documentation import job_page, shipped_plan, write
from etl.jobs import JOBS

DOCS = Path(__file__).parents[2] / "docs" / "jobs"


@pytest.mark.parametrize("name", sorted(JOBS))
def test_the_page_of_a_job_is_what_its_declaration_says(name: str) -> None:
    written = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert written == job_page(JOBS[name], shipped_plan()), "run `python -m etl.documentation`"


def test_writing_makes_one_page_a_job(tmp_path: Path) -> None:
    write(tmp_path / "jobs")
    assert {page.stem for page in (tmp_path / "jobs").iterdir()} == set(JOBS)
