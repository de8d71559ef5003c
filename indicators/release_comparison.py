"""What changed between two releases: figures with class and reason, where every indicator stood in both. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.plan import Plan
from indicators.results import Change, Figure, IndicatorDetail, PlanChanged, Release


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator in two releases; None where a release does not have it.

    `changes` are those of its figures that came in between, newest first, with their class and reason; `added`,
    `changed` and `withdrawn` count figures, splits included, as the two releases differ: one that changed twice is
    one, one that came and went in between is none.
    """

    before: IndicatorDetail | None
    after: IndicatorDetail | None
    added: int
    changed: int
    withdrawn: int
    changes: tuple[Change, ...]

    @property
    def detail(self) -> IndicatorDetail:
        """The indicator as the later release has it, as the earlier one where that has it no more."""
        found = self.after or self.before
        if found is None:
            raise LookupError("an indicator of neither release")
        return found

    @property
    def state_changed(self) -> bool:
        """Whether its status is another one, or only one of the releases has it."""
        return self.before is None or self.after is None or self.before.progress.state != self.after.progress.state

    @property
    def differs(self) -> bool:
        """Whether anything of it is told otherwise."""
        return self.state_changed or bool(self.added or self.changed or self.withdrawn or self.changes)


@dataclass(frozen=True, slots=True)
class ReleaseComparison:
    """Two of the `offered` releases (those up to the one shown, `release`), `earlier` not after `later`, and every
    indicator of either in the plan's order. Where they are one and the same there is nothing to compare."""

    release: Release
    releases: tuple[Release, ...]
    plan: Plan
    earlier: Release
    later: Release
    lines: tuple[Compared, ...]
    plan_changes: tuple[PlanChanged, ...]

    @property
    def offered(self) -> tuple[Release, ...]:
        """The releases that can be chosen, oldest first."""
        return tuple(release for release in self.releases if release.number <= self.release.number)


def pair(shown: Release, published: tuple[Release, ...], chosen: Mapping[str, str]) -> tuple[Release, Release]:
    """The earlier and the later release of those named `from` and `to`, in whichever order they are named."""
    offered = {str(release.number): release for release in published if release.number <= shown.number}
    later = offered.get(chosen.get("to", ""), shown)
    before = offered.get(str(later.number - 1), later)
    one, other = sorted((offered.get(chosen.get("from", ""), before), later), key=lambda release: release.number)
    return one, other


def lines(
    before: tuple[IndicatorDetail, ...], after: tuple[IndicatorDetail, ...], earlier: Release
) -> tuple[Compared, ...]:
    """Every indicator of either release, in the order of the later one, then those that it has no more."""
    then = {detail.indicator.code: detail for detail in before}
    now = {detail.indicator.code: detail for detail in after}
    return tuple(compared(then.get(code), now.get(code), earlier) for code in dict.fromkeys((*now, *then)))


def compared(before: IndicatorDetail | None, after: IndicatorDetail | None, earlier: Release) -> Compared:
    """One indicator as two releases have it. Figures differ where the later release has a version of its own."""
    then, now = _by_key(before), _by_key(after)
    changes = after.changes if after else ()
    return Compared(
        before=before,
        after=after,
        added=len(now.keys() - then.keys()),
        changed=sum(now[key].from_release > earlier.number for key in now.keys() & then.keys()),
        withdrawn=len(then.keys() - now.keys()),
        changes=tuple(change for change in changes if change.release > earlier.number),
    )


def _by_key(detail: IndicatorDetail | None) -> dict[tuple[object, ...], Figure]:
    return {figure.key: figure for figure in detail.figures} if detail else {}
