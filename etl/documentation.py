"""The page of a job, made from its declaration: what the file holds, column by column, and every problem it can have.

`python -m etl.documentation` writes `docs/jobs/`; a test compares, so that the pages cannot fall behind.
"""

from __future__ import annotations

import json
from pathlib import Path

from etl.columns import Column, ColumnType
from etl.documentation_of_lists import feeding, measures, reading_of_a_list, row_rules
from etl.job import Job
from etl.jobs import JOBS
from etl.problem_words import CATALOGUE
from etl.row_schemas import row_schema
from etl.rules.columns import HEADER
from etl.values import first_words
from indicators.packs import read_pack
from indicators.plan import Plan

PLAN = "peru_pna"
READING = "reading.md"
MADE = "<!-- Made by `python -m etl.documentation`; change the declaration, not this page. -->"
_HERE = Path(__file__).parents[1] / "docs" / "jobs"
SAMPLES = "samples"
LONGEST_LIST = 30

_TYPES = {
    ColumnType.CODE: "code",
    ColumnType.QUARTER: "quarter, `2026-T3`, `3T 2026` or `III trimestre 2026`",
    ColumnType.WORD: "one of the words",
    ColumnType.NUMBER: "number, `1234`, `1,234` or `12.5`",
    ColumnType.DATE: "date, `2026-09-30`, `30/09/2026` or `30 de setiembre de 2026`",
    ColumnType.YES_NO: "`sí` or `no`",
    ColumnType.TEXT: "text",
    ColumnType.COUNT: "whole number of things, `1234` or `1,234`",
    ColumnType.YEAR: "year of four digits",
    ColumnType.TERM: "a term of a list of the plan, by its name or its code",
    ColumnType.TERMS: "terms of a list of the plan, by name or code, parted by `;`",
    ColumnType.COUNTRY: "country, by its Spanish or English name or its two letters",
    ColumnType.TAXPAYER: "taxpayer's number (RUC) of eleven digits, the last one checked",
    ColumnType.DOCUMENT_TYPE: "type of identity document, by its letters, its name or `SYSTEM CODE`",
    ColumnType.DOCUMENT_NUMBER: "number of an identity document; never judged by its length",
}
_READING = """\
## How it is read

* A workbook (`.xlsx` or `.ods`; the sheet is found by its name, and title rows may stand above the header) or a CSV
  file with commas or semicolons, in UTF-8, or in UTF-16 with its mark; in Windows-1252 where every letter is one of
  Spanish, which is then to be confirmed. What the bytes are decides, not the file's name.
* The order of rows and columns does not matter, nor does the form: the same content has the same canonical hash.
* Nothing is guessed. A count is a whole number in digits, up to 1,000,000,000, commas only between exact groups of
  three; `1.234` is refused as ambiguous, digits parted by spaces always. A decimal has a point and at most six places.
  A file that writes `1.234,5` is read where that is declared of it (`--numbers es-ES`); what a workbook stores as a
  number is read as stored.
* A quarter is read as people type it wherever its year has four digits and its number stands in digits beside the word
  or the letter (`2026-T3`, `Q3 2026`, `3T2026`, `3er trimestre 2026`), in words, or in Roman digits (`2026-III`). A
  month or a date is no quarter: the refusal says in which one it lies.
* A date has its day before its month and a year of four digits; its month may be a Spanish or English name or its
  short form (`set.`, `sep`, `setiembre`, `septiembre`).
* A department goes by its name, or by a code after its system: `INEI 07`, `RENIEC 24` and `ISO PE-CAL` are Callao. A
  name beside the code must fit it, of a six-digit UBIGEO the department alone is read, and a code without its system is
  refused with all that it may mean.
* Formulas are never evaluated: the result that Excel saved is taken. Merged cells, hidden rows, columns and sheets with
  data, error values and links to other files are refused.
* Parts are held against their total: those of a count add up to it, and so do distinct ones by a dimension whose
  categories exclude each other; else distinct ones lie between the largest part and the sum.
* A figure out of line with what is published is taken with a warning that whoever approves the return has to confirm:
  ten times the largest of other quarters, or a hundred times the last; nothing after three steady quarters; every
  number that of the last quarter; a lowered quarter on which a later total so far rests.
* What the tracker puts into workbooks is passed over: the sheets `Instrucciones`, `Listas`, `Antecedentes` and
  `Problemas`, the column `antecedente`, comments and colours.
* Every problem of the file is reported at once, in order, with its cell, what was found and what to do; what many rows
  share is said once. A file with one problem leaves nothing behind.
* With `--marked` the file comes back as a workbook whose cells are coloured and commented, with a list of everything on
  its first sheet; corrected and saved, it is loaded like any other. It keeps the workbook's own comments, colours,
  formulas and drop-downs; pictures and charts are left out, and formulas have no result until it is opened and saved. A
  CSV or ODS file comes back as the same table. Files of more than 20,000 rows, and those that cannot be opened, do
  not."""


