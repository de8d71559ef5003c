"""The text of a request for information, to be copied: what is asked, of whom, by which law. Pure.

It names no person: whoever hands it in writes name and address in the places left for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.texts import Texts
from indicators.information_gaps import InformationGap
from indicators.periods import Quarter
from indicators.plan import Plan


@dataclass(frozen=True, slots=True)
class Asked:
    """One indicator in a letter, and each thing that is asked of it."""

    head: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in one language: what stands before what is asked, what is asked, what stands after."""

    lang: str
    opening: tuple[str, ...]
    asked: tuple[Asked, ...]
    closing: tuple[str, ...]


def letter(entity: str, gaps: Iterable[InformationGap], plan: Plan, texts: Texts) -> Letter:
    """The request to `entity` ("" where nobody is named) for what `gaps` lack."""
    known = plan.entity(entity)
    limit = plan.registers.answer_term
    law = plan.instrument(limit.instrument) if limit else None
    named = texts.of(law.title) if law else texts("letter.any_law")
    opening = (
        texts("letter.place"),
        texts("letter.to", entity=f"{texts.of(known.name)} ({known.code})" if known else texts("letter.any_entity")),
        texts("letter.subject", plan=plan.title),
        texts("letter.who", law=named, plan=plan.title),
    )
    closing = [texts("letter.no_persons"), texts("letter.form")]
    if limit:
        closing.append(texts("letter.term", law=named, count=int(limit.value)))
    closing.append(texts("letter.end"))
    return Letter(texts.lang, opening, tuple(_asked(gap, plan, texts) for gap in gaps), tuple(closing))


def _asked(gap: InformationGap, plan: Plan, texts: Texts) -> Asked:
    indicator = gap.indicator
    action = plan.action(indicator.action)
    page = indicator.cited.page
    head = texts(
        "letter.indicator",
        title=indicator.title,
        code=indicator.code,
        page=texts("letter.page", page=page) if page is not None else texts("letter.no_page"),
        action=action.title if action else indicator.action,
    )
    items = []
    if gap.quarters:
        items.append(
            texts("letter.figure", count=len(gap.quarters), quarters=texts.listed(_spans(gap.quarters, texts)))
        )
        items.append(texts("letter.file"))
        items.append(texts("letter.evidence"))
    tried = ((gap.no_target, "target"), (gap.no_baseline, "baseline"), (gap.assumed, "responsible"))
    items += [texts(f"letter.{name}") for applies, name in tried if applies]
    ended = [texts("letter.item", what=item) for item in items[:-1]]
    return Asked(head, (*ended, *(texts("letter.last_item", what=item) for item in items[-1:])))


def _spans(quarters: Iterable[Quarter], texts: Texts) -> list[str]:
    """Quarters in time, runs of them shortened to their ends."""
    runs: list[list[Quarter]] = []
    for quarter in quarters:
        if runs and quarter - runs[-1][-1] == 1:
            runs[-1].append(quarter)
        else:
            runs.append([quarter])
    return [
        texts.quarter_long(run[0]) if len(run) == 1 else texts("letter.run", first=run[0], last=run[-1]) for run in runs
    ]
