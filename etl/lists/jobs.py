"""Makes a list job of its declaration: its own columns with those of every list, and the verdict of all."""

from __future__ import annotations

from collections.abc import Sequence

from etl.cells import Table
from etl.columns import Column, Words
from etl.job import Case, Job, Judged
from etl.lists.columns import list_columns
from etl.lists.listing import Listing
from etl.rules.columns import COLUMNS
from etl.rules.judging import judged, read_entries


def list_job(
    *,
    name: str,
    version: str,
    title: Words,
    meaning: Words,
    sheet: str,
    columns: Sequence[Column],
    listing: Listing,
    persons: bool = False,
) -> Job:
    """The job whose list has `columns` of its own and is counted by `listing`.

    Besides its list it takes an aggregate: what a list counts to, in the columns of a quarterly return.
    """

    def judge(table: Table, case: Case) -> Judged:
        entries, problems = read_entries(table, COLUMNS, case.plan, numbers=case.numbers)
        return judged(entries, problems, case, job=name, version=version)

    return Job(
        name=name,
        version=version,
        title=title,
        meaning=meaning,
        sheet=sheet,
        columns=list_columns(columns),
        judge=judge,
        listing=listing,
        persons=persons,
    )
