"""The verdict on a list: what it counts to, judged as the quarterly return that says the same. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.job import Case, Job, Judged
from etl.lists.derived import return_of
from etl.lists.listed import Listed
from etl.problems import Problem, in_order
from etl.rules.columns import COLUMNS
from etl.rules.entries import Entry
from etl.rules.figures import figure_of
from etl.rules.judging import judged, read_entries
from indicators.drafts import FigureDraft, InForce, differs

_AMOUNT = "valor"  # of the quarterly return that says what the list does
# What can be told of a list whose rows are not all readable: nothing that rests on what they count to.
_OF_THE_WHOLE = (
    "entity_unknown", "look_alike", "quarter_not_ended", "quarter_outside_plan", "indicator_unknown",
    "indicator_of_others", "indicator_of_other_job", "indicator_missing",
)  # fmt: skip


def judge_list(listed: Listed, job: Job, case: Case) -> Judged:
    """Every problem of a list that was read as `job` declares, or the figures that it counts to."""
    if not listed.counted and not listed.said and not listed.problems:
        return Judged((Problem("no_rows", sheet=listed.sheet, row=1),))
    published = case.published(listed.entity) if case.plan.entity(listed.entity) else ()
    main = job.listing.measures[0].name if job.listing else ""
    table = return_of(listed, case.plan, job=job.name, main=main, published=published)
    entries, problems = read_entries(table, COLUMNS, case.plan, numbers=case.numbers)
    entries = list(_with_reasons(entries, published))
    told = [*problems, *_unneeded(entries, listed)]
    verdict = judged(entries, told, case, job=job.name, version=job.version)
    if listed.problems:
        whole = [problem for problem in verdict.problems if problem.code in _OF_THE_WHOLE]
        return Judged(in_order([*listed.problems, *whole]))
    figures = tuple(map(_counted_here, verdict.figures))
    return replace(verdict, figures=figures, warnings=(*listed.warnings, *verdict.warnings, *_warnings(listed)))


def _counted_here(figure: FigureDraft) -> FigureDraft:
    """A count stands in no cell of the list: of where it comes from there is the first row, and no column."""
    if figure.column != _AMOUNT:
        return figure
    return replace(figure, column="", raw=tuple((name, said) for name, said in figure.raw if name != _AMOUNT))


def _with_reasons(entries: Sequence[Entry], published: Sequence[InForce]) -> Iterator[Entry]:
    """The class and reason of the file, on the rows that change something published or repeat it with the same."""
    for entry in entries:
        before = _before(entry, published)
        if not entry.sound or entry.indicator is None or before is None:
            yield replace(entry, change="", reason="")
            continue
        figure = figure_of(entry)
        again = (entry.change, entry.reason) == (before.figure.change, before.figure.reason)
        changed = figure is not None and differs(before.figure, figure)
        yield entry if changed or again else replace(entry, change="", reason="")


def _before(entry: Entry, published: Sequence[InForce]) -> InForce | None:
    for known in published:
        figure = known.figure
        key = (figure.indicator, figure.dimension, figure.category, figure.step)
        if figure.quarter == entry.quarter and key == tuple(entry.key):
            return known
    return None


def _unneeded(entries: Sequence[Entry], listed: Listed) -> Iterator[Problem]:
    """A class of change where nothing changes."""
    stated = listed.head.get("clase_de_cambio")
    if stated and not stated.blank and not any(entry.change for entry in entries):
        yield Problem(
            "change_unneeded",
            sheet=listed.sheet,
            row=stated.row,
            letter=stated.letter,
            column="clase_de_cambio",
            found=stated.text,
        )


def _warnings(listed: Listed) -> Iterator[Problem]:
    if listed.unusable:
        places = ", ".join(map(str, listed.unusable_rows)) + (
            "…" if listed.unusable > len(listed.unusable_rows) else ""
        )
        facts = (("count", str(listed.unusable)), ("places", places), ("rows", str(listed.rows)))
        yield Problem("documents_unusable", sheet=listed.sheet, facts=facts)
