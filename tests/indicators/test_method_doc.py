"""The examples of `docs/method.md` are true: each block is read, judged and compared line by line."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from indicators.periods import Quarter, quarters
from indicators.plan import Direction, Indicator, Kind, Plan, Stage, Target, TermVersion, Unit, Window
from indicators.progress import Observation, Progress, Range, State, decimals_shown
from indicators.rollup import ActionState, action_progress
from tests.builders import (
    HERE,
    ORIGINAL,
    action,
    baseline,
    indicator,
    judged,
    nothing,
    observation,
    plan,
    quarter,
    step,
    target,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "method.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```example\n(.*?)```", TEXT, re.DOTALL)
FINAL = date(2025, 12, 31)


def parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def read(block: str) -> tuple[dict[str, str], dict[str, str]]:
    """What is given and what shall come out."""
    given: dict[str, str] = {}
    claimed: dict[str, str] = {}
    for line in block.strip().splitlines():
        name, _, value = line.removeprefix("=> ").partition(": ")
        (claimed if line.startswith("=> ") else given)[name] = value
    return given, claimed


def target_of(text: str) -> Target:
    """`2022-12-31 = 40`, then `in year` or `version 2`."""
    match = re.fullmatch(r"(\S+) = (\S+)( in year)?(?: version (\d))?", text)
    assert match, text
    window = Window.IN_YEAR if match[3] else Window.SINCE_START
    return target(match[2], match[1], window=window, version=int(match[4] or 1))


def figures_of(text: str) -> list[Observation]:
    """`2021-Q3..2021-Q4 = 10`: a quarter or several, and what was reported of each; the later of two counts."""
    written, _, said = text.partition(" = ")
    first, _, last = written.partition("..")
    return [figure_of(str(q), said) for q in quarters(quarter(first), quarter(last or first))]


def figure_of(written: str, said: str) -> Observation:
    if said == "nothing":
        return nothing(written)
    if said.startswith("step "):
        return observation(written, 1, step=said.removeprefix("step "))
    if "/" in said:
        over, under = said.split("/")
        return observation(written, numerator=Decimal(over), denominator=Decimal(under))
    if said[0].isalpha():
        stage, _, act = said.partition(" by ")
        return observation(written, stage=Stage(stage), act=act)
    value, _, so_far = said.partition(" so far ")
    return observation(written, value, so_far=Decimal(so_far) if so_far else None)


def subject_of(given: dict[str, str]) -> Indicator:
    changes: dict[str, Any] = {"targets": tuple(target_of(t) for t in parts(given.get("targets", "")))}
    changes["steps"] = tuple(step(*s.split()) for s in parts(given.get("steps", "")))
    changes["direction"] = Direction(given.get("direction", "up"))
    changes["unit"] = Unit(given.get("unit", "número"))
    changes["baseline"] = baseline(given["baseline"]) if "baseline" in given else None
    return indicator(Kind(given["kind"]), **changes)


def plan_of(subject: Indicator, given: dict[str, str]) -> Plan:
    terms = [ORIGINAL]
    if "extended" in given:
        end, since = given["extended"].split(" since ")
        terms.append(TermVersion(2, date.fromisoformat(end), date.fromisoformat(since), "DS-2", HERE))
    return plan(action(subject), terms=tuple(terms))


def written(value: Range | Decimal | date | None) -> str:
    """A result as the document writes it: two decimals at most, a range as `a to b`."""
    if isinstance(value, Range):
        return written(value.low) if value.exact else f"{written(value.low)} to {written(value.high)}"
    if isinstance(value, Decimal):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def outcome(result: Progress) -> dict[str, str]:
    """Everything that an example may claim, as the document writes it."""
    found: dict[str, Range | Decimal | date | None] = {
        "obtained": result.obtained,
        "due": result.due,
        "expected": result.expected,
        "final": result.final,
        "attainment": result.attainment,
        "ATI": result.ati,
        "ATII": result.atii,
        "pace": result.pace_needed,
        "deadline": result.deadline,
        "past original": result.past_original,
    }
    light = {"decimals": str(decimals_shown(result.attainment.low))} if result.attainment else {}
    coverage = {"coverage": f"{result.reported} of {result.reports_due}"}
    return {name: written(value) for name, value in found.items()} | light | coverage | {"state": str(result.state)}


def judged_example(given: dict[str, str]) -> dict[str, str]:
    subject = subject_of(given)
    said: dict[tuple[Quarter, str], Observation] = {}
    for figure in (f for text in parts(given["figures"]) for f in figures_of(text)):
        said[figure.quarter, figure.step] = figure
    return outcome(judged(subject, *said.values(), at=given["at"], of=plan_of(subject, given)))


def rolled_up_example(given: dict[str, str]) -> dict[str, str]:
    """`action: met 5; not_viable -`: states with what was obtained."""
    of: dict[str, Progress] = {}
    for number, (state, total) in enumerate(line.split() for line in parts(given["action"])):
        blank = replace(judged(indicator()), state=State(state))
        seen: dict[str, Any] = {}
        if total != "-":
            seen = {"obtained": Range(Decimal(total), Decimal(total)), "last_reported": quarter("2023-Q4")}
        of[str(number)] = replace(blank, **seen)
    as_of = {"over": date(2026, 1, 1), "running": FINAL}[given["term"]]
    result = action_progress(action(*(indicator(code=code) for code in of)), of, end=FINAL, as_of=as_of)
    return {"state": str(result.state), "with data": f"{result.with_data} of {result.indicators}"}


@pytest.mark.parametrize("block", BLOCKS)
def test_the_example_is_true(block: str) -> None:
    given, claimed = read(block)
    assert claimed, "an example must claim something"
    found = rolled_up_example(given) if "action" in given else judged_example(given)
    assert {name: found[name] for name in claimed} == claimed


def listed(heading: str) -> list[str]:
    """The code words of the numbered list under `heading`."""
    section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\d+\. `(\w+)`", section, re.MULTILINE)


def test_the_document_lists_the_states_in_the_order_of_the_code() -> None:
    assert listed("States, in the order in which they are tried") == [str(state) for state in State]
    assert listed("An action, and the plan") == [str(state) for state in ActionState]


def test_the_document_names_every_kind() -> None:
    section = TEXT.split("## Kinds of indicator\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)[1:] == [str(kind) for kind in Kind]


def test_an_example_with_a_wrong_number_would_be_noticed() -> None:
    given, claimed = read(BLOCKS[0])
    assert claimed["obtained"] == "80 to 100"
    assert judged_example(given | {"at": "2023-Q3"})["obtained"] != claimed["obtained"]
