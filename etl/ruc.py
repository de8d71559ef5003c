"""The number of Peru's register of taxpayers (RUC): eleven digits, the last one a check digit. Pure.

Source of the formula: the weights 5 4 3 2 7 6 5 4 3 2 over the first ten digits, modulo 11, as the tax authority's own
validation rules apply it.
"""

from __future__ import annotations

import re

from etl.values import ValueRefused

PREFIXES = ("10", "15", "16", "17", "20")
_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_FORM = re.compile(r"[0-9]{11}")


def read_ruc(text: str) -> str:
    """The eleven digits of a taxpayer's number. Raises ValueRefused: not of the form, or its check digit is wrong."""
    if not _FORM.fullmatch(text) or not text.startswith(PREFIXES):
        raise ValueRefused("ruc_form")
    if check_digit(text[:10]) != int(text[10]):
        raise ValueRefused("ruc_digit")
    return text


def check_digit(ten: str) -> int:
    """The check digit of the first `ten` digits."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, ten, strict=True)) % 11
    return rest % 10
