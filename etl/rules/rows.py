"""A row by itself: is its indicator this entity's, does the figure stand where its kind wants it, is what goes together
there together. Nothing here looks at another row or at what is published."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from etl.columns import Words
from etl.problems import Problem
from etl.rows import foreign_character, foreign_letter, nearest
from etl.rules.entries import Entry, Situation, categories
from etl.rules.words import SITUATION_WORDS
from etl.values import written_quarter
from indicators.plan import Indicator, Kind, Plan, Term

# Which columns hold the figure of each kind; then those that may go with it.
FIGURE_COLUMNS: dict[Kind, tuple[str, ...]] = {
    Kind.COUNT: ("valor",),
    Kind.DISTINCT: ("valor",),
    Kind.LEVEL: ("valor",),
    Kind.RATIO: ("numerador", "denominador"),
    Kind.DELIVERABLE: ("etapa",),
    Kind.PROGRAMME: ("paso", "fecha"),
}
ALONGSIDE: dict[Kind, tuple[str, ...]] = {
    Kind.COUNT: (),
    Kind.DISTINCT: ("total_a_la_fecha",),
    Kind.LEVEL: (),
    Kind.RATIO: (),
    Kind.DELIVERABLE: ("fecha", "acto"),
    Kind.PROGRAMME: ("valor", "acto"),
}
CONTENT = ("valor", "total_a_la_fecha", "numerador", "denominador", "etapa", "fecha", "acto")
EVIDENCE = ("medio_tipo", "medio_referencia", "medio_fecha", "medio_publico")
CHANGE = ("clase_de_cambio", "sustento")
KIND_WORDS = {
    Kind.COUNT: Words("un conteo", "a count"),
    Kind.DISTINCT: Words("un conteo de distintos", "a count of distinct units"),
    Kind.LEVEL: Words("un nivel", "a level"),
    Kind.RATIO: Words("una razón", "a ratio"),
    Kind.DELIVERABLE: Words("un entregable", "a deliverable"),
    Kind.PROGRAMME: Words("un programa", "a programme"),
}
OLDEST_EVIDENCE = date(1990, 1, 1)


def columns_of(kind: Kind) -> tuple[str, ...]:
    """The columns that a row of an indicator of `kind` may fill, besides those that every row has."""
    return FIGURE_COLUMNS[kind] + ALONGSIDE[kind]


def check_row(entry: Entry, *, plan: Plan, job: str, today: date) -> Iterator[Problem]:
    """Every problem of the row by itself. `today` is the date in the plan's time zone."""
    if entry.indicator is None:
        if entry.code:
            yield unknown_code(entry, "indicador", "indicator_unknown", [i.code for i in plan.indicators()])
        return
    yield from _ownership(entry, entry.indicator, plan, job)
    yield from _acts(entry, entry.indicator)
    yield from _name(entry, entry.indicator)
    yield from _split(entry, entry.indicator, plan)
    yield from _step(entry, entry.indicator)
    yield from _columns(entry, entry.indicator)
    yield from _content(entry, entry.indicator)
    yield from _dates(entry, plan=plan, today=today)
    yield from _together(entry)


def unknown_code(entry: Entry, column: str, code: str, known: list[str]) -> Problem:
    """An unknown code, told apart from one with a letter that only looks right."""
    written = entry.cells[column].text.strip()
    foreign = foreign_character(written)
    if foreign:
        return entry.problem("look_alike", column, name=foreign, nearest=nearest(written, known))
    return entry.problem(code, column, nearest=nearest(written, known))


def _ownership(entry: Entry, indicator: Indicator, plan: Plan, job: str) -> Iterator[Problem]:
    reporters = {reporter.entity: reporter for reporter in indicator.reporting}
    if plan.entity(entry.entity) is None:
        return  # blank or unknown: that is told once
    if entry.entity not in reporters:
        known = ", ".join(reporters) or "—"
        yield entry.problem("indicator_of_others", "indicador", entity=entry.entity, reporters=known)
        return
    reporter, quarter = reporters[entry.entity], entry.quarter
    if quarter is None:
        return  # by which job it comes is not known without its quarter, whose problem says what to do
    wanted = reporter.job_for(quarter)
    if wanted and wanted != job:
        yield entry.problem("indicator_of_other_job", "indicador", other=wanted)
    elif not wanted:
        since = written_quarter(reporter.since or quarter)
        yield entry.problem("indicator_not_asked", "indicador", other=reporter.job, since=since)


