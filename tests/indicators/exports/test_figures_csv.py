"""Figures as tidy CSV: every column of every figure, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.exports import figures_csv, indicator_json
from indicators.exports.names import file_name
from indicators.plan import Kind, Stage
from indicators.results import Evidence
from tests import builders as b


def read(*figures: object, **changes: object) -> list[dict[str, str]]:
    detail = b.detail(b.indicator(), *figures, published=b.release(**changes))
    return list(csv.DictReader(io.StringIO(figures_csv.document([detail]))))


def test_every_column_is_there_and_unknown_stays_empty() -> None:
    (row,) = read(b.figure("2023-Q4", "12.50", late=True, change="correction", reason="suma", note="=1+1"))
    assert tuple(row) == figures_csv.COLUMNS
    assert (row["period"], row["value"], row["so_far"], row["unit"]) == ("2023-Q4", "12.5", "", "número")
    assert (row["late"], row["revised"], row["nothing"], row["protected"]) == ("yes", "yes", "no", "no")
    assert (row["note"], row["reason"], row["change"]) == ("'=1+1", "suma", "correction")


def test_nothing_to_report_is_not_an_empty_row_and_a_protected_figure_says_nothing() -> None:
    said, hidden = read(b.figure("2023-Q3", 0, nothing=True), replace(b.figure("2023-Q4"), protected=True))
    assert (said["nothing"], said["evidence"]) == ("yes", "")
    assert (hidden["protected"], hidden["value"], hidden["nothing"]) == ("yes", "", "no")


@pytest.mark.parametrize(
    "words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "\uff20SUM(A1)"]
)
def test_no_text_is_a_formula(words: str) -> None:
    assert figures_csv.safe(words) == "'" + words
    (row,) = read(b.figure("2023-Q4", 1, dimension="region", category=words))
    assert row["category"].startswith("'")


def test_a_negative_amount_stays_a_number() -> None:
    (row,) = read(b.figure("2023-Q4", "-3.20"))
    assert row["value"] == "-3.2"


def test_a_figure_is_provisional_while_its_window_is_open() -> None:
    (early,) = read(b.figure("2023-Q4", 1), published_on=date(2024, 1, 5))
    (later,) = read(b.figure("2023-Q4", 1), published_on=date(2024, 6, 5))
    assert (early["provisional"], later["provisional"]) == ("yes", "no")


def test_evidence_is_told_as_far_as_it_goes() -> None:
    backed = Evidence("acta", "", None, public=False)
    figures = [b.figure("2023-Q2", 1), b.figure("2023-Q3", 1, evidence=backed)]
    figures.append(b.figure("2023-Q4", 1, evidence=replace(backed, verified=True)))
    assert [row["evidence"] for row in read(*figures)] == ["reported", "backed", "verified"]


def test_invented_figures_are_named_so() -> None:
    real, invented = b.release(demonstration=False), b.release(demonstration=True)
    assert file_name("2.1.p72.d", real, "csv") == "2.1.p72.d-release-2.csv"
    assert file_name("2.1.p72.d", invented, "csv") == "2.1.p72.d-release-2-DEMOSTRACION.csv"


def test_the_json_has_every_division_behind_the_state() -> None:
    subject = b.indicator(targets=(b.target(180),))
    detail = b.detail(subject, b.figure("2023-Q4", 12), published=b.release())
    told = indicator_json.values(detail)
    assert [formula["name"] for formula in told["arithmetic"]] == [f.name for f in detail.progress.arithmetic]
    assert told["targets"][0]["value"] == 180
    assert told["figures"][0]["origin"]["file_hash"] == detail.figures[0].origin.file_hash


def test_stages_are_told_by_name_and_day() -> None:
    subject = b.indicator(Kind.DELIVERABLE, targets=(b.target(1),))
    staged = b.figure("2023-Q4", stage=Stage.DRAFTING, stage_date=date(2023, 10, 2))
    detail = b.detail(subject, staged, published=b.release())
    (row,) = figures_csv.rows(detail)
    told = dict(zip(figures_csv.COLUMNS, row, strict=True))
    assert (told["stage"], told["stage_date"], told["value"]) == ("drafting", "2023-10-02", "")
    assert indicator_json.values(detail)["figures"][0]["stage"] == "drafting"
    assert figures_csv.number(Decimal("1E+3")) == "1000"
