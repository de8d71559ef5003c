"""`python -m benchmarks.loads.subject MODULE ARGUMENT…`: one load in a process of its own.

Calls `load` of `benchmarks.loads.MODULE` with the arguments, says on standard output how long that took, for how long
it kept a processor busy (what it imports not counted) and how many rows there were, and stays until standard input is
closed, so that its memory can be looked at.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module


def main() -> None:
    """Load, say what it took, and wait to be looked at."""
    module, *arguments = sys.argv[1:]
    load = import_module(f"benchmarks.loads.{module}").load
    start, worked = time.perf_counter(), time.process_time()
    rows = load(*arguments)
    took = {"seconds": time.perf_counter() - start, "processor": time.process_time() - worked}
    print(json.dumps({**took, "rows": rows}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
