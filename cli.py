"""The command `nap`: every command reads its words, calls one thing and says what came of it.

Exit status: 0 fine, 2 usage, 3 the file or plan has problems, 4 refused by a rule, 1 anything else. Results go to
standard output, everything else to standard error; `--json` where a person would pipe it.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from dashboard import terminal, terminal_record, terminal_returns, terminal_sources
from dashboard.languages import languages
from dashboard.texts import Texts
from etl import counting, pipeline, shipped
from etl.apart import count_apart
from etl.grouping import grouped
from etl.job import Job
from etl.jobs import DEFAULT_JOB, JOBS
from etl.other_job import other_job
from etl.problems import how_many, kind_in_words, shown
from etl.reading import Progress
from etl.sources import fetching
from etl.sources.declaration import Declared, Source, read_declaration
from etl.values import Numbers
from etl.workbooks.marking import NotMarked
from indicators import (
    accounts,
    announcements,
    audit,
    backup,
    canonical,
    erasure,
    evidence,
    origins,
    plan_changes,
    quality,
    queries,
    releases,
    return_details,
    returns,
    triangle,
    verification,
)
from indicators.assembly import NoPlanRow
from indicators.canonical_release import stored_lines, text_of
from indicators.exports import calendar as calendar_export
from indicators.exports import status as exports
from indicators.exports import verify_release
from indicators.fetch_log import FetchOutcome
from indicators.figure_refs import FigureRef, NotAFigure
from indicators.lifecycle import ReturnState
from indicators.packs import NoSuchPack, Pack, pack_names, read_pack
from indicators.periods import NotAQuarter, Quarter
from indicators.policy import Account, Role
from indicators.returns import Letter, Receipt
from indicators.rules import Coded, RuleRefused
from indicators.settings import SettingRefused, Settings, from_environment, sqlite_file
from indicators.store import Store, StoreUnusable, open_store
from indicators.words import FIRST
from migrations import restoring
from migrations import run as migrations

USAGE, PROBLEMS, REFUSED = 2, 3, 4
HOUR = "%Y-%m-%d %H:%M"
PERSONS_JOB = "migrants_trained"
LIST_JOBS = sorted(name for name, job in JOBS.items() if job.listing)
ROWS_BETWEEN = 50_000
# How a run of sources ends the command: the worst of them.
FETCH_STATUS = {FetchOutcome.FAILED: 1, FetchOutcome.FORBIDDEN: REFUSED, FetchOutcome.REFUSED: PROBLEMS}
CLASSES = ("late data", "source", "method", "correction")


@dataclass(frozen=True, slots=True)
class Context:
    """What every command works with."""

    settings: Settings
    texts: Texts

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The store, each of whose sessions demands the revision that this code needs. Raises StoreUnusable."""
        with self.any_store() as opened:
            if opened.file is not None and not opened.file.exists():
                raise StoreUnusable("wrong_revision")
            yield opened.requiring(migrations.at_newest)

    @contextmanager
    def any_store(self) -> Iterator[Store]:
        """The store at whatever revision it is, or none yet. Raises StoreUnusable."""
        opened = open_store(self.settings.database_url)
        try:
            yield opened
        finally:
            opened.close()

    @contextmanager
    def taking_on(self) -> Iterator[Session]:
        """A write to a return; where a later load took its place, the refusal names that load."""
        with self.store() as store, store.write() as session:
            try:
                yield session
            except RuleRefused as refused:
                raise return_details.explained(session, refused) from refused

    def problem_words(self, code: str) -> str:
        """What a kind of problem says."""
        return kind_in_words(code, self.texts.lang)

    def say(self, key: str, **operands: Any) -> None:
        """One sentence to the person at the terminal."""
        click.echo(self.texts(f"cli.{key}", **operands), err=True)


def now() -> datetime:
    """The clock, read here and nowhere below."""
    return datetime.now(UTC)


class QuarterType(click.ParamType[Quarter]):
    """A quarter written as 2026-Q3 or, as in Spanish, 2026-T3."""

    name = "quarter"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Quarter:
        """Raises a usage error that shows the form."""
        if isinstance(value, Quarter):
            return value
        try:
            return Quarter.parse(str(value).replace("-T", "-Q"))
        except NotAQuarter:
            self.fail(f"{value!r}: 2026-Q3, 2026-T3", param, ctx)


class PlainFile(click.ParamType[Path]):
    """A file that is there: no folder, and no pipe or device, which may never end and cannot be read twice."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Raises a usage error, as click does, and RuleRefused."""
        path = Path(os.fsdecode(click.Path(exists=True, dir_okay=False).convert(value, param, ctx)))
        if not path.is_file():
            raise RuleRefused("not_a_file", file=str(path))
        return path


class FigureType(click.ParamType[FigureRef]):
    """A figure written as 2.1.p72.c/MTPE/2024-Q1, with /region/06 for a split and /step/3 for a step."""

    name = "figure"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> FigureRef:
        """Raises a usage error that shows the form."""
        if isinstance(value, FigureRef):
            return value
        try:
            return FigureRef.parse(str(value))
        except NotAFigure:
            self.fail(f"{value!r}: 2.1.p72.c/MTPE/2024-Q1", param, ctx)


