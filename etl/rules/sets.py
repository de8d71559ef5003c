"""The rows of a return together: one entity, one quarter that can be reported, no figure twice, no indicator left out,
parts that fit their total. Adding up is the work of pandas, on values already checked; amounts stay exact Decimals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from etl.folding import folded
from etl.job import Case
from etl.problems import Problem
from etl.rules.entries import Entry, Key, Situation
from etl.rules.rows import unknown_code
from etl.values import last_day_words, written_quarter
from indicators.canonical import plain_decimal
from indicators.pack_format import DIMENSION
from indicators.periods import Quarter
from indicators.plan import Indicator, Kind, Plan


def check_heads(entries: Sequence[Entry], case: Case) -> Iterator[Problem]:
    """Entity and quarter: the same in every row, known, ended, within the plan."""
    yield from _entities(entries, case)
    yield from _quarters(entries, case)


def _entities(entries: Sequence[Entry], case: Case) -> Iterator[Problem]:
    stated = [entry for entry in entries if entry.entity]
    if not stated:
        return
    first = stated[0]
    for entry in stated[1:]:
        if entry.entity != first.entity:
            yield entry.problem("entity_mixed", "entidad", first=first.entity)
    if case.plan.entity(first.entity) is None:
        yield unknown_code(first, "entidad", "entity_unknown", [entity.code for entity in case.plan.entities])


def _quarters(entries: Sequence[Entry], case: Case) -> Iterator[Problem]:
    stated = [(entry, entry.quarter) for entry in entries if entry.quarter is not None]
    if not stated:
        return
    first, quarter = stated[0]
    for entry, other in stated[1:]:
        if other != quarter:
            yield entry.problem("quarter_mixed", "trimestre", first=written_quarter(quarter))
    trouble = quarter_trouble(quarter, case)
    if trouble:
        code, facts = trouble
        yield first.problem(code, "trimestre", **facts)


def quarter_trouble(quarter: Quarter, case: Case) -> tuple[str, dict[str, str]] | None:
    """Why `quarter` cannot be reported, as a code and its facts; None where it can."""
    plan = case.plan
    if not plan.first_quarter <= quarter <= plan.last_quarter:
        start, end = written_quarter(plan.first_quarter), written_quarter(plan.last_quarter)
        return "quarter_outside_plan", {"start": start, "end": end}
    if case.now < quarter.ends_at(plan.zone):
        end_es, end_en = last_day_words(quarter)
        return "quarter_not_ended", {"end_es": end_es, "end_en": end_en}
    return None


def check_doubles(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Each row that repeats the figure of another; both are named, whether their values agree or not."""
    rows: dict[Key, list[Entry]] = {}
    for entry in entries:
        if entry.code:
            rows.setdefault(_spelled(entry.key), []).append(entry)
    for same in rows.values():
        for entry in same[1:]:
            yield entry.problem("duplicate", "indicador", other=str(same[0].row))
        if len(same) > 1:
            yield same[0].problem("duplicate", "indicador", other=str(same[1].row))


def _spelled(key: Key) -> Key:
    """The key with its category as it sounds: capitals and accents make no other one."""
    return key._replace(category=folded(key.category))


def expected_indicators(plan: Plan, *, entity: str, job: str, quarter: Quarter) -> tuple[Indicator, ...]:
    """The indicators whose figures of `quarter` come from `entity` by `job`; not those that a dated act took out by
    then."""
    return tuple(
        indicator
        for indicator in plan.indicators()
        if any(reporter.entity == entity and reporter.job_for(quarter) == job for reporter in indicator.reporting)
        and not any(act.date <= quarter.end for act in indicator.acts)
    )


