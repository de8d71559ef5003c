"""`python -m benchmarks.loads.subject MODULE ARGUMENT…`: one load in a process of its own.

Calls `load` of `benchmarks.loads.MODULE` with the arguments, says on standard output how long that took (what it
imports not counted) and how many rows there were, and stays until standard input is closed, so that its memory can be
looked at.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module


def main() -> None:
    module, *arguments = sys.argv[1:]
    load = import_module(f"benchmarks.loads.{module}").load
    start = time.perf_counter()
    rows = load(*arguments)
    print(json.dumps({"seconds": time.perf_counter() - start, "rows": rows}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
