"""The table of an indicator's page: every quarter of the release in words, gaps included."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.marks import flags, parts_of
from dashboard.charts.parts import Flag
from dashboard.documents.gaps import missing_in, request_address
from dashboard.documents.page import Visit
from dashboard.documents.provenance import backing_words, step_title, tombstone_words
from dashboard.rounding import places_of
from dashboard.texts import Texts
from indicators.plan import Kind
from indicators.results import IndicatorDetail
from indicators.trajectory import Point, path_in_force, points

_DASH = "–"
_IN_WORDS = ("stage", "stage_date", "steps_done")


@dataclass(frozen=True, slots=True)
class Line:
    """One quarter of the table, in words. `extra` are the columns that its kind has: name, words, whether a number;
    `remarks` the notes that came with its figures, `gone` what the law forced out of it,
    `asks` words and address of a request for each report that is missing."""

    quarter: str
    extra: tuple[tuple[str, str, bool], ...]
    notes: str
    remarks: tuple[str, ...]
    backing: str
    release: str
    missing: bool
    gone: tuple[str, ...]
    asks: tuple[tuple[str, str], ...]


def columns(result: IndicatorDetail, texts: Texts) -> tuple[tuple[str, bool], ...]:
    """The names of the columns that its kind has, and whether each holds numbers."""
    names = _column_names(result)
    return tuple((texts(f"column.{name}"), name not in _IN_WORDS) for name in names)


_COLUMNS = {
    Kind.DELIVERABLE: ("stage", "stage_date"),
    Kind.PROGRAMME: ("steps_done", "steps_total", "due"),
    Kind.COUNT: ("value", "total", "expected"),
    Kind.DISTINCT: ("value", "total", "expected"),
    Kind.LEVEL: ("level", "expected"),
    Kind.RATIO: ("numerator", "denominator", "level", "expected"),
}


def _column_names(result: IndicatorDetail) -> tuple[str, ...]:
    """The columns of its kind; what was expected only where there is something to expect."""
    names = _COLUMNS[result.indicator.kind]
    return names if path_in_force(result) else tuple(name for name in names if name not in ("expected", "due"))


def lines(result: IndicatorDetail, texts: Texts, visit: Visit) -> tuple[Line, ...]:
    """Every quarter of the release, newest first, gaps included."""
    return tuple(_line(point, result, texts, visit) for point in reversed(points(result)))


def _line(point: Point, result: IndicatorDetail, texts: Texts, visit: Visit) -> Line:
    marks = flags(point, result)
    missing = point.reported == 0
    gone = [stone for stone in result.tombstones if stone.quarter == point.quarter and not stone.dimension]
    # What the law forced out is told by its tombstones, with ground and day.
    said = [texts(f"flag.{flag}") for flag in marks if flag not in (Flag.PARTIAL, Flag.ERASED)]
    if point.due == 0 and missing:
        said = [texts("not_asked_yet")]
    if Flag.PARTIAL in marks:
        said.append(texts("reported_k_of_n", k=point.reported, n=point.due))
    return Line(
        quarter=texts.quarter(point.quarter),
        extra=tuple(
            (texts(f"column.{name}"), _cell(name, point, result, texts), name not in _IN_WORDS)
            for name in _column_names(result)
        ),
        notes=", ".join(said),
        remarks=tuple(figure.note for figure in point.figures if figure.note),
        backing=backing_words(point.figures, texts),
        release="" if missing else ", ".join(str(n) for n in sorted({f.from_release for f in point.figures})),
        missing=missing,
        gone=tuple(f"{stone.entity}: {tombstone_words(stone, texts)}" for stone in gone),
        asks=tuple(
            (
                texts("gap.ask_entity", entity=entity),
                request_address(result, visit, texts, entity=entity, quarter=point.quarter),
            )
            for entity in missing_in(result, point.quarter)
        ),
    )


def _cell(name: str, point: Point, result: IndicatorDetail, texts: Texts) -> str:
    match name:
        case "expected" | "due":
            return _DASH if point.expected is None else texts.number(point.expected, places_of(result.indicator.kind))
        case "total" | "level" | "steps_total":
            return texts.range(point.total) if point.total else _DASH
        case "value":
            return texts.number(point.value) if point.value is not None else _DASH
        case "numerator" | "denominator":
            parts = parts_of(point, result.indicator)
            return texts.number(parts[name == "denominator"]) if parts else _DASH
        case "steps_done":
            done = [f.step for f in point.figures if f.step and f.value != 0]
            return "; ".join(step_title(result.indicator, code, texts) for code in done) or _DASH
        case "stage":
            return texts(f"stage.{point.stage}") if point.stage else _DASH
        case _:
            days = [f.stage_date for f in point.figures if f.stage_date]
            return texts.day(max(days)) if days else _DASH