QUARTER = QuarterType()
REF = click.argument("ref", metavar="REF", type=FigureType())
WHO = click.option("--as", "who", required=True, metavar="WHO", help="The account that acts (declared, not proven).")
JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable, on standard output.")
JOB = click.option(
    "--job",
    type=click.Choice(sorted(JOBS)),
    default=DEFAULT_JOB,
    show_default=True,
    help="What the file holds. " + "; ".join(f"{name}: {job.title.en}" for name, job in JOBS.items()) + ".",
)
NUMBERS = click.option(
    "--numbers",
    type=click.Choice([str(form) for form in Numbers]),
    default=str(Numbers.ES_PE),
    show_default=True,
    help="How the file writes numbers: 1,234.5 or, as in Spain, 1.234,5.",
)
FILE_TYPE = PlainFile()
FILE = click.argument("file", type=FILE_TYPE)
RETURN_NUMBER = click.IntRange(1, 2**31 - 1)
RETURN = click.argument("number", metavar="RETURN", type=RETURN_NUMBER)
NOTE = click.option("--note", default="", help="A remark, kept in the record.")
OUT = click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file.")
MARKED = click.option(
    "--marked",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where something is wrong: write the file here as a workbook with its cells coloured and commented.",
)
CHANGE = click.option("--change", type=click.Choice(CLASSES), help="The class of a change of the plan.")
REASON = click.option("--reason", default="", help="Why it changes, for the readers.")
VERSION = click.option(
    "--version", type=click.IntRange(1, 2**31 - 1), help="The version that you saw: refused where somebody was faster."
)
RELEASE = click.option("--release", "number", type=click.IntRange(0, 2**31 - 1), help="As published in this release.")


class Commands(click.Group):
    """The commands; what each may run into is said in the reader's language and ends with its exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Raises what click itself handles, and SystemExit."""
        try:
            return super().invoke(ctx)
        except Coded as told:
            _stop(terminal.refusal(told, ctx.obj.texts), REFUSED if isinstance(told, RuleRefused) else 1)
        except NoSuchPack as missing:
            names = ctx.obj.texts.listed(pack_names())
            _stop(ctx.obj.texts("cli.no_such_pack", name=str(missing), names=names), USAGE)
        except SettingRefused as refused:
            _stop(str(refused), USAGE)
        except BrokenPipeError:  # whoever read our output has gone
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(1) from None
        except (OSError, NoPlanRow, shipped.ShippedReturnRefused) as error:
            _stop(str(error), 1)


def _stop(sentence: str, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(code)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    type=click.Choice([each.tag for each in languages()]),
    default=FIRST,
    envvar="NAP_LANG",
    show_default=True,
)
@click.pass_context
def nap(ctx: click.Context, lang: str) -> None:
    """Follow every indicator of a National Action Plan: from a steward's file to a published release."""
    ctx.obj = Context(from_environment(os.environ), Texts(lang))


@nap.group()
def db() -> None:
    """The store and its revision."""


@db.command("upgrade")
@click.pass_obj
def db_upgrade(context: Context) -> None:
    """Create the store, or bring it to the newest revision; what it holds is backed up first."""
    with context.any_store() as store:

        def keep(connection: Connection, revision: str) -> None:
            place = backup.place_before(store, revision, folder=context.settings.backups)
            place.parent.mkdir(parents=True, exist_ok=True)
            backup.write_backup(connection, place, now=now())
            context.say("db_backed_up", file=str(place))

        before = migrations.current(store)
        migrations.upgrade(store, before=keep)
    context.say("db_upgraded" if before != migrations.head() else "db_current", revision=migrations.head())


@db.command("check")
@click.pass_obj
def db_check(context: Context) -> None:
    """Compare revision, tables, triggers and settings with what the code expects."""
    with context.store() as store:
        store.check_settings()
        differences = migrations.drift(store)
        if store.file is None and not store.has_checksums():
            context.say("db_no_checksums")
    for difference in differences:
        click.echo(difference)
    if differences:
        raise SystemExit(1)
    context.say("db_sound")


@nap.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def write_backup(context: Context, file: Path) -> None:
    """Write everything that the store holds, at one moment, to a new FILE."""
    with context.any_store() as store, store.read() as session:
        kept = backup.write_backup(session.connection(), file, now=now())
    context.say("backed_up", file=str(file), count=len(kept.releases), rows=kept.rows, size=file.stat().st_size)


@nap.command()
@FILE
@click.option("--drill", is_flag=True, help="Restore into a store that is thrown away, to see that it can be done.")
@click.pass_obj
def restore(context: Context, *, file: Path, drill: bool) -> None:
    """Put a backup into an empty store, and compare every release's hash."""
    if drill:
        kept = restoring.drill(file)
    else:
        with context.any_store() as store:
            kept = restoring.restore(store, file)
    context.say("drilled" if drill else "restored", count=len(kept.releases), rows=kept.rows, at=kept.at)


@db.command("rewrite")
@click.pass_obj
def db_rewrite(context: Context) -> None:
    """Write the store's files anew: after an erasure that could not, because somebody was reading."""
    with context.store() as store:
        store.rewrite()
    context.say("rewritten")


@nap.group()
def plan() -> None:
    """The plan and its pack."""


@plan.command("check")
@click.argument("pack", metavar="DIR_OR_NAME")
@JSON
@click.pass_obj
def plan_check(context: Context, pack: str, as_json: bool) -> None:
    """Read a plan pack, name every broken row, and judge the plan's quality."""
    read = read_pack(pack, demonstration=False)
    if read.plan is None:
        _say_problems(context, read, as_json=as_json)
    findings, coverage = quality.findings(read.plan), quality.coverage(read.plan)
    if as_json:
        _print_json({"coverage": _plain(coverage), "findings": [finding.as_json() for finding in findings]})
    else:
        _print(terminal.quality(coverage, findings, context.texts))


