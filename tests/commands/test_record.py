"""The record on the command line: releases that stay, corrections, the calendar, evidence, origins, tombstones."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest

import cli
from indicators.store import Store
from tests.commands.typed import ANSWERS, NOW, Nap, fill_in, filled_template, return_number

FIGURE = "2.1.p72.c.t1/MTPE/2025-Q1"
LETTER = ("--letter", "Oficio 12-2026", "--file-number", "EXP-9", "--letter-date", "2026-10-20", "--signed-off", "SG")


def published(nap: Nap, file: Path, note: str) -> int:
    """Take a file through its life; the number of its return."""
    number = return_number(nap("load", file, "--as", "reporte.mtpe", "--json"))
    assert nap("submit", number, "--as", "reporte.mtpe", *LETTER).code == 0
    assert nap("approve", number, "--as", "seguimiento", "--confirm").code == 0
    assert nap("publish", "--as", "seguimiento", "--note", note).code == 0
    return number


def as_published(nap: Nap, number: int) -> tuple[str, str, str]:
    """What the command line says of a release: status, canonical form, revisions."""
    commands = (
        ("status", "--release", number, "--json"),
        ("releases", "--canonical", number),
        ("revisions", "2.1.p72.b", "--release", number, "--json"),
    )
    said = [nap(*words) for words in commands]
    assert [ran.code for ran in said] == [0, 0, 0]
    return said[0].out, said[1].out, said[2].out


def test_a_release_is_the_same_bytes_after_a_correction(nap: Nap, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, ANSWERS)
    published(nap, file, "Llegó el MTPE")
    before = [as_published(nap, number) for number in (1, 2, 3, 4, 5)]
    corrected = {"valor": 62, "total_a_la_fecha": 701, "clase_de_cambio": "rectificación", "sustento": "faltaba Puno"}
    fill_in(file, {**ANSWERS, "2.1.p72.b": corrected})
    published(nap, file, "Corregido")
    assert [as_published(nap, number) for number in (1, 2, 3, 4, 5)] == before
    rows = nap("revisions", "2.1.p72.b", "--json").json["rows"]
    (cells,) = [row["cells"] for row in rows if row["quarter"] == "2026-Q3"]
    assert [cell.get("value") for cell in cells][-2:] == ["31", "62"]
    assert nap("verify").code == 0


def test_a_correction_that_matters_is_told_when_it_is_published(nap: Nap, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, ANSWERS)
    published(nap, file, "Llegó el MTPE")
    corrected = {"valor": 62, "total_a_la_fecha": 701, "clase_de_cambio": "rectificación", "sustento": "faltaba Puno"}
    fill_in(file, {**ANSWERS, "2.1.p72.b": corrected})
    number = return_number(nap("load", file, "--as", "reporte.mtpe", "--json"))
    nap("submit", number, "--as", "reporte.mtpe")
    nap("approve", number, "--as", "seguimiento")
    told = nap("publish", "--as", "seguimiento", "--note", "Corregido")
    assert "AVISO 2.1.p72.b" in told.err
    assert "2.1.p72.b" in [n["indicator"] for n in nap("status", "--json").json["notices"]]


def test_a_submission_has_a_receipt_that_a_resend_repeats(nap: Nap, tmp_path: Path) -> None:
    number = return_number(nap("load", filled_template(nap, tmp_path, ANSWERS), "--as", "reporte.mtpe", "--json"))
    first = nap("submit", number, "--as", "reporte.mtpe", *LETTER, "--json").json
    again = nap("submit", number, "--as", "reporte.mtpe", *LETTER, "--json").json
    assert again == first | {"repeated": True}
    assert first["letter"] == {
        "number": "Oficio 12-2026", "file_number": "EXP-9", "dated": "2026-10-20", "signed_off_by": "SG",
    }  # fmt: skip
    assert "ya estaba remitido" in nap("submit", number, "--as", "reporte.mtpe", *LETTER).out


def test_who_acts_on_what_changed_meanwhile_is_shown_both_versions(nap: Nap, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, ANSWERS)
    number = return_number(nap("load", file, "--as", "reporte.mtpe", "--json"))
    nap("submit", number, "--as", "reporte.mtpe")
    nap("approve", number, "--as", "seguimiento", "--confirm")
    ended = nap("return", number, "--as", "verificacion", "--note", "falta", "--version", 3)
    assert ended.code == cli.REFUSED
    assert "Usted vio la versión 3 («remitido (con cargo)»); ahora es la 4 («con conformidad»)" in ended.err


def test_a_file_of_somebody_else_is_replaced_only_by_who_names_it(nap: Nap, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, ANSWERS)
    number = return_number(nap("load", file, "--as", "reporte.mtpe", "--json"))
    fill_in(file, {**ANSWERS, "2.1.p72.c.t1": {"valor": 901}})
    ended = nap("load", file, "--as", "seguimiento")
    assert ended.code == cli.REFUSED
    assert "2.1.p72.c.t1/2026-Q3: preparado 900; en este archivo 901" in ended.err
    assert nap("load", file, "--as", "seguimiento", "--replacing", number).code == 0
    assert nap("withdraw", number + 1, "--as", "seguimiento", "--note", "no era").code == 0


def test_a_release_waits_for_its_hour_and_a_moved_one_says_why(
    nap: Nap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = return_number(nap("load", filled_template(nap, tmp_path, ANSWERS), "--as", "reporte.mtpe", "--json"))
    nap("submit", number, "--as", "reporte.mtpe")
    nap("approve", number, "--as", "seguimiento", "--confirm")
    announce = ("announce", "2026-Q3", "--as", "seguimiento", "--at")
    assert nap(*announce, "2026-12-01 10:00").code == 0
    assert nap(*announce, "2026-12-04 10:00").code == cli.REFUSED
    assert nap(*announce, "2026-12-04 10:00", "--reason", "falta uno").code == 0
    early = nap("publish", "--as", "seguimiento", "--note", "n", "--return", number)
    assert (early.code, "2026-12-04 10:00" in early.err) == (cli.REFUSED, True)
    monkeypatch.setattr(cli, "now", lambda: NOW + timedelta(days=14))
    assert nap("publish", "--as", "seguimiento", "--note", "n", "--return", 9999).code == cli.REFUSED
    assert nap("publish", "--as", "seguimiento", "--note", "n", "--return", number).code == 0
    shown = nap("calendar").out.replace("\xa0", " ")
    assert "publicación 5, el 6 dic. 2026. Con 2 días de retraso." in shown
    assert "antes, para el 2026-12-01 10:00; cambió porque: falta uno" in shown
    assert nap("calendar", "--json").json["releases"][-2]["release"] == 5


def test_a_figure_leads_to_its_origin_and_its_evidence_is_marked(nap: Nap, tmp_path: Path) -> None:
    assert nap("figure", FIGURE, "--origin").code == cli.USAGE
    assert nap("figure", FIGURE, "--origin", "--as", "reporte.mre").code == cli.REFUSED
    file = tmp_path / "origin.csv"
    shown = nap("figure", FIGURE, "--origin", "--as", "seguimiento", "-o", file)
    assert "reporte.mtpe" in shown.out
    rows = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    assert any(row["indicador"] == "2.1.p72.c.t1" for row in rows)
    assert "reporte.mtpe" not in nap("figure", FIGURE).out
    document = tmp_path / "acta.pdf"
    document.write_bytes(b"acta")
    for words in (("--document", document), ("--verified",), ("--public",)):
        who = "reporte.mtpe" if "--document" in words else "verificacion"
        assert nap("evidence", FIGURE, "--as", who, *words).code == 0
    assert nap("evidence", FIGURE, "--as", "verificacion", "--verified").code == cli.REFUSED
    assert nap("publish", "--as", "seguimiento", "--note", "Sustentos").code == 0
    assert nap("figure", FIGURE, "--json").json["evidence"]["verified"] is True
    assert nap("verify").code == 0


def test_what_the_law_forces_out_is_gone_and_verified_and_a_cut_record_is_seen(nap: Nap, tmp_path: Path) -> None:
    head = nap("verify", "--head").out.strip()
    erased = nap("erase", FIGURE, "--ground", "Orden 7", "--as", "administracion", "--agreed-by", "seguimiento")
    assert erased.code == 0
    assert nap("figure", FIGURE).code == cli.REFUSED
    assert nap("verify", "--witness", head).code == 0
    wrong = nap("verify", "--witness", f"9999:{'0' * 64}")
    assert (wrong.code, "asiento 9999" in wrong.out) == (1, True)
    files = []
    for number in (1, 2, 3, 4):
        files.append(tmp_path / f"release-{number}.jsonl")
        files[-1].write_text(nap("releases", "--canonical", number).out, encoding="utf-8", newline="")
    checked = nap("verify", *files)
    assert (checked.code, "retirado por mandato legal" in checked.out) == (0, True)
    assert "es la publicación 3 de este almacén" in checked.err
    assert "removed by law" in nap("--lang", "en", "verify", *files).out
    files[2].write_text(files[2].read_text(encoding="utf-8").replace("MTPE", "MRE", 1), encoding="utf-8", newline="")
    assert nap("verify", *files).code == 1


def test_a_sound_file_that_this_store_did_not_publish_is_told(
    nap: Nap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, _, rest = nap("releases", "--canonical", 2).out.partition("\n")
    forged = tmp_path / "release.jsonl"
    for number, said in ((2, "no es la publicación 2 de este almacén"), (9, "ninguna publicación 9")):
        other = json.loads(header) | {"note": "otra", "number": number}
        text = json.dumps(other, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        forged.write_text(f"{text}\n{rest}", encoding="utf-8", newline="")
        told = nap("verify", forged)
        assert (told.code, said in told.err, "Completa y en orden" in told.out) == (1, True, True)
    monkeypatch.setenv("NAP_DATABASE_URL", f"sqlite:///{tmp_path}/none/store.sqlite")
    alone = nap("verify", forged)
    assert (alone.code, "solo los archivos" in alone.err, (tmp_path / "none").exists()) == (0, True, False)
    assert nap("verify", tmp_path / "absent.jsonl").code == 2


def test_only_a_server_is_asked_for_checksums(nap: Nap, store: Store) -> None:
    said = nap("db", "check")
    assert said.code == 0
    if store.file is not None:
        assert "initdb" not in said.err


def test_an_account_out_of_use_acts_no_more(nap: Nap) -> None:
    assert nap("account", "disable", "verificacion", "--as", "administracion").code == 0
    ended = nap("evidence", FIGURE, "--as", "verificacion", "--verified")
    assert ended.code == cli.REFUSED
    assert nap("account", "disable", "administracion", "--as", "administracion").code == cli.REFUSED


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_plan_that_differs_wants_class_and_reason(nap: Nap, tmp_path: Path, lang: str) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    for file in Path("indicators/packs/peru_pna").glob("*.*"):
        words = file.read_text(encoding="utf-8")
        (pack / file.name).write_text(words.replace("Ministerio", "Min."), encoding="utf-8")
    load = ("--lang", lang, "plan", "load", pack, "--as", "seguimiento", "--demonstration")
    refused = nap(*load)
    assert (refused.code, "--change" in refused.err) == (cli.REFUSED, True)
    staged = nap(*load, "--change", "correction", "--reason", "nombre")
    assert (staged.code, "106" in staged.out) == (0, True)
    assert nap("submit", 106, "--as", "seguimiento").code == 0
    assert nap("approve", 106, "--as", "verificacion").code == 0
    assert nap("publish", "--as", "seguimiento", "--note", "Nombre").code == 0
    assert nap("verify").code == 0