def job_page(job: Job, plan: Plan) -> str:
    """The page of `job` in Markdown; what it feeds and which lists it takes are those of `plan`."""
    listing = job.listing
    parts = [
        f"# {job.title.en} (`{job.name}`, version {job.version})",
        MADE,
        f"{job.meaning.en} In Spanish: {job.title.es}. Sheet of the workbook: `{job.sheet}`.",
        *_commands(job),
        "## What it feeds",
        *([measures(listing)] if listing else []),
        feeding(job, plan),
        *([reading_of_a_list(job, HEADER), row_rules(listing)] if listing else []),
        "## Columns",
        "The header of the CSV file:",
        f"```\n{','.join(job.names)}\n```",
        *(_column(column, plan) for column in job.columns),
        f"How cells and files are read, and all that may be wrong with one: [{READING}]({READING}).",
    ]
    return "\n\n".join(parts) + "\n"


def reading_page() -> str:
    """The page of what holds for the files of every job, in Markdown."""
    parts = [
        "# How files are read, and what may be wrong with one",
        MADE,
        _READING,
        "## Problems",
        "Each names its cell, what was found and what to do, in Spanish and English; `{found}` stands for what was.",
        _problems(),
    ]
    return "\n\n".join(parts) + "\n"


def _commands(job: Job) -> list[str]:
    """How it is typed, with the samples that there are."""
    typed = f"```\nnap template ENTITY QUARTER --job {job.name} -o f.xlsx\nnap load FILE --job {job.name} --as WHO\n```"
    samples = sorted(file.name for file in (_HERE / SAMPLES).glob(f"{job.name}*.csv"))
    links = ", ".join(f"[`{name}`](samples/{name})" for name in samples)
    return [typed, *([f"A sample to look at and to load into a demonstration store: {links}."] if samples else [])]


def _column(column: Column, plan: Plan) -> str:
    notes = [_TYPES[column.type]]
    notes += ["every row needs it"] if column.required else []
    notes += ["part of what the row is about"] if column.key else []
    notes += ["said in the first row for the whole file"] if column.once else []
    notes += ["the file may lack the column"] if column.optional_header else []
    notes += [f"figures are split by it (`{column.dimension}`) where the indicator allows"] if column.dimension else []
    lines = [
        f"### `{column.name}`: {column.title.en} ({column.title.es})",
        f"Holds: {'; '.join(notes)}. For example `{column.example}`.",
        column.meaning.en,
        f"*{column.meaning.es}*",
    ]
    if column.allowed:
        first = first_words(column.allowed)
        words = (f"`{first[code]}`" + _also(column, code, first[code]) for code in first)
        lines.append("Words: " + "; ".join(words) + ".")
    if column.listed:
        lines.append(_terms(column.listed, plan))
    return "\n\n".join(lines)


def _terms(kind: str, plan: Plan) -> str:
    """The terms of a list of the plan: code and name."""
    listed = [term for term in plan.code_lists if term.kind == kind]
    if len(listed) > LONGEST_LIST:
        return f"List `{kind}` of the plan: {len(listed)} terms."
    words = "; ".join(f"`{term.code}` {term.title.es} ({term.title.in_language('en')})" for term in listed)
    return f"List `{kind}` of the plan: {words}."


def _also(column: Column, code: str, first: str) -> str:
    others = [f"`{word}`" for word, means in column.allowed.items() if means == code and word != first]
    return f" (or {', '.join(others)})" if others else ""


def _problems() -> str:
    rows = [f"| `{code}` | {wording.says.en} | {wording.remedy.en} |" for code, wording in CATALOGUE.items()]
    return "\n".join(["| Code | What it says | What to do |", "|---|---|---|", *rows])


def write(folder: Path) -> None:
    """Write the page and the row schema of every job, and the page of what they share, into `folder`.

    Raises ValueError where the plan that ships is broken.
    """
    plan = shipped_plan()
    folder.mkdir(parents=True, exist_ok=True)
    for job in JOBS.values():
        (folder / f"{job.name}.md").write_text(job_page(job, plan), encoding="utf-8")
        (folder / f"{job.name}.schema.json").write_text(schema_text(job, plan), encoding="utf-8")
    (folder / READING).write_text(reading_page(), encoding="utf-8")


def schema_text(job: Job, plan: Plan) -> str:
    """The schema of a row of `job`, as its file in the repository holds it."""
    return json.dumps(row_schema(job, plan), ensure_ascii=False, indent=2) + "\n"


def shipped_plan() -> Plan:
    """The plan that the pages speak of. Raises ValueError where it is broken."""
    plan = read_pack(PLAN, demonstration=False).plan
    if plan is None:
        raise ValueError(f"{PLAN} has problems: nap plan check {PLAN}")
    return plan


if __name__ == "__main__":
    write(_HERE)
