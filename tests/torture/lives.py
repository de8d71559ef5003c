"""Processes that are begun, heard and killed. What one has said before it was killed is heard to its last word."""

from __future__ import annotations

import json
import multiprocessing
import os
import select
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from tests.torture.ledger import Ledger
from tests.torture.worker import Said

# A server that has everything imported and forks: a new interpreter for every kill would take ten times as long.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.torture.worker", "tests.torture.suite", "pandas", "psycopg"])
PATIENCE = 60


class Life:
    """A process that runs `what(pipe, *arguments)` and says lines (`worker.Speaker`), which go into `ledger`."""

    def __init__(self, what: Callable[..., None], *arguments: Any, ledger: Ledger) -> None:
        self.ledger = ledger
        self._rest = b""
        self._pipe: Connection
        self._pipe, writes = FORKS.Pipe(duplex=False)
        self._process = FORKS.Process(target=what, args=(writes, *arguments), daemon=True)
        self._process.start()
        writes.close()

    def listen(
        self,
        seconds: float = PATIENCE,
        *,
        until: Callable[[], bool] = lambda: False,
        hear: Callable[[Said], None] = lambda _said: None,
    ) -> None:
        """Read what is said for so many seconds, or until something is so or there is nobody who could say more."""
        end = time.monotonic() + seconds
        while not until() and (left := end - time.monotonic()) > 0:
            if not select.select([self._pipe], [], [], left)[0]:
                return
            heard = os.read(self._pipe.fileno(), 1 << 16)
            if not heard:
                return
            *lines, self._rest = (self._rest + heard).split(b"\n")
            for line in lines:
                self.ledger.hear(json.loads(line))
                hear(self.ledger.seen[-1])

    def kill(self) -> None:
        """SIGKILL, if it still lives; then its last words, and it is gone."""
        self._process.kill()
        self.listen()
        self._process.join()
        self._process.close()
        self._pipe.close()
