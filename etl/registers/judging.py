"""The verdict on a file of registers: its rows as rows of the plan's registers, held against those in force. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from etl.cells import Cell, CellKind, Table, text_cell
from etl.columns import Column, ColumnType, Words
from etl.job import Case, Job, Judged
from etl.lists.columns import once_columns
from etl.problems import Problem, in_order
from etl.registers.declared import Register
from etl.rows import RowReader, nearest, problem_at, readers
from etl.rules.columns import AMOUNT
from etl.rules.columns import COLUMNS as RETURN_COLUMNS
from etl.rules.columns import HEADER as RETURN_HEADER
from etl.rules.judging import judged, read_entries
from etl.rules.sets import quarter_trouble
from indicators.assembly import PlanRow
from indicators.canonical import fingerprint
from indicators.pack_problems import CATALOGUE
from indicators.periods import Quarter
from indicators.plan import Indicator, Plan, Reporter
from indicators.register_rows import CellFault, Known, known_codes, register_row

ONCE = ("entidad", "trimestre", "clase_de_cambio", "sustento")
Counts = Callable[[Plan, Sequence[PlanRow], Reporter], int]
"""What an indicator that the job feeds counts: over the plan's registers with the rows of the file among them."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A row of a register as a row of the file says it: `told` are the problems of it."""

    row: PlanRow | None
    reader: RowReader
    at: int
    key_column: str
    told: tuple[Problem, ...] = ()


def register_job(
    *,
    name: str,
    version: str,
    title: Words,
    meaning: Words,
    sheet: str,
    columns: Sequence[Column],
    registers: Sequence[Register],
    counts: Counts | None = None,
) -> Job:
    """The job whose file brings rows of `registers`; with `counts`, indicators count them too."""
    whole = {column.name: column for column in once_columns() if column.name in ONCE}
    given = (whole["entidad"], whole["trimestre"], *columns, whole["clase_de_cambio"], whole["sustento"])

    def judge(table: Table, case: Case) -> Judged:
        return _judge(table, case, job, registers, counts)

    job = Job(name=name, version=version, title=title, meaning=meaning, sheet=sheet, columns=given, judge=judge)
    return job


def _judge(table: Table, case: Case, job: Job, registers: Sequence[Register], counts: Counts | None) -> Judged:
    made, problems = readers(table, job.columns, numbers=case.numbers)
    if not made:
        return Judged(in_order(problems))
    head = made[0]
    said = list(_said(made, case.plan, registers, sheet=table.sheet))
    change, reason = head.word("clase_de_cambio"), head.text("sustento")
    entity, quarter = head.code("entidad"), head.quarter("trimestre")
    problems += [problem for reader in made for problem in reader.problems]
    problems += [problem for each in said for problem in each.told]
    problems += _once(made, sheet=table.sheet)
    problems += _twice(said, sheet=table.sheet)
    rows = [each.row for each in said if each.row is not None]
    feeds = _fed(case.plan, entity, quarter, job)
    fed = [(indicator, counts(case.plan, rows, reporter)) for indicator, reporter in feeds] if counts else []
    if fed:
        entries, unread = read_entries(_return(table, head, fed), RETURN_COLUMNS, case.plan)
        verdict = judged(entries, unread, case, job=job.name, version=job.version)
    else:
        verdict = _headed(head, entity, quarter, case, sheet=table.sheet)
    unclear = bool(problems) or verdict.quarter is None
    problems += [each for each in verdict.problems if each.code not in ("change_unneeded", "change_incomplete")]
    problems += _changes(said, case, change=change, reason=reason, sheet=table.sheet)
    identity = [case.plan.code, job.name, job.version, verdict.entity, str(verdict.quarter), verdict.canonical_hash]
    new = tuple(row for row in rows if case.registers.get((row.kind, row.key)) != row.content)
    if not unclear and not new and not verdict.figures:
        problems.append(Problem("register_nothing_new", sheet=table.sheet))
    return replace(
        verdict,
        problems=in_order(problems),
        canonical_hash=fingerprint([*identity, sorted(row.content for row in rows)]) if not unclear else "",
        registers=new,
        change=change,
        reason=reason,
    )


def _said(made: Sequence[RowReader], plan: Plan, registers: Sequence[Register], *, sheet: str) -> Iterator[_Said]:
    known = known_codes(plan)
    filled = [(reader, register) for reader in made for register in registers if _holds(reader, register)]
    stated = {
        kind: known[kind]
        | {reader.code(register.cells["code"]) for reader, register in filled if register.kind == kind}
        for kind in known
        if any(register.kind == kind and "code" in register.cells for register in registers)
    }
    for reader, register in filled:
        yield _row(reader, register, {**known, **stated}, sheet=sheet)


def _holds(reader: RowReader, register: Register) -> bool:
    """Whether the row is one of the register: of a file with several, by the column that says so."""
    own = [cell for name, cell in reader.cells.items() if name not in ONCE]
    if all(cell.blank for cell in own):
        return False
    return register.only is None or reader.word(register.only[0]) == register.only[1]


def _row(reader: RowReader, register: Register, known: Known, *, sheet: str) -> _Said:
    before = len(reader.problems)
    cells = {name: _text(reader, column) for name, column in register.cells.items()}
    cells |= register.fixed
    cells |= {name: word for name, (of, word) in register.beside.items() if cells.get(of)}
    at = next(iter(reader.cells.values())).row
    first = next(iter(register.cells.values()))
    if len(reader.problems) > before:
        return _Said(None, reader, at, first)
    row, faults = register_row(register.kind, cells, known)
    told = tuple(_problem(reader, register, fault, known, sheet=sheet) for fault in faults)
    return _Said(row, reader, at, first, told)


