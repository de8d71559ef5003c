"""What the command line says of returns, in both languages: lists, plan changes, figures of every kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from dashboard import terminal_returns
from dashboard.terminal_record import said
from dashboard.texts import Texts
from indicators.drafts import FigureDraft
from indicators.lifecycle import ReturnState
from indicators.periods import Quarter
from indicators.plan import Stage
from indicators.return_details import CellChange, FigureChange, ReturnDetails, RowChange, Step
from indicators.returns import REPLACED, Letter, ReturnLine

NIGHT = datetime(2026, 10, 3, 2, 30, tzinfo=UTC)
LIMA = ZoneInfo("America/Lima")
LINE = ReturnLine(
    7, 3, "MIN", "2026-Q3", "quarterly_return", ReturnState.WITHDRAWN, NIGHT, "r.csv", "", "sara", None, Letter(), None,
    None,
)  # fmt: skip
REFUSED = replace(LINE, entity="", quarter="", state=ReturnState.REFUSED, problems='{"a":2,"b":1}')
BARE = ReturnDetails(LINE, None, date(2026, 10, 2), "1", "p", "f" * 64, "c" * 64, "", "", (), (), (), ())
FIGURE = FigureDraft("1.1.p7.a", Quarter(2026, 3), value=Decimal(5))


def told(found: ReturnDetails, lang: str = "es") -> list[str]:
    return list(terminal_returns.details(found, Texts(lang), problem_words=str.upper))


def test_a_day_of_the_list_is_that_of_the_plans_zone() -> None:
    lines = list(terminal_returns.returns([LINE], Texts("es"), zone=LIMA, problem_words=str.upper))
    assert lines[1].split()[-1] == "2026-10-02"


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_refused_file_needs_neither_entity_nor_quarter(lang: str) -> None:
    lines = list(terminal_returns.returns([REFUSED], Texts(lang), zone=LIMA, problem_words=str.upper))
    assert lines[1].split()[:3] == ["7", "–", "–"]
    assert [line.strip() for line in lines[2:]] == ["2 × A", "1 × B"]
    whole = replace(BARE, line=REFUSED, canonical_hash="", problems=(("a", 2),))
    assert told(whole, lang)[-1].strip() == "2 × A"


@pytest.mark.parametrize(("lang", "words"), [("es", "lo reemplazó el 9"), ("en", "replaced by 9")])
def test_the_remark_of_the_machine_is_told_as_what_it_means(lang: str, words: str) -> None:
    step = Step(ReturnState.WITHDRAWN, NIGHT, "sara", REPLACED)
    line = told(replace(BARE, history=(step,), replaced_by=9), lang)[-1]
    assert line.endswith(words)
    assert REPLACED not in line or lang == "en"


def test_rows_of_a_plan_change_show_what_is_new_what_changes_and_what_goes() -> None:
    cells = (CellChange("date", "", "2027-12-31"), CellChange("value", "", "10"))
    rows = (
        RowChange("targets", "a|2", "added", cells),
        RowChange("entities", "MIN", "changed", (CellChange("name_es", "Ministerio", ""),)),
        RowChange("sources", "s", "removed", (CellChange("title_es", "Fuente", ""),)),
    )
    assert told(replace(BARE, rows=rows))[-6:] == [
        "  targets a|2: fila nueva", "      date: 2027-12-31", "      value: 10",
        "  entities MIN: fila que cambia", "      name_es: Ministerio → –",
        "  sources s: fila que desaparece",
    ]  # fmt: skip


def test_what_is_the_same_is_counted_and_what_the_law_forced_out_is_not_said() -> None:
    figures = (
        FigureChange(FIGURE, FIGURE, changed=False, late=False, erased=False),
        FigureChange(None, FIGURE, changed=True, late=True, erased=True),
    )
    assert told(replace(BARE, figures=figures))[-2:] == [
        "Cifras nuevas o que cambian: 1. Iguales a las vigentes: 1.",
        "  1.1.p7.a/MIN/2026-Q3: retirada por mandato legal",
    ]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (FIGURE, "5"),
        (replace(FIGURE, so_far=Decimal(1652)), "valor 5; acumulado declarado 1,652"),
        (replace(FIGURE, value=None, so_far=Decimal(9)), "acumulado declarado 9"),
        (replace(FIGURE, value=None, numerator=Decimal(1), denominator=Decimal(2)), "numerador 1; denominador 2"),
        (replace(FIGURE, value=Decimal(0), nothing=True), "sin ejecución en el trimestre"),
        (replace(FIGURE, withdrawn=True), "retirada"),
        (replace(FIGURE, value=None, step="3"), "cumplido"),
        (
            replace(FIGURE, value=None, stage=Stage.APPROVED, stage_date=date(2026, 7, 1), act="RM 5"),
            "Aprobado, 1\xa0jul.\xa02026, RM 5",
        ),
    ],
)
def test_a_figure_says_what_it_is(figure: FigureDraft, words: str) -> None:
    assert said(figure, Texts("es")) == words
