"""One written form for everything that is hashed: sorted keys, no spaces, Unicode NFC, decimals as plain text."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from indicators.periods import Quarter


def dumps(value: object) -> str:
    """`value` as canonical JSON. Takes dataclasses, named tuples, enums, dates, quarters and Decimals; never floats."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


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
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return _plain(value.value)
        case str():
            return unicodedata.normalize("NFC", value)
        case Decimal():
            return plain_decimal(value)
        case datetime() | date():
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
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"no canonical form for {type(value).__name__}")
