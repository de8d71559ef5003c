"""Changes of the plan in words: on the page of releases each whole, on an indicator's what concerns it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.texts import Texts
from indicators.plan import Plan, Step, Target, TermVersion
from indicators.results import IndicatorDetail, PlanChanged, PromiseChanged, RowsChanged, TermChanged

# Kinds of row that are told one by one.
PROMISED = ("terms", "targets", "steps")


@dataclass(frozen=True, slots=True)
class PlanChangeWords:
    """A change of the plan: its release and day, what it changed, each with the page that it leads to ("" for none)
    and that page's name, then which kinds of rows, and class and reason."""

    head: str
    items: tuple[tuple[str, str, str], ...]
    rows: str
    why: str


def plan_change_words(changed: PlanChanged, plan: Plan, texts: Texts, *, named: bool = True) -> PlanChangeWords:
    """One change of the plan, whole; on an indicator's own page (not `named`) promises go without its name and are
    not counted again among the rows."""
    items = [("", "", _term_words(term, plan, texts)) for term in changed.terms]
    items += [_promise_item(promise, plan, texts, named=named) for promise in changed.promises]
    return PlanChangeWords(
        head=texts("change.head", number=changed.release, date=changed.published_on),
        items=tuple(items),
        rows=_rows_words([of for of in changed.rows if named or of.kind not in PROMISED], texts),
        why=texts("change.why", kind=texts(f"change_class.{changed.change.replace(' ', '_')}"), reason=changed.reason),
    )


def plan_changes(result: IndicatorDetail, texts: Texts) -> tuple[PlanChangeWords, ...]:
    """What changes of the plan did to an indicator, newest first."""
    return tuple(plan_change_words(changed, result.plan, texts, named=False) for changed in result.plan_changes)


def _term_words(changed: TermChanged, plan: Plan, texts: Texts) -> str:
    after, before = changed.after, changed.before
    return texts(
        "plan_change.term" if before else "plan_change.term_first",
        version=after.version,
        end=after.end,
        before=before.end if before else None,
        since=after.since,
        instrument=_title(after.instrument, plan, texts),
    )


def _promise_item(changed: PromiseChanged, plan: Plan, texts: Texts, *, named: bool) -> tuple[str, str, str]:
    indicator = plan.indicator(changed.indicator)
    name = (texts.of(indicator.label) if indicator else changed.indicator) if named else ""
    path = f"indicators/{changed.indicator}" if named and indicator else ""
    before, after = (_listed(side, texts) for side in (changed.before, changed.after))
    # Dates that the versions share are no news.
    gone, new = ([words for words in one if words not in other] for one, other in ((before, after), (after, before)))
    words = texts(
        "plan_change.promises" if gone else "plan_change.promises_new",
        count=len(new or after),
        version=changed.version,
        before="; ".join(gone),
        after="; ".join(new or after),
        act=_act(changed, plan, texts),
    )
    return path, name, words


def _listed(promised: Iterable[Target | Step], texts: Texts) -> list[str]:
    return [
        texts("target.item", date=one.due, value=one.title)
        if isinstance(one, Step)
        else texts("target.item", date=one.date, value=one.value)
        for one in promised
    ]


def _act(changed: PromiseChanged, plan: Plan, texts: Texts) -> str:
    """The legal acts that the promises rest on: their own, else the one that set their version of the term."""
    term = term_of_version(plan, changed.version)
    own = {one.instrument for one in changed.after if isinstance(one, Target) and one.instrument}
    codes = sorted(own) or ([term.instrument] if term else [])
    return texts.listed(_title(code, plan, texts) for code in codes)


def term_of_version(plan: Plan, version: int) -> TermVersion | None:
    """The term's version of this number; None where the plan has none."""
    return next((term for term in plan.terms if term.version == version), None)


def _title(code: str, plan: Plan, texts: Texts) -> str:
    instrument = plan.instrument(code)
    return texts.of(instrument.title) if instrument else code


def _rows_words(changed: Iterable[RowsChanged], texts: Texts) -> str:
    """Which kinds of rows of the plan changed, and how many."""
    told = []
    for one in changed:
        amounts = [(name, getattr(one, name)) for name in ("added", "changed", "removed")]
        counted = texts.listed(texts(f"plan_rows.{name}", count=count) for name, count in amounts if count)
        told.append(texts("plan_rows.of", kind=texts(f"plan_kind.{one.kind}"), counted=counted))
    return texts("plan_rows", kinds="; ".join(told)) if told else ""
