"""An attendance list from the steward's desk to the page, and nothing of anybody left behind: not in the store, nor in
its backup, nor in what was said."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from indicators import accounts, releases
from indicators.canonical import sha256
from indicators.packs import read_pack
from indicators.policy import Account, Role
from indicators.store import Store, open_store
from indicators.tables import metadata
from tests.commands.typed import NOW, Nap, Ran
from tests.conftest import Engine, from_template
from tests.etl.lists import attendance, list_file

SECRETS = (
    "Quispe", "Mamani", "004521987", "004 521 987", "008112334", "008-112-334", "AB123456", "ab 123456", "45678912",
    "1990-05-01", "300777", "XK-9988",
)  # fmt: skip
HEAD = {"entidad": "MTPE", "trimestre": "2026-T3"}


def said(**cells: object) -> dict[str, object]:
    return attendance(indicador="2.1.p72.d", fecha="2026-08-12", tema="Derechos y deberes laborales") | cells


GOOD = list_file(
    said(tipo_documento="PTP", numero_documento="004 521 987"),
    said(tipo_documento="CPP", numero_documento="008-112-334", tipo_anterior="PTP", numero_anterior="004521987"),
    said(tipo_documento="PAS", numero_documento="ab 123456"),
    said(tipo_documento="PAS", numero_documento="AB123456", fecha="2026-09-02"),
    said(tipo_documento="DNI", numero_documento="300777"),
    **HEAD,
)
BAD = list_file(
    said(condicion="Quispe Mamani", edad="1990-05-01"),
    said(tipo_documento="45678912", numero_documento="XK-9988", pais="Mamani", curso="Sesión de Quispe 45678912"),
    **HEAD,
)


def _with_plan(store: Store) -> None:
    pack = read_pack("peru_pna", demonstration=True)
    with store.write() as session:
        for code, role, entity in (
            ("ada", Role.ADMINISTRATOR, None), ("paula", Role.PLANNER, None), ("sara", Role.STEWARD, "MTPE"),
        ):  # fmt: skip
            if entity:
                releases.load_plan(session, pack.rows, kind="real", who="paula", now=NOW, note="El plan")
            accounts.add(session, Account(code, code, role, entity, disabled=False), now=NOW, by="ada")


@pytest.fixture
def address(engine: Engine) -> str:
    return from_template(engine, "peru", _with_plan)


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = open_store(address)
    yield opened
    opened.close()


def everything(store: Store) -> str:
    """All that the store holds, in every table, bytes among it."""
    found = []
    with store.read() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(text(f"SELECT * FROM {table.name}")):
                found += [
                    bytes(v).decode("utf-8", "replace") if isinstance(v, bytes | memoryview) else str(v) for v in row
                ]
    return "\n".join(found)


def test_three_figures_and_nothing_of_anybody(
    nap: Nap, store: Store, address: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lists = {"lista Quispe 45678912.csv": GOOD, "Mamani 1990-05-01.csv": BAD}
    for name, content in lists.items():
        (tmp_path / name).write_bytes(content)
    good, bad = (tmp_path / name for name in lists)
    job = ("--job", "migrants_trained")
    ran: list[Ran] = [nap("check", bad, *job), nap("load", bad, *job, "--as", "sara", "--json")]
    assert [each.code for each in ran] == [3, 3]
    ran += [nap("load", good, *job, "--as", "sara"), nap("submit", 2, "--as", "sara")]
    unconfirmed = nap("approve", 2, "--as", "paula")
    assert unconfirmed.code == 4
    ran += [unconfirmed, nap("approve", 2, "--as", "paula", "--confirm"), nap("returns", 2, "--json")]
    ran += [
        nap("publish", "--as", "paula", "--note", "Primera"),
        nap("figure", "2.1.p72.d/MTPE/2026-Q3", "--origin", "--as", "paula"),
    ]
    ran += [nap("verify"), nap("backup", tmp_path / "copia.nap")]
    assert [each.code for each in ran[4:] if each is not unconfirmed] == [0] * (len(ran) - 5)
    figures = dict(re.findall(r"(2\.1\.p72\.d(?:\.t\d)?)\s.*?\s(\d+)\s", nap("status").out))
    assert figures == {"2.1.p72.d": "2", "2.1.p72.d.t1": "5", "2.1.p72.d.t2": "3"}

    printed = "".join(each.out + each.err for each in ran)
    for file in (good, bad):  # what was typed may be answered
        printed = printed.replace(file.name, "").replace(file.stem, "")
    left = everything(store) + caplog.text + printed
    left += (tmp_path / "copia.nap").read_bytes().decode("utf-8", "replace")
    if store.file is not None:
        parts = [Path(f"{store.file}{end}") for end in ("", "-wal")]
        left += "".join(part.read_bytes().decode("utf-8", "replace") for part in parts if part.exists())
    assert not [secret for secret in SECRETS if secret in left.replace(str(tmp_path), "")]
    assert not [content for content in (GOOD, BAD) if sha256(content)[:12] in left]
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM files WHERE length(content) > 0")).scalar_one() == 0