@plan.command("load")
@click.argument("pack", metavar="DIR_OR_NAME")
@WHO
@click.option("--demonstration", is_flag=True, help="The store is for invented figures, for good.")
@NOTE
@CHANGE
@REASON
@click.pass_obj
def plan_load(
    context: Context, *, pack: str, who: str, demonstration: bool, note: str, change: str | None, reason: str
) -> None:
    """Publish a plan as release 1 of an empty store; in a filled one, stage what differs as a plan change."""
    read = read_pack(pack, demonstration=demonstration)
    if read.plan is None:
        _say_problems(context, read, as_json=False)
    kind = "demonstration" if demonstration else "real"
    with context.store() as store, store.write() as session:
        loaded = plan_changes.load(
            session,
            read.rows,
            kind=kind,
            who=who,
            now=now(),
            note=note or context.texts("cli.plan_note"),
            change=change or "",
            reason=reason,
        )
        if isinstance(loaded, Receipt):
            by = return_details.loader_of(session, loaded.return_id)
            remark = return_details.remark_before(session, loaded.return_id)
    if isinstance(loaded, Receipt):
        click.echo(terminal.receipt(loaded, context.texts, loaded_by=by))
        if remark is not None:
            click.echo(terminal_returns.remark(remark, context.texts))
        return
    context.say("plan_loaded" if loaded else "plan_unchanged", plan=read.plan.title)


@nap.command()
@click.argument("entity", required=False)
@click.argument("quarter", type=QUARTER, required=False)
@JOB
@OUT
@click.pass_obj
def template(context: Context, *, entity: str | None, quarter: Quarter | None, job: str, output: Path) -> None:
    """Write the workbook that ENTITY fills in for QUARTER, with what is published; or the blank one of a job."""
    if (entity is None) is not (quarter is None):
        raise click.UsageError("[ENTITY QUARTER]")
    with context.store() as store:
        workbook = pipeline.blank(store, entity=entity or "", quarter=quarter, job=job)
    _write_new(output, workbook)
    if entity and quarter:
        context.say("template_written", file=str(output), entity=entity, quarter=quarter)
    else:
        context.say("blank_written", file=str(output), job=job)


@nap.command()
@FILE
@JOB
@NUMBERS
@MARKED
@JSON
@click.pass_obj
def check(context: Context, *, file: Path, job: str, numbers: str, marked: Path | None, as_json: bool) -> None:
    """Check a file as `load` would, and store nothing."""
    _run(context, file, job=job, who=None, as_json=as_json, numbers=Numbers(numbers), marked=marked)


@nap.command()
@FILE
@JOB
@NUMBERS
@WHO
@click.option("--replacing", type=RETURN_NUMBER, help="The staged return of somebody else that this one replaces.")
@MARKED
@JSON
@click.pass_obj
def load(
    context: Context,
    *,
    file: Path,
    job: str,
    numbers: str,
    who: str,
    replacing: int | None,
    marked: Path | None,
    as_json: bool,
) -> None:
    """Stage a file as a return, whole, and give a receipt; or refuse it with every problem at its cell."""
    _run(context, file, job=job, who=who, as_json=as_json, replacing=replacing, numbers=Numbers(numbers), marked=marked)


