"""What a source gives: files with what is known of them, or why there is none."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from indicators.fetch_log import FetchedFile
from indicators.rules import Coded


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that was not read before, at `path` until the next one is asked for. `address` is the hash of where it
    stood; `etag` and `last_modified` are what a server said of it."""

    path: Path
    address: str
    file_hash: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A file that is still being written."""

    name: str


Arrivals = Generator[Arrived | FetchedFile | Unsettled, None, None]
"""New files; files that were read before, where something is to be noted of them; files that are not ready."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may take, in seconds (to connect, between two pieces, in all), how much it may send, in bytes,
    how often it may lead elsewhere, and for how many seconds a file of a folder must have been left alone."""

    size: int
    connect: float = 10
    idle: float = 30
    whole: float = 300
    redirects: int = 5
    settled: float = 60


class SourceFailed(Coded):
    """A source could not be read; `code` is one of `CODES`, worded as `fetch.<code>`. No fact of it is an address."""

    family = "fetch"


CODES = (
    "no_folder", "unreadable_folder", "unreadable_file", "too_many_files",
    "unreachable", "not_secure", "timeout", "broken", "no_access", "not_there", "status", "empty", "web_page",
    "too_large", "redirects", "redirect_refused", "portal_answer", "no_resource", "many_resources", "resource_address",
    "no_room", "cut_off",
)  # fmt: skip
