"""The table of transitions is whole, and the page made of it is what the tables say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.texts import Texts
from indicators import lifecycle_doc
from indicators.lifecycle import AGREED, FIRST, OPEN, TRANSITIONS, UNREAD, ReturnState, Transition, can_pass
from indicators.lifecycle_doc import ACTS, CONSTRAINTS, ROLES, STATES, constraint_names, diagram, page
from indicators.policy import POLICY, Act, Permission, Role

DOCUMENT = Path(__file__).parents[2] / "docs" / "lifecycle.md"
ENDS = {ReturnState.REFUSED, ReturnState.SUPERSEDED, ReturnState.WITHDRAWN}


def reachable(start: ReturnState) -> set[ReturnState]:
    """The states to which the table leads from `start`, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        fresh = {step.after for step in TRANSITIONS if step.before is here} - found
        found |= fresh
        waiting += fresh
    return found


def arrows(text: str) -> list[Transition]:
    """The arrows of the diagram in `text`, read back."""
    acts = {words: act for act, words in ACTS.items()}
    found = re.findall(r"^ +(\w+) --> (\w+): (.+)$", text, flags=re.MULTILINE)
    return [Transition(ReturnState(before), ReturnState(after), acts[words]) for before, after, words in found]


def test_every_state_is_reached_from_the_first() -> None:
    assert reachable(FIRST) == set(ReturnState)


def test_some_states_are_ends_and_every_other_leads_to_one() -> None:
    assert {state for state in ReturnState if not any(can_pass(state, after) for after in ReturnState)} == ENDS
    assert [state for state in ReturnState if not reachable(state) & ENDS] == []


def test_no_step_stands_twice_or_stands_still() -> None:
    steps = [(step.before, step.after) for step in TRANSITIONS]
    assert len(set(steps)) == len(steps)
    assert [step for step in steps if step[0] is step[1]] == []


def test_every_act_of_the_table_has_a_permission() -> None:
    assert {step.act for step in TRANSITIONS} <= set(POLICY)
    assert [act for act in {step.act for step in TRANSITIONS} if not POLICY[act].roles] == []


def test_only_an_approval_leads_to_what_four_eyes_have_seen() -> None:
    """Every way into the agreed states from outside is an approval, which takes a second person."""
    into = {step.act for step in TRANSITIONS if step.after in AGREED and step.before not in AGREED}
    assert into == {Act.APPROVE}
    assert POLICY[Act.APPROVE].another


def test_what_is_not_read_is_neither_open_nor_agreed() -> None:
    assert not set(UNREAD) & {*OPEN, *AGREED}
    assert {FIRST, *ENDS, *OPEN, ReturnState.PUBLISHED} == set(ReturnState)


def test_the_page_is_what_the_tables_say() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == page(), "run `python -m indicators.lifecycle_doc`"


def test_writing_makes_the_page(tmp_path: Path) -> None:
    lifecycle_doc.write(tmp_path / "lifecycle.md")
    assert (tmp_path / "lifecycle.md").read_text(encoding="utf-8") == page()


def test_every_arrow_of_the_picture_is_a_step_of_the_table() -> None:
    assert arrows(DOCUMENT.read_text(encoding="utf-8")) == list(TRANSITIONS)
    assert re.findall(r"\[\*\] --> (\w+)", diagram()) == [FIRST]
    assert set(re.findall(r"(\w+) --> \[\*\]", diagram())) == ENDS


@pytest.mark.parametrize(
    "planted",
    [
        pytest.param(TRANSITIONS[:-1], id="a step is gone"),
        pytest.param(
            (*TRANSITIONS, Transition(ReturnState.RETURNED, ReturnState.APPROVED, Act.APPROVE)), id="one more"
        ),
        pytest.param((replace(TRANSITIONS[0], act=Act.APPROVE), *TRANSITIONS[1:]), id="another act"),
    ],
)
def test_another_table_makes_another_page_and_picture(
    monkeypatch: pytest.MonkeyPatch, planted: tuple[Transition, ...]
) -> None:
    """The comparison above can fail: planted in the generator, a difference is seen in both."""
    monkeypatch.setattr(lifecycle_doc, "TRANSITIONS", planted)
    written = DOCUMENT.read_text(encoding="utf-8")
    assert page() != written
    assert arrows(page()) != arrows(written)


def test_another_policy_makes_another_page(monkeypatch: pytest.MonkeyPatch) -> None:
    loose = dict(POLICY) | {Act.APPROVE: Permission((Role.PLANNER,))}
    monkeypatch.setattr(lifecycle_doc, "POLICY", loose)
    assert page() != DOCUMENT.read_text(encoding="utf-8")


def test_the_page_speaks_as_the_interface_does() -> None:
    texts = Texts("es")
    assert {state: texts(f"return_state.{state}") for state in ReturnState} == dict(STATES)
    assert {role: texts(f"role.{role}") for role in Role} == dict(ROLES)
    assert set(ACTS) == set(Act)
    assert len(set(ACTS.values())) == len(ACTS)


def test_every_constraint_of_returns_is_explained() -> None:
    assert constraint_names() == sorted(CONSTRAINTS)
