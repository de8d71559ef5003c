"""The verdict on the rows of a return: every rule applied, and the figures that they make with their identity."""

from __future__ import annotations

from collections.abc import Sequence

from etl.cells import Table
from etl.columns import Column
from etl.job import Case, Judged
from etl.problems import Problem, in_order
from etl.rows import readers
from etl.rules.changes import check_changes
from etl.rules.entries import Entry, read_entry
from etl.rules.figures import figure_of
from etl.rules.history import check_history
from etl.rules.outliers import warnings
from etl.rules.rows import check_row
from etl.rules.sets import check_doubles, check_heads, check_parts, check_silence
from etl.values import Numbers
from indicators.canonical import dumps, fingerprint
from indicators.drafts import InForce
from indicators.plan import Plan


def read_entries(
    table: Table, columns: Sequence[Column], plan: Plan, *, numbers: Numbers = Numbers.ES_PE
) -> tuple[list[Entry], list[Problem]]:
    """The rows of `table`, which is declared to write `numbers` so, and the problems of reading them."""
    made, problems = readers(table, columns, numbers=numbers)
    entries = [read_entry(reader, plan=plan, sheet=table.sheet) for reader in made]
    return entries, [*problems, *(problem for reader in made for problem in reader.problems)]


def judged(entries: Sequence[Entry], problems: Sequence[Problem], case: Case, *, job: str, version: str) -> Judged:
    """The verdict on `entries`, of which reading told `problems`, as a return of `job`.

    Rows that cannot be read are left out of the rules that need them.
    """
    entity = next((entry.entity for entry in entries if entry.entity), "")
    in_force = case.published(entity) if case.plan.entity(entity) is not None else ()
    told = [*problems, *_ruled(entries, in_force, case, job)]
    doubtful = in_order(warnings(entries, in_force, plan=case.plan))
    heads = {(entry.entity, entry.quarter) for entry in entries}
    if len(heads) != 1 or not all(entry.sound and entry.indicator and entry.quarter for entry in entries):
        return Judged(in_order(told), warnings=doubtful)
    return Judged(
        problems=in_order(told),
        warnings=doubtful,
        entity=entries[0].entity,
        quarter=entries[0].quarter,
        figures=tuple(figure for entry in entries if (figure := figure_of(entry))),
        canonical_hash=canonical_hash(entries, plan=case.plan.code, job=job, version=version),
    )


def _ruled(entries: Sequence[Entry], in_force: Sequence[InForce], case: Case, job: str) -> list[Problem]:
    if not entries:
        return []
    today = case.now.astimezone(case.plan.zone).date()
    problems = list(check_heads(entries, case))
    for entry in entries:
        problems += check_row(entry, plan=case.plan, job=job, today=today)
    problems += check_doubles(entries)
    problems += check_silence(entries, case, job=job)
    problems += check_parts(entries, case.plan)
    problems += check_changes(entries, in_force, plan=case.plan, job=job)
    problems += check_history(entries, in_force, plan=case.plan)
    return problems


def canonical_hash(entries: Sequence[Entry], *, plan: str, job: str, version: str) -> str:
    """The identity of what a return says: the same for CSV and workbook, for any order of rows and columns, and for
    any accepted way of writing a number, a date or a word."""
    rows = sorted(dumps(_said(entry)) for entry in entries)
    key = [plan, job, entries[0].entity, entries[0].quarter]
    return fingerprint({"job": job, "version": version, "key": key, "rows": rows})


def _said(entry: Entry) -> dict[str, object]:
    """What the row says by column, without blanks. What only identifies the file or helps people does not count."""
    said = {
        "indicador": entry.code,
        "paso": entry.step,
        "dimension": entry.dimension,
        "categoria": entry.category,
        "situacion": entry.situation,
        "valor": entry.value,
        "total_a_la_fecha": entry.so_far,
        "numerador": entry.numerator,
        "denominador": entry.denominator,
        "etapa": entry.stage,
        "fecha": entry.day,
        "acto": entry.act,
        "medio_tipo": entry.evidence_kind,
        "medio_referencia": entry.evidence_reference,
        "medio_fecha": entry.evidence_date,
        "medio_publico": entry.evidence_public,
        "clase_de_cambio": entry.change,
        "sustento": entry.reason,
        "nota": entry.note,
    }
    return {name: value for name, value in said.items() if value not in (None, "")}
