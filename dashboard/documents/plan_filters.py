"""The lists by which a reader narrows the overview, with their words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import plan_filter
from dashboard.plan_filter import ALL, PlanFilter
from dashboard.texts import Texts
from indicators.plan import Guideline
from indicators.progress import State
from indicators.results import Overview


@dataclass(frozen=True, slots=True)
class Select:
    """A list to choose from: its name in the address, its words, the words of each value, the value chosen."""

    name: str
    words: str
    labels: Mapping[str, str]
    value: str


def filters(result: Overview, part: PlanFilter, texts: Texts) -> tuple[Select, ...]:
    """What a reader may choose, with what is chosen."""
    return tuple(
        Select(name, texts(f"filter.{name}"), filter_labels(name, values, result, texts), getattr(part, name))
        for name, values in plan_filter.offered(result).items()
        if len(values) > 2
    )


def filter_labels(name: str, values: Sequence[str], result: Overview, texts: Texts) -> dict[str, str]:
    """The words of what can be chosen under `name`."""
    words = {
        "guideline": {guideline.code: _numbered(guideline, texts) for guideline in result.plan.guidelines},
        "entity": {entity.code: f"{entity.code} · {texts.of(entity.name)}" for entity in result.plan.entities},
        "status": {state.value: texts(f"state.{state}") for state in State},
    }[name] | {ALL: texts(f"filter.all_{name}")}
    return {value: words.get(value, value) for value in values}


def _numbered(guideline: Guideline, texts: Texts) -> str:
    title = texts.of(guideline.title)
    return f"{guideline.code}. {title}" if title else texts("guideline.n", code=guideline.code)
