"""What the command line says of returns: the list, and everything about one before somebody agrees with it. Pure.

What a kind of problem says stands in a catalogue that this package does not see: it comes as `problem_words`, from a
code to its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from zoneinfo import ZoneInfo

from dashboard.terminal_record import covering, instant, quarter_words, said, why
from dashboard.texts import Texts
from indicators.drafts import FigureDraft, ReturnDraft, Warned
from indicators.figure_refs import FigureRef
from indicators.lifecycle import ReturnState
from indicators.return_details import FigureChange, Remark, ReturnDetails, RowChange, Step, problems_of
from indicators.returns import REPLACED, ReturnLine

PLAN_JOB = "plan"
ProblemWords = Callable[[str], str]
# Heading and width of each column of the list.
_COLUMNS = (
    ("number", 7), ("entity", 10), ("quarter", 9), ("job", 17), ("state", 24), ("version", 8), ("release", 8),
    ("loaded_by", 18), ("received_on", 10),
)  # fmt: skip


def returns(lines: Sequence[ReturnLine], texts: Texts, *, zone: ZoneInfo, problem_words: ProblemWords) -> Iterator[str]:
    """A line of headings and a line a return, its day in the plan's `zone`; under a refused one what it was refused
    for."""
    if not lines:
        yield texts("cli.no_returns")
        return
    yield _columns(texts(f"cli.returns_{name}") for name, _ in _COLUMNS)
    for line in lines:
        yield _columns(
            (
                str(line.return_id),
                line.entity or texts("cli.the_plan" if line.job == PLAN_JOB else "cli.unread"),
                quarter_words(line.quarter, texts),
                line.job,
                texts(f"return_state.{line.state}"),
                str(line.version),
                str(line.published_in or "–"),
                line.loaded_by,
                str(line.received_at.astimezone(zone).date()),
            )
        )
        for code, count in problems_of(line.problems):
            yield "        " + texts("cli.refused_for", times=count, what=problem_words(code))


def details(found: ReturnDetails, texts: Texts, *, problem_words: ProblemWords) -> Iterator[str]:
    """Everything about one return: where it stands, who did what with which remark, and what it says."""
    line = found.line
    yield " · ".join(part for part in (named(line.return_id, line.job, texts), *_key(line, texts), line.job) if part)
    yield texts("cli.return_stands", state=texts(f"return_state.{line.state}"), version=line.version)
    if line.published_in:
        yield texts("cli.return_published", number=line.published_in)
    file = texts("cli.return_file", name=line.file_name, hash=found.file_hash, day=found.received_on)
    of_persons = not found.file_kept and line.state is not ReturnState.REFUSED
    yield f"{file} ({texts('cli.file_of_persons')})" if of_persons else file
    if found.canonical_hash:
        yield texts("cli.return_content", hash=found.canonical_hash)
        yield texts("cli.origin_job", job=line.job, version=found.job_version, parser=found.parser_version or "–")
        yield covering(line.letter, texts)
    yield texts("cli.return_history")
    for step in found.history:
        yield "  " + _step(step, found.replaced_by, texts)
    for code, count in found.problems:
        yield "  " + texts("cli.refused_for", times=count, what=problem_words(code))
    if found.warnings:
        yield texts("cli.return_warnings", count=len(found.warnings))
        yield from warnings(found.warnings, texts)
    if found.change:
        yield why(found.change, found.reason, texts)
    yield from _figures(found.figures, line.entity, texts)
    yield from _rows(found.rows, line.job, texts)


def warnings(of: Sequence[Warned], texts: Texts) -> Iterator[str]:
    """A line a warning, as it was said of the file."""
    for warned in of:
        said = warned.en if texts.lang == "en" else warned.es
        yield "  " + (said or texts("cli.warning_gone", code=warned.code))


def read(draft: ReturnDraft, texts: Texts) -> Iterator[str]:
    """A line a figure, as it was read of a file: whoever sent it sees how its numbers were taken; and how many rows of
    registers came with them."""
    if draft.figures:
        yield texts("cli.figures_read", count=len(draft.figures))
    for figure in draft.figures:
        yield f"  {_place(figure, draft.entity)}: {said(figure, texts)}"
    if draft.registers:
        yield texts("cli.register_rows_read", count=len(draft.registers))


def _place(figure: FigureDraft, entity: str) -> FigureRef:
    return FigureRef(figure.indicator, entity, figure.quarter, figure.dimension, figure.category, figure.step)


def remark(made: Remark, texts: Texts) -> str:
    """The remark that a return answers."""
    return texts("cli.remark", number=made.return_id, who=made.who, at=instant(made.at), note=made.note)


def named(return_id: int, job: str, texts: Texts) -> str:
    """A return by what it is: of an entity, or a change of the plan."""
    return texts("cli.a_plan_change" if job == PLAN_JOB else "cli.a_return", number=return_id)


def _columns(cells: Iterator[str] | Sequence[str]) -> str:
    return "  ".join(f"{cell:<{width}}" for cell, (_, width) in zip(cells, _COLUMNS, strict=True)).rstrip()


def _key(line: ReturnLine, texts: Texts) -> tuple[str, str]:
    return line.entity, quarter_words(line.quarter, texts) if line.quarter else ""


def _step(step: Step, replaced_by: int | None, texts: Texts) -> str:
    note = texts("cli.quoted", words=step.note) if step.note else ""
    if step.note == REPLACED and replaced_by is not None:
        note = texts("cli.replaced_by", number=replaced_by)
    confirmed = texts("cli.step_confirmed", count=step.confirmed) if step.confirmed else ""
    said = " · ".join(part for part in (confirmed, note) if part)
    return f"{instant(step.at)}  {texts(f'return_state.{step.state}'):<24} {step.who}  {said}".rstrip()


def _figures(figures: Sequence[FigureChange], entity: str, texts: Texts) -> Iterator[str]:
    if not figures:
        return
    shown = [figure for figure in figures if figure.changed or figure.erased]
    yield texts("cli.return_figures", shown=len(shown), same=len(figures) - len(shown))
    for figure in shown:
        yield from _figure(figure, entity, texts)


def _figure(changed: FigureChange, entity: str, texts: Texts) -> Iterator[str]:
    before, after = changed.before, changed.after
    place = _place(after, entity)
    if changed.erased:
        yield f"  {place}: {texts('triangle.erased')}"
        return
    if before is None:
        yield f"  {place}: {texts('cli.new', value=said(after, texts))}"
    else:
        yield f"  {place}: {said(before, texts)} → {said(after, texts)}"
    if changed.late:
        yield "      " + texts("flag.late")
    if after.change:
        yield "      " + why(after.change, after.reason, texts)
    for key, words in (("cli.return_note", _note), ("cli.return_evidence", _evidence)):
        was, now = words(before, texts) if before else "", words(after, texts)
        if was or now:
            yield "      " + texts(key, words=now if before is None or was == now else f"{was or '–'} → {now or '–'}")


def _note(figure: FigureDraft, texts: Texts) -> str:
    return texts("cli.quoted", words=figure.note) if figure.note else ""


def _evidence(figure: FigureDraft, texts: Texts) -> str:
    """Kind, reference and date of the evidence, and whether it is proposed as public."""
    if not figure.evidence_kind:
        return ""
    dated = texts.day(figure.evidence_date) if figure.evidence_date else ""
    proposed = texts("cli.evidence_proposed") if figure.evidence_public else ""
    return ", ".join(part for part in (figure.evidence_kind, figure.evidence_reference, dated, proposed) if part)


def _rows(rows: Sequence[RowChange], job: str, texts: Texts) -> Iterator[str]:
    """Rows of a plan change, or of registers; those that say what is in force are counted."""
    shown = [row for row in rows if row.how != "same"]
    if rows and job != PLAN_JOB:
        yield texts("cli.return_rows", shown=len(shown), same=len(rows) - len(shown))
    for row in shown:
        yield from _row(row, texts)


def _row(row: RowChange, texts: Texts) -> Iterator[str]:
    """A row with its cells; of one that goes, its name is enough."""
    yield f"  {row.kind} {row.key}: {texts(f'cli.row_{row.how}')}"
    if row.how == "removed":
        return
    for cell in row.cells:
        change = f"{cell.before or '–'} → {cell.after or '–'}" if row.how == "changed" else cell.after
        yield f"      {cell.name}: {change}"
