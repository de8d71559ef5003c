"""frictionless validate: types and constraints of every cell are checked; nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frictionless import Resource, Schema, system

from benchmarks.loads import same_checks as checks
from benchmarks.loads import words


def load(path: str, _database: str) -> int:
    """Validate the file at `path`; how many rows there were. Raises ValueError where it is found to be wrong."""
    with system.use_context(trusted=True):
        resource = Resource(path=str(Path(path)), format="csv", encoding="utf-8", schema=_schema())
        report = resource.validate()
    if not report.valid:
        raise ValueError(str(report.flatten(["rowNumber", "fieldName", "note"])[:5]))
    return int(report.tasks[0].stats["rows"])


def _schema() -> Schema:
    return Schema.from_descriptor({"fields": [_field(name) for name in words.HEADER]})


def _field(name: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if name in checks.REQUIRED else {}
    if name == checks.DAY:
        span = {"minimum": words.FIRST_DAY.isoformat(), "maximum": words.LAST_DAY.isoformat()}
        return {"name": name, "type": "date", "constraints": {**constraints, **span}}
    if name == checks.HOURS:
        return {"name": name, "type": "number", "constraints": {**constraints, "minimum": 0}}
    if name in checks.ALLOWED:
        constraints["enum"] = list(checks.ALLOWED[name])
    if name in checks.NUMBERS:
        constraints["pattern"] = checks.NUMBER
    return {"name": name, "type": "string", "constraints": constraints}
