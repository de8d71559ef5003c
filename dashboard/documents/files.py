"""What can be kept of a release: which files there are, where each is, its type and its columns. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from indicators.exports import figures_csv, plan_csv

# Types by ending, as registers of media types name them.
TYPES: Mapping[str, str] = MappingProxyType(
    {"csv": "text/csv", "json": "application/json", "jsonl": "application/x-ndjson", "svg": "image/svg+xml"}
)
# The forms of an indicator.
FORMS = ("csv", "json", "svg")
# The tables of a whole release, as CSV, with their columns.
TABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"figures": figures_csv.COLUMNS, "indicators": plan_csv.INDICATORS, "actions": plan_csv.ACTIONS}
)


def file_address(number: int, name: str, form: str = "csv") -> str:
    """Where a file of release `number` is: `name` is one of `TABLES`, or the code of an indicator."""
    return f"/data/release-{number}/{name}.{form}"
