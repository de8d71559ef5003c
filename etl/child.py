"""Runs a function in a process of its own, with limits on memory, processor and time: a file can harm nothing else.

The process is forked from a clean server that has the reading modules loaded and nothing open, so that no store and no
thread is inherited; where a system cannot fork, a fresh one is started. Memory is limited on Linux, which says how much
a process has; where Python has no module `resource` (Windows) time is the only limit. What the function prints goes
nowhere. Impure: it starts and ends processes.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, TypeVar, cast

from etl.cells import FileRefused
from etl.problems import Problem

try:
    import resource as _resource
except ImportError:
    resource: ModuleType | None = None
else:
    resource = _resource

MEGABYTE = 1024 * 1024
GARBAGE = 100_000  # things made before what is no longer held is looked for
PRELOADED = ("__main__", "etl.apart")  # the first for the path on which the second is found
_MEMORY_USED = Path("/proc/self/statm")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may use: bytes of memory beyond those it begins with, seconds of processor, seconds in all."""

    memory: int
    processor: int
    wall: float


RETURN_LIMITS = Limits(memory=512 * MEGABYTE, processor=10, wall=30)
LIST_LIMITS = Limits(memory=512 * MEGABYTE, processor=120, wall=300)


def limited(
    function: Callable[..., Result], *args: object, limits: Limits, progress: Callable[[int], None] | None = None
) -> Result:
    """What `function(*args)` returns, from a process of its own; arguments and result are sent there and back.

    `function` is a module's own. With `progress` it is called with `progress=` too, and what it tells there is told
    here. Raises FileRefused: its own, `file_too_heavy` at a limit or a sudden end, `file_unreadable` where the reading
    failed otherwise; and OSError as it was.
    """
    processes = _processes()
    ours, theirs = processes.Pipe(duplex=False)
    process = cast(Any, processes).Process(
        target=_work, args=(theirs, function, args, limits, progress is not None), daemon=True
    )
    end = time.monotonic() + limits.wall
    try:
        process.start()
        theirs.close()
        return cast(Result, _answer(ours, progress, end))
    except EOFError:  # the server itself has ended; the next call starts another
        raise FileRefused(Problem("file_too_heavy")) from None
    finally:
        theirs.close()
        ours.close()
        if process.pid is not None:
            process.kill()
            process.join()
        process.close()


@cache
def _processes() -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def _answer(pipe: Connection, progress: Callable[[int], None] | None, end: float) -> object:
    """What the process sends at last. Raises FileRefused, OSError."""
    while (left := end - time.monotonic()) > 0 and pipe.poll(left):
        try:
            kind, said = pipe.recv()
        except (EOFError, OSError):  # it ended, perhaps in the middle of a word
            break
        match kind:
            case "told" if progress is not None:
                progress(said)
            case "result":
                return said
            case "refused":
                raise FileRefused(*said)
            case "system":
                raise said
    raise FileRefused(Problem("file_too_heavy"))


def _work(
    pipe: Connection, function: Callable[..., object], args: tuple[object, ...], limits: Limits, tells: bool
) -> None:
    """In the process: run the function and send what came of it; nothing where memory is at its end."""
    gc.freeze()  # looking through what was forked would copy it all, and through every block read takes a third longer
    gc.set_threshold(GARBAGE)
    _silence()
    _limit(limits)
    named = {"progress": lambda rows: pipe.send(("told", rows))} if tells else {}
    answer: tuple[Literal["result", "refused", "system"], object]
    try:
        answer = ("result", function(*args, **named))
    except FileRefused as refused:
        answer = ("refused", refused.problems)
    except OSError as error:
        answer = ("system", error)
    except MemoryError:
        return
    except Exception as error:  # whatever a reader stumbles over: it is told as the file's, with its kind
        answer = ("refused", (Problem("file_unreadable", facts=(("kind", type(error).__name__),)),))
    pipe.send(answer)


def _silence() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever waits for it ends it
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _limit(limits: Limits) -> None:
    if resource is None:
        return
    _lower("RLIMIT_CORE", 0)
    _lower("RLIMIT_CPU", limits.processor)
    if _MEMORY_USED.exists():
        pages = int(_MEMORY_USED.read_text(encoding="ascii").split()[5])
        _lower("RLIMIT_DATA", pages * resource.getpagesize() + limits.memory)


def _lower(name: str, value: int) -> None:
    """Lower a limit; one that is lower already stays."""
    if resource is not None:
        which = getattr(resource, name)
        _, hard = resource.getrlimit(which)
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (most, most))
