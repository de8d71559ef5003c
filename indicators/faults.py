"""What verification finds, as data: a code and the facts that name the place. The catalogues word each as
`fault.<code>`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

CODES = (
    "audit_missing", "audit_unlinked", "audit_changed", "witness_cut", "witness_other", "release_missing",
    "release_unlinked", "release_content", "line_added", "line_gone", "line_changed", "line_covered",
    "release_header", "progress_differs", "series_differs", "series_steps", "contents", "not_erased",
    "file_changed", "file_gone", "unrecorded", "lost", "not_as_recorded", "cell_unreadable", "unfinished",
)  # fmt: skip
# What the record tells of, worded as `fault_thing.<thing>`: the fact `thing` of a fault.
THINGS = ("release", "tombstone", "announcement", "mark", "account", "return", "fetch")
# The checks that damage may stand in the way of, worded as `fault_part.<part>`: the fact `part`.
PARTS = ("audit", "releases", "record", "series", "contents", "files")
# In what a thing differs from the record, worded as `fault_point.<point>`: the fact `point`.
POINTS = (
    "hash", "format", "published_by", "figure", "ground", "day", "at", "who", "agreed_by", "lines", "quarter",
    "hour", "reason", "document", "words", "mark", "role", "entity", "disabled", "state", "version", "loaded_by",
    "received_at", "submitted", "approved", "letter", "published_in", "job", "job_version", "parser_version",
    "canonical_hash", "file_hash", "file_kept", "file_name", "problems", "change", "channel", "received_on", "rows",
    "source", "files",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the store is not what it should be: `code` is one of `CODES`, `facts` say where, by name."""

    code: str
    facts: tuple[tuple[str, str | int], ...] = ()

    @classmethod
    def of(cls, code: str, /, **facts: str | int) -> Self:
        """A fault from keywords."""
        return cls(code, tuple(facts.items()))

    def __str__(self) -> str:
        """Short, for tests and logs; people read the catalogues' sentence."""
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.facts)])
