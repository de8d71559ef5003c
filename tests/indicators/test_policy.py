"""Who may do what: the whole matrix by the policy, and by the functions that write, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators import (
    accounts,
    announcements,
    arrivals,
    erasure,
    evidence,
    origins,
    plan_changes,
    policy,
    releases,
    returns,
    tables,
)
from indicators.figure_refs import FigureRef
from indicators.periods import Quarter
from indicators.policy import POLICY, Account, Act, Role
from indicators.rules import RuleRefused
from indicators.store import Store, open_store
from tests.conftest import Engine, from_template
from tests.stores import (
    ADMINISTRATOR,
    COUNT,
    MONDAY,
    OTHER_PLANNER,
    OTHER_STEWARD,
    PLANNER,
    STEWARD,
    approved,
    draft,
    figure,
    plan_rows,
    published,
    row,
    staged,
    with_plan,
)

S, P, A = Role.STEWARD, Role.PLANNER, Role.ADMINISTRATOR
# Written down a second time, from the design: who reports, who judges, who keeps accounts.
EXPECTED: dict[Act, tuple[set[Role], bool]] = {
    Act.LOAD: ({S, P}, False),
    Act.SUBMIT: ({S, P}, False),
    Act.WITHDRAW: ({S, P}, False),
    Act.APPROVE: ({P}, True),
    Act.GIVE_BACK: ({P}, False),
    Act.PUBLISH: ({P}, False),
    Act.ANNOUNCE: ({P}, False),
    Act.LOAD_PLAN: ({P, A}, False),
    Act.CHANGE_PLAN: ({P}, False),
    Act.ATTACH: ({S, P}, False),
    Act.MARK_EVIDENCE: ({P}, True),
    Act.SEE_ORIGIN: ({S, P}, False),
    Act.ERASE: ({A}, False),
    Act.AGREE_TO_ERASE: ({P}, False),
    Act.KEEP_ACCOUNTS: ({A}, False),
}


def test_every_act_is_in_the_policy_and_allows_just_whom_it_should() -> None:
    assert set(POLICY) == set(Act) == set(EXPECTED)
    assert {act: (set(of.roles), of.another) for act, of in POLICY.items()} == EXPECTED


def account(role: Role, *, disabled: bool = False) -> Account:
    return Account("ana", "Ana", role, "MIN" if role is Role.STEWARD else None, disabled=disabled)


def verdict(who: Account, act: Act, **about: Any) -> str | None:
    try:
        policy.check(who, act, **about)
    except RuleRefused as refused:
        return refused.code
    return None


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("entity", [None, "MIN", "OFI"])
@pytest.mark.parametrize("did", [None, {}, {"loaded": "ana"}, {"submitted": "ana", "loaded": "eva"}, {"loaded": "eva"}])
def test_the_matrix(act: Act, role: Role, entity: str | None, did: dict[str, str | None] | None) -> None:
    roles, another = EXPECTED[act]
    expected = None
    if role not in roles:
        expected = "wrong_role"
    elif role is Role.STEWARD and entity == "OFI":
        expected = "other_entity"
    elif another and "ana" in (did or {}).values():
        expected = "own_approval"
    assert verdict(account(role), act, entity=entity, did=did) == expected
    assert verdict(account(role, disabled=True), act, entity=entity, did=did) == "disabled_account"


def test_an_act_that_the_policy_does_not_know_is_not_allowed() -> None:
    with pytest.raises(LookupError):
        policy.check(account(Role.PLANNER), "publish_all")  # type: ignore[arg-type]


# Through the functions that write --------------------------------------------------------------------------------

MINE = FigureRef(COUNT, "MIN", Quarter(2023, 3))
NEWCOMER = Account("nora", "Nora", Role.PLANNER, None, disabled=False)
DISABLED, UNKNOWN = "diana", "nadie"
PEOPLE = {
    STEWARD: Role.STEWARD, OTHER_STEWARD: Role.STEWARD, PLANNER: Role.PLANNER, OTHER_PLANNER: Role.PLANNER,
    ADMINISTRATOR: Role.ADMINISTRATOR,
}  # fmt: skip
LATER = MONDAY + timedelta(days=100)


@dataclass(frozen=True)
class Scene:
    """The numbers of returns of MIN that wait for each act."""

    staged: int
    submitted: int
    plan: int


@dataclass(frozen=True)
class Try:
    """An act by its function; `entity` is whose it is, `did` who may not because of what they did before."""

    act: Act
    does: Callable[[Session, Scene, str], object]
    entity: str | None = None
    did: frozenset[str] = frozenset()


def changed_plan() -> list[Any]:
    return [*plan_rows(), row("entities", code="NEW", name_es="Nueva", name_en="New")]


TRIES = {
    "load": Try(
        Act.LOAD,
        lambda s, _, who: arrivals.stage(s, draft(figure(quarter="2022-Q1"), quarter="2022-Q1"), who=who, now=MONDAY),
        "MIN",
    ),
    "load refused": Try(
        Act.LOAD,
        lambda s, _, who: arrivals.refuse(
            s,
            arrivals.Refusal("quarterly_return", "1", "1", "MIN", None, "r.csv", "f" * 64, {"number_form": 1}),
            who=who,
            now=MONDAY,
        ),
    ),
    "submit": Try(Act.SUBMIT, lambda s, at, who: returns.submit(s, at.staged, who=who, now=MONDAY), "MIN"),
    "withdraw": Try(
        Act.WITHDRAW, lambda s, at, who: returns.withdraw(s, at.staged, who=who, now=MONDAY, note="n"), "MIN"
    ),
    "approve": Try(
        Act.APPROVE,
        lambda s, at, who: returns.approve(s, at.submitted, who=who, now=MONDAY),
        did=frozenset({STEWARD, OTHER_PLANNER}),
    ),
    "give back": Try(
        Act.GIVE_BACK, lambda s, at, who: returns.give_back(s, at.submitted, who=who, now=MONDAY, note="n")
    ),
    "publish": Try(Act.PUBLISH, lambda s, _, who: releases.publish(s, who=who, now=MONDAY, note="n")),
    "announce": Try(
        Act.ANNOUNCE,
        lambda s, _, who: announcements.announce(s, reference=Quarter(2023, 4), at=LATER, who=who, now=MONDAY),
    ),
    "load plan": Try(
        Act.LOAD_PLAN,
        lambda s, _, who: plan_changes.load(s, plan_rows(), kind="real", who=who, now=MONDAY, note="n"),
    ),
    "change plan": Try(
        Act.CHANGE_PLAN,
        lambda s, _, who: plan_changes.load(
            s, changed_plan(), kind="real", who=who, now=MONDAY, note="n", change="source", reason="Decreto"
        ),
    ),
    "submit a plan change": Try(Act.CHANGE_PLAN, lambda s, at, who: returns.submit(s, at.plan, who=who, now=MONDAY)),
    "withdraw a plan change": Try(
        Act.CHANGE_PLAN, lambda s, at, who: returns.withdraw(s, at.plan, who=who, now=MONDAY, note="n")
    ),
    "attach": Try(
        Act.ATTACH, lambda s, _, who: evidence.attach(s, MINE, b"%PDF", "informe.pdf", who=who, now=MONDAY), "MIN"
    ),
    "mark evidence": Try(
        Act.MARK_EVIDENCE,
        lambda s, _, who: evidence.mark(s, MINE, verified=True, note="n", who=who, now=MONDAY),
        did=frozenset({STEWARD}),
    ),
    "see origin": Try(
        Act.SEE_ORIGIN, lambda s, _, who: origins.origin(s, MINE, number=None, who=who, now=MONDAY), "MIN"
    ),
    "erase": Try(
        Act.ERASE,
        lambda s, _, who: erasure.erase(s, MINE, ground="Ley", who=who, agreed_by=PLANNER, now=MONDAY),
    ),
    "agree to erase": Try(
        Act.AGREE_TO_ERASE,
        lambda s, _, who: erasure.erase(s, MINE, ground="Ley", who=ADMINISTRATOR, agreed_by=who, now=MONDAY),
    ),
    "add an account": Try(Act.KEEP_ACCOUNTS, lambda s, _, who: accounts.add(s, NEWCOMER, now=MONDAY, by=who)),
    "disable an account": Try(Act.KEEP_ACCOUNTS, lambda s, _, who: accounts.disable(s, PLANNER, now=MONDAY, by=who)),
}  # fmt: skip


def set_the_scene(store: Store) -> None:
    """Something published with evidence, something of each sort that waits, and an account out of use."""
    with_plan(store)
    held = figure(value=3, quarter="2023-Q3", evidence_kind="informe", evidence_reference="Informe 3")
    published(store, draft(held, quarter="2023-Q3"))
    staged(store, draft(figure(quarter="2023-Q1"), quarter="2023-Q1"))
    with store.write() as session:
        submitted = arrivals.stage(session, draft(figure()), who=STEWARD, now=MONDAY).return_id
        returns.submit(session, submitted, who=OTHER_PLANNER, now=MONDAY)
        labelled = [*plan_rows(), row("entities", code="OTRA", name_es="Otra", name_en="Other")]
        plan_changes.load(
            session, labelled, kind="real", who=OTHER_PLANNER, now=MONDAY, note="n", change="source", reason="Decreto"
        )
        accounts.add(session, Account(DISABLED, "", Role.PLANNER, None, disabled=False), now=MONDAY, by=ADMINISTRATOR)
        accounts.disable(session, DISABLED, now=MONDAY, by=ADMINISTRATOR)
    approved(store, draft(figure(quarter="2022-Q4"), quarter="2022-Q4"))


def scene(store: Store) -> Scene:
    c = tables.returns.c
    with store.read() as session:
        found = {
            (r.job, r.state): r.id for r in session.execute(select(c.id, c.job, c.state).where(c.state != "published"))
        }
    job = "quarterly_return"
    return Scene(found[job, "staged"], found[job, "submitted"], found[tables.PLAN_JOB, "staged"])


def everything(store: Store) -> list[object]:
    with store.read() as session:
        return [tuple(one) for table in tables.metadata.sorted_tables for one in session.execute(select(table))]


class Undone(Exception):
    """What was allowed is not kept, so that the next one finds the same scene."""


def attempt(store: Store, at: Scene, what: Try, who: str) -> str | None:
    """The code by which an act is refused; None where it went through (and is undone)."""
    try:
        with store.write() as session:
            what.does(session, at, who)
            raise Undone
    except RuleRefused as refused:
        return refused.code
    except Undone:
        return None


def expected_of(what: Try, who: str) -> str | None:
    if who in (DISABLED, UNKNOWN):
        return {DISABLED: "disabled_account", UNKNOWN: "unknown_account"}[who]
    roles, another = EXPECTED[what.act]
    if PEOPLE[who] not in roles:
        return "wrong_role"
    if what.entity and PEOPLE[who] is Role.STEWARD and who != STEWARD:
        return "other_entity"
    return "own_approval" if another and who in what.did else None


def test_every_act_is_tried_by_its_function() -> None:
    assert {what.act for what in TRIES.values()} == set(Act)


def test_every_act_by_everybody_through_the_functions_that_write(engine: Engine) -> None:
    """Who may not is refused by the rule that says so, and nothing is written: no row, no entry in the record."""
    store = open_store(from_template(engine, "policy", set_the_scene))
    at, before = scene(store), everything(store)
    wrong = []
    for name, what in TRIES.items():
        for who in (*PEOPLE, DISABLED, UNKNOWN):
            found, expected = attempt(store, at, what, who), expected_of(what, who)
            if found != expected:
                wrong.append((name, who, found, expected))
            if everything(store) != before:
                wrong.append((name, who, "left something behind", None))
    store.close()
    assert wrong == []
