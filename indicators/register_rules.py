"""The rules of one row of a register that need more than one of its cells. Pure; for packs and for register jobs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from indicators.register_codes import Asker, ChannelKind, Outcome, Precision

# Column, code of the problem, and what could stand there instead.
Fault = tuple[str, str, str]
_Cells = Mapping[str, str]

_DATED = (
    ("date", "precision"),
    ("from", "from_precision"),
    ("until", "until_precision"),
    ("since", "since_precision"),
    ("asked_on", "asked_precision"),
    ("answered_on", "answered_precision"),
)
_PHONE = re.compile(r"\+?[0-9]{6,15}")
_WEB = re.compile(r"https?://[^\s/?#]+\.[^\s]+")


def register_faults(kind: str, cells: _Cells) -> Iterator[Fault]:
    """What is wrong with a row of `kind` whose cells are in order one by one."""
    for name, precision in _DATED:
        if precision in cells:
            yield from _date(cells, name, precision)
    if "reference" in cells and not (cells["source"] or cells["reference"]):
        yield "source", "not_cited", "reference"
    if cells.get("action") and cells["indicator"] and not cells["indicator"].startswith(f"{cells['action']}."):
        yield "indicator", "other_action", ""
    if kind in _OF_KIND:
        yield from _OF_KIND[kind](cells)


def _date(cells: _Cells, name: str, precision: str) -> Iterator[Fault]:
    """Without a date nothing is known of it; of a month or a year the first day is written."""
    known = Precision(cells[precision])
    if not cells[name]:
        if known is not Precision.UNKNOWN:
            yield name, "date_missing", known
        return
    day = date.fromisoformat(cells[name])
    first = {Precision.MONTH: day.replace(day=1), Precision.YEAR: day.replace(month=1, day=1)}.get(known, day)
    if known is Precision.UNKNOWN:
        yield precision, "date_unknown", ", ".join(one for one in Precision if one is not Precision.UNKNOWN)
    elif day != first:
        yield name, "date_not_first", first.isoformat()


def _recommendation(cells: _Cells) -> Iterator[Fault]:
    if bool(cells["addressee"]) == bool(cells["open_addressee_es"]):
        yield "addressee", "one_addressee", "open_addressee_es"


def _document(cells: _Cells) -> Iterator[Fault]:
    if cells["digits"] and cells["longest"] and int(cells["longest"]) < int(cells["digits"]):
        yield "longest", "longest_shorter", cells["digits"]


def _code(cells: _Cells) -> Iterator[Fault]:
    if (cells["has_code"] == "yes") != bool(cells["code"]):
        yield "code", "code_or_none", ""
    if cells["has_code"] == "yes" and cells["used_instead"]:
        yield "used_instead", "code_or_none", ""


def _phase(cells: _Cells) -> Iterator[Fault]:
    if cells["from"] and cells["until"] and cells["until"] < cells["from"]:
        yield "until", "ends_before_it_begins", cells["from"]


def _channel(cells: _Cells) -> Iterator[Fault]:
    pattern = {ChannelKind.PHONE: _PHONE, ChannelKind.WEB: _WEB}.get(ChannelKind(cells["kind"]))
    if pattern and not pattern.fullmatch(cells["address"]):
        yield "address", "channel_address", cells["kind"]


def _statement(cells: _Cells) -> Iterator[Fault]:
    if bool(cells["values"]) != bool(cells["unit"]):
        yield "unit", "values_and_unit", ""


def _request(cells: _Cells) -> Iterator[Fault]:
    asked, answered = cells["asked_on"], cells["answered_on"]
    # Of a month or a year the first day is written: only a day, and a last day, can come before what was asked.
    last = cells["answered_precision"] in (Precision.DAY, Precision.BY)
    if last and asked > answered and cells["asked_precision"] != Precision.BY:
        yield "answered_on", "ends_before_it_begins", asked
    if answered and cells["outcome"] == Outcome.NO_ANSWER:
        yield "answered_on", "answer_of_none", Outcome.NO_ANSWER
    if cells["asker"] and cells["asker_kind"] == Asker.PERSON:
        yield "asker", "person_named", Asker.PERSON


_OF_KIND: Mapping[str, Callable[[_Cells], Iterator[Fault]]] = {
    "recommendations": _recommendation,
    "identity_documents": _document,
    "document_codes": _code,
    "document_phases": _phase,
    "channels": _channel,
    "statements": _statement,
    "requests": _request,
}