def _text(reader: RowReader, name: str) -> str:
    """A cell as a register keeps it: a word as its code, a date as ISO, a number as digits."""
    kind = reader.type_of(name)
    if kind in (ColumnType.WORD, ColumnType.YES_NO):
        return reader.word(name)
    if kind is ColumnType.DATE:
        day: date | None = reader.date(name)
        return day.isoformat() if day else ""
    if kind in (ColumnType.NUMBER, ColumnType.COUNT):
        number: Decimal | None = reader.number(name, whole=kind is ColumnType.COUNT)
        return "" if number is None else f"{number:f}"
    return reader.code(name) if kind is ColumnType.CODE else reader.text(name)


def _problem(reader: RowReader, register: Register, fault: CellFault, known: Known, *, sheet: str) -> Problem:
    """A fault of a register's cell at the cell of the file that it came from."""
    name = register.cells.get(fault.column) or next(iter(register.cells.values()))
    if fault.code == "unknown_reference":
        codes = [code for kind in fault.allowed.split(", ") for code in known.get(kind.removesuffix(".csv"), ())]
        facts = {"nearest": nearest(fault.found, codes)}
        return problem_at(reader.cells, name, "register_unknown", sheet=sheet, facts=facts)
    facts = {}
    for lang in ("es", "en"):
        says, remedy = CATALOGUE[fault.code][lang]
        facts[f"says_{lang}"] = says.format(found=fault.found, allowed=fault.allowed)
        facts[f"remedy_{lang}"] = remedy.format(found=fault.found, allowed=fault.allowed)
    return problem_at(reader.cells, name, "register_cell", sheet=sheet, facts=facts)


def _once(made: Sequence[RowReader], *, sheet: str) -> Iterator[Problem]:
    """Entity and quarter stand in the first row; later rows may repeat what it says and nothing else."""
    head = made[0]
    for name in ("entidad", "trimestre"):
        if head.cells[name].blank:
            yield problem_at(head.cells, name, "once_missing", sheet=sheet, facts={"named": name})
    for reader in made[1:]:
        for name in ONCE:
            cell, first = reader.cells.get(name), head.cells.get(name)
            if cell and first and not cell.blank and cell.text.strip() != first.text.strip():
                yield problem_at(reader.cells, name, "once_differs", sheet=sheet)


def _twice(said: Sequence[_Said], *, sheet: str) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for each in said:
        if each.row is None:
            continue
        first = seen.setdefault((each.row.kind, each.row.key), each.at)
        if first != each.at:
            facts = {"other": str(first)}
            yield problem_at(each.reader.cells, each.key_column, "register_twice", sheet=sheet, facts=facts)


def _changes(said: Sequence[_Said], case: Case, *, change: str, reason: str, sheet: str) -> Iterator[Problem]:
    """A row that says something else than the one in force needs the file's class of change and reason."""
    if bool(change) != bool(reason):
        head = said[0].reader if said else None
        if head is not None:
            name = "sustento" if change else "clase_de_cambio"
            yield problem_at(head.cells, name, "change_incomplete", sheet=sheet)
        return
    for each in said:
        if each.row is not None and not change:
            before = case.registers.get((each.row.kind, each.row.key))
            if before is not None and before != each.row.content:
                yield problem_at(each.reader.cells, each.key_column, "register_changed", sheet=sheet)


def _return(table: Table, head: RowReader, fed: Sequence[tuple[Indicator, int]]) -> Table:
    """The quarterly return of the indicators that the job feeds, with what each counts, in the first row's name."""
    header = tuple(text_cell(name, 1) for name in RETURN_HEADER)
    lines = [tuple(_line(head, indicator, amount, name) for name in RETURN_HEADER) for indicator, amount in fed]
    return Table(table.sheet, header, tuple(lines))


def _fed(plan: Plan, entity: str, quarter: Quarter | None, job: Job) -> Iterator[tuple[Indicator, Reporter]]:
    for indicator in plan.indicators():
        for reporter in indicator.reporting:
            if reporter.entity == entity and quarter and reporter.job_for(quarter) == job.name:
                yield indicator, reporter


def _line(head: RowReader, indicator: Indicator, amount: int, name: str) -> Cell:
    row = head.cells["entidad"].row
    if name in ONCE and name in head.cells:
        return head.cells[name]
    if name == AMOUNT:
        return Cell(CellKind.NUMBER, str(amount), row)
    return text_cell(indicator.code if name == "indicador" else "", row)


def _headed(head: RowReader, entity: str, quarter: Quarter | None, case: Case, *, sheet: str) -> Judged:
    """The verdict on entity and quarter alone, where no indicator is counted."""
    problems = []
    if entity and case.plan.entity(entity) is None:
        facts = {"nearest": nearest(entity, [known.code for known in case.plan.entities])}
        problems.append(problem_at(head.cells, "entidad", "entity_unknown", sheet=sheet, facts=facts))
    if quarter is not None and (trouble := quarter_trouble(quarter, case)):
        code, facts = trouble
        problems.append(problem_at(head.cells, "trimestre", code, sheet=sheet, facts=facts))
    return Judged(tuple(problems), entity=entity, quarter=quarter)
