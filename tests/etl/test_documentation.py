from __future__ import annotations

from pathlib import Path

import pytest

from etl.documentation import READING, job_page, reading_page, shipped_plan, write
from etl.jobs import JOBS

DOCS = Path(__file__).parents[2] / "docs" / "jobs"


@pytest.mark.parametrize("name", sorted(JOBS))
def test_the_page_of_a_job_is_what_its_declaration_says(name: str) -> None:
    written = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert written == job_page(JOBS[name], shipped_plan()), "run `python -m etl.documentation`"


def test_the_page_of_what_the_jobs_share_is_what_the_catalogue_says() -> None:
    assert (DOCS / READING).read_text(encoding="utf-8") == reading_page(), "run `python -m etl.documentation`"


def test_a_page_says_what_is_counted_what_it_feeds_and_what_a_cell_may_hold() -> None:
    page = job_page(JOBS["letters_sent"], shipped_plan())
    for said in (
        "| `letters` | letters (cartas) | how many different `numero_carta`; capitals, accents and double spaces",
        "| Distinct recipients of the informative letters | INDECOPI | `recipients` | from 2026-T3 on |",
        "`migrantes` Personas migrantes (Migrants)",
        "Rows with the same `numero_carta` say the same in `fecha`, `tema`, `grupos` (`letter_differs`).",
        "[`letters_sent.csv`](samples/letters_sent.csv)",
    ):
        assert said in page


def test_writing_makes_one_page_a_job(tmp_path: Path) -> None:
    write(tmp_path / "jobs")
    assert {page.stem for page in (tmp_path / "jobs").iterdir()} == {*JOBS, READING.removesuffix(".md")}