def _acts(entry: Entry, indicator: Indicator) -> Iterator[Problem]:
    """A figure of an indicator that a dated act had taken out by the quarter's end."""
    act = next((act for act in indicator.acts if entry.quarter and act.date <= entry.quarter.end), None)
    if act and entry.situation in (Situation.FIGURE, Situation.NOTHING):
        yield entry.problem("indicator_taken_out", "indicador", act=act.reference, date=act.date.isoformat())


def names_of(indicator: Indicator, step: str = "") -> tuple[str, ...]:
    """The names by which a file may call the indicator, or its step: the one that the blank workbook writes first."""
    titles = [indicator.label.es, indicator.label.en, indicator.title.es, indicator.title.en]
    named = next((s.title for s in indicator.steps if s.code == step), None) if step else None
    if named is None:
        return tuple(titles)
    return (f"{titles[0]}: {named.es}", f"{titles[1]}: {named.en}", *titles)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _name(entry: Entry, indicator: Indicator) -> Iterator[Problem]:
    known = {_folded(name) for name in names_of(indicator, entry.step)}
    if entry.name and _folded(entry.name) not in known:
        labels = {"label_es": indicator.label.es, "label_en": indicator.label.in_language("en")}
        yield entry.problem("name_differs", "indicador_nombre", indicator=indicator.code, **labels)


def _split(entry: Entry, indicator: Indicator, plan: Plan) -> Iterator[Problem]:
    if entry.filled("dimension") != entry.filled("categoria"):
        yield entry.problem("dimension_incomplete", "categoria" if entry.dimension else "dimension")
    if entry.dimension and entry.dimension not in indicator.dimensions:
        allowed = ", ".join(indicator.dimensions) or "—"
        yield entry.problem("dimension_not_allowed", "dimension", indicator=indicator.code, allowed=allowed)
    elif entry.dimension and entry.category and entry.situation is not Situation.WITHDRAWN:
        yield from _category(entry, categories(plan, entry.dimension))


def _category(entry: Entry, listed: Sequence[Term]) -> Iterator[Problem]:
    """A category that is not a code of the list, with the code that is nearest by itself or by its title."""
    if not listed:
        if strange := foreign_letter(entry.category):
            yield entry.problem("category_letters", "categoria", name=strange)
        return
    if any(term.code == entry.category for term in listed):
        return
    written = entry.category.casefold()

    def likeness(term: Term) -> float:
        names = (term.code, term.title.es, term.title.in_language("en"))
        return max(SequenceMatcher(None, written, name.casefold()).ratio() for name in names)

    best = max(listed, key=likeness)
    titles = {"title_es": best.title.es, "title_en": best.title.in_language("en")}
    yield entry.problem("category_unknown", "categoria", dimension=entry.dimension, nearest=best.code, **titles)


def _step(entry: Entry, indicator: Indicator) -> Iterator[Problem]:
    if indicator.kind is not Kind.PROGRAMME:
        if entry.filled("paso"):
            yield _not_for_kind(entry, "paso", indicator)
        return
    codes = sorted({step.code for step in indicator.steps})
    facts = {"indicator": indicator.code, "steps": ", ".join(codes) or "—"}
    if entry.step and entry.step not in codes:
        yield entry.problem("step_unknown", "paso", **facts)
    if not entry.filled("paso") and entry.answered and entry.situation is Situation.FIGURE:
        yield entry.problem("step_missing", "paso", **facts)


def _not_for_kind(entry: Entry, column: str, indicator: Indicator) -> Problem:
    kind, wanted = KIND_WORDS[indicator.kind], ", ".join(FIGURE_COLUMNS[indicator.kind])
    return entry.problem("column_not_for_kind", column, kind_es=kind.es, kind_en=kind.en, wanted=wanted)


