"""What a reader might look for and nobody has published, and for each gap the way to a request for it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.progress import Chart
from dashboard.documents.page import Visit
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.periods import Quarter
from indicators.plan import Basis
from indicators.results import IndicatorDetail

PLACE = "requests"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is not known. `ask` is the entity to ask for it, "" where it is not said which, None where
    nobody can be asked: the law forced the figure out, or the sentence tells of no gap."""

    words: Sentence
    ask: str | None = None


def gaps(result: IndicatorDetail, drawn: Chart) -> tuple[Gap, ...]:
    """Every gap of the indicator."""
    indicator, progress = result.indicator, result.progress
    bases = {t.basis for t in indicator.targets} | {s.basis for s in indicator.steps}
    tried = (
        (indicator.in_plan and indicator.baseline is None, "unknown.baseline", ""),
        (indicator.in_plan and Basis.PLAN not in bases, "unknown.target", ""),
        (all(r.basis is not Basis.PLAN for r in indicator.reporters) and indicator.in_plan, "unknown.responsible", ""),
        (indicator.method is None, "unknown.method", ""),
        (not indicator.in_plan, "unknown.not_in_plan", None),
    )
    found = [Gap(sentence(key), ask) for applies, key, ask in tried if applies]
    if drawn.empty:
        lead = next((reporter.entity for reporter in indicator.reporting), "")
        erased = bool(result.tombstones)
        found.append(Gap(sentence("unknown.all_erased" if erased else "unknown.no_figures"), None if erased else lead))
    for key, entity, missed in _missing(result):
        found.append(Gap(missing_sentence(entity, missed, key), entity if key == "unknown.missing" else None))
    if progress.obtained is not None and not progress.obtained.exact:
        found.append(Gap(sentence("unknown.range", low=progress.obtained.low, high=progress.obtained.high)))
    return tuple(found)


def request_address(
    result: IndicatorDetail, visit: Visit, texts: Texts, *, entity: str = "", quarter: Quarter | None = None
) -> str:
    """Where a request stands ready; the page that has it says whom to ask where no entity is named."""
    asked = {
        "entity": entity,
        "indicator": result.indicator.code,
        "period": str(quarter) if quarter is not None else "",
    }
    return visit.link(texts.lang, PLACE, **{name: value for name, value in asked.items() if value})


def missing_in(result: IndicatorDetail, quarter: Quarter) -> tuple[str, ...]:
    """The entities of whose report of a quarter, due by now, there is nothing, but for what the law forced out."""
    erased = _erased(result)
    missing = result.progress.missing
    return tuple(entity for entity, of in missing if of == quarter and (entity, of) not in erased)


def _erased(result: IndicatorDetail) -> set[tuple[str, Quarter]]:
    return {(stone.entity, stone.quarter) for stone in result.tombstones if not stone.dimension}


def _missing(result: IndicatorDetail) -> list[tuple[str, str, list[Quarter]]]:
    """The reports that are not here, by entity: those that the law forced out apart from those that never came."""
    erased = _erased(result)
    found: dict[tuple[str, str], list[Quarter]] = {}
    for entity, quarter in result.progress.missing:
        key = "unknown.erased" if (entity, quarter) in erased else "unknown.missing"
        found.setdefault((key, entity), []).append(quarter)
    return sorted(((key, entity, missed) for (key, entity), missed in found.items()), reverse=True)


def missing_sentence(entity: str, missed: list[Quarter], key: str = "unknown.missing") -> Sentence:
    """The quarters of an entity of which there is no figure, runs of them shortened to their ends."""
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
    return sentence(key, entity=entity, spans=spans, count=len(missed))
