"""A date of a register as well as it is known: for people and for programs. Pure."""

from __future__ import annotations

from dashboard.sentences import Sentence, sentence
from indicators.register_codes import Precision
from indicators.registers import Dated


def dated_sentence(known: Dated) -> Sentence:
    """A date as well as it is known."""
    if known.day is None or known.precision is Precision.UNKNOWN:
        return sentence("dated.unknown")
    if known.precision is Precision.YEAR:
        return sentence("dated.year", year=str(known.day.year))
    return sentence(f"dated.{known.precision}", date=known.day)


def machine_date(known: Dated) -> str:
    """The date for programs, as far as it is known: `2022-12-27`, `2022-12`, `2022`; "" where that says too much."""
    if known.day is None:
        return ""
    whole = known.day.isoformat()
    return {Precision.DAY: whole, Precision.MONTH: whole[:7], Precision.YEAR: whole[:4]}.get(known.precision, "")