def _columns(entry: Entry, indicator: Indicator) -> Iterator[Problem]:
    """No cell of a column that is not for the kind, nor a figure beside a word that says there is none."""
    for column in CONTENT:
        if not entry.filled(column):
            continue
        if column not in columns_of(indicator.kind):
            yield _not_for_kind(entry, column, indicator)
        elif _contradicts(entry, column):
            yield entry.problem("figure_unexpected", column, situation=SITUATION_WORDS[entry.situation])
    if entry.situation is Situation.NO_DATA:
        for column in EVIDENCE:
            if entry.filled(column):
                yield entry.problem("figure_unexpected", column, situation=SITUATION_WORDS[entry.situation])


def _contradicts(entry: Entry, column: str) -> bool:
    """A total so far may stand beside "sin ejecución", and so may a written zero; nothing else."""
    if entry.situation is Situation.NOTHING:
        return not (column == "total_a_la_fecha" or (column == "valor" and entry.value == 0))
    return entry.situation is not Situation.FIGURE


def _content(entry: Entry, indicator: Indicator) -> Iterator[Problem]:
    if entry.situation is Situation.NOTHING and indicator.kind is Kind.LEVEL:
        yield entry.problem("nothing_not_for_kind", "situacion")
    if entry.situation is not Situation.FIGURE or not entry.answered:
        return
    match indicator.kind:
        case Kind.COUNT | Kind.DISTINCT | Kind.LEVEL:
            if not entry.filled("valor"):
                yield entry.problem("figure_missing", "valor", wanted="valor")
        case Kind.RATIO:
            yield from _ratio(entry)
        case Kind.DELIVERABLE:
            yield from _deliverable(entry)
        case Kind.PROGRAMME:
            yield from _programme(entry)


def _ratio(entry: Entry) -> Iterator[Problem]:
    given = [column for column in FIGURE_COLUMNS[Kind.RATIO] if entry.filled(column)]
    if not given:
        yield entry.problem("figure_missing", "numerador", wanted="numerador, denominador")
    elif len(given) == 1:
        yield entry.problem("ratio_incomplete", "numerador" if given == ["denominador"] else "denominador")
    elif entry.denominator is not None and entry.denominator <= 0:
        yield entry.problem("denominator_zero", "denominador")


def _deliverable(entry: Entry) -> Iterator[Problem]:
    if not entry.filled("etapa"):
        yield entry.problem("figure_missing", "etapa", wanted="etapa")
    if entry.stage is None or not entry.stage.delivered:
        return
    if not entry.filled("acto"):
        yield entry.problem("act_missing", "acto", stage=entry.cells["etapa"].text.strip())
    if not entry.filled("fecha"):
        yield entry.problem("date_missing", "fecha")


def _programme(entry: Entry) -> Iterator[Problem]:
    if entry.step and not entry.filled("fecha"):
        yield entry.problem("figure_missing", "fecha", wanted="fecha")
    if entry.value is not None and entry.value != Decimal(1):
        yield entry.problem("step_value", "valor")


def _dates(entry: Entry, *, plan: Plan, today: date) -> Iterator[Problem]:
    last = entry.quarter.end if entry.quarter else today
    for column, day, start, end in (
        ("fecha", entry.day, plan.start, last),
        ("medio_fecha", entry.evidence_date, OLDEST_EVIDENCE, today),
    ):
        if day is not None and not start <= day <= end:
            yield entry.problem("date_outside", column, start=start.isoformat(), end=end.isoformat())


def _together(entry: Entry) -> Iterator[Problem]:
    """Evidence has a type and a reference; a change has a class and a reason."""
    if any(entry.filled(column) for column in EVIDENCE[:3]) or entry.evidence_public == "yes":
        for column in ("medio_tipo", "medio_referencia"):
            if not entry.filled(column):
                yield entry.problem("evidence_incomplete", column)
    if entry.filled("clase_de_cambio") != entry.filled("sustento"):
        yield entry.problem("change_incomplete", "sustento" if entry.filled("clase_de_cambio") else "clase_de_cambio")
