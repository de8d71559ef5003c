"""What is declared of a file's numbers: read so, said so, and kept with the return."""

from __future__ import annotations

from pathlib import Path

import cli
from tests.commands.typed import ANSWERS, Nap, filled_template, return_number

STEWARD = "reporte.mtpe"
SPANISH: dict[str, dict[str, object]] = {"2.1.p72.c.t1": {"valor": "1.031"}}


def test_numbers_of_spain_are_read_where_they_are_declared(nap: Nap, tmp_path: Path) -> None:
    file = filled_template(nap, tmp_path, ANSWERS | SPANISH)
    refused = nap("check", file)
    assert (refused.code, "--numbers es-ES" in refused.out) == (cli.PROBLEMS, True)
    taken = nap("check", file, "--numbers", "es-ES")
    assert (taken.code, "es-ES" in taken.err) == (0, True)
    assert "2.1.p72.c.t1/MTPE/2026-Q3: 1,031" in taken.out
    assert "es-ES" not in nap("check", file, "--numbers", "es-PE").err
    number = return_number(nap("load", file, "--numbers", "es-ES", "--as", STEWARD, "--json"))
    said = nap("returns", number).out
    assert "1,031" in said
    assert " es-ES" in said
