"""The targets of an indicator's page: of every version of the term known, with what each rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.documents.page import cited
from dashboard.documents.plan_changes import term_of_version
from dashboard.texts import Texts
from indicators.plan import Basis, Plan, Step, Target
from indicators.results import IndicatorDetail
from indicators.targets import known_targets, steps_of


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """The dated targets (or steps) of one version of the term that rest on the same thing. `standing` says whether they
    are in force, replaced, or published and not in force yet."""

    name: str
    basis: str
    ground: str
    page: str
    window: str
    standing: str
    items: tuple[str, ...]


def target_groups(result: IndicatorDetail, texts: Texts) -> tuple[TargetGroup, ...]:
    """The targets of every version published (of a programme, its steps), the newest version first."""
    known = result.plan.version_in_force(result.release.reference.end)
    return (*_targets(result, texts, known=known), *_steps(result, texts, known=known))


def _standing(version: int, plan: Plan, texts: Texts, *, known: int, in_force: bool) -> str:
    """Versions after `known`, the one in force at the reference quarter's end, begin with their term."""
    term = term_of_version(plan, version)
    if version > known and term is not None:
        return texts("target.ahead", date=term.since)
    return texts("target.in_force" if in_force else "target.replaced")


def _targets(result: IndicatorDetail, texts: Texts, *, known: int) -> Iterator[TargetGroup]:
    ahead = [(target, False) for target in result.indicator.targets if target.version > known]
    listed = sorted((*known_targets(result.indicator, known), *ahead), key=lambda one: _target_order(one[0]))
    for _, found in groupby(listed, key=lambda one: _target_order(one[0])[:-1]):
        same = list(found)
        first, in_force = same[0]
        standing = _standing(first.version, result.plan, texts, known=known, in_force=in_force)
        yield _target_group([target for target, _ in same], result.plan, texts, standing=standing)


def _target_order(target: Target) -> tuple[int, str, str, str, str]:
    return (-target.version, target.basis, target.window, target.instrument, target.date.isoformat())


def _target_group(targets: Sequence[Target], plan: Plan, texts: Texts, *, standing: str) -> TargetGroup:
    first = targets[0]
    return TargetGroup(
        name=texts("target.version", version=first.version),
        basis=texts(f"basis.{first.basis}"),
        ground=_ground(first.instrument, first.version, plan, texts),
        page=cited(first.cited, texts) if first.basis is Basis.PLAN else "",
        window=texts(f"window.{first.window}"),
        standing=standing,
        items=tuple(texts("target.item", date=target.date, value=target.value) for target in targets),
    )


def _steps(result: IndicatorDetail, texts: Texts, *, known: int) -> Iterator[TargetGroup]:
    """A step whose date a later version moved stands apart from those of its version that are still in force."""
    in_force = frozenset(steps_of(result.indicator, known))

    def order(step: Step) -> tuple[int, bool, str, str, str]:
        return (-step.version, step not in in_force, step.basis, step.due.isoformat(), step.code)

    listed = sorted(result.indicator.steps, key=order)
    for _, found in groupby(listed, key=lambda step: order(step)[:3]):
        same = list(found)
        yield TargetGroup(
            name=texts("target.version", version=same[0].version),
            basis=texts(f"basis.{same[0].basis}"),
            ground=_ground("", same[0].version, result.plan, texts),
            page="",
            window=texts("target.steps"),
            standing=_standing(same[0].version, result.plan, texts, known=known, in_force=same[0] in in_force),
            items=tuple(texts("target.item", date=step.due, value=step.title) for step in same),
        )


def _ground(code: str, version: int, plan: Plan, texts: Texts) -> str:
    """The legal act that a target rests on; of a term's version, the act that set the term."""
    term = term_of_version(plan, version)
    instrument = plan.instrument(code or (term.instrument if term else ""))
    return texts.of(instrument.title) if instrument else code
