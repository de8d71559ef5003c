"""Servers of a run: gunicorn as `make run` starts it, on loopback, on ports that are free, gone when the run ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

# The flags of `make run`, for every server alike.
GUNICORN = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket")
PATIENCE = 60.0
WARMING = 8


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    return port


@contextmanager
def serving(
    application: str, *, environment: Mapping[str, str] | None = None, python: str = sys.executable
) -> Iterator[str]:
    """Serve `application` (as gunicorn names it) with `python` and give its address. Raises RuntimeError where it
    stays silent."""
    port = free_port()
    command = [python, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *GUNICORN, "--log-level", "error"]
    with running([*command, application], port, environment=environment) as address:
        yield address


@contextmanager
def running(command: Sequence[str], port: int, *, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a server that listens on `port`, and give its address. Raises RuntimeError where it stays silent."""
    process = subprocess.Popen(command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL)
    try:
        _await_door(process, port, command[-1])
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def fetch(address: str) -> bytes:
    """The body at `address`. Raises urllib's HTTPError."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        body: bytes = answer.read()
    return body


def warm(address: str) -> None:
    """Ask often enough that every worker has answered once: what is measured is the page, not the start of a server."""
    for _ in range(WARMING):
        fetch(address)


def _await_door(process: subprocess.Popen[bytes], port: int, application: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{application} does not answer on port {port}")
