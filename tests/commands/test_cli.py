"""The command line as people type it: what it says, where, and with which exit status."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

import cli
from indicators.store import Store
from indicators.triggers import drop_triggers
from tests.commands.typed import ANSWERS, Nap, fill_in, filled_template, return_number


def test_a_return_goes_from_template_to_release(nap: Nap, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, ANSWERS)
    assert nap("check", file).code == 0
    loaded = nap("load", file, "--as", "reporte.mtpe", "--json")
    number = return_number(loaded)
    assert nap("submit", number, "--as", "reporte.mtpe").code == 0
    assert nap("approve", number, "--as", "seguimiento", "--confirm").code == 0
    assert nap("publish", "--as", "seguimiento", "--note", "Llegó el MTPE").code == 0
    (line,) = [i for i in nap("status", "--json").json["indicators"] if i["code"] == "2.1.p72.b"]  # type: ignore[index]
    assert line["obtained"] == {"low": 670, "high": 670}
    assert line["last_reported"] == "2026-Q3"
    assert nap("verify").code == 0


def test_what_may_never_end_is_no_file(nap: Nap, tmp_path: Path) -> None:
    pipe = tmp_path / "lista.csv"
    os.mkfifo(pipe)
    for command in (("check", pipe), ("load", pipe, "--as", "reporte.mtpe"), ("count", pipe), ("restore", "/dev/zero")):
        ran = nap(*command)
        assert (ran.code, ran.out) == (4, ""), command
        assert "dispositivo" in ran.err


def test_the_same_file_again_gives_the_same_receipt(nap: Nap, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, ANSWERS)
    first, again = (nap("load", file, "--as", "reporte.mtpe", "--json").json["receipt"] for _ in range(2))  # type: ignore[index]
    assert again == first | {"repeated": True}


def test_a_revised_file_again_gives_its_receipt_even_once_published(nap: Nap, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, ANSWERS)
    number = return_number(nap("load", file, "--as", "reporte.mtpe", "--json"))
    nap("submit", number, "--as", "reporte.mtpe")
    nap("approve", number, "--as", "seguimiento", "--confirm")
    nap("publish", "--as", "seguimiento", "--note", "Llegó el MTPE")
    revised = {
        **ANSWERS,
        "2.1.p72.c.t1": {"valor": 950, "clase_de_cambio": "datos tardíos", "sustento": "faltaba Puno"},
    }
    fill_in(file, revised)
    number = return_number(nap("load", file, "--as", "reporte.mtpe", "--json"))
    nap("submit", number, "--as", "reporte.mtpe")
    nap("approve", number, "--as", "seguimiento")
    assert nap("publish", "--as", "seguimiento", "--note", "Corregido").code == 0
    again = nap("load", file, "--as", "reporte.mtpe", "--json")
    assert (return_number(again), again.code) == (number, 0)


def test_a_broken_cell_is_named_and_no_figure_is_stored(nap: Nap, store: Store, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, {**ANSWERS, "2.1.p72.b": {"valor": "12 aprox"}})
    count = text("SELECT (SELECT count(*) FROM figures), (SELECT count(*) FROM files)")
    with store.read() as session:
        before = session.execute(count).one()
    for command in (("check", file), ("load", file, "--as", "reporte.mtpe")):
        refused = nap(*command)
        assert refused.code == cli.PROBLEMS
        assert "Reporte!" in refused.out
        assert "12 aprox" in refused.out
    with store.read() as session:
        after = session.execute(count).one()
    assert after == before
    assert "no admitido" in nap("returns", "--state", "refused").out


def test_the_workbook_leaves_out_the_steps_that_are_done(nap: Nap, tmp_path: Path) -> None:
    file = tmp_path / "r.xlsx"
    nap("template", "MINJUSDH", "2026-Q2", "-o", file)
    sheet = load_workbook(file)["Reporte"]
    at = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "paso")
    steps = {row[at - 1].value for row in sheet.iter_rows() if row[0].value == "MINJUSDH"}
    assert steps == {"d6", "d7", "denuncias", "difusion"}, "d6 was done in this quarter, d1 to d5 in others"


def test_nobody_approves_their_own_return_also_by_sql(nap: Nap, store: Store, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, ANSWERS)
    number = return_number(nap("load", file, "--as", "seguimiento", "--json"))
    nap("submit", number, "--as", "reporte.mtpe")
    refused = nap("approve", number, "--as", "seguimiento")
    assert (refused.code, "cuatro ojos" in refused.err) == (cli.REFUSED, True)
    statement = text("UPDATE returns SET state = 'approved', approved_by = 'seguimiento' WHERE id = :number")
    with pytest.raises(IntegrityError), store.write() as session:
        session.execute(statement, {"number": number})


def test_the_status_of_a_release_is_the_same_bytes_for_ever(nap: Nap, tmp_path: Path) -> None:
    before = nap("status", "--release", "2", "--json").out, nap("releases", "--canonical", "2").out
    test_a_return_goes_from_template_to_release(nap, tmp_path)
    assert (nap("status", "--release", "2", "--json").out, nap("releases", "--canonical", "2").out) == before


def test_a_changed_byte_is_found(nap: Nap, store: Store) -> None:
    assert nap("verify").code == 0
    with store.write() as session:
        drop_triggers(session.connection())
        session.execute(text("UPDATE figures SET published_value = published_value + 1000000 WHERE from_release = 2"))
    found = nap("verify")
    assert (found.code, "Publicación 2: la línea «figure|" in found.out) == (1, True)
    assert "Release 2: the line “figure|" in nap("--lang", "en", "verify").out


def test_the_status_names_every_indicator_with_its_numbers(nap: Nap) -> None:
    lines = nap("status", "--json").json["indicators"]  # type: ignore[index]
    assert len(lines) == 15
    wanted = {"state", "obtained", "due", "expected", "ati", "atii", "coverage"}
    assert all(wanted <= set(line) for line in lines)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_status_for_people_has_a_line_an_indicator(nap: Nap, lang: str) -> None:
    assert nap("--lang", lang, "status").out.count("\n") == 16


def test_the_plan_check_finds_c118_and_counts_coverage(nap: Nap) -> None:
    said = nap("plan", "check", "peru_pna")
    assert said.code == 0
    assert "C118" in said.out
    assert "de 97" in said.out


def test_a_broken_pack_names_file_row_and_column(nap: Nap, tmp_path: Path) -> None:
    import shutil  # noqa: PLC0415

    from indicators.packs import FOLDER  # noqa: PLC0415

    broken = tmp_path / "plan"
    shutil.copytree(FOLDER / "peru_pna", broken)
    targets = broken / "targets.csv"
    lines = targets.read_text(encoding="utf-8").split("\n")
    lines[2] = lines[2].replace("2026-12-31", "31/12/2026").replace("2025-12-31", "31/12/2025")
    targets.write_text("\n".join(lines), encoding="utf-8")
    said = nap("plan", "check", broken)
    assert said.code == cli.PROBLEMS
    assert "targets.csv, fila 3, columna date" in said.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("template", "NADIE", "2026-Q3", "-o", "x.xlsx"), cli.REFUSED),
        (("template", "MINEDU", "2026-Q3", "-o", "x.xlsx"), cli.REFUSED),
        (("check", "README.md", "--job", "nonsense"), 2),
        (("template", "MTPE", "2026-5", "-o", "x.xlsx"), 2),
        (("status", "--release", "99"), cli.REFUSED),
        (("submit", "9999", "--as", "reporte.mtpe"), cli.REFUSED),
        (("publish", "--as", "seguimiento", "--note", "nada"), cli.REFUSED),
        (("publish", "--as", "reporte.mtpe", "--note", "nada"), cli.REFUSED),
        (("plan", "check", "no_such_plan"), 2),
        (("nonsense",), 2),
    ],
)
def test_what_cannot_be_done_ends_with_its_status_and_a_sentence(nap: Nap, words: tuple[str, ...], code: int) -> None:
    ended = nap(*words)
    assert ended.code == code
    assert ended.err.strip()
    assert "Traceback" not in ended.err


def test_a_store_that_was_never_set_up_says_what_to_do(
    nap: Nap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NAP_DATABASE_URL", f"sqlite:///{tmp_path}/new.sqlite")
    ended = nap("status")
    assert (ended.code, "nap db upgrade" in ended.err) == (1, True)


def test_a_new_store_is_set_up_step_by_step(nap: Nap, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NAP_DATABASE_URL", f"sqlite:///{tmp_path}/new.sqlite")
    for words in (
        ("db", "upgrade"),
        ("db", "check"),
        ("account", "add", "ada", "--role", "administrator"),
        ("account", "add", "ana", "--role", "planner", "--as", "ada"),
        ("plan", "load", "peru_pna", "--as", "ana"),
        ("plan", "load", "peru_pna", "--as", "ana"),
        ("account", "add", "sara", "--role", "steward", "--entity", "MTPE", "--as", "ada"),
        ("account", "list"),
        ("returns",),
        ("releases",),
        ("verify",),
    ):
        assert nap(*words).code == 0, words
