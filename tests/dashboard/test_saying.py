from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.saying import (
    action_sentence,
    amount,
    indicator_sentence,
    met_span_sentence,
    overview_sentence,
    reach_sentence,
)
from dashboard.texts import Texts
from indicators.plan import DeclaredTotal, Kind
from indicators.progress import Progress, State
from indicators.results import ActionStatus
from indicators.rollup import ActionProgress, ActionState
from tests import builders as b
from tests.dashboard.details import counted, of_kind, of_state, page

ES, EN = Texts("es"), Texts("en")
STATES = of_state()
SAID = {
    State.WITHDRAWN: ("Retirado por MIN el 2 may. 2023 (Oficio 12).", "Withdrawn by MIN on May 2, 2023 (Oficio 12)."),
    State.NOT_VIABLE: (
        "Declarado no viable por MIN el 2 may. 2023 (Oficio 12). Sin información reportada.",
        "Declared not viable by MIN on May 2, 2023 (Oficio 12). No data.",
    ),
    State.NO_TARGET: (
        "50 cartas enviadas hasta diciembre de 2023. No hay meta publicada con la que comparar.",
        "50 letters sent up to December 2023. There is no published target to compare with.",
    ),
    State.MET: (
        "300 de 180 cartas enviadas hasta diciembre de 2023: meta alcanzada.",
        "300 of 180 letters sent up to December 2023: target met.",
    ),
    State.NOT_DUE: (
        "Etapa reportada: en elaboración. Aún no vence: el plazo termina el 31 dic. 2025.",
        "Stage reported: drafting. Not due yet: the term ends on Dec 31, 2025.",
    ),
    State.NO_DATA: (
        "Sin información reportada en ninguno de los 10 reportes posibles hasta diciembre de 2023.",
        "No data in any of the 10 reports possible up to December 2023.",
    ),
    State.NOTHING_TO_REPORT: (
        "Sin ejecución en ninguno de los 10 trimestres reportados, hasta diciembre de 2023.",
        "Nothing to report in any of the 10 quarters reported, up to December 2023.",
    ),
    State.UNDEFINED: (
        "Sin valor calculable hasta diciembre de 2023. El avance no tiene valor calculable con estas cifras.",
        "No computable value up to December 2023. Progress has no computable value with these figures.",
    ),
    State.UNDETERMINED: (
        "Al menos 10 de 180 cartas enviadas hasta diciembre de 2023; lo previsto a esta fecha era 100. "
        "Con lo reportado no se puede determinar si va según lo previsto.",
        "At least 10 of 180 letters sent up to December 2023; 100 were expected by this date. "
        "What was reported does not tell whether it is on track.",
    ),
    State.ON_TRACK: (
        "100 de 180 cartas enviadas hasta diciembre de 2023: justo lo previsto a esta fecha.",
        "100 of 180 letters sent up to December 2023: exactly what was expected by this date.",
    ),
    State.BEHIND: (
        "80 de 180 cartas enviadas hasta diciembre de 2023: 20 menos de lo previsto a esta fecha.",
        "80 of 180 letters sent up to December 2023: 20 fewer than expected by this date.",
    ),
    State.OFF_TRACK: (
        "20 de 180 cartas enviadas hasta diciembre de 2023: 80 menos de lo previsto a esta fecha.",
        "20 of 180 letters sent up to December 2023: 80 fewer than expected by this date.",
    ),
}


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_there_is_a_page_in_each_state() -> None:
    assert set(STATES) == set(State)
    assert {state: detail.progress.state for state, detail in STATES.items()} == {state: state for state in State}


@pytest.mark.parametrize("state", State)
def test_each_state_has_its_sentence(state: State) -> None:
    said = indicator_sentence(STATES[state].status)
    assert (plain(ES.say(said)), plain(EN.say(said))) == SAID[state]


@pytest.mark.parametrize("state", [state for state in State if state not in (State.NOT_VIABLE, State.WITHDRAWN)])
def test_without_figures_every_sentence_says_so_whatever_the_state(state: State) -> None:
    empty = replace(STATES[State.NO_DATA].status, progress=replace(STATES[State.NO_DATA].progress, state=state))
    assert "Sin información reportada" in ES.say(indicator_sentence(empty))
    assert ES.say(amount(empty.indicator, empty.progress)) == "sin información reportada"


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("count", "Al menos 69 de 180 cartas enviadas hasta diciembre de 2023"),
        ("deliverable", "Etapa reportada: en revisión. Aún no vence: el plazo termina el 31 dic. 2025."),
        ("programme", "1 de 3 pasos cumplidos hasta setiembre de 2022; debían estarlo 2 a diciembre de 2023."),
        ("level", "Cartas enviadas: 7 (meta: 180) hasta junio de 2022: "),
        ("ratio", "Cartas enviadas: entre "),
    ],
)
def test_each_kind_is_said_its_own_way(kind: str, start: str) -> None:
    assert plain(ES.say(indicator_sentence(of_kind()[kind].status))).startswith(start)


