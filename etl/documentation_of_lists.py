"""What the page of a job says of counting: its measures, the indicators that they feed, the rules on its rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from etl.job import Job
from etl.lists.listing import Listing
from etl.lists.measures import Counts, Measure
from etl.problems import kind_in_words
from etl.values import written_quarter
from indicators.plan import Plan, Reporter

_HOW = {
    Counts.ROWS: "how many rows",
    Counts.SUM: "the sum of {of}",
    Counts.DISTINCT: "how many different {of}",
    Counts.PERSONS: "how many different documents, where two are one person's only if a row states both",
}


def measures(listing: Listing) -> str:
    """A table of what is counted, and how."""
    rows = [f"| `{m.name}` | {m.title.en} ({m.title.es}) | {_how(m)} |" for m in listing.measures]
    return "\n".join(["| Measure | What it is | How it is counted |", "|---|---|---|", *rows])


def _how(measure: Measure) -> str:
    of = " and ".join(f"`{name}`" for name in measure.of) or "documents (type, number, of a passport the country)"
    compared = "; capitals, accents and double spaces make no difference" if measure.as_sounds else ""
    return _HOW[measure.counts].format(of=of) + compared


def feeding(job: Job, plan: Plan) -> str:
    """Which indicators of the plan the job feeds, for whom, by which measure and since when."""
    fed = [
        (indicator, reporter)
        for indicator in plan.indicators()
        for reporter in indicator.reporting
        if job.name in (reporter.job, reporter.job_before)
    ]
    if not fed:
        return "No indicator of the plan that ships takes a figure of it."
    rows = [
        f"| `{indicator.code}` | {indicator.label.in_language('en')} | {reporter.entity} "
        f"| {_takes(reporter, job)} | {_when(reporter, job)} |"
        for indicator, reporter in fed
    ]
    return "\n".join(["| Indicator | Its name | Reported by | Measure | Quarters |", "|---|---|---|---|---|", *rows])


def _takes(reporter: Reporter, job: Job) -> str:
    return f"`{reporter.measure}`" if reporter.measure and reporter.job == job.name else "–"


def _when(reporter: Reporter, job: Job) -> str:
    if reporter.since is None:
        return "all"
    since = written_quarter(reporter.since)
    return f"from {since} on" if reporter.job == job.name else f"before {since}"


def reading_of_a_list(job: Job, form: Sequence[str]) -> str:
    """What holds for every list, and whether its files are kept."""
    kept = (
        "Its rows may be about persons: the file is counted in memory and never kept, nor is its name; what stays are "
        "its hash, its counts and the receipt, and no problem repeats what a cell says."
        if job.persons
        else "The file is kept with the return, to be looked up."
    )
    return "\n".join(
        [
            "## The list and its aggregate",
            "",
            "* Entity and quarter are said once, in the first row, as is what holds for the whole file (evidence, "
            "note, class and reason of a change). A later row leaves them blank or repeats them.",
            "* `indicador` names the plan's indicator that the row counts for; the tracker's own beside it (`….t1`) "
            "are fed by the same rows, and a row that names one of them counts for all.",
            "* An indicator without any row has one that says why in `situacion`, all else blank.",
            "* In place of the list the job takes what it counts to, in the columns of a quarterly return "
            f"(`{form[0]}`, `{form[1]}`, `{form[2]}`, … `valor` …): `nap count FILE… --job {job.name}` makes it of "
            "many lists on one's own machine, with the totals so far that no single list can give.",
            f"* {kept}",
        ]
    )


def row_rules(listing: Listing) -> str:
    """The rules on the rows, beside the types of the columns; nothing where there are none."""
    lines = ["## Rules on the rows", ""]
    for rule in listing.rules:
        columns = ", ".join(f"`{name}`" for name in rule.columns)
        lines += [f"* {columns}: {kind_in_words(code, 'en')} (`{code}`)" for code in rule.codes]
    for unique in listing.unique:
        columns = ", ".join(f"`{name}`" for name in unique.columns)
        lines.append(f"* No two rows of an indicator are alike in {columns} (`{unique.code}`).")
    for agreeing in listing.agreeing:
        columns = ", ".join(f"`{name}`" for name in agreeing.columns)
        lines.append(f"* Rows with the same `{agreeing.key}` say the same in {columns} (`{agreeing.code}`).")
    return "\n".join(lines) if len(lines) > 2 else "No rule joins the columns of a row or one row with another."
