"""A served demonstration and a Chromium to look at it. Where there is no Chromium, these tests are skipped by name."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# What the browser says of its line. A page is not to start anything unasked unless a test wants it to.
LINES = {
    "good": "{effectiveType: '4g', downlink: 10, rtt: 50, saveData: false}",
    "slow": "{effectiveType: '3g', downlink: 0.7, rtt: 400, saveData: false}",
    "saving": "{effectiveType: '4g', downlink: 10, rtt: 50, saveData: true}",
    "silent": "undefined",
}
PHONE, LAPTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@dataclass
class Visitor:
    """A tab, and everything that it said and asked for."""

    page: Page
    root: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to `path` and wait until it has loaded."""
        self.page.goto(self.root + path, wait_until="load")
        return self.page

    def explore(self, path: str) -> Page:
        """Go to `path`, tap the island's button and wait until it is alive."""
        self.open(path)
        self.page.click("[data-ask] button")
        self.page.wait_for_selector("figure.explored .js-plotly-plot .main-svg")
        return self.page

    @property
    def strangers(self) -> list[str]:
        """The addresses asked for that are not this server's."""
        return [address for address in self.asked if not address.startswith((self.root, "data:", "blob:"))]


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def site(demonstration_address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration as gunicorn serves it, two workers; whatever it logs is a failure."""
    log = tmp_path_factory.mktemp("served") / "gunicorn.log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "warning", "wsgi:app"]
    environment = os.environ | {"NAP_DATABASE_URL": demonstration_address}
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)
    assert log.read_text() == "", "the server had something to say"


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail(f"the server did not come up: {log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("There is no Chromium on this machine: `make chromium` installs Debian's where it may.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Opens a tab of its own: `visit(scheme="dark", size=PHONE, line="good", scripts=False)`."""
    contexts: list[BrowserContext] = []

    def make(
        *, scheme: str = "light", size: dict[str, int] = LAPTOP, line: str = "saving", scripts: bool = True
    ) -> Visitor:
        options: dict[str, Any] = {"color_scheme": scheme, "viewport": size, "java_script_enabled": scripts}
        context = chromium.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(f"Object.defineProperty(navigator, 'connection', {{value: {LINES[line]}}})")
        visitor = Visitor(context.new_page(), site)
        _listen(visitor)
        return visitor

    yield make
    for context in contexts:
        context.close()


def _listen(visitor: Visitor) -> None:
    def asked(request: Request) -> None:
        visitor.asked.append(request.url)

    visitor.page.on("request", asked)
    visitor.page.on("console", lambda message: visitor.said.append(f"{message.type}: {message.text}"))
    visitor.page.on("pageerror", lambda error: visitor.said.append(f"error: {error}"))
    visitor.page.on("requestfailed", lambda request: visitor.said.append(f"failed: {request.url}"))