def test_a_range_says_at_least_and_its_shortfall_is_at_most() -> None:
    subject = b.indicator(targets=(b.target(180),))
    said = plain(ES.say(indicator_sentence(page(subject, *counted([4, None, *[4] * 8])).status)))
    assert said.startswith("Al menos 36 de 180")
    assert "como máximo 64 menos de lo previsto" in said


def test_the_difference_is_that_of_the_numbers_on_the_page() -> None:
    subject = b.indicator(targets=(b.target(2000),))
    said = plain(ES.say(indicator_sentence(page(subject, *counted([40] * 10)).status)))
    assert said == "400 de 2,000 cartas enviadas hasta diciembre de 2023: 711 menos de lo previsto a esta fecha."


def test_where_figures_end_early_the_comparison_names_its_month() -> None:
    subject = b.indicator(targets=(b.target(180),))
    detail = page(subject, *counted([2] * 9), published_on=b.date(2024, 1, 5))
    said = plain(ES.say(indicator_sentence(detail.status)))
    assert "hasta setiembre de 2023" in said
    assert said.endswith("de lo previsto a diciembre de 2023.")


def test_nobody_to_report_is_said() -> None:
    said = ES.say(indicator_sentence(page(b.indicator(targets=(b.target(5),), reporters=())).status))
    assert "ninguna entidad" in said


@pytest.mark.parametrize("state", ActionState)
@pytest.mark.parametrize("count", [1, 3])
def test_every_state_of_an_action_has_its_sentence(state: ActionState, count: int) -> None:
    status = ActionStatus(b.action(), ActionProgress(state, 1, count), ())
    for texts in (ES, EN):
        said = texts.say(action_sentence(status))
        assert said.endswith(".")
        assert "{" not in said


def test_an_action_with_data_on_every_indicator_is_not_said_to_lack_it() -> None:
    status = ActionStatus(b.action(), ActionProgress(ActionState.INSUFFICIENT_DATA, 2, 2), ())
    assert "2 de 2" not in ES.say(action_sentence(status))
    assert "no muestra avance" in ES.say(action_sentence(status)).replace("todavía ", "")


def test_an_action_known_by_its_title_is_without_data() -> None:
    said = ES.say(action_sentence(ActionStatus(b.action(), ActionProgress(ActionState.NO_DATA, 0, 0), ())))
    assert said.startswith("Sin información reportada")


def overview_of(*states: State, totals: tuple[DeclaredTotal, ...] = ()):
    kinds: dict[str, Progress] = {}
    found = []
    for index, state in enumerate(states):
        detail = STATES[state]
        found.append(replace(detail.indicator, code=f"1.1.p1.{'abcdefghijkl'[index]}"))
        kinds[found[-1].code] = detail.progress
    return b.overview(b.plan(b.action(*found), totals=totals), kinds)


def test_the_answer_counts_every_indicator_once() -> None:
    words = ES.say(overview_sentence(overview_of(*State)))
    assert words.startswith("De 12 indicadores del plan con seguimiento, a diciembre de 2023: ")
    counts = [int(number) for number in words.split("2023: ")[1].replace(".", "").split() if number.isdigit()]
    assert sum(counts) == 12


def test_met_and_on_track_are_two_things() -> None:
    words = ES.say(overview_sentence(overview_of(State.MET, State.MET, State.ON_TRACK)))
    assert words.endswith("2 alcanzaron la meta y 1 va según lo previsto.")


def test_without_any_figure_the_answer_is_that_it_cannot_be_said() -> None:
    words = ES.say(overview_sentence(overview_of(State.NO_DATA, State.NO_DATA)))
    assert words == (
        "No se puede decir: de los 2 indicadores cargados, de ninguno hay información reportada hasta "
        "diciembre de 2023."
    )


def test_a_tracker_s_own_indicator_does_not_answer_for_the_plan() -> None:
    own = replace(b.indicator(Kind.COUNT), in_plan=False)
    result = b.overview(b.plan(b.action(own)), {own.code: STATES[State.MET].progress})
    assert overview_sentence(result).key == "answer.nothing_loaded"


def test_actions_met_are_said_between_worst_and_best() -> None:
    result = overview_of(State.NO_DATA, totals=(DeclaredTotal("actions", 97, "", b.HERE),))
    said = met_span_sentence(result)
    assert said is not None
    assert ES.say(said) == "Acciones cumplidas: entre 0 y 97 de 97, según lo que no se sabe."
    assert met_span_sentence(overview_of(State.NO_DATA)) is None


def test_the_reach_names_the_declared_total_and_what_is_left_out() -> None:
    result = overview_of(State.MET, totals=(DeclaredTotal("actions", 97, "", b.HERE),))
    said = "Este sitio sigue 1 de las 97 acciones del plan; sobre las otras 96 no dice nada."
    assert ES.say(reach_sentence(result)) == said
