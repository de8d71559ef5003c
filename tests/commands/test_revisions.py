"""`nap revisions`: the triangle that the page draws, for people who pipe."""

from __future__ import annotations

import cli
from tests.commands.typed import Nap


def test_the_triangle_says_what_each_release_said(nap: Nap) -> None:
    said = nap("revisions", "2.1.p72.d")
    assert said.code == 0
    (line,) = [line.split() for line in said.out.splitlines() if line.startswith("2025-T4")]
    assert line == ["2025-T4", "MTPE", "98", "*", "341", "–"]
    assert "1 de 19 cifras cambió después de su primera publicación." in said.out


def test_the_same_as_json_in_any_release(nap: Nap) -> None:
    def cells(*options: str) -> list[tuple[str, str | None]]:
        found = nap("revisions", "2.1.p72.d", "--json", *options).json
        row = next(row for row in found["rows"] if row["quarter"] == "2025-Q4")  # type: ignore[index]
        return [(cell["state"], cell.get("value")) for cell in row["cells"]]

    assert cells() == [("not_yet", None), ("first", "341"), ("changed", "98")]
    assert cells("--release", "3") == [("not_yet", None), ("first", "341")]


def test_an_indicator_that_is_not_there_is_refused(nap: Nap) -> None:
    refused = nap("revisions", "9.9.p1.a")
    assert refused.code == cli.REFUSED
    assert "9.9.p1.a" in refused.err


def test_what_stands_beside_a_figure_is_explained_and_columns_stay_apart(nap: Nap) -> None:
    who = ("--as", "administracion", "--agreed-by", "seguimiento")
    assert nap("erase", "2.1.p72.d/MTPE/2024-Q2", "--ground", "Ley 29733", *who).code == 0
    said = nap("revisions", "2.1.p72.d").out.splitlines()
    assert said[0].split() == ["N.°", "4", "N.°", "3", "N.°", "2"]
    assert [line.split()[2:] for line in said if line.startswith("2024-T2")] == [["†", "†", "–"]]
    assert {len(line) for line in said if line.startswith("20") or "N.°" in line} == {len(said[0])}
    assert said[-3:-1] == ["* cambió respecto de la publicación anterior.", "† retirada por mandato legal."]
