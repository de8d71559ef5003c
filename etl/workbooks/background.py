"""What is already published of the indicators that an entity reports, for whoever fills in the next return: a few words
beside each row, and a sheet with every quarter.

Pure but for the sheet it writes into; the reader passes over both. Figures come in exact, as the entity reported them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook

from etl.rules.entries import as_written, categories
from etl.rules.history import STAGE_ORDER
from etl.rules.words import SITUATION_WORDS, STAGE_WORDS
from etl.sheets import (
    BACKGROUND,
    GIVEN,
    LINE,
    QUIET,
    TOP,
    fit_row,
    font,
    heading,
    printed_wide,
    title,
    widths,
    write_text,
)
from etl.values import written_quarter
from indicators.canonical import plain_decimal
from indicators.drafts import FigureDraft, InForce
from indicators.periods import Quarter, quarters
from indicators.plan import Indicator, Kind, Plan
from indicators.targets import SUMS, targets_in_force

FIRST_ROW = 6
_NOTES = (
    "Lo ya publicado, tal como se reportó, para orientación. Esta hoja no se lee.",
    "«hasta»: la suma de los trimestres, que puede contar una misma persona o empresa más de una vez.",
)
_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_HEADS = ("Indicador", "De qué", "Último", "Reportado", "Total a la fecha", "Meta", "Línea")
_WIDTHS = (15, 40, 11, 18, 18, 24)
_QUARTER_WIDTH, _BAR_WIDTH = 14, 1.4
_AT_MOST = "hasta {total}"


_RIGHT, _ALONE = Alignment(vertical="top", horizontal="right"), Alignment(vertical="top")


@dataclass(frozen=True, slots=True)
class Series:
    """One figure of an indicator over its quarters: its total, a part of a split, or a step."""

    indicator: Indicator
    dimension: str
    category: str
    step: str
    figures: Mapping[Quarter, FigureDraft]

    @property
    def last(self) -> FigureDraft | None:
        """The newest that was not taken back."""
        return next((f for _, f in sorted(self.figures.items(), reverse=True) if not f.withdrawn), None)


def series_of(indicators: Iterable[Indicator], in_force: Iterable[InForce]) -> tuple[Series, ...]:
    """What is in force of each indicator: its total or its steps first, then its splits."""
    wanted = {indicator.code: indicator for indicator in indicators}
    found: dict[tuple[str, str, str, str], dict[Quarter, FigureDraft]] = {
        (code, "", "", ""): {} for code, indicator in wanted.items() if indicator.kind is not Kind.PROGRAMME
    }
    for known in in_force:
        figure = known.figure
        if figure.indicator in wanted:
            key = (figure.indicator, figure.dimension, figure.category, figure.step)
            found.setdefault(key, {})[figure.quarter] = figure
    order = {code: at for at, code in enumerate(wanted)}
    return tuple(
        Series(wanted[code], dimension, category, step, figures)
        for (code, dimension, category, step), figures in sorted(
            found.items(), key=lambda item: (order[item[0][0]], item[0][1])
        )
    )


def beside(
    series: Series | None, indicator: Indicator, *, plan: Plan, quarter: Quarter, step: str = "", target: bool = True
) -> str:
    """What is worth knowing where the figure is typed: the last one before, the total so far, the target."""
    lines = []
    if series is not None:
        before = [f for q, f in sorted(series.figures.items()) if q < quarter and not f.withdrawn]
        if before:
            lines.append(f"Último: {in_words(before[-1])} ({written_quarter(before[-1].quarter)})")
            if total := total_in_words(indicator, before):
                lines.append(f"Total a la fecha: {total}")
        if quarter in series.figures and not series.figures[quarter].withdrawn:
            lines.append(f"Este trimestre, publicado: {in_words(series.figures[quarter])}")
    if target and (due := target_in_words(indicator, plan=plan, quarter=quarter, step=step)):
        lines.append(f"Meta: {due}")
    return "\n".join(lines)


def in_words(figure: FigureDraft) -> str:
    """What a figure says, short."""
    if figure.withdrawn:
        return "retirado"
    if figure.nothing:
        return "sin ejecución"
    if figure.stage is not None:
        return STAGE_WORDS[figure.stage]
    if figure.step:
        return figure.stage_date.isoformat() if figure.stage_date else "cumplido"
    if figure.numerator is not None and figure.denominator is not None:
        return f"{grouped(figure.numerator)} de {grouped(figure.denominator)}"
    return grouped(figure.value) if figure.value is not None else SITUATION_WORDS["no_data"]


def total_in_words(indicator: Indicator, figures: Sequence[FigureDraft]) -> str:
    """The total so far of `figures`, in time: a sum; of distinct units the last that was declared, else the most that
    it can be."""
    if indicator.kind not in SUMS:
        return ""
    added = sum((f.value or Decimal(0) for f in figures), Decimal(0))
    if indicator.kind is Kind.COUNT:
        return grouped(added)
    declared = next((f.so_far for f in reversed(figures) if f.so_far is not None), None)
    return grouped(declared) if declared is not None else _AT_MOST.format(total=grouped(added))


def target_in_words(indicator: Indicator, *, plan: Plan, quarter: Quarter, step: str = "") -> str:
    """The next target that is due, or the last: `800 al 2026-12-31`; of a step or a deliverable its date."""
    if step:
        due = [s for s in indicator.steps if s.code == step and s.version <= plan.version_in_force(quarter.end)]
        return f"al {max(due, key=lambda s: s.version).due.isoformat()}" if due else ""
    known = targets_in_force(indicator, plan=plan, on=quarter.end)
    target = next((target for target in known if target.date >= quarter.end), known[-1] if known else None)
    if target is None:
        return ""
    if indicator.kind is Kind.DELIVERABLE:
        return f"al {target.date.isoformat()}"
    if target.year is not None:
        return f"{grouped(target.value)} en {target.year}"
    return f"{grouped(target.value)} al {target.date.isoformat()}"


def grouped(value: Decimal) -> str:
    """A number as Peru writes it: `1,234.5`."""
    whole, point, rest = plain_decimal(value).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{point}{rest}"


def sparkline(values: Sequence[Decimal | None]) -> str:
    """A small line of bars, one a quarter; a point where there is no figure."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, high = min(Decimal(0), *known), max(known)
    steps = len(_BARS) - 1
    return "".join(
        _GAP if value is None else _BARS[round((value - low) / (high - low) * steps) if high > low else 0]
        for value in values
    )


