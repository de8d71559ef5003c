"""The sample files of the documentation, typed in as a steward and a planner would, on one store."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest

from dashboard.app import create_app
from indicators.store import open_store
from migrations.run import at_newest
from tests.commands.typed import Nap, return_number

SAMPLES = Path(__file__).parents[2] / "docs" / "jobs" / "samples"
FILES = {
    "quarterly_return.csv": "mtpe",
    "companies_trained.csv": "mtpe",
    "migrants_trained.csv": "mtpe",
    "booklets_issued.csv": "mtpe",
    "letters_sent.csv": "indecopi",
    "reports_completed.csv": "mtpe",
    "reports_completed-MINJUSDH.csv": "minjusdh",
}
# What each list counts to, counted by hand.
SHOWN = {
    "2.1.p72.b": "24",  # RUC that differ, in 34 rows
    "2.1.p72.d": "25",  # documents that differ, one pair of them stated to be one person's
    "2.1.p72.d.t1": "39",
    "2.1.p72.d.t2": "26",
    "2.1.p72.c.t1": "1,945",  # 760 of the list, with 140 and 1,045 that two other entities report by the form
    "2.1.p72.c.t2": "4",  # two names, one of them in three languages; editions, formats and capitals make none
    "3.2.p108.a": "7",  # on eight rows: one letter went to two
    "3.2.p108.a.t1": "7",  # one of them written twice, once in capitals
}
DOCUMENTS = ("000000103", "000000203", "DEMO0", "20999990011", "10000000001")


@pytest.fixture
def address(demonstration_address: str, tmp_path: Path) -> str:
    """A copy of the demonstration as it ships, on SQLite."""
    copied = tmp_path / "samples.sqlite"
    shutil.copyfile(demonstration_address.removeprefix("sqlite:///"), copied)
    return f"sqlite:///{copied}"


def test_a_check_says_how_many_rows_of_registers_it_read_and_which_job_a_file_is_for(nap: Nap, address: str) -> None:
    read = nap("check", SAMPLES / "recommendations.csv", "--job", "recommendations")
    assert "Se leyeron 4 filas de registros." in read.out
    other = nap("check", SAMPLES / "recommendations.csv")
    assert other.code == 3
    assert "--job recommendations" in other.err
    assert "--marked" not in other.err


def test_every_sample_loads_and_its_figures_stand_on_the_pages(nap: Nap, address: str, tmp_path: Path) -> None:
    for name, steward in FILES.items():
        who = f"reporte.{steward}"
        loaded = nap("load", SAMPLES / name, "--job", name.split(".")[0].split("-")[0], "--as", who, "--json")
        assert loaded.code == 0, (name, loaded.out)
        number = return_number(loaded)
        assert nap("submit", number, "--as", who).code == 0
        unconfirmed = nap("approve", number, "--as", "seguimiento").code
        assert (unconfirmed != 0) == (name == "migrants_trained.csv"), "rows without a usable document are confirmed"
        if unconfirmed:
            assert nap("approve", number, "--as", "seguimiento", "--confirm").code == 0
    assert nap("publish", "--as", "seguimiento", "--note", "Muestras", "--reference", "2026-Q3").code == 0
    assert nap("verify").code == 0
    lines = {line["code"]: line for line in nap("status", "--json").json["indicators"]}  # type: ignore[index]
    assert {code: lines[code]["state"] for code in ("2.1.p72.c", "2.1.p78.a")} == {
        "2.1.p72.c": "met",
        "2.1.p78.a": "met",
    }
    store = open_store(address)
    pages = create_app(store, at_revision=at_newest).test_client()
    for code, value in SHOWN.items():
        page = html.unescape(pages.get(f"/es/indicators/{code}").get_data(as_text=True))
        row = re.search(r'<tr><th scope="row">2026-T3</th>.*?</tr>', page, re.DOTALL)
        assert row is not None, code
        assert re.search(rf"(?<![0-9,]){value}(?![0-9,])", row[0]), (code, row[0])
    store.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert [document for document in DOCUMENTS if document.encode() in kept] == []
    assert b"Carta 041-2026-INDECOPI" in kept, "what is about no person is kept, to be looked up"


def test_every_sample_is_marked_as_a_demonstration() -> None:
    files = {file.name for file in SAMPLES.glob("*.csv")}
    assert files >= set(FILES)
    for name in files:
        text = (SAMPLES / name).read_text(encoding="utf-8").casefold()
        assert "demostración" in text, name
