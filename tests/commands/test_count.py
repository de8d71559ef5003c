"""`nap count` as a steward types it: no store is needed, the totals are told, and the aggregate loads."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import cli
from tests.commands.test_attendance import GOOD, said
from tests.commands.typed import Nap, Ran
from tests.etl.lists import list_file

EARLIER = list_file(
    said(fecha="2026-05-04", tipo_documento="PTP", numero_documento="004521987"),
    said(fecha="2026-05-04", tipo_documento="CE", numero_documento="300"),
    entidad="MTPE",
    trimestre="2026-T2",
)


@pytest.fixture
def nap(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Nap:
    """Runs `nap WORDS` where there is no store."""
    monkeypatch.setenv("NAP_DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite")

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["nap", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        read = capsys.readouterr()
        return Ran(int(ended.value.code or 0), read.out, read.err)

    return run


def test_lists_are_counted_together_without_a_store(nap: Nap, tmp_path: Path) -> None:
    second, third = tmp_path / "t2.csv", tmp_path / "t3.csv"
    second.write_bytes(EARLIER)
    third.write_bytes(GOOD)
    ran = nap("count", third, second, "--whole", "-o", tmp_path / "agregado.csv")
    assert ran.code == 0
    assert "personas vinculadas: 2 en el trimestre, 3 a la fecha" in ran.out
    assert "asistencias: 5 en el trimestre, 7 a la fecha" in ran.out
    assert "documentos distintos: 3 en el trimestre, 4 a la fecha" in ran.out
    left = (tmp_path / "agregado.csv").read_text(encoding="utf-8-sig")
    assert "2.1.p72.d,,,,,,2,3," in left
    assert "004521987" not in left + ran.out + ran.err
    assert not (tmp_path / "none.sqlite").exists()
    assert nap("count", third, second, "-o", tmp_path / "agregado.csv").code == 4
    of_quarter = nap("count", third, second, "-o", tmp_path / "trimestre.csv")
    assert "--whole" in of_quarter.err
    assert "2.1.p72.d,,,,,,2,," in (tmp_path / "trimestre.csv").read_text(encoding="utf-8-sig")
    counted = nap("count", third, second, "--json").json
    assert isinstance(counted, dict)
    assert (counted["files"], counted["rows"], counted["unusable"]) == (2, 7, 1)


def test_a_list_that_cannot_be_counted_is_told_with_its_name(nap: Nap, tmp_path: Path) -> None:
    good, bad = tmp_path / "t2.csv", tmp_path / "mala.csv"
    good.write_bytes(EARLIER)
    bad.write_bytes(list_file(said(sexo="x"), entidad="MTPE", trimestre="2026-T3"))
    ran = nap("--lang", "en", "count", good, bad, "-o", tmp_path / "a.csv")
    assert ran.code == 3
    assert "mala.csv:" in ran.out
    assert "Nothing was counted: 1 list has problems." in ran.err
    assert not (tmp_path / "a.csv").exists()
    assert json.loads(nap("count", bad, "--json").out)["mala.csv"][0]["code"] == "word_unknown"
    assert nap("count", good, "--quarter", "2026-T3").code == 4