def write_background(book: Workbook, all_series: Sequence[Series], *, plan: Plan, name: str, quarter: Quarter) -> None:
    """The sheet `Antecedentes`: a row a series, with its last figure, its total, its target, and each quarter."""
    sheet = book.create_sheet(BACKGROUND)
    title(sheet, f"Antecedentes · {name}")
    for row, text in enumerate(_NOTES, start=2):
        write_text(sheet, row, 1, text)
        sheet.cell(row, 1).font = font(color=QUIET)
    shown = _quarters(all_series)
    heading(sheet, FIRST_ROW - 1, [*_HEADS, *(written_quarter(q) for q in shown)])
    for row, one in enumerate(all_series, start=FIRST_ROW):
        figures = [one.figures.get(q) for q in shown]
        told = [f for f in figures if f is not None and not f.withdrawn]
        target = "" if one.dimension else target_in_words(one.indicator, plan=plan, quarter=quarter, step=one.step)
        values = (
            one.indicator.code,
            _named(one, plan),
            written_quarter(told[-1].quarter) if told else "",
            in_words(told[-1]) if told else "",
            total_in_words(one.indicator, told) if told else "",
            target,
            sparkline([_amount(figure) for figure in figures]) if len(told) > 1 else "",
        )
        for at, text in enumerate(values, start=1):
            write_text(sheet, row, at, text)
        for at, figure in enumerate(figures, start=len(_HEADS) + 1):
            _figure(sheet.cell(row, at), figure)
        for at in range(1, len(_HEADS) + len(shown) + 1):
            cell = sheet.cell(row, at)
            cell.border, cell.font = LINE, font(bold=at <= len(_WIDTHS) and not one.dimension)
            cell.fill = GIVEN
            cell.alignment = TOP if at <= len(_WIDTHS) else _ALONE if at == len(_HEADS) else _RIGHT
        fit_row(sheet, row, _WIDTHS)
    widths(sheet, (*_WIDTHS, max(12, _BAR_WIDTH * len(shown)), *(_QUARTER_WIDTH,) * len(shown)))
    sheet.freeze_panes = f"C{FIRST_ROW}"
    printed_wide(sheet)


def _quarters(all_series: Iterable[Series]) -> tuple[Quarter, ...]:
    """From the first quarter with a figure to the last, without a gap."""
    known = [quarter for one in all_series for quarter in one.figures]
    return tuple(quarters(min(known), max(known))) if known else ()


def _named(one: Series, plan: Plan) -> str:
    """What the row is of: the indicator, its step, or the part of its split."""
    if one.step:
        titles = {step.code: step.title.es for step in one.indicator.steps}
        return f"Paso {one.step}: {titles.get(one.step, '')}".removesuffix(": ")
    if one.dimension:
        written = {term.code: as_written(term) for term in categories(plan, one.dimension)}
        return f"{one.dimension}: {written.get(one.category, one.category)}"
    return one.indicator.label.es


def _amount(figure: FigureDraft | None) -> Decimal | None:
    """What a line is drawn of: an amount, a share, or how far a stage is."""
    if figure is None or figure.withdrawn:
        return None
    if figure.stage is not None:
        return Decimal(STAGE_ORDER.index(figure.stage))
    if figure.numerator is not None and figure.denominator:
        return figure.numerator / figure.denominator
    return figure.value


def _figure(cell: Cell, figure: FigureDraft | None) -> None:
    """A figure in its quarter: a number as one, the rest in words."""
    if figure is None:
        return
    if figure.value is not None and not (figure.nothing or figure.withdrawn or figure.step):
        cell.value, cell.number_format = figure.value, "#,##0.######" if figure.value % 1 else "#,##0"
        return
    cell.value = in_words(figure)
    cell.data_type = "s"
