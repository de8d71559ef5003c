"""What the pages of the registers share: where a row is read and which return brought it, dates as well as they are
known, links to what a row is about with its status. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.documents.page import Chip, action_chip, cited, state_chip
from dashboard.saying import amount
from dashboard.sentences import Sentence, sentence
from dashboard.texts import NoSuchText, Texts
from indicators.plan import Plan
from indicators.register_view import RegisterView
from indicators.results import IndicatorStatus, RowOrigin
from indicators.words import Cited, Text, TextBasis

_OUTSIDE_A_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class ReadAt:
    """Where a row is read: a source of the plan (`title`, publisher, address, page of the plan, what there is to know
    of it), or the words of the return that brought it (`reference`). `brought` says which, with its file's hash."""

    title: Text | None
    publisher: str
    url: str
    page: str
    note: str
    reference: str
    brought: Sentence | None
    file_hash: str


@dataclass(frozen=True, slots=True)
class Link:
    """What a row is about: an action, or an indicator with its figure, and where it stands in this release."""

    path: str
    label: Text
    chip: Chip
    amount: Sentence | None
    page: str
    in_plan: bool


@dataclass(frozen=True, slots=True)
class Who:
    """Whose doing something is: a name, and the page of the entity where it has one."""

    name: Text | str
    path: str = ""


def read_at(
    where: Cited | None, plan: Plan, texts: Texts, *, reference: str = "", origin: RowOrigin | None = None
) -> ReadAt:
    """Where a row is read."""
    source = plan.source(where.source) if where else None
    return ReadAt(
        title=source.title if source else None,
        publisher=source.publisher if source else "",
        url=source.url if source else "",
        page=cited(where, texts) if where else "",
        note=source.note if source else "",
        reference=reference,
        brought=brought_sentence(origin) if origin else None,
        file_hash=origin.file_hash if origin else "",
    )


def brought_sentence(origin: RowOrigin) -> Sentence:
    """Which return brought a row, and since which release it stands."""
    return sentence(
        "register.brought",
        entity=origin.entity,
        quarter=origin.quarter,
        received=origin.received_on,
        approved=origin.approved_on,
        number=origin.from_release,
    )


def anchor(*parts: object) -> str:
    """The name of a row on its page, to be linked to."""
    return "-".join(_OUTSIDE_A_NAME.sub("-", str(part)) for part in parts if str(part))


def who(code: str, plan: Plan) -> Who | None:
    """An entity with its page; None where no code is given."""
    if not code:
        return None
    return Who(entity_name(code, plan), f"entities/{code}" if plan.entity(code) else "")


def entity_name(code: str, plan: Plan) -> Text | str:
    """The name of an entity, its code where the plan does not list it."""
    entity = plan.entity(code)
    return entity.name if entity else code


def action_link(code: str, view: RegisterView, texts: Texts) -> Link | None:
    """The action with `code` and where it stands; None where there is none."""
    status = view.action(code)
    if status is None:
        return None
    chip = action_chip(status.progress.state, texts)
    action = status.action
    return Link(f"actions/{action.code}", action.label, chip, None, cited(action.cited, texts), in_plan=True)


def indicator_link(status: IndicatorStatus, texts: Texts) -> Link:
    """An indicator with its figure and where it stands."""
    indicator, progress = status.indicator, status.progress
    return Link(
        path=f"indicators/{indicator.code}",
        label=indicator.label,
        chip=state_chip(progress.state, texts),
        amount=amount(indicator, progress),
        page=cited(indicator.cited, texts) if indicator.in_plan else "",
        in_plan=indicator.in_plan,
    )


def are_ours(shown: Iterable[Text | None], lang: str) -> bool:
    """Whether any of the texts shown in `lang` was worded by this site."""
    return any(text.basis_in(lang) is TextBasis.OURS for text in shown if text)


def word_or(key: str, code: str, texts: Texts) -> str:
    """The word for a code that a plan may choose freely; the code itself where the catalogue has none."""
    try:
        return texts(f"{key}.{code}")
    except NoSuchText:
        return code.replace("_", " ")
