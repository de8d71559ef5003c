"""`make screens`: a picture of every page: phone, laptop, light, dark, paper, without figures, without scripts.

Writes docs/screens/*.webp and the index docs/screens/README.md. Nothing is asserted here: pictures are for looking at.
"""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM, LAPTOP, PHONE, QUIET, ROOT
from tests.browser.places import PATHS

FOLDER = ROOT / "docs" / "screens"
PAPER = {"width": 688, "height": 970}
TALLEST = 2600
QUALITY = 40
SCALE = {"phone": 1.0, "laptop": 0.7, "paper": 0.7}
# How a page is photographed: name, size, scheme, medium, whether scripts run.
VIEWS = {
    "phone": (PHONE, "light", "screen", True),
    "laptop": (LAPTOP, "light", "screen", True),
    "phone-dark": (PHONE, "dark", "screen", True),
    "laptop-dark": (LAPTOP, "dark", "screen", True),
    "paper": (PAPER, "light", "print", True),
}
# Beside every page: a search, a page that is none, the plan before any figure, no scripts, an island alive.
MORE = (
    ("search?q=ruc", "phone"),
    ("nowhere", "phone"),
    ("?release=1", "phone"),
    ("?release=1", "laptop"),
    ("indicators/2.1.p72.d?release=1", "phone"),
    ("map?release=1", "laptop"),
)
BARE = ("", "indicators/2.1.p72.d", "map")
ALIVE = ("", "indicators/2.1.p72.d", "map", "compare")
# Pages of which every view is kept; of the others a phone in the light and a laptop in the dark.
WHOLE = ("", "actions/2.1.p72", "indicators/2.1.p72.d", "map")
FEW = ("phone", "laptop-dark")


@contextmanager
def served() -> Iterator[str]:
    """A demonstration of its own, served."""
    with tempfile.TemporaryDirectory(prefix="nap-screens-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = os.environ | {"NAP_DATABASE_URL": f"sqlite:///{folder}/screens.sqlite"}
        for words in (("db", "upgrade"), ("demo",)):
            subprocess.run(
                [sys.executable, "cli.py", *words], cwd=ROOT, env=environment, check=True, capture_output=True
            )
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--worker-class"]
        command += ["gthread", "--no-control-socket", "--log-level", "warning", "wsgi:app"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{address}/readyz").close()
                    break
                except URLError:
                    time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def photograph(browser: Browser, address: str, view: str, name: str, *, state: str = "") -> Path:
    """One picture of the page at `address`; `state` is `alive` or `bare` (without scripts)."""
    size, scheme, medium, _ = VIEWS[view]
    context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=state != "bare")
    page = context.new_page()
    page.goto(address)
    page.emulate_media(media=medium, color_scheme=scheme)
    if state == "alive":
        page.click("[data-ask] button")
        page.wait_for_selector("figure.explored .js-plotly-plot .main-svg", timeout=60_000)
    height = min(TALLEST, page.locator("html").bounding_box()["height"])
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height}
    made = FOLDER / f"{name}.webp"
    clip["scale"] = SCALE[view.partition("-")[0]]
    session = context.new_cdp_session(page)
    found = session.send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": QUALITY,
            "captureBeyondViewport": True,
            "clip": clip,
        },
    )
    made.write_bytes(base64.b64decode(found["data"]))
    context.close()
    return made


def shots() -> Iterator[tuple[str, str, str]]:
    """What is photographed: path, view, state."""
    for path in PATHS:
        for view in VIEWS if path in WHOLE else FEW:
            yield path, view, ""
    for path, view in MORE:
        yield path, view, ""
    for path in BARE:
        yield path, "phone", "bare"
    for path in ALIVE:
        yield path, "laptop", "alive"


def named(path: str, view: str, state: str) -> str:
    """The name of a picture, from the address of its page."""
    words = (path or "overview") if not path.startswith("?") else f"overview{path}"
    plain = "".join(letter if letter.isalnum() or letter in ".-" else "-" for letter in words)
    return "-".join(part for part in (plain, view, state) if part)


def main() -> None:
    if CHROMIUM is None:
        sys.exit("There is no Chromium here: `make chromium` installs Debian's where it may.")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    lines = []
    with served() as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for path, view, state in shots():
            made = photograph(browser, f"{root}/es/{path}", view, named(path, view, state), state=state)
            lines.append(f"| `/es/{path}` | {view} | {state} | [{made.name}]({made.name}) |")
        browser.close()
    (FOLDER / "README.md").write_text(INDEX.format(lines="\n".join(lines)), encoding="utf-8")
    total = sum(one.stat().st_size for one in FOLDER.iterdir())
    print(f"{len(lines)} pictures, {total / 1e6:.1f} MB, in docs/screens.")


INDEX = """# Pictures of the pages

Made by `make screens` from the demonstration, in Spanish; never edited by hand. *paper* is the print sheet, *bare* the
page without scripts, *alive* an island that was started; `?release=1` is the plan before any figure. Tall pages are cut
at 2600 pixels; laptop and paper stand at 70 %.

| Page | View | State | Picture |
|---|---|---|---|
{lines}
"""

if __name__ == "__main__":
    main()