def check_silence(entries: Sequence[Entry], case: Case, *, job: str) -> Iterator[Problem]:
    """Each indicator that the entity reports and that has no row."""
    entity = next((entry.entity for entry in entries if entry.entity), "")
    quarter = next((entry.quarter for entry in entries if entry.quarter), None)
    if not entity or quarter is None:
        return
    said = {entry.code for entry in entries}
    for indicator in expected_indicators(case.plan, entity=entity, job=job, quarter=quarter):
        if indicator.code not in said:
            label = indicator.label
            facts = {"entity": entity, "label_es": label.es, "label_en": label.in_language("en")}
            yield Problem(
                "indicator_missing", sheet=entries[0].sheet, found=indicator.code, facts=tuple(sorted(facts.items()))
            )


def check_parts(entries: Sequence[Entry], plan: Plan) -> Iterator[Problem]:
    """Parts against their total, for indicators whose rows are all sound: a count's parts add up to it, and so do those
    of distinct units by a dimension that the plan calls exclusive (a person has one sex, or it is not stated); else
    distinct units lie between the largest part and the sum. A part without information leaves only the upper bound."""
    unsound = {entry.code for entry in entries if not entry.sound}
    split = [entry for entry in entries if entry.dimension and entry.code not in unsound]
    if not split:
        return
    totals = {entry.code: entry for entry in entries if not entry.dimension}
    exclusive = {term.code for term in plan.code_lists if term.kind == DIMENSION and term.exclusive}
    for (code, dimension), parts in _by_dimension(split):
        total = totals.get(code)
        said = parts[parts["said"]]
        if total is None or (total.situation is Situation.NO_DATA and len(said)):
            first = split[int(parts["at"].iloc[0])]
            yield first.problem("total_missing", "dimension", indicator=code, dimension=dimension)
        elif total.indicator and len(said):
            told = [split[at] for at in said["at"]]
            rule = _fit if total.indicator.kind is Kind.COUNT or dimension in exclusive else _hold
            if total.indicator.kind in (Kind.COUNT, Kind.DISTINCT):
                yield from rule(total, told, added=said["value"].sum(), whole=len(said) == len(parts))


def _by_dimension(split: Sequence[Entry]) -> Any:
    """A frame grouped by indicator and dimension, with columns at (position), value (Decimal, 0 for "nothing") and said
    (whether the row gives a figure)."""
    import pandas as pd  # noqa: PLC0415  loading it takes a second that a file without splits does not need

    frame = pd.DataFrame(
        {
            "code": [entry.code for entry in split],
            "dimension": [entry.dimension for entry in split],
            "at": range(len(split)),
            "value": pd.Series([_amount(entry) for entry in split], dtype=object),
            "said": [entry.situation in (Situation.FIGURE, Situation.NOTHING) for entry in split],
        }
    )
    return frame.groupby(["code", "dimension"], sort=False)


def _fit(total: Entry, parts: Sequence[Entry], *, added: Decimal, whole: bool) -> Iterator[Problem]:
    """The `parts` that give a figure, `added` up, make their `total`; less where not `whole`: a part is unknown."""
    found = _amount(total)
    if added > found or (whole and added != found):
        yield total.problem("parts_sum", "valor", **_added(parts, added))


def _hold(total: Entry, parts: Sequence[Entry], *, added: Decimal, whole: bool) -> Iterator[Problem]:
    """The `total` of distinct units lies between the largest of `parts` and, where these are the `whole`, their sum."""
    found = _amount(total)
    largest = max(parts, key=_amount)
    if whole and added < found:
        yield total.problem("parts_short", "valor", **_added(parts, added))
    elif _amount(largest) > found:
        over = {"largest": plain_decimal(_amount(largest)), "row": str(largest.row)}
        yield total.problem("part_over_total", "valor", dimension=largest.dimension, **over)


def _added(parts: Sequence[Entry], added: Decimal) -> dict[str, str]:
    rows = ", ".join(str(part.row) for part in parts)
    return {"dimension": parts[0].dimension, "parts": plain_decimal(added), "rows": rows}


def _amount(entry: Entry) -> Decimal:
    """What a row adds; "nothing" adds zero."""
    return entry.value or Decimal(0)