@nap.command("count")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE_TYPE)
@click.option("--job", type=click.Choice(LIST_JOBS), default=PERSONS_JOB, show_default=True)
@click.option("--plan", "pack", metavar="DIR_OR_NAME", default=pack_names()[0], show_default=True)
@click.option("--quarter", type=QUARTER, help="The quarter to hand in; the last one of the lists if not given.")
@click.option(
    "--whole", is_flag=True, help="These are all lists since the plan began: the aggregate holds totals so far."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to leave the aggregate.")
@NUMBERS
@JSON
@click.pass_obj
def count_lists(
    context: Context,
    *,
    files: tuple[Path, ...],
    job: str,
    pack: str,
    quarter: Quarter | None,
    whole: bool,
    output: Path | None,
    numbers: str,
    as_json: bool,
) -> None:
    """Count all lists of a job together, on this machine; leave an aggregate to load. Nothing of the lists is kept."""
    counted_by = JOBS[job]
    read = read_pack(pack, demonstration=True)
    if read.plan is None:
        raise RuleRefused("pack_broken", name=pack)
    with _telling_rows(context) as progress:
        try:
            counted = count_apart(files, counted_by, read.plan, progress, numbers=Numbers(numbers))
        except counting.CannotCount as refused:
            _tell_uncounted(context, refused, as_json=as_json)
    chosen = quarter or max(counted.by_quarter)
    if chosen not in counted.by_quarter:
        raise RuleRefused("quarter_not_counted", quarter=chosen)
    if as_json:
        _print_json(_plain(counted))
    else:
        _print(_counted_lines(context, counted, counted_by))
    if output is not None:
        first = min(counted.by_quarter)
        note = context.texts("cli.count_note", count=counted.files, first=first, last=chosen) if whole else ""
        made = counting.aggregate(counted, chosen, counted_by, read.plan, note=note, whole=whole)
        _write_new(output, made)
        context.say("aggregate_written", file=str(output), job=job, quarter=chosen)
        if not whole:
            context.say("aggregate_of_quarter")


def _tell_uncounted(context: Context, refused: counting.CannotCount, *, as_json: bool) -> NoReturn:
    """Which lists cannot be counted, and why; nothing was."""
    lang = context.texts.lang
    if as_json:
        _print_json({t.path.name: [problem.as_json() for problem in t.problems] for t in refused.troubled})
    for troubled in () if as_json else refused.troubled:
        _print([f"{troubled.path.name}:", *(f"  {group.text(lang)}" for group in grouped(troubled.problems))])
    context.say("not_counted", count=len(refused.troubled))
    raise SystemExit(PROBLEMS)


def _counted_lines(context: Context, counted: counting.Counting, job: Job) -> Iterator[str]:
    """What was counted, quarter by quarter: each measure, and so far at the end of the quarter."""
    texts = context.texts
    yield texts("cli.count_of", count=counted.files, rows=counted.rows, entity=counted.entity)
    if counted.unusable:
        yield texts("cli.count_unusable", count=counted.unusable)
    titles = {m.name: m.title.of(texts.lang) for m in (job.listing.measures if job.listing else ())}
    for quarter, so_far in counted.so_far.items():
        for code, measured in so_far.items():
            yield f"{quarter} · {code}"
            here = counted.by_quarter[quarter].get(code, {})
            for name, reached in measured.items():
                amount = here[name].total if name in here else 0
                yield "  " + texts("cli.count_line", what=titles[name], amount=amount, so_far=reached.total)


@contextmanager
def _telling_rows(context: Context) -> Iterator[Progress]:
    """Says how far the reading of a long file has come, on a terminal and only there."""
    shown = 0

    def tell(rows: int) -> None:
        nonlocal shown
        if rows - shown >= ROWS_BETWEEN and sys.stderr.isatty():
            shown = rows
            click.echo("\r" + context.texts("cli.rows_read", count=rows), err=True, nl=False)

    yield tell
    if shown:
        click.echo(err=True)


@nap.command("fetch")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--now", "forced", is_flag=True, help="Also what is not due, and files that were refused before.")
@click.option("--status", is_flag=True, help="Say where each source stands, and read none.")
@JSON
@click.pass_obj
def fetch(context: Context, *, names: tuple[str, ...], forced: bool, status: bool, as_json: bool) -> None:
    """Load what is new of the declared sources that are due, once, whoever else does the same."""
    if status and forced:
        raise click.UsageError("--now | --status")
    declared = read_declaration(context.settings.sources, jobs=tuple(JOBS))
    if declared.problems:
        _say_source_problems(context, declared, as_json=as_json)
    sources = _named(context, declared.sources, names)
    outcomes = _stand(context, sources, as_json=as_json) if status else _fetch(context, sources, forced, as_json)
    raise SystemExit(next((code for worst, code in FETCH_STATUS.items() if worst in outcomes), 0))


def _say_source_problems(context: Context, declared: Declared, *, as_json: bool) -> NoReturn:
    if as_json:
        _print_json({"problems": [problem.as_json() for problem in declared.problems]})
    else:
        file = str(context.settings.sources)
        _print(problem.text(context.texts.lang, file) for problem in declared.problems)
    context.say("sources_problems", count=len(declared.problems))
    raise SystemExit(PROBLEMS)


def _named(context: Context, sources: tuple[Source, ...], names: tuple[str, ...]) -> tuple[Source, ...]:
    """The sources that were asked for; without names all. Raises UsageError."""
    known = [source.name for source in sources]
    for name in names:
        if name not in known:
            raise click.UsageError(context.texts("cli.no_such_source", name=name, names=context.texts.listed(known)))
    return tuple(source for source in sources if not names or source.name in names)


def _fetch(context: Context, sources: tuple[Source, ...], forced: bool, as_json: bool) -> list[FetchOutcome | None]:
    """Run sources, telling each as it ends; how each ended."""
    told: list[dict[str, Any]] = []
    with context.store() as store:
        for run in fetching.fetch(store, sources, clock=now, forced=forced):
            told.append(_run_as_json(context, run))
            if not as_json:
                _print(_run_lines(context, run))
    if as_json:
        _print_json(told)
    return [run["outcome"] for run in told]


def _run_lines(context: Context, run: fetching.Fetched) -> Iterator[str]:
    texts = context.texts
    yield from terminal_sources.run(run.source.name, run.outcome, run.failed or run.refused, texts, held=run.held)
    for file in run.files:
        yield from terminal_sources.file(file.name, file.outcome, file.refused, texts)
        if file.made is not None:
            yield from (f"    {group.text(texts.lang)}" for group in grouped(file.made.problems))
            for group in grouped(file.made.warnings):
                yield "    " + texts("cli.warning", text=group.text(texts.lang))
            if file.made.receipt is not None:
                yield f"    {terminal.receipt(file.made.receipt, texts)}"


def _run_as_json(context: Context, run: fetching.Fetched) -> dict[str, Any]:
    why = run.failed or run.refused
    return {
        "source": run.source.name,
        "outcome": run.outcome,
        "held": run.held,
        "reason": why.code if why else None,
        "sentence": terminal.refusal(why, context.texts) if why else None,
        "files": [
            {
                "name": file.name,
                "outcome": file.outcome,
                "rule": terminal.refusal(file.refused, context.texts) if file.refused else None,
                "receipt": _plain(file.made.receipt) if file.made and file.made.receipt else None,
                "refused": file.made.refused if file.made else None,
                "problems": [problem.as_json() for problem in file.made.problems] if file.made else [],
                "warnings": [warning.as_json() for warning in file.made.warnings] if file.made else [],
            }
            for file in run.files
        ],
    }


def _stand(context: Context, sources: tuple[Source, ...], *, as_json: bool) -> list[FetchOutcome | None]:
    """Say where sources stand; how the last run of each ended."""
    with context.store() as store:
        found = fetching.standings(store, sources)
        with store.read() as session:
            zone = queries.zone(session)
    if as_json:
        _print_json([_standing_as_json(context, each) for each in found])
    else:
        for each in found:
            _print(
                terminal_sources.standing(each.source.name, each.last, each.due, context.texts, now=now(), zone=zone)
            )
    return [each.last.outcome if each.last else None for each in found]


def _standing_as_json(context: Context, standing: fetching.Standing) -> dict[str, Any]:
    last, name = standing.last, standing.source.name
    return {
        "source": name,
        "job": standing.source.job,
        "as": standing.source.who,
        "last": _plain(last) if last else None,
        "due": _plain(standing.due),
        "todo": (terminal_sources.what_to_do(name, last, context.texts) if last else "") or None,
    }


@nap.command("returns")
@click.argument("number", metavar="[RETURN]", type=RETURN_NUMBER, required=False)
@click.option("--state", type=click.Choice([str(state) for state in ReturnState]), help="Those in this state.")
@click.option("--entity", help="Those of this entity.")
@click.option("--open", "only_open", is_flag=True, help="Those that somebody still has to take on.")
@JSON
@click.pass_obj
def list_returns(
    context: Context, *, number: int | None, state: str | None, entity: str | None, only_open: bool, as_json: bool
) -> None:
    """List the returns and where each stands; or show everything about one, against what is in force."""
    if number is not None:
        if state or entity or only_open:
            raise click.UsageError("RETURN | --state --entity --open")
        _show_return(context, number, as_json=as_json)
        return
    with context.store() as store, store.read() as session:
        wanted = ReturnState(state) if state else None
        lines = return_details.listing(session, state=wanted, entity=entity, only_open=only_open)
        zone = queries.zone(session)
    if as_json:
        _print_json([_plain(line) for line in lines])
    else:
        _print(terminal_returns.returns(lines, context.texts, zone=zone, problem_words=context.problem_words))


def _show_return(context: Context, number: int, *, as_json: bool) -> None:
    with context.store() as store, store.read() as session:
        found = return_details.details(session, number)
    if as_json:
        _print_json(_plain(found))
    else:
        _print(terminal_returns.details(found, context.texts, problem_words=context.problem_words))


@nap.command()
@RETURN
@WHO
@click.option("--letter", default="", help="The number of the covering letter.")
@click.option("--file-number", default="", help="The number of the file that the letter opened.")
@click.option("--letter-date", type=click.DateTime(["%Y-%m-%d"]), help="The date of the letter.")
@click.option("--signed-off", default="", help="Who signed the return off for the entity, with their office.")
@VERSION
@JSON
@click.pass_obj
def submit(
    context: Context,
    *,
    number: int,
    who: str,
    letter: str,
    file_number: str,
    letter_date: datetime | None,
    signed_off: str,
    version: int | None,
    as_json: bool,
) -> None:
    """Hand a staged return over to the planners, with its covering letter, and give a receipt."""
    covering = Letter(letter, file_number, letter_date.date() if letter_date else None, signed_off)
    with context.taking_on() as session:
        given = returns.submit(session, number, who=who, now=now(), letter=covering, version=version)
    if as_json:
        _print_json(_plain(given))
    else:
        click.echo(terminal_record.submission(given, context.texts))


@nap.command()
@RETURN
@WHO
@NOTE
@click.option("--confirm", is_flag=True, help="You read its warnings, and what the file says is right.")
@VERSION
@click.pass_obj
def approve(context: Context, *, number: int, who: str, note: str, confirm: bool, version: int | None) -> None:
    """Agree with a submitted return; never by who loaded or submitted it."""
    with context.taking_on() as session:
        returns.approve(session, number, who=who, now=now(), note=note, confirm=confirm, version=version)
        job = return_details.job_of(session, number)
    context.say("approved", what=terminal_returns.named(number, job, context.texts))


@nap.command("return")
@RETURN
@WHO
@click.option("--note", required=True, help="What has to be mended.")
@VERSION
@click.pass_obj
def give_back(context: Context, *, number: int, who: str, note: str, version: int | None) -> None:
    """Give a submitted or approved return back with remarks."""
    with context.taking_on() as session:
        returns.give_back(session, number, who=who, now=now(), note=note, version=version)
        job = return_details.job_of(session, number)
    key = "given_back_plan" if job == terminal_returns.PLAN_JOB else "given_back"
    context.say(key, what=terminal_returns.named(number, job, context.texts))


@nap.command()
@RETURN
@WHO
@click.option("--note", required=True, help="Why it is taken back.")
@VERSION
@click.pass_obj
def withdraw(context: Context, *, number: int, who: str, note: str, version: int | None) -> None:
    """Take back a return that is staged or was given back."""
    with context.taking_on() as session:
        returns.withdraw(session, number, who=who, now=now(), note=note, version=version)
        job = return_details.job_of(session, number)
    context.say("withdrawn", what=terminal_returns.named(number, job, context.texts))


@nap.command()
@WHO
@click.option("--note", required=True, help="What the release brings, for its readers.")
@click.option("--reference", type=QUARTER, help="The quarter at whose end every state is computed.")
@click.option("--return", "only", type=RETURN_NUMBER, multiple=True, help="This approved return only; may be repeated.")
@click.pass_obj
def publish(context: Context, *, who: str, note: str, reference: Quarter | None, only: tuple[int, ...]) -> None:
    """Publish every approved return, or the chosen ones, as the next release."""
    with context.store() as store, store.write() as session:
        release = releases.publish(session, who=who, now=now(), note=note, reference=reference, only=only or None)
        notices = queries.notices_at(session, queries.releases(session), release.number)
    for line in terminal_record.notices([n for n in notices if n.release == release.number], context.texts):
        click.echo(line, err=True)
    context.say("published", number=release.number, quarter=release.reference, hash=release.hash)


@nap.command()
@RELEASE
@JSON
@click.pass_obj
def status(context: Context, number: int | None, as_json: bool) -> None:
    """Say where every indicator stands."""
    with context.store() as store, store.read() as session:
        overview = queries.overview(session, number=number)
    if overview is None:
        raise RuleRefused("no_plan") if number is None else RuleRefused("unknown_release", number=number)
    if as_json:
        click.echo(exports.document(overview), nl=False)
    else:
        _print(terminal.status(overview, context.texts))


@nap.command("releases")
@JSON
@click.option("--canonical", "number", type=int, help="Print the canonical form of this release (release-N.jsonl).")
@click.pass_obj
def list_releases(context: Context, as_json: bool, number: int | None) -> None:
    """List the releases with their hashes, or print one in its canonical form."""
    with context.store() as store, store.read() as session:
        published = queries.releases(session)
        if number is not None:
            if number not in [release.number for release in published]:
                raise RuleRefused("unknown_release", number=number)
            click.echo(text_of(stored_lines(session, number)), nl=False)
            return
    if as_json:
        _print_json([exports.release(release) for release in published])
    else:
        _print(terminal.releases(published, context.texts))


@nap.command()
@click.argument("reference", type=QUARTER)
@click.option("--at", required=True, type=click.DateTime([HOUR]), help="Day and hour in the plan's time zone.")
@WHO
@REASON
@click.pass_obj
def announce(context: Context, *, reference: Quarter, at: datetime, who: str, reason: str) -> None:
    """Announce the release for a quarter, or another hour for it, with the reason."""
    with context.store() as store, store.write() as session:
        zone = queries.zone(session)
        hour = at.replace(tzinfo=zone)
        announcements.announce(session, reference=reference, at=hour, who=who, now=now(), reason=reason)
    city = zone.key.rpartition("/")[2].replace("_", " ")
    context.say("announced", quarter=reference, at=f"{at:{HOUR}}", zone=city)


@nap.command("calendar")
@JSON
@click.pass_obj
def show_calendar(context: Context, as_json: bool) -> None:
    """Say which release is announced for when, which came late, and which returns are due by when."""
    with context.store() as store, store.read() as session:
        announced = announcements.calendar(session)
        plan = queries.current_plan(session)
    if plan is None:
        raise RuleRefused("no_plan")
    today = now().astimezone(plan.zone).date()
    if as_json:
        _print_json(calendar_export.calendar(announced, plan, today=today))
    else:
        _print(terminal_record.calendar(announced, plan, context.texts, today=today))


@nap.command()
@REF
@RELEASE
@click.option("--origin", is_flag=True, help="Everything that led to it; the reading is recorded.")
@click.option("--as", "who", metavar="WHO", help="Who asks for the origin.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the file it came in here.")
@JSON
@click.pass_obj
def figure(
    context: Context,
    *,
    ref: FigureRef,
    number: int | None,
    origin: bool,
    who: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Say what a figure is and, with --origin, where it comes from: file, cell, raw text, people, evidence."""
    if not origin:
        _public_figure(context, ref, number=number, as_json=as_json)
        return
    if who is None:
        raise click.UsageError(context.texts("cli.origin_needs_who"))
    with context.store() as store, store.write() as session:
        found = origins.origin(session, ref, number=number, who=who, now=now())
        content = origins.kept_file(session, found.file_hash) if output else b""
    if output:
        _write_new(output, content)
        context.say("origin_written", file=str(output))
    if as_json:
        _print_json(_plain(found))
    else:
        _print(terminal_record.origin(found, context.texts))


def _public_figure(context: Context, ref: FigureRef, *, number: int | None, as_json: bool) -> None:
    with context.store() as store, store.read() as session:
        detail = queries.indicator_detail(session, ref.indicator, number=number)
    found = [f for f in detail.figures if f.ref == ref] if detail else []
    if not found:
        raise RuleRefused("unknown_figure", figure=str(ref))
    if as_json:
        _print_json(_plain(found[0]))
    else:
        _print(terminal_record.figure(found[0], context.texts))


@nap.command()
@click.argument("indicator")
@RELEASE
@JSON
@click.pass_obj
def revisions(context: Context, indicator: str, number: int | None, as_json: bool) -> None:
    """Show the revision triangle of INDICATOR: what each release said of each of its figures."""
    with context.store() as store, store.read() as session:
        detail = queries.indicator_detail(session, indicator, number=number)
    if detail is None:
        raise RuleRefused("unknown_indicator", indicator=indicator)
    found = triangle.of_detail(detail)
    if as_json:
        _print_json(triangle.document(found))
    else:
        _print(terminal_record.revisions(found, context.texts))


@nap.command("evidence")
@REF
@WHO
@click.option("--document", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Attach this document.")
@click.option("--public", is_flag=True, help="Let everybody see what the evidence is.")
@click.option("--verified", is_flag=True, help="Say that you verified it.")
@NOTE
@click.pass_obj
def mark_evidence(
    context: Context, *, ref: FigureRef, who: str, document: Path | None, public: bool, verified: bool, note: str
) -> None:
    """Attach a document to a figure's evidence, or, as a second person, make it public or call it verified."""
    if [document is not None, public, verified].count(True) != 1:
        raise click.UsageError("--document FILE | --public | --verified")
    if document is not None:
        digest = _attach(context, ref, document, who=who)
        context.say("document_attached", figure=str(ref), hash=digest)
        return
    with context.store() as store, store.write() as session:
        evidence.mark(session, ref, verified=verified, note=note, who=who, now=now())
    context.say("evidence_verified" if verified else "evidence_public", figure=str(ref))


def _attach(context: Context, ref: FigureRef, document: Path, *, who: str) -> str:
    """Keep a document and give its hash."""
    with document.open("rb") as file:
        content = file.read(evidence.MAX_DOCUMENT_BYTES + 1)
    with context.store() as store:
        store.check_room(len(content))
        with store.write() as session:
            return evidence.attach(session, ref, content, document.name, who=who, now=now())


@nap.command()
@REF
@click.option("--ground", required=True, help="The law or order that forces it out: everybody reads it.")
@WHO
@click.option("--agreed-by", required=True, metavar="WHO", help="The planner who agrees.")
@click.pass_obj
def erase(context: Context, *, ref: FigureRef, ground: str, who: str, agreed_by: str) -> None:
    """Take out a figure that the law forces out, for good; a public tombstone stays in its place."""
    with context.store() as store:
        with store.write() as session:
            count = erasure.erase(session, ref, ground=ground, who=who, agreed_by=agreed_by, now=now())
        store.rewrite()
    context.say("erased", figure=str(ref), count=count)


@nap.command()
@click.argument("files", metavar="[FILE[=HASH]]...", nargs=-1)
@click.option("--head", is_flag=True, help="Print number and hash of the record's last entry, for a witness.")
@click.option("--witness", metavar="NUMBER:HASH", help="A head that was witnessed: is it still in the record?")
@click.pass_obj
def verify(context: Context, files: tuple[str, ...], head: bool, witness: str | None) -> None:
    """Check the record, every release, the summaries and the files against their hashes; or downloaded releases."""
    if files:
        raise SystemExit(_verify_files(context, files))
    with context.store() as store, store.read() as session:
        if head:
            click.echo(f"{audit.position(session)}:{audit.head(session)}")
            return
        faults = verification.faults(session)
        if witness is not None:
            seq, _, digest = witness.partition(":")
            if not (seq.isascii() and seq.isdigit() and digest):
                raise click.UsageError("--witness NUMBER:HASH")
            faults += verification.witnessed(session, int(seq), digest)
        published = len(queries.releases(session))
    for fault in faults:
        click.echo(terminal.fault(fault, context.texts))
    if faults:
        raise SystemExit(1)
    context.say("verified", count=published)


def _verify_files(context: Context, files: tuple[str, ...]) -> int:
    """Check downloads by themselves, then, where there is a store, against what it published; the exit status."""
    checked, between = verify_release.examine(files)
    _print(verify_release.report(checked, between, context.texts.lang))
    status = verify_release.status(checked, between)
    hashes = _published_hashes(context)
    if hashes is None:
        context.say("files_alone")
        return status
    for one in checked:
        if not one.hash:
            continue
        known = hashes.get(one.number, "")
        key = "file_as_published" if known == one.hash else "file_differs" if known else "file_unknown"
        context.say(key, file=one.name, number=one.number, hash=known)
        status = status or int(known != one.hash)
    return status


def _published_hashes(context: Context) -> dict[int, str] | None:
    """The hash of every release of the store; None where none can be read. An embedded store is not made by looking."""
    file = sqlite_file(context.settings.database_url)
    if file is not None and not file.exists():
        return None
    try:
        with context.store() as store, store.read() as session:
            return {release.number: release.hash for release in queries.releases(session)}
    except StoreUnusable:
        return None


@nap.group()
def account() -> None:
    """The accounts of the store."""


@account.command("add")
@click.argument("code")
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True)
@click.option("--entity", help="The entity that a steward reports for.")
@click.option("--name", default="", help="A name for people; the code where it is left out.")
@click.option("--as", "who", metavar="WHO", help="Who makes it; the account itself where it is the first.")
@click.pass_obj
def account_add(context: Context, *, code: str, role: str, entity: str | None, name: str, who: str | None) -> None:
    """Make an account."""
    made = Account(code, name or code, Role(role), entity, disabled=False)
    with context.store() as store, store.write() as session:
        accounts.add(session, made, now=now(), by=who or code)
    context.say("account_added", code=code)


@account.command("disable")
@click.argument("code")
@WHO
@click.pass_obj
def account_disable(context: Context, *, code: str, who: str) -> None:
    """Take an account out of use, for good."""
    with context.store() as store, store.write() as session:
        accounts.disable(session, code, now=now(), by=who)
    context.say("account_disabled", code=code)


@account.command("list")
@click.pass_obj
def account_list(context: Context) -> None:
    """List the accounts."""
    with context.store() as store, store.read() as session:
        for found in accounts.everyone(session):
            click.echo(f"{found.code:<24} {found.role:<14} {found.entity or ''}")


@nap.command()
@click.pass_obj
def demo(context: Context) -> None:
    """Fill an empty store with the plan and the returns that ship with it: invented ones, or with DEMO=0 real ones."""
    invented = context.settings.demo
    pack = read_pack(context.settings.plan, demonstration=invented)
    if pack.plan is None:
        _say_problems(context, pack, as_json=False)

    def say(step: str, rows: int) -> None:
        context.say(f"filled_{step}", count=rows)

    with context.store() as store:
        filled = shipped.fill(store, pack, kind="demonstration" if invented else "real", now=now(), say=say)
    context.say(("demo_filled" if invented else "real_filled") if filled else "demo_already")


def main() -> NoReturn:
    """Run the command line; every expected failure is a sentence and its exit status."""
    try:
        nap(standalone_mode=False)
    except click.exceptions.Exit as ended:
        raise SystemExit(ended.exit_code) from None
    except click.Abort:
        raise SystemExit(1) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    raise SystemExit(0)


def _say_problems(context: Context, pack: Pack, *, as_json: bool) -> NoReturn:
    if as_json:
        _print_json({"problems": [problem.as_json() for problem in pack.problems]})
    else:
        _print(problem.text(context.texts.lang) for problem in pack.problems)
    context.say("pack_problems", count=len(pack.problems))
    raise SystemExit(PROBLEMS)


def _run(
    context: Context,
    file: Path,
    *,
    job: str,
    who: str | None,
    as_json: bool,
    numbers: Numbers,
    marked: Path | None,
    replacing: int | None = None,
) -> None:
    """Check or load a file: one code path; without `who` nothing is stored."""
    if marked is not None and marked.exists():  # before anything is recorded
        raise RuleRefused("file_exists", file=str(marked))
    with context.store() as store, _telling_rows(context) as progress:
        outcome = pipeline.run(
            store,
            file,
            job=job,
            who=who or "",
            now=now(),
            dry_run=who is None,
            replacing=replacing,
            numbers=numbers,
            progress=progress,
        )
        with store.read() as session:
            remark = return_details.remark_before(session, outcome.receipt.return_id) if outcome.receipt else None
    if as_json:
        receipt = _plain(outcome.receipt) if outcome.receipt else None
        problems = [problem.as_json() for problem in outcome.problems]
        answers = _plain(remark) if remark else None
        warnings = [warning.as_json() for warning in outcome.warnings]
        told = {"refused": outcome.refused, "problems": problems, "warnings": warnings, "remark": answers}
        _print_json({"receipt": receipt} | told)
    else:
        if numbers is not Numbers.ES_PE:
            context.say("numbers_read", numbers=str(numbers))
        _print(group.text(context.texts.lang) for group in grouped(outcome.problems))
        _print(context.texts("cli.warning", text=group.text(context.texts.lang)) for group in grouped(outcome.warnings))
    if marked is not None and (outcome.problems or outcome.warnings):
        _mark(context, file, outcome, job=job, output=marked)
    if outcome.problems:
        _say_refused(context, file, outcome, job=job, numbers=numbers, is_marked=marked is not None)
        raise SystemExit(PROBLEMS)
    if outcome.receipt is None:
        if outcome.draft is not None and not as_json:
            _print(terminal_returns.read(outcome.draft, context.texts))
        context.say("file_sound", file=file.name)
    elif not as_json:
        click.echo(terminal.receipt(outcome.receipt, context.texts))
        if remark is not None:
            click.echo(terminal_returns.remark(remark, context.texts))


def _say_refused(
    context: Context, file: Path, outcome: pipeline.Outcome, *, job: str, numbers: Numbers, is_marked: bool
) -> None:
    """How much is wrong with a file, under which number that is on the record, and what to type next."""
    context.say("file_refused", count=how_many(outcome.problems))
    if outcome.refused is not None:
        context.say("refusal_recorded", number=outcome.refused)
    if meant := other_job(outcome.problems, job):
        context.say("other_job", job=meant)
    elif not is_marked and any(problem.row for problem in outcome.problems):
        context.say("marked_offered", command=_marking(file, job, numbers))


def _marking(file: Path, job: str, numbers: Numbers) -> str:
    """The command that writes the marked copy of a file."""
    words = ["nap", "check", str(file), *(["--job", job] if job != DEFAULT_JOB else [])]
    words += ["--numbers", str(numbers)] if numbers is not Numbers.ES_PE else []
    return shown(shlex.join([*words, "--marked", f"{file.stem}-marcado.xlsx"]), limit=300)


def _mark(context: Context, file: Path, outcome: pipeline.Outcome, *, job: str, output: Path) -> None:
    """Write the file back with its cells marked, where that can be done."""
    try:
        content = pipeline.marked_copy(file, outcome, job=job, lang=context.texts.lang)
    except NotMarked as refused:
        context.say(f"not_marked_{refused.reason}", file=file.name)
        return
    _write_new(output, content)
    context.say("marked_written" if outcome.problems else "marked_to_confirm", file=str(output))


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet: somebody may have filled in the one that is. Raises RuleRefused."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise RuleRefused("file_exists", file=str(path)) from None


def _plain(value: object) -> Any:
    """A result as plain JSON values."""
    return json.loads(canonical.dumps(value))


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
