"""The page of an indicator: sentence, status, facts, chart, table, arithmetic, changes, origin, what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from jinja2 import Environment

from dashboard.charts import Chart, Flag, chart, flags
from dashboard.documents.page import (
    Fact,
    Visit,
    basis_note,
    cited,
    frame,
    judged_on,
    marked,
    missed_original,
    overdue_since,
    state_chip,
)
from dashboard.saying import indicator_sentence
from dashboard.sentences import Sentence, sentence
from dashboard.svg import pictures
from dashboard.texts import Texts
from indicators.periods import Quarter, quarters
from indicators.plan import Basis, Direction, Instrument, Kind, Plan, Reporter, Step, Target
from indicators.progress import BANDS, Formula, Range, State
from indicators.results import Change, Figure, IndicatorDetail
from indicators.targets import AGAINST_BASELINE, DATED, SUMS
from indicators.trajectory import Point, path_in_force, points

_DASH = "–"
_IN_WORDS = ("stage", "stage_date", "steps_done")


@dataclass(frozen=True, slots=True)
class Line:
    """One quarter of the table, in words. `extra` are the columns that its kind has: name, words, whether a number."""

    quarter: str
    extra: tuple[tuple[str, str, bool], ...]
    notes: str
    backing: str
    release: str
    missing: bool


@dataclass(frozen=True, slots=True)
class OriginLine:
    """Where one figure was read: every figure has one."""

    quarter: str
    entity: str
    value: str
    place: str
    received: date
    approved: date
    channel: str
    file_hash: str


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """The dated targets (or steps) of one version of the term that rest on the same thing."""

    name: str
    basis: str
    ground: str
    page: str
    window: str
    in_force: bool
    items: tuple[str, ...]


def render(result: IndicatorDetail, texts: Texts, visit: Visit, templates: Environment, *, island: str = "") -> str:
    """The whole document. `island` is the markup of the live chart that stands beside the drawings, or ""."""
    drawn = chart(result)
    said = indicator_sentence(result.status)
    indicator, progress = result.indicator, result.progress
    today = judged_on(result.release, result.releases, visit.today)
    return templates.get_template("indicator.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts.of(indicator.label),
        description=marked(said, texts, demonstration=result.release.demonstration),
        detail=result,
        indicator=indicator,
        action=result.action,
        page=cited(indicator.cited, texts),
        says=said,
        chip=state_chip(progress.state, texts),
        overdue=overdue_since(progress, today=today),
        missed=missed_original(progress),
        facts=facts(result, texts, today=today),
        chart=drawn,
        pictures=pictures(drawn, texts),
        island=island,
        columns=_columns(result, texts),
        lines=lines(result, texts),
        arithmetic=arithmetic(result, texts),
        bands=bands(texts),
        changes=[_change_words(change, result, texts) for change in result.changes],
        extensions=extensions(result),
        reporters=[(reporter, _entity(reporter, result.plan, texts)) for reporter in indicator.reporters],
        origins=origins(result, texts),
        targets=target_groups(result, texts),
        unknown=unknown(result, drawn),
        evidence=[f for f in result.figures if f.evidence and f.evidence.public],
        sheet=sheet(result, texts),
        title_basis=basis_note(indicator.title, texts),
        citation=citation(result, texts, visit),
    )


# Facts -----------------------------------------------------------------------------------------------------------


def facts(result: IndicatorDetail, texts: Texts, *, today: date) -> tuple[Fact, ...]:
    """The figures under the sentence, each with what it is made of."""
    found = (
        _ati(result, texts),
        _atii(result, texts),
        _expected(result, texts),
        _coverage(result, texts),
        _last(result, texts, today=today),
        _evidence(result, texts),
    )
    return tuple(fact for fact in found if fact is not None)


def share(value: Range | None, texts: Texts) -> str:
    """A percentage or both ends of one, capped at 100 for display; a dash where it has no value."""
    if value is None:
        return _DASH
    low, high = texts.percent(value.low), texts.percent(value.high)
    return low if low == high else texts("range_words", low=low, high=high)


def _ati(result: IndicatorDetail, texts: Texts) -> Fact | None:
    progress = result.progress
    if progress.state is State.NO_TARGET:
        return None
    if progress.due is None or progress.due_on is None:
        return Fact(texts("fact.ati"), _DASH, (texts("fact.ati_not_due"),))
    small = texts("fact.ati_small", due=progress.due, date=progress.due_on)
    return Fact(texts("fact.ati"), share(progress.ati, texts), (small,))


def _atii(result: IndicatorDetail, texts: Texts) -> Fact | None:
    progress = result.progress
    if progress.final is None or progress.final_on is None:
        return None
    small = texts("fact.atii_small", final=progress.final, date=progress.final_on)
    return Fact(texts("fact.atii"), share(progress.atii, texts), (small,))


def _expected(result: IndicatorDetail, texts: Texts) -> Fact | None:
    progress, kind = result.progress, result.indicator.kind
    if kind in DATED or progress.expected is None:
        return None
    places = 0 if kind in SUMS else 2
    small = [texts("fact.expected_small")]
    if progress.pace_needed:
        small.append(texts("fact.pace", pace=progress.pace_needed.quantize(Decimal("0.1"))))
    return Fact(texts("fact.expected"), texts.number(round(progress.expected, places), places), tuple(small))


def _coverage(result: IndicatorDetail, texts: Texts) -> Fact:
    progress = result.progress
    value = texts("k_of_n", k=progress.reported, n=progress.reports_due)
    return Fact(texts("fact.coverage"), value, (texts("fact.coverage_small"),))


def _last(result: IndicatorDetail, texts: Texts, *, today: date) -> Fact:
    last = result.progress.last_reported
    value = texts.day(last.end) if last else texts("fact.no_report")
    due = next_due(result.plan, today=today)
    return Fact(texts("fact.last"), value, (texts("fact.next_due", date=due) if due else texts("fact.no_next"),))


def next_due(plan: Plan, *, today: date) -> date | None:
    """The last day of the reporting window that is open or opens next; None after the plan's last quarter."""
    return next((plan.due(q) for q in quarters(plan.first_quarter, plan.last_quarter) if plan.due(q) >= today), None)


