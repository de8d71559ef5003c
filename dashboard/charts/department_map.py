"""What is to be drawn of one indicator by department: a quarter, or all quarters up to one. Pure.

Only published figures are here. A department that no file names is without data, never zero; parts of different
quarters are added for counts alone, and what stands under no department is told beside the map, never spread over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from dashboard.charts.tiles import TILES, Tile
from dashboard.sentences import Sentence, sentence
from dashboard.splits import name_of
from indicators.department_figures import DEPARTMENT, NOT_STATED, DepartmentFigures, DepartmentRecord
from indicators.periods import Quarter
from indicators.plan import Kind, Plan
from indicators.progress import due_reports
from indicators.results import Figure
from indicators.words import Text

_HUNDRED = Decimal(100)


class Known(StrEnum):
    """What is known of a department."""

    AMOUNT = "amount"
    ZERO = "zero"
    NOTHING = "none"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True)
class Area:
    """One department: its place, what was reported of it (None where nothing was), how large that is beside the
    largest (0 to 1), and its percentage of the indicator's total."""

    tile: Tile
    name: Text
    known: Known
    value: Decimal | None
    of_largest: Decimal
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class DepartmentMap:
    """Everything to be drawn of one indicator in `quarter`, or up to it where `so_far`.

    `total` is the indicator's own, with or without departments (None where nothing was reported), a lower bound where
    reports are missing. `not_stated` is the part that files give to no department, `undivided` what they do not split
    at all. `headline` says what the map shows, `notes` what has to be known of it.
    """

    code: str
    label: Text
    things: Text
    quarter: Quarter
    so_far: bool
    areas: tuple[Area, ...]
    total: Decimal | None
    exact: bool
    not_stated: Decimal | None
    undivided: Decimal | None
    headline: Sentence
    subtitle: Sentence
    notes: tuple[Sentence, ...]
    demonstration: bool

    @property
    def reached(self) -> tuple[Area, ...]:
        """The departments with more than zero, the largest first."""
        found = (area for area in self.areas if area.value)
        return tuple(sorted(found, key=lambda area: (-(area.value or 0), area.tile.code)))

    @property
    def unplaced(self) -> Decimal:
        """What stands under no department."""
        return (self.not_stated or Decimal(0)) + (self.undivided or Decimal(0))

    @property
    def unplaced_share(self) -> Decimal | None:
        """The percentage of the total that stands under no department; None where there is no total."""
        return share_of(self.unplaced, self.total)


def adds_up(found: DepartmentFigures) -> bool:
    """Whether parts of different quarters may be added: counts alone, distinct units may recur."""
    return found.indicator.kind is Kind.COUNT


def department_map(
    record: DepartmentRecord, found: DepartmentFigures, quarter: Quarter, *, so_far: bool
) -> DepartmentMap:
    """The map of `found`; `so_far` counts only where parts add up."""
    summed = so_far and adds_up(found)
    first = record.plan.first_quarter if summed else quarter
    split = [figure for figure in found.split if first <= figure.quarter <= quarter]
    unsplit = [figure for figure in found.unsplit if first <= figure.quarter <= quarter]
    total = added(unsplit)
    missing = missing_reports(record, found, first, quarter)
    areas = _areas(split, record.plan, total)
    not_stated = added(figure for figure in split if figure.category == NOT_STATED)
    placed = sum((area.value for area in areas if area.value is not None), not_stated or Decimal(0))
    undivided = total - placed if total is not None and total > placed else None
    drawn = DepartmentMap(
        code=found.indicator.code,
        label=found.indicator.label,
        things=found.indicator.things,
        quarter=quarter,
        so_far=summed,
        areas=areas,
        total=total,
        exact=not missing,
        not_stated=not_stated,
        undivided=undivided,
        headline=sentence("map.says_unreported", quarter=quarter),
        subtitle=sentence("map.subtitle", label=found.indicator.label),
        notes=(),
        demonstration=record.release.demonstration,
    )
    return _said(drawn, found, missing)


def added(figures: Iterable[Figure]) -> Decimal | None:
    """The sum of the values there are; None where there are none."""
    values = [figure.value for figure in figures if figure.value is not None]
    return sum(values, Decimal(0)) if values else None


