"""One load, run in a process of its own and watched from outside: how long it took, how much memory it held."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple, cast

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".venv-bench" / "bin" / "python"
LOOK_EVERY = 0.02
PATIENCE = 1_200.0
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


class LoadFailed(RuntimeError):
    """A load ended without a result; the message holds what it last said."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A way of loading: its name, the module of it, whether that needs the peers' environment and which library."""

    name: str
    module: str
    needs: str = ""

    @property
    def python(self) -> str:
        """The Python that runs it."""
        return str(PEERS) if self.needs else sys.executable

    def missing(self) -> bool:
        """Whether what it needs is not installed."""
        if not self.needs:
            return False
        asked = [self.python, "-c", f"import {self.needs}"]
        return not PEERS.exists() or subprocess.run(asked, check=False, capture_output=True).returncode != 0


@dataclass(frozen=True, slots=True)
class Run:
    """One load: seconds, rows, bytes of memory at most and seconds of processor (0 where the system does not say).

    Memory is the sum of the peaks of all processes that it had: no less than what they held at one time. Seconds of
    processor are theirs together, not those of a database server.
    """

    seconds: float
    rows: int
    memory: int
    processor: float = 0.0


def run(subject: Subject, *arguments: str) -> Run:
    """Run `subject` once. Raises LoadFailed."""
    command = [subject.python, "-m", "benchmarks.loads.subject", subject.module, *arguments]
    with (
        TemporaryFile() as errors,
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, bufsize=0
        ) as process,
    ):
        seen: dict[int, _Seen] = {}
        said = b""
        output = cast(IO[bytes], process.stdout)
        os.set_blocking(output.fileno(), False)
        until = time.monotonic() + PATIENCE
        while b"\n" not in said and process.poll() is None and time.monotonic() < until:
            time.sleep(LOOK_EVERY)
            seen |= _look(process.pid)
            said += output.read() or b""
        seen |= _look(process.pid)
        process.kill() if b"\n" not in said else process.communicate(b"")
        errors.seek(0)
        told = errors.read().decode(errors="replace")
    try:
        result = json.loads(said.splitlines()[-1])
    except (ValueError, IndexError):
        raise LoadFailed(f"{subject.name}: {told[-2000:]}") from None
    started = sum(one.processor for number, one in seen.items() if number != process.pid)
    memory = sum(one.memory for one in seen.values())
    return Run(result["seconds"], result["rows"], memory, result["processor"] + started)


class _Seen(NamedTuple):
    """The most memory that a process has held so far, in bytes, and its seconds of processor."""

    memory: int
    processor: float


def _look(root: int) -> dict[int, _Seen]:
    """What can be seen of each process of the tree."""
    found = {}
    for process in _tree(root):
        try:
            status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
            stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        if peak := _PEAK.search(status):
            user, system = stat.rpartition(")")[2].split()[11:13]
            found[process] = _Seen(int(peak[1]) * 1024, (int(user) + int(system)) / os.sysconf("SC_CLK_TCK"))
    return found


def _tree(root: int) -> Iterator[int]:
    """The process and all that it started, as far as the system tells."""
    yield root
    for children in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            started = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in started:
            yield from _tree(int(child))
