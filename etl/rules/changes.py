"""Rows against what is in force of their own quarter: class and reason of each changed figure, and nothing left out,
for a new return replaces the whole one before. Published figures come in; nothing is read from a store here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from etl.problems import Problem
from etl.rules.entries import Entry, Key, Situation, as_written, categories
from etl.rules.figures import figure_of
from etl.values import written_quarter
from indicators.drafts import FigureDraft, InForce, differs
from indicators.periods import Quarter, quarters
from indicators.plan import Plan, Term

# A file that gives no reason at all and departs from what is published at more places looks like another quarter's.
FEW = 1


def check_changes(entries: Sequence[Entry], in_force: Sequence[InForce], *, plan: Plan, job: str) -> Iterator[Problem]:
    """Every problem of the sound rows with `in_force`, the figures in force of the same entity. A return of `job` may
    leave out what another job brought, and nothing else."""
    quarter = next((entry.quarter for entry in entries if entry.quarter), None)
    if quarter is None:
        return
    here = {_key(known.figure): known for known in in_force if known.figure.quarter == quarter}
    changes = [
        problem
        for entry in entries
        if entry.sound and entry.indicator
        for problem in _change(entry, here.get(entry.key))
    ]
    missing = _missing(entries, {key: known for key, known in here.items() if known.job == job})
    departures = len(missing) + sum(problem.code == "change_missing" for problem in changes)
    if departures > FEW and not any(entry.change for entry in entries):
        yield _other_quarter(entries[0].sheet, quarter, in_force, plan)
    yield from _left_out(entries, [key for key, entry in missing.items() if entry is None], plan)
    for key, entry in missing.items():
        if entry is not None:
            yield entry.problem("no_data_published", "situacion", release=str(here[key].release))
    yield from changes


def _key(figure: FigureDraft) -> Key:
    return Key(figure.indicator, figure.dimension, figure.category, figure.step)


def _other_quarter(sheet: str, quarter: Quarter, in_force: Sequence[InForce], plan: Plan) -> Problem:
    """A file that says nothing of a change and does not fit what is published: of which quarter is it?"""
    known = {each.figure.quarter for each in in_force if not each.figure.withdrawn}
    release = max(each.release for each in in_force if each.figure.quarter == quarter)
    free = next((later for later in quarters(quarter, plan.last_quarter) if later not in known), None)
    written = written_quarter(free) if free else ""
    facts = {
        "quarter": written_quarter(quarter),
        "release": str(release),
        "free_es": f" ¿Es {written}?" if free else "",
        "free_en": f" Is it {written}?" if free else "",
    }
    return Problem("quarter_published", sheet=sheet, facts=tuple(sorted(facts.items())))


def _change(entry: Entry, before: InForce | None) -> Iterator[Problem]:
    """Class and reason: needed exactly where the row says anything else than what is in force of its figure.

    Those already published with the unchanged figure may stand, so that a return can be sent again.
    """
    figure, said = figure_of(entry), (entry.change, entry.reason)
    nothing_stands = before is None or before.figure.withdrawn
    if figure is None and not nothing_stands:
        return  # the published figure is left out, which is a problem of its own
    if figure and figure.withdrawn and nothing_stands:
        yield entry.problem("nothing_to_withdraw", "situacion")
    elif figure and before and differs(before.figure, figure):
        if not any(said):
            yield entry.problem("change_missing", "clase_de_cambio", release=str(before.release))
    elif any(said) and not (before and said == (before.figure.change, before.figure.reason)):
        yield entry.problem("change_unneeded", "clase_de_cambio")


def _missing(entries: Sequence[Entry], here: Mapping[Key, InForce]) -> dict[Key, Entry | None]:
    """The published figures that have no row, and those whose row says that there is no information."""
    said = {entry.key: entry for entry in entries}
    rows = {key: said.get(key) for key, known in here.items() if not known.figure.withdrawn}
    return {key: entry for key, entry in rows.items() if entry is None or entry.situation is Situation.NO_DATA}


def _left_out(entries: Sequence[Entry], missing: Sequence[Key], plan: Plan) -> Iterator[Problem]:
    """The published figures that have no row, indicator by indicator."""
    by_indicator: dict[str, list[Key]] = {}
    for key in missing:
        by_indicator.setdefault(key.indicator, []).append(key)
    for code, keys in by_indicator.items():
        indicator = plan.indicator(code)
        facts = {
            "count": str(len(keys)),
            "label_es": indicator.label.es if indicator else code,
            "label_en": indicator.label.in_language("en") if indicator else code,
            "figures_es": _words(keys, plan, "es"),
            "figures_en": _words(keys, plan, "en"),
        }
        yield Problem("left_out", sheet=entries[0].sheet, found=code, facts=tuple(sorted(facts.items())))


def _category(code: str, term: Term | None, lang: str) -> str:
    """A category as a file writes it, with its title where that says more."""
    if term is None:
        return code
    written, title = as_written(term), term.title.in_language(lang)
    return written if title.startswith(written) else f"{written} ({title})"


def _words(keys: Sequence[Key], plan: Plan, lang: str) -> str:
    """`total; tamano: micro (Microempresa); departamento: Arequipa, Cajamarca; paso s1`."""
    parts: dict[str, list[str]] = {}
    for key in keys:
        if key.dimension:
            terms = {term.code: term for term in categories(plan, key.dimension)}
            parts.setdefault(f"{key.dimension}: ", []).append(_category(key.category, terms.get(key.category), lang))
        elif key.step:
            parts.setdefault("step " if lang == "en" else "paso ", []).append(key.step)
        else:
            parts.setdefault("", []).append("total")
    return "; ".join(head + ", ".join(names) for head, names in parts.items())
