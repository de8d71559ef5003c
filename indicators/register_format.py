"""The files of a plan pack that hold its registers: which columns each has. Declared once, as in `pack_format`."""

from __future__ import annotations

from indicators.pack_columns import CITED, CODE, Column, Holds, Table, words
from indicators.register_codes import (
    About,
    Asker,
    ChannelKind,
    Characters,
    EventKind,
    FindingKind,
    FormatBasis,
    LimitUnit,
    Outcome,
    Pairing,
    Precision,
    RecognitionState,
)

VALUE_UNITS = ("percent", "number")
# Of rows that a job may bring the source can be one that the plan does not list: then its words say where it is read.
_CITED_ANYHOW = (
    Column("source", Holds.REFERENCE, False, of="sources"),
    Column("page", Holds.WHOLE, False),
    Column("reference", required=False),
)


def _one(name: str, of: str, *, required: bool = False) -> Column:
    return Column(name, Holds.REFERENCE, required, of=of)


def _dated(name: str = "", precision: str = "") -> tuple[Column, ...]:
    """A date, and how well it is known."""
    return (
        Column(name or "date", Holds.DATE, False),
        Column(precision or "precision", Holds.CHOICE, among=tuple(Precision)),
    )


def _choice(name: str, among: tuple[str, ...], *, required: bool = True) -> Column:
    return Column(name, Holds.CHOICE, required, among)


def _table(kind: str, key: tuple[str, ...], *columns: Column) -> Table:
    return Table(kind, key, columns, later=True)


_ON = (_one("action", "actions"), _one("indicator", "indicators"))
_OF_DOCUMENT = _one("document", "identity_documents", required=True)

REGISTER_TABLES: tuple[Table, ...] = (
    _table(
        "recommendations",
        ("code",),
        CODE,
        _one("body", "entities", required=True),
        Column("symbol", required=False),
        Column("paragraph", required=False),
        *_dated(),
        _one("addressee", "entities"),
        *words("open_addressee", required=False),
        *words("text"),
        *_ON,
        *_CITED_ANYHOW,
    ),
    _table(
        "events",
        ("recommendation", "order"),
        _one("recommendation", "recommendations", required=True),
        Column("order", Holds.WHOLE),
        _choice("kind", tuple(EventKind)),
        *_dated(),
        _one("entity", "entities"),
        *words("text"),
        *_CITED_ANYHOW,
    ),
    _table(
        "portals",
        ("code",),
        CODE,
        *words("name"),
        _one("owner", "entities"),
        Column("url", Holds.LINK, False),
        Column("expiry_field", required=False),
        *words("expiry_advice", required=False),
        Column("open_list", Holds.FLAG),
        *CITED,
    ),
    _table(
        "portal_services",
        ("portal", "code"),
        _one("portal", "portals", required=True),
        CODE,
        *words("name"),
        *CITED,
    ),
    _table(
        "identity_documents",
        ("code",),
        CODE,
        *words("name"),
        _one("issuer", "entities"),
        Column("of_company", Holds.FLAG),
        Column("historic", Holds.FLAG),
        Column("by_country", Holds.FLAG),
        *words("proves", required=False),
        *words("holders", required=False),
        _choice("characters", tuple(Characters)),
        Column("digits", Holds.WHOLE, False),
        Column("longest", Holds.WHOLE, False),
        _choice("number_basis", tuple(FormatBasis)),
        *words("number_note", required=False),
        *CITED,
    ),
    _table(
        "other_names",
        ("subject", "name"),
        _one("subject", "portals|identity_documents", required=True),
        Column("name"),
        Column("source_inconsistent", Holds.FLAG),
        *CITED,
    ),
    _table(
        "document_codes",
        ("document", "system"),
        _OF_DOCUMENT,
        _one("system", "code_lists/code_system", required=True),
        Column("has_code", Holds.FLAG),
        Column("code", Holds.CODE, False),
        Column("used_instead", Holds.CODE, False),
        Column("since", Holds.DATE, False),
        _choice("pairing", tuple(Pairing)),
        *CITED,
    ),
    _table(
        "document_phases",
        ("document", "code"),
        _OF_DOCUMENT,
        CODE,
        *_dated("from", "from_precision"),
        *_dated("until", "until_precision"),
        Column("apply_by", Holds.DATE, False),
        Column("designs", Holds.WHOLE, False),
        _one("instrument", "instruments"),
        *words("text"),
        *CITED,
    ),
    _table(
        "recognitions",
        ("accepter", "procedure", "document"),
        _one("accepter", "portals|entities", required=True),
        Column("procedure", required=False),
        _OF_DOCUMENT,
        _choice("state", tuple(RecognitionState)),
        *_dated("since", "since_precision"),
        Column("asserted_on", Holds.DATE, False),
        *_CITED_ANYHOW,
    ),
    _table(
        "decree_changes",
        ("instrument", "code"),
        _one("instrument", "instruments", required=True),
        CODE,
        _one("document", "identity_documents"),
        *_dated(),
        *words("text"),
        *CITED,
    ),
    _table(
        "limits",
        ("code",),
        CODE,
        _one("instrument", "instruments", required=True),
        Column("article", required=False),
        *words("text"),
        Column("value", Holds.DECIMAL),
        _choice("unit", tuple(LimitUnit)),
        *words("base", required=False),
        Column("open_list", Holds.FLAG),
        *CITED,
    ),
    _table(
        "limit_exemptions",
        ("code",),
        CODE,
        Column("limits", Holds.REFERENCES, of="limits"),
        Column("on_request", Holds.FLAG),
        *words("text"),
        *CITED,
    ),
    _table(
        "findings",
        ("code",),
        CODE,
        _choice("kind", tuple(FindingKind)),
        *words("text"),
        _one("theme", "code_lists/theme"),
        Column("actions", Holds.REFERENCES, False, of="actions"),
        *CITED,
    ),
    _table(
        "channels",
        ("code",),
        CODE,
        _choice("kind", tuple(ChannelKind)),
        Column("address"),
        _one("entity", "entities"),
        *words("purpose"),
        Column("stated_on", Holds.DATE, False),
        Column("checked_on", Holds.DATE, False),
        *CITED,
    ),
    _table(
        "statements",
        ("code",),
        CODE,
        _choice("about", tuple(About)),
        Column("speaker", required=False),
        *words("role"),
        Column("office", required=False),
        _one("entity", "entities"),
        *_dated(),
        Column("place", required=False),
        *words("text"),
        Column("values", Holds.VALUES, False),
        _choice("unit", VALUE_UNITS, required=False),
        Column("denominator", Holds.WHOLE, False),
        Column("source_inconsistent", Holds.FLAG),
        *_ON,
        *_CITED_ANYHOW,
    ),
    _table(
        "requests",
        ("code",),
        CODE,
        *_dated("asked_on", "asked_precision"),
        _choice("asker_kind", tuple(Asker)),
        Column("asker", required=False),
        _one("entity", "entities", required=True),
        *words("about"),
        *_ON,
        Column("channel", required=False),
        *_dated("answered_on", "answered_precision"),
        _choice("outcome", tuple(Outcome)),
        *words("text"),
        *_CITED_ANYHOW,
    ),
)
