"""Ways of leaving a store too little room: a limit of pages, of the size of files, a small file system that is full.

Each is a context: inside it the store at hand has so much room, afterwards it has all it wants. Where the machine does
not allow one, `Unavailable` says why.
"""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from indicators.store import Store
from tests.torture.worker import on_connect

Room = Callable[[Store, int], AbstractContextManager[None]]
KILO = 1024


class Unavailable(RuntimeError):
    """This machine does not let the harness do it; the message says what."""


@contextmanager
def pages(store: Store, limit: int) -> Iterator[None]:
    """At most `limit` pages in a SQLite store: SQLITE_FULL. Holds for this `Store` until it is closed."""
    on_connect(store, f"PRAGMA max_page_count = {limit}")
    yield


@contextmanager
def file_size(_store: Store, limit: int) -> Iterator[None]:
    """No file of this process beyond `limit` bytes: a write error, as from a quota (Python ignores SIGXFSZ)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """The folder of a file system of its own of `size`. Raises Unavailable."""
    with tempfile.TemporaryDirectory(prefix="nap-torture-disk-") as folder:
        _mount("-t", "tmpfs", "-o", f"size={size},mode=0755", "nap-torture", folder)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def filled(disk: Path) -> Room:
    """A room that leaves so many kilobytes of the small `disk` free, and the rest to a file that stands there."""

    @contextmanager
    def room(_store: Store, kilobytes: int) -> Iterator[None]:
        state = os.statvfs(disk)
        taken = state.f_bavail * state.f_frsize - kilobytes * KILO
        filler = disk / "filler"
        with filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(taken, 1))
        try:
            yield
        finally:
            filler.unlink()

    return room


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing under `folder` can be written. Raises Unavailable."""
    _mount("--bind", str(folder), str(folder))
    try:
        _mount("-o", "remount,bind,ro", str(folder))
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*arguments: str) -> None:
    try:
        told = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Unavailable("there is no mount") from None
    if told.returncode:
        raise Unavailable("this account may not mount a file system")