def _evidence(result: IndicatorDetail, texts: Texts) -> Fact:
    status = result.status
    if not status.figures:
        return Fact(texts("fact.evidence"), texts("fact.no_figures"))
    value = texts("k_of_n", k=status.with_evidence, n=status.figures)
    return Fact(texts("fact.evidence"), value, (texts("fact.evidence_small"),))


# The table -------------------------------------------------------------------------------------------------------


def _columns(result: IndicatorDetail, texts: Texts) -> tuple[tuple[str, bool], ...]:
    names = _column_names(result)
    return tuple((texts(f"column.{name}"), name not in _IN_WORDS) for name in names)


_COLUMNS = {
    Kind.DELIVERABLE: ("stage", "stage_date"),
    Kind.PROGRAMME: ("steps_done", "steps_total", "due"),
    Kind.COUNT: ("value", "total", "expected"),
    Kind.DISTINCT: ("value", "total", "expected"),
    Kind.LEVEL: ("level", "expected"),
    Kind.RATIO: ("level", "expected"),
}


def _column_names(result: IndicatorDetail) -> tuple[str, ...]:
    """The columns of its kind; what was expected only where there is something to expect."""
    names = _COLUMNS[result.indicator.kind]
    return names if path_in_force(result) else tuple(name for name in names if name not in ("expected", "due"))


def lines(result: IndicatorDetail, texts: Texts) -> tuple[Line, ...]:
    """Every quarter of the release, newest first, gaps included."""
    return tuple(_line(point, result, texts) for point in reversed(points(result)))


