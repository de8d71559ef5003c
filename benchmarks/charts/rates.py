"""How many answers a second: wrk against one address, with gzip asked for, as browsers do."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

SECONDS, CONNECTIONS = 3, 8
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.+)")


class Rate(NamedTuple):
    """Answers a second of one address: the median of its passes, the least and the most."""

    name: str
    middle: float
    least: float
    most: float


def found() -> str | None:
    """The wrk of this machine, or None."""
    return shutil.which("wrk")


def rates(addresses: dict[str, str], *, passes: int, said: Callable[[str], None]) -> list[Rate]:
    """Every address in turn, `passes` times over. Raises RuntimeError where an answer is no success."""
    seen: dict[str, list[float]] = {name: [] for name in addresses}
    for number in range(1, passes + 1):
        said(f"answers a second: pass {number} of {passes}.")
        for name, address in addresses.items():
            seen[name].append(_once(address))
    return [Rate(name, median(values), min(values), max(values)) for name, values in seen.items()]


def _once(address: str) -> float:
    program = found()
    if program is None:
        raise LookupError("the benchmark needs wrk; on Debian: apt install wrk")
    command = [program, "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", "Accept-Encoding: gzip", address]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if _FAILED.search(told):
        raise RuntimeError(f"{address}: {told}")
    rate = _RATE.search(told)
    return float(rate[1]) if rate else 0.0
