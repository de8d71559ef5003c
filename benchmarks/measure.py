"""One cold load of one page in Chromium: what was sent, when it was painted, when its chart came alive.

Every load is a new browser with nothing kept. The page is watched from inside by observers put in before it begins;
nothing here knows which page is whose.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserType, CDPSession, Page

PATIENCE = 180_000

# Filled from inside the page. A task counts as blocking by what it takes over 50 ms, as browsers define a long task.
WATCH = """
(() => {
  const wanted = WANTED, seen = window.__seen = {paint: 0, painted: "", blocking: 0, shift: 0, asked: null};
  const watch = (type, use) => new PerformanceObserver(list => list.getEntries().forEach(use))
    .observe({type, buffered: true});
  watch("largest-contentful-paint", entry => {
    seen.paint = entry.startTime;
    seen.painted = entry.element ? entry.element.tagName.toLowerCase() : "";
  });
  watch("longtask", entry => { seen.blocking += Math.max(0, entry.duration - 50); });
  watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  seen.ready = seen.live = seen.chart = null;
  const look = setInterval(() => {
    const now = performance.now();
    if (seen.ready === null && document.querySelector(wanted.ready)) seen.ready = now;
    if (wanted.chart && seen.chart === null && document.querySelector(wanted.chart)) seen.chart = now;
    if (wanted.live && document.querySelector(wanted.live)) { seen.live = now; clearInterval(look); }
  }, 10);
  if (wanted.ask) document.addEventListener("DOMContentLoaded", () => {
    seen.asked = performance.now();
    document.querySelector(wanted.ask).click();
  });
})();
"""


@dataclass(frozen=True, slots=True)
class Profile:
    """A reader's line and machine: bits a second downwards (None: as it comes), latency and settling time in ms."""

    name: str
    bits: int | None
    latency: int
    slowdown: int
    settle: int


UNTHROTTLED = Profile("unthrottled", bits=None, latency=0, slowdown=1, settle=1_000)
SLOW = Profile("1.6 Mbit/s, 150 ms, processor ÷ 4", bits=1_600_000, latency=150, slowdown=4, settle=2_000)


@dataclass(frozen=True, slots=True)
class Subject:
    """A page to load; `ready`, `chart` and `live` are CSS selectors, of its content, of the first chart that can be
    read in it and of the first that is alive; the last two empty where nobody asks.

    `ask` is the selector of the button that brings the chart to life, pressed as soon as the document and its deferred
    scripts have been read; empty where nobody has to ask.
    """

    name: str
    address: str
    ready: str
    live: str = ""
    ask: str = ""
    chart: str = ""


@dataclass(frozen=True, slots=True)
class Load:
    """What one load showed: times in milliseconds from the start of navigation, sizes in bytes as sent."""

    document: float
    bytes: float
    requests: float
    paint: float
    painted: str
    ready: float
    blocking: float
    shift: float
    asked: float | None
    live: float | None
    chart: float | None = None


def chromium_path() -> str:
    """The Chromium of this machine. Raises FileNotFoundError with what to do."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise FileNotFoundError("the benchmark needs Chromium; on Debian: apt install chromium")


def load(chromium: BrowserType, subject: Subject, profile: Profile) -> Load:
    """Load `subject` once, cold. Raises playwright's TimeoutError where it never becomes ready or alive."""
    with _new_page(chromium) as page:
        session = page.context.new_cdp_session(page)
        _throttle(session, profile)
        traffic = Traffic(session)
        wanted = {"ready": subject.ready, "live": subject.live, "ask": subject.ask, "chart": subject.chart}
        page.add_init_script(WATCH.replace("WANTED", json.dumps(wanted)))
        page.goto(subject.address, wait_until="load", timeout=PATIENCE)
        wishes = ["ready", *(name for name in ("live", "chart") if getattr(subject, name))]
        done = "() => " + " && ".join(f"__seen.{name} !== null" for name in wishes)
        page.wait_for_function(done, timeout=PATIENCE, polling=50)
        page.wait_for_timeout(profile.settle)
        seen: dict[str, Any] = page.evaluate("() => __seen")
    return Load(document=traffic.document, bytes=traffic.bytes, requests=traffic.requests, **seen)


@contextmanager
def _new_page(chromium: BrowserType) -> Iterator[Page]:
    """A page in a browser started for it alone. As root Chromium has no sandbox to offer."""
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = chromium.launch(executable_path=chromium_path(), args=flags)
    try:
        yield browser.new_page(viewport={"width": 1280, "height": 900}, locale="es-PE")
    finally:
        browser.close()


def _throttle(session: CDPSession, profile: Profile) -> None:
    """Every reader saves data: what starts unasked on a good line waits to be asked, so the two can be told apart."""
    session.send("Emulation.setDataSaverOverride", {"dataSaverEnabled": True})
    session.send("Network.enable")
    if profile.bits:
        line = {"downloadThroughput": profile.bits / 8, "uploadThroughput": profile.bits / 8}
        session.send("Network.emulateNetworkConditions", {"offline": False, "latency": profile.latency, **line})
    if profile.slowdown > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": profile.slowdown})


class Traffic:
    """Counts what goes over the line while a page loads; pictures inside the document are not requests."""

    def __init__(self, session: CDPSession) -> None:
        self.document = 0.0
        self.bytes = 0.0
        self.requests = 0
        self._first = ""
        self._local: set[str] = set()
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("data:"):
            self._local.add(event["requestId"])
            return
        self._first = self._first or event["requestId"]
        self.requests += 1

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._local:
            return
        self.bytes += event["encodedDataLength"]
        if event["requestId"] == self._first:
            self.document = event["encodedDataLength"]
