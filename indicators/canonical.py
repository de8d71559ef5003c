"""One written form for everything that is hashed: sorted keys, no spaces, Unicode NFC, decimals as plain text,
instants in UTC."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import repeat
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from indicators.periods import Quarter

# Metadata of a dataclass field that came after stores had been written: it has a default and is written only where it
# differs from it, so that what was hashed before stays the same text.
LATER = "later"
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_AS_THEY_ARE = frozenset((NoneType, bool, int))


def later(default: Any) -> Any:
    """A dataclass field that older canonical texts do not have."""
    return field(default=default, metadata={LATER: True})


def dumps(value: object) -> str:
    """`value` as canonical JSON. Takes dataclasses, named tuples, enums, dates, quarters and Decimals; never floats."""
    return _ENCODER.encode(_plain(value))


def plain_decimal(value: Decimal) -> str:
    """`value` without exponent or trailing zeros: 1, 0.5, 1200."""
    written = format(value.normalize(), "f")
    return "0" if written in ("-0", "0") else written


def sha256(data: bytes | str) -> str:
    """The SHA-256 of `data` (text as UTF-8) in hexadecimal."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def fingerprint(value: object) -> str:
    """The SHA-256 of the canonical form of `value`."""
    return sha256(dumps(value))


def _plain(value: Any) -> Any:
    # By far the most values are of these kinds: rows of a million figures are hashed so.
    kind = type(value)
    if kind is str:
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if kind in _AS_THEY_ARE:
        return value
    return [_plain(item) for item in value] if kind is list else _of_other_kind(value)


def _of_other_kind(value: Any) -> Any:
    match value:
        case int():
            return value
        case Enum():
            return _plain(value.value)
        case str():
            return unicodedata.normalize("NFC", value)
        case Decimal():
            return plain_decimal(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Quarter():
            return str(value)
        case dict():
            return {_plain(key): _plain(item) for key, item in value.items()}
        case tuple() if hasattr(value, "_fields"):
            return {name: _plain(getattr(value, name)) for name in value._fields}
        case list() | tuple():
            return [_plain(item) for item in value]
    if is_dataclass(value):
        told = ((of, getattr(value, of.name)) for of in fields(value))
        return {of.name: _plain(item) for of, item in told if not (LATER in of.metadata and item == of.default)}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def load(kind: Any, data: Any) -> Any:
    """The inverse of `dumps`, given the type: dataclasses, named tuples, enums, dates, Decimals, optional and tuples.

    `data` is parsed JSON. Raises KeyError, TypeError or ValueError where it does not fit.
    """
    if data is None:
        return None
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return load(next(argument for argument in arguments if argument is not NoneType), data)
    if origin is tuple:
        kinds = repeat(arguments[0]) if arguments[-1] is Ellipsis else iter(arguments)
        return tuple(load(item_kind, item) for item_kind, item in zip(kinds, data, strict=False))
    if kind in _READERS:
        return _READERS[kind](data)
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        known = {name: hint for name, hint in _hints(kind).items() if name in data or name not in _later(kind)}
        return kind(**{name: load(hint, data[name]) for name, hint in known.items()})
    return kind(data)


_READERS: Mapping[Any, Callable[[str], Any]] = {
    Quarter: Quarter.parse,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


@cache
def _later(kind: Any) -> frozenset[str]:
    return frozenset(of.name for of in fields(kind) if LATER in of.metadata) if is_dataclass(kind) else frozenset()


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