def _line(point: Point, result: IndicatorDetail, texts: Texts) -> Line:
    marks = flags(point, result)
    missing = point.reported == 0
    said = [texts(f"flag.{flag}") for flag in marks if flag is not Flag.PARTIAL]
    if Flag.PARTIAL in marks:
        said.append(texts("reported_k_of_n", k=point.reported, n=point.due))
    return Line(
        quarter=texts.quarter(point.quarter),
        extra=tuple(
            (texts(f"column.{name}"), _cell(name, point, result, texts), name not in _IN_WORDS)
            for name in _column_names(result)
        ),
        notes=", ".join(said),
        backing="" if missing or point.nothing else texts("backing.with" if point.evidence else "backing.without"),
        release="" if missing else ", ".join(str(n) for n in sorted({f.from_release for f in point.figures})),
        missing=missing,
    )


def _cell(name: str, point: Point, result: IndicatorDetail, texts: Texts) -> str:
    places = 0 if result.indicator.kind in SUMS else 2
    match name:
        case "expected" | "due":
            return _DASH if point.expected is None else texts.number(round(point.expected, places), places)
        case "total" | "level" | "steps_total":
            return texts.range(point.total) if point.total else _DASH
        case "value":
            return texts.number(point.value) if point.value is not None else _DASH
        case "steps_done":
            titles = {step.code: texts.of(step.title) for step in result.indicator.steps}
            done = [f.step for f in point.figures if f.step and f.value != 0]
            return "; ".join(titles.get(code, code) for code in done) or _DASH
        case "stage":
            return texts(f"stage.{point.stage}") if point.stage else _DASH
        case _:
            days = [f.stage_date for f in point.figures if f.stage_date]
            return texts.day(max(days)) if days else _DASH


# Arithmetic ------------------------------------------------------------------------------------------------------


