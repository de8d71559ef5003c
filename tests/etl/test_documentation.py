from __future__ import annotations

import csv
from pathlib import Path

import pytest

from etl.documentation import READING, job_page, reading_page, schema_text, shipped_plan, write
from etl.jobs import JOBS
from etl.row_schemas import row_schema

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
    written = {page.name for page in (tmp_path / "jobs").iterdir()}
    assert written == {READING, *(f"{name}{end}" for name in JOBS for end in (".md", ".schema.json"))}


@pytest.mark.parametrize("name", sorted(JOBS))
def test_the_schema_of_a_row_is_what_the_declaration_says_and_its_sample_fits(name: str) -> None:
    job, plan = JOBS[name], shipped_plan()
    assert (DOCS / f"{name}.schema.json").read_text(encoding="utf-8") == schema_text(job, plan)
    schema = row_schema(job, plan)
    assert list(schema["properties"]) == list(job.names)
    assert all(said["description"] != said["x-description-es"] for said in schema["properties"].values())
    with (DOCS / "samples" / f"{name}.csv").open(encoding="utf-8", newline="") as sample:
        for row in csv.DictReader(sample):
            assert row.keys() <= schema["properties"].keys()
            words = {n: said["enum"] for n, said in schema["properties"].items() if "enum" in said and row.get(n)}
            assert not {n: row[n] for n, known in words.items() if row[n] not in known}
