"""`python -m benchmarks.charts`: the same content by the tracker, Streamlit and Vizro; the document as a file by nginx;
answers a second. Writes its part of benchmarks/README.md."""

from __future__ import annotations

import argparse
import gzip
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from benchmarks.cells import Cell
from benchmarks.charts import content, nginx, rates
from benchmarks.charts.report import ASKED, FILES, OURS, STREAMLIT, VIZRO, Setting, aims, report
from benchmarks.marks import put
from benchmarks.measure import SLOW, UNTHROTTLED, Subject
from benchmarks.peers import NEEDED, save_static
from benchmarks.rounds import Subjects, measured, say
from benchmarks.servers import free_port, running, serving, warm

ONE, MANY = "one indicator", "13 charts and 156 rows"
ADDRESSES = {ONE: f"/es/indicators/{content.INDICATORS[0]}", MANY: f"/es/actions/{content.ACTION}"}
READY = "main h1"
CHART = {ONE: "main svg.chart", MANY: "main svg"}
LIVE, BUTTON = ".js-plotly-plot .main-svg .trace", "#island [data-ask] button"
VEGA = "[data-testid=stVegaLiteChart] svg"
PART = "the pages of charts measured by make bench"
BENCH_PYTHON = Path(__file__).parents[2] / ".venv-bench" / "bin" / "python"


class Served(NamedTuple):
    """What a run measures: pages to load in a browser, and addresses to ask as fast as they answer."""

    subjects: Subjects
    rated: dict[str, str]


def main() -> None:
    """Measure, write, say which aims were reached."""
    options = _options()
    cells: list[Cell] = []
    with _all_served() as served:
        found = rates.rates(served.rated, passes=options.passes, said=say) if rates.found() else []
        with sync_playwright() as playwright:
            for profile, rounds in ((UNTHROTTLED, options.rounds), (SLOW, options.slow_rounds)):
                cells += measured(playwright.chromium, served.subjects, profile, rounds=rounds)
    setting = Setting(options.rounds, options.slow_rounds, options.passes, os.getloadavg()[0])
    put(Path(__file__).parents[1] / "README.md", PART, report(cells, found, setting))
    for aim in aims(cells, found):
        say(f"{'reached    ' if aim.reached else 'not reached'}  {aim.text}: {aim.found} ({aim.where})")


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.charts", description=__doc__)
    reader.add_argument("--rounds", type=int, default=5, help="rounds on the line as it comes")
    reader.add_argument("--slow-rounds", type=int, default=3, help="rounds on the slow line")
    reader.add_argument("--passes", type=int, default=3, help="passes of asking as fast as it goes")
    return reader.parse_args()


@contextmanager
def _all_served() -> Iterator[Served]:
    """The tracker, its peers and nginx with the same content; gone afterwards."""
    with TemporaryDirectory() as work, ExitStack() as servers:
        folder = Path(work)
        folder.chmod(0o755)
        store = f"sqlite:///{folder}/thirteen.sqlite"
        say("Filling a store with thirteen indicators.")
        content.fill(store, folder)
        ours = servers.enter_context(serving("wsgi:app", environment={"NAP_DATABASE_URL": store}))
        for address in ADDRESSES.values():
            save_static(ours, address, folder / "files")
        files = servers.enter_context(nginx.files(folder / "files", folder / "nginx-files"))
        subjects = {
            page: _subjects(page, ours=ours, files=files, peers=_peers(page, folder, servers)) for page in ADDRESSES
        }
        for subject in (subject for several in subjects.values() for subject in several):
            warm(subject.address)
        yield Served(subjects, _rated(ours, files, folder))


def _peers(page: str, folder: Path, servers: ExitStack) -> dict[str, str]:
    """Streamlit and Vizro with the content of `page`, each behind nginx, which compresses what they send."""
    data = folder / f"{len(page)}.json"
    content.save_content(data, only_first=page == ONE)
    environment = {"BENCH_CONTENT": str(data), "VIZRO_LOG_LEVEL": "ERROR"}
    port = free_port()
    script = str(Path(__file__).parent / "frameworks" / "with_streamlit.py")
    options = {
        "server.port": str(port),
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    told = [part for name, value in options.items() for part in (f"--{name}", value)]
    streamlit = running([str(BENCH_PYTHON), "-m", "streamlit", "run", *told, script], port, environment=environment)
    vizro = serving("benchmarks.charts.frameworks.with_vizro:app", environment=environment, python=str(BENCH_PYTHON))
    bare = {STREAMLIT: servers.enter_context(streamlit), VIZRO: servers.enter_context(vizro)}
    return {
        name: servers.enter_context(nginx.before(address, folder / f"nginx-{name}-{len(page)}"))
        for name, address in bare.items()
    }


def _subjects(page: str, *, ours: str, files: str, peers: Mapping[str, str]) -> list[Subject]:
    address = ADDRESSES[page]
    found = [
        Subject(OURS, ours + address, READY, chart=CHART[page]),
        Subject(FILES, files + address, READY, chart=CHART[page]),
        Subject(STREAMLIT, peers[STREAMLIT] + "/", VEGA, chart=VEGA),
        Subject(VIZRO, peers[VIZRO] + "/", LIVE, chart=LIVE),
    ]
    asked = Subject(ASKED, ours + address, READY, chart=CHART[page], live=LIVE, ask=BUTTON)
    return [*found, asked] if page == ONE else found


def _rated(ours: str, files: str, folder: Path) -> dict[str, str]:
    """Each document by the tracker and, as a file, by nginx; beside each a route of the same server whose bytes never
    change, its style sheet, and a file of any other site."""
    addresses: dict[str, str] = {}
    for page, address in ADDRESSES.items():
        document = folder / "files" / address.lstrip("/")
        fixed = next(link for link in NEEDED.findall(document.read_text(encoding="utf-8")) if link.endswith(".css"))
        plain = folder / "files" / f"plain-{len(page)}.html"
        plain.write_bytes(document.read_bytes())
        addresses |= {
            f"{page}: the tracker": ours + address,
            f"{page}: fixed bytes": ours + fixed,
            f"{page}: the document as a file": files + address,
            f"{page}: a file of any site": f"{files}/{plain.name}",
        }
        for saved in (document, plain):
            saved.with_name(saved.name + ".gz").write_bytes(gzip.compress(saved.read_bytes(), 6, mtime=0))
    return addresses


if __name__ == "__main__":
    main()
