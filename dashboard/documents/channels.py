"""The page of channels: where to ask and where to complain, by what for, and what to do where nobody answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jinja2 import Environment

from dashboard.documents.norms import value_sentence
from dashboard.documents.page import Visit, frame, marked
from dashboard.documents.register_parts import ReadAt, Who, anchor, are_ours, entity_name, read_at, who
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.plan import Plan
from indicators.register_codes import ChannelKind, LimitUnit
from indicators.register_view import RegisterView
from indicators.registers import Channel, Limit
from indicators.words import Text

_NOT_DIALLED = re.compile(r"[^0-9+]")
_WEB = re.compile(r"https?://\S+")
_SCHEMES = {ChannelKind.PHONE: "tel:", ChannelKind.EMAIL: "mailto:"}


@dataclass(frozen=True, slots=True)
class Line:
    """One channel: how it is reached, whose it is, when it was stated and when somebody last tried it."""

    anchor: str
    kind: str
    address: str
    href: str
    entity: Who | None
    stated: Sentence
    checked: Sentence
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class Purpose:
    """What channels are for, with those channels."""

    anchor: str
    title: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term in which the State has to answer."""

    value: Sentence
    text: Text
    instrument: Text | str
    anchor: str
    read_at: ReadAt


def render(result: RegisterView, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    plan = result.plan
    channels = plan.registers.channels
    answer = answer_sentence(channels, plan)
    return templates.get_template("channels.html").render(
        frame(plan, result.release, result.releases, texts, visit=visit),
        title=texts("channels.title"),
        description=marked(answer, texts, demonstration=result.release.demonstration),
        answer=answer,
        purposes=_purposes(channels, plan, texts),
        deadlines=tuple(
            _deadline(limit, plan, texts) for limit in plan.registers.limits if limit.unit is LimitUnit.WORKING_DAYS
        ),
        are_ours=are_ours([channel.purpose for channel in channels], texts.lang),
    )


def answer_sentence(channels: tuple[Channel, ...], plan: Plan) -> Sentence:
    """How many channels there are, of whom, and whether anybody has tried them."""
    if not channels:
        return sentence("channels.none")
    codes = dict.fromkeys(channel.entity for channel in channels)
    entities = tuple(sentence("channels.of", entity=entity_name(code, plan)) for code in codes if code)
    tried = sum(1 for channel in channels if channel.checked_on)
    checked = sentence("channels.checked", count=tried) if tried else sentence("channels.never_checked")
    return sentence("channels.says", count=len(channels), entities=entities, checked=checked)


def _purposes(channels: tuple[Channel, ...], plan: Plan, texts: Texts) -> tuple[Purpose, ...]:
    """Channels by what they are for: what most of them are for first, then in the register's order."""
    found: dict[str, list[Channel]] = {}
    for channel in channels:
        found.setdefault(texts.of(channel.purpose), []).append(channel)
    return tuple(
        Purpose(
            anchor("purpose", place),
            grouped[0].purpose,
            tuple(_line(channel, plan, texts) for channel in grouped),
        )
        for place, grouped in enumerate(sorted(found.values(), key=len, reverse=True), start=1)
    )


def _line(channel: Channel, plan: Plan, texts: Texts) -> Line:
    return Line(
        anchor=anchor(channel.code),
        kind=texts(f"channel_kind.{channel.kind}"),
        address=channel.address,
        href=href(channel),
        entity=who(channel.entity, plan),
        stated=sentence("channels.stated_on", date=channel.stated_on)
        if channel.stated_on
        else sentence("channels.stated_unknown"),
        checked=sentence("channels.checked_on", date=channel.checked_on)
        if channel.checked_on
        else sentence("channels.unchecked"),
        read_at=read_at(channel.cited, plan, texts),
    )


def href(channel: Channel) -> str:
    """The address to tap; "" where it is none."""
    if channel.kind is ChannelKind.WEB:
        return channel.address if _WEB.fullmatch(channel.address) else ""
    if channel.kind not in _SCHEMES:
        return ""
    address = _NOT_DIALLED.sub("", channel.address) if channel.kind is ChannelKind.PHONE else channel.address
    return f"{_SCHEMES[channel.kind]}{address}"


def _deadline(limit: Limit, plan: Plan, texts: Texts) -> Deadline:
    instrument = plan.instrument(limit.instrument)
    return Deadline(
        value=value_sentence(limit),
        text=limit.text,
        instrument=instrument.title if instrument else limit.instrument,
        anchor=anchor(limit.code),
        read_at=read_at(limit.cited, plan, texts),
    )