def arithmetic(result: IndicatorDetail, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Every division behind the status: its name and the division with its operands and result."""
    return tuple((texts(f"formula.{f.name}"), formula(f, result, texts)) for f in result.progress.arithmetic)


def formula(given: Formula, result: IndicatorDetail, texts: Texts) -> str:
    """A formula with its operands in place; the result as it is, not capped."""
    indicator = result.indicator
    key = f"arithmetic.{given.name}"
    if given.name in ("light", "ati") and indicator.direction is Direction.DOWN:
        key += "_down"
    if given.name == "atii" and indicator.kind in AGAINST_BASELINE:
        key += "_baseline"
    return texts.say(Sentence(key, (*given.operands, ("result", _result(given, texts)))))


def _result(given: Formula, texts: Texts) -> str:
    if given.result is None:
        return texts("arithmetic.no_value")
    return texts.number(given.result) if given.name == "expected" else f"{texts.number(given.result)}\u00a0%"


def bands(texts: Texts) -> str:
    """The bands of the light, in words."""
    floors = {str(state): floor for floor, state in BANDS}
    return texts("bands", on_track=floors[State.ON_TRACK], behind=floors[State.BEHIND])


# Changes, origin, targets ----------------------------------------------------------------------------------------


def _change_words(change: Change, result: IndicatorDetail, texts: Texts) -> tuple[str, str, str]:
    """When it changed, what changed, and why."""
    before = figure_words(change.before, result, texts)
    after = figure_words(change.after, result, texts) if change.after else texts("change.gone")
    head = texts("change.head", number=change.release, date=change.published_on)
    what = texts("change.what", quarter=change.quarter, entity=change.entity, before=before, after=after)
    if change.category:
        what = f"{what} ({change.dimension}: {change.category})"
    kind = f"change_class.{change.change.replace(' ', '_')}"
    reason = change.reason or texts("change.no_reason")
    return head, what, texts("change.why", kind=texts(kind) if texts.has(kind) else change.change, reason=reason)


def figure_words(figure: Figure, result: IndicatorDetail, texts: Texts) -> str:
    """The value of a figure, whatever its kind."""
    if figure.protected:
        return texts("flag.protected")
    if figure.nothing:
        return texts("flag.nothing")
    if figure.stage is not None:
        return texts(f"stage.{figure.stage}")
    if figure.step:
        return texts("origin.step", step=figure.step)
    if figure.numerator is not None and figure.denominator is not None:
        return f"{texts.number(figure.numerator)} / {texts.number(figure.denominator)}"
    return texts.number(figure.value) if figure.value is not None else _DASH


def extensions(result: IndicatorDetail) -> tuple[Sentence, ...]:
    """What a later version of the term changed, while the earlier target stays visible."""
    plan = result.plan
    in_force = plan.version_in_force(result.release.reference.end)
    found = []
    for term in sorted(plan.terms, key=lambda term: term.version):
        if 1 < term.version <= in_force:
            instrument = plan.instrument(term.instrument)
            named = instrument.title if instrument else term.instrument
            found.append(sentence("change.extension", date=term.since, end=term.end, instrument=named))
    return tuple(found)


def origins(result: IndicatorDetail, texts: Texts) -> tuple[OriginLine, ...]:
    """Every published figure, newest first, with the place it was read from."""
    return tuple(
        OriginLine(
            quarter=texts.quarter(figure.quarter),
            entity=figure.entity,
            value=figure_words(figure, result, texts),
            place=_place(figure, texts),
            received=figure.origin.received_on,
            approved=figure.origin.approved_on,
            channel=_channel(figure.origin.channel, texts),
            file_hash=figure.origin.file_hash,
        )
        for figure in sorted(result.unsplit, key=lambda f: (f.quarter, f.entity, f.step), reverse=True)
    )


def _place(figure: Figure, texts: Texts) -> str:
    origin = figure.origin
    if not origin.sheet:
        return texts("origin.row", row=origin.row, column=origin.column)
    return texts("origin.place", sheet=origin.sheet, row=origin.row, column=origin.column)


def _channel(channel: str, texts: Texts) -> str:
    key = f"channel.{channel}"
    return texts(key) if texts.has(key) else channel


def _entity(reporter: Reporter, plan: Plan, texts: Texts) -> str:
    entity = plan.entity(reporter.entity)
    return f"{texts.of(entity.name)} ({reporter.entity})" if entity else reporter.entity


def target_groups(result: IndicatorDetail, texts: Texts) -> tuple[TargetGroup, ...]:
    """The targets of every version known (of a programme, its steps), the newest version first."""
    plan, indicator = result.plan, result.indicator
    known = plan.version_in_force(result.release.reference.end)
    usable = sorted((t for t in indicator.targets if t.version <= known), key=_target_order)
    newest = max((target.version for target in usable), default=0)
    groups = [
        _group(list(found), result, texts, in_force=-order == newest)
        for (order, _, _, _), found in groupby(usable, key=_target_order)
    ]
    steps = [step for step in indicator.steps if step.version <= known]
    return tuple(groups) + tuple(_step_groups(steps, result, texts))


def _target_order(target: Target) -> tuple[int, str, str, str]:
    return (-target.version, target.basis, target.window, target.instrument)


def _group(targets: list[Target], result: IndicatorDetail, texts: Texts, *, in_force: bool) -> TargetGroup:
    first = targets[0]
    return TargetGroup(
        name=texts("target.version", version=first.version),
        basis=texts(f"basis.{first.basis}"),
        ground=_ground(first.instrument, first.version, result.plan, texts),
        page=cited(first.cited, texts) if first.basis is Basis.PLAN else "",
        window=texts(f"window.{first.window}"),
        in_force=in_force,
        items=tuple(
            texts("target.item", date=target.date, value=target.value)
            for target in sorted(targets, key=lambda target: target.date)
        ),
    )


def _step_groups(steps: list[Step], result: IndicatorDetail, texts: Texts) -> Iterator[TargetGroup]:
    newest = {step.code: step.version for step in sorted(steps, key=lambda step: step.version)}
    for version in sorted({step.version for step in steps}, reverse=True):
        of_version = sorted((step for step in steps if step.version == version), key=lambda step: (step.due, step.code))
        yield TargetGroup(
            name=texts("target.version", version=version),
            basis=texts(f"basis.{of_version[0].basis}"),
            ground=_ground("", version, result.plan, texts),
            page="",
            window=texts("target.steps"),
            in_force=any(newest[step.code] == version for step in of_version),
            items=tuple(texts("target.item", date=step.due, value=step.title) for step in of_version),
        )


def _ground(code: str, version: int, plan: Plan, texts: Texts) -> str:
    """The legal act that a target rests on; of a term's version, the act that set the term."""
    term = next((term for term in plan.terms if term.version == version), None)
    instrument: Instrument | None = plan.instrument(code or (term.instrument if term else ""))
    return texts.of(instrument.title) if instrument else code


# What is not known -----------------------------------------------------------------------------------------------


def unknown(result: IndicatorDetail, drawn: Chart) -> tuple[Sentence, ...]:
    """What a reader might look for and nobody has published."""
    indicator, progress = result.indicator, result.progress
    bases = {t.basis for t in indicator.targets} | {s.basis for s in indicator.steps}
    tried = (
        (indicator.in_plan and indicator.baseline is None, "unknown.baseline"),
        (indicator.in_plan and Basis.PLAN not in bases, "unknown.target"),
        (all(r.basis is not Basis.PLAN for r in indicator.reporters) and indicator.in_plan, "unknown.responsible"),
        (indicator.method is None, "unknown.method"),
        (not indicator.in_plan, "unknown.not_in_plan"),
    )
    found = [sentence(key) for applies, key in tried if applies]
    if drawn.empty:
        found.append(sentence("unknown.no_figures"))
    found += [missing_sentence(entity, missed) for entity, missed in _missing(result)]
    if progress.obtained is not None and not progress.obtained.exact:
        found.append(sentence("unknown.range", low=progress.obtained.low, high=progress.obtained.high))
    return tuple(found)


def _missing(result: IndicatorDetail) -> list[tuple[str, list[Quarter]]]:
    by_entity: dict[str, list[Quarter]] = {}
    for entity, quarter in result.progress.missing:
        by_entity.setdefault(entity, []).append(quarter)
    return sorted(by_entity.items())


def missing_sentence(entity: str, missed: list[Quarter]) -> Sentence:
    """The quarters that an entity did not report, runs of them shortened to their ends."""
    runs: list[tuple[Quarter, Quarter]] = []
    for quarter in sorted(missed):
        if runs and quarter - runs[-1][1] == 1:
            runs[-1] = (runs[-1][0], quarter)
        else:
            runs.append((quarter, quarter))
    spans = tuple(
        sentence("quarter_one", quarter=first) if first == last else sentence("quarter_run", first=first, last=last)
        for first, last in runs
    )
    return sentence("unknown.missing", entity=entity, spans=spans, count=len(missed))


def sheet(result: IndicatorDetail, texts: Texts) -> tuple[tuple[str, str], ...]:
    """The indicator sheet: every field that the sources fill, and the empty ones said to be so."""
    indicator, empty = result.indicator, texts("sheet.empty")
    fields = [
        ("code", indicator.code),
        ("kind", texts(f"kind.{indicator.kind}")),
        ("unit", texts(f"unit.{indicator.unit.name.lower()}")),
        ("direction", texts(f"direction.{indicator.direction}")),
        ("level", texts(f"level.{indicator.level}")),
        ("baseline", _baseline(result, texts)),
    ]
    fields += [
        (name, texts.of(getattr(indicator, name)) or empty)
        for name in ("justification", "method", "assumptions", "limits")
    ]
    return tuple((texts(f"sheet.{name}"), words) for name, words in fields)


def _baseline(result: IndicatorDetail, texts: Texts) -> str:
    baseline = result.indicator.baseline
    if baseline is None:
        return texts("sheet.no_baseline")
    return texts(
        "sheet.baseline_value", value=baseline.value, year=str(baseline.year), basis=texts(f"basis.{baseline.basis}")
    )


def citation(result: IndicatorDetail, texts: Texts, visit: Visit) -> str:
    """How to cite this page as published in this release."""
    address = visit.root + visit.in_release(texts.lang, result.release.number)
    said = texts(
        "citation",
        label=result.indicator.label,
        plan=result.plan.title,
        number=result.release.number,
        date=result.release.published_on,
        address=address,
    )
    return f"{texts('demonstration.word')}. {said}" if result.release.demonstration else said