def share_of(value: Decimal | None, total: Decimal | None) -> Decimal | None:
    """A percentage of `total`, None where that says nothing."""
    return value / total * _HUNDRED if value is not None and total else None


def missing_reports(
    record: DepartmentRecord, found: DepartmentFigures, first: Quarter, last: Quarter
) -> tuple[tuple[str, Quarter], ...]:
    """The reports (entity, quarter) due by the release, from `first` to `last`, of which nothing is published."""
    here = {(figure.entity, figure.quarter) for figure in found.unsplit}
    due = due_reports(found.indicator, plan=record.plan, reference=last, as_of=record.release.published_on)
    return tuple(each for each in due if each[1] >= first and each not in here)


def _areas(split: Sequence[Figure], plan: Plan, total: Decimal | None) -> tuple[Area, ...]:
    of = {tile.code: [figure for figure in split if figure.category == tile.code] for tile in TILES}
    values = {code: added(figures) for code, figures in of.items()}
    largest = max((value for value in values.values() if value is not None), default=Decimal(0))
    return tuple(
        Area(
            tile=tile,
            name=name_of(plan, DEPARTMENT, tile.code),
            known=_known(of[tile.code], values[tile.code]),
            value=values[tile.code],
            of_largest=(values[tile.code] or Decimal(0)) / largest if largest else Decimal(0),
            share=share_of(values[tile.code], total),
        )
        for tile in TILES
    )


def _known(figures: Sequence[Figure], value: Decimal | None) -> Known:
    if value is None:
        return Known.PROTECTED if any(figure.protected for figure in figures) else Known.NOTHING
    return Known.AMOUNT if value else Known.ZERO


# What it says ----------------------------------------------------------------------------------------------------


def _said(drawn: DepartmentMap, found: DepartmentFigures, missing: Sequence[tuple[str, Quarter]]) -> DepartmentMap:
    """The map with its sentence and its notes."""
    return replace(drawn, headline=_headline(drawn), notes=tuple(_notes(drawn, found, missing)))


def _headline(drawn: DepartmentMap) -> Sentence:
    ending = "_so_far" if drawn.so_far else ""
    if drawn.total is None and not drawn.reached:
        return sentence("map.says_unreported", quarter=drawn.quarter)
    if drawn.total == 0:
        return sentence(f"map.says_nothing{ending}", quarter=drawn.quarter)
    if not drawn.reached:
        return sentence("map.says_none", quarter=drawn.quarter, amount=_amount(drawn))
    most = drawn.reached[0]
    if most.share is None:
        return sentence(f"map.says_parts{ending}", quarter=drawn.quarter, things=drawn.things, reached=_reach(drawn))
    return sentence(
        f"map.says{ending}", quarter=drawn.quarter, amount=_amount(drawn), reached=_reach(drawn), name=most.name,
        share=most.share,
    )  # fmt: skip


def _amount(drawn: DepartmentMap) -> Sentence:
    bound = "amount.sum" if drawn.exact or not drawn.so_far else "amount.sum_range"
    return sentence(bound, value=drawn.total or Decimal(0), things=drawn.things)


def _reach(drawn: DepartmentMap) -> Sentence:
    return sentence("map.reached", count=len(drawn.reached), total=len(drawn.areas))


def _notes(
    drawn: DepartmentMap, found: DepartmentFigures, missing: Sequence[tuple[str, Quarter]]
) -> Iterable[Sentence]:
    if drawn.unplaced and drawn.unplaced_share is not None:
        yield sentence("map.unplaced", value=drawn.unplaced, share=drawn.unplaced_share, things=drawn.things)
    elif drawn.reached and drawn.total is not None and adds_up(found):
        yield sentence("map.all_placed")
    if missing and drawn.so_far:
        yield sentence("map.missing_so_far", count=len(missing))
    elif missing:
        entities = tuple(sentence("map.entity", code=entity) for entity, _ in missing)
        yield sentence("map.missing", entities=entities, count=len(entities))
    if not adds_up(found):
        yield sentence("map.not_added")
    if any(area.known is Known.NOTHING for area in drawn.areas):
        yield sentence("map.hatched")
