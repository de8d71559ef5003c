"""What a planner reads before agreeing: the list of returns, one return against what is in force, and the remarks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cli
from tests.commands.typed import ANSWERS, Nap, fill_in, filled_template, return_number

STEWARD, PLANNER, OTHER = "reporte.mtpe", "seguimiento", "verificacion"
CORRECTED: dict[str, object] = {
    "valor": 62, "total_a_la_fecha": 701, "clase_de_cambio": "rectificación", "sustento": "faltaba Puno",
    "medio_tipo": "lista", "medio_referencia": "Informe 3", "medio_fecha": "2026-10-02", "nota": "con Puno",
}  # fmt: skip
FIGURE = "2.1.p72.b/MTPE/2026-Q3"


@pytest.fixture
def file(nap: Nap, tmp_path: Path) -> Path:
    return filled_template(nap, tmp_path, ANSWERS)


def loaded(nap: Nap, file: Path, changes: dict[str, dict[str, object]] | None = None) -> int:
    fill_in(file, ANSWERS | (changes or {}))
    return return_number(nap("load", file, "--as", STEWARD, "--json"))


def given_back(nap: Nap, file: Path, note: str = "falta Puno") -> int:
    number = loaded(nap, file)
    assert nap("submit", number, "--as", STEWARD, "--letter", "Oficio 12-2026").code == 0
    assert nap("return", number, "--as", PLANNER, "--note", note).code == 0
    return number


def published(nap: Nap, number: int) -> None:
    for words in (("submit", number, "--as", STEWARD), ("approve", number, "--as", PLANNER, "--confirm")):
        assert nap(*words).code == 0
    assert nap("publish", "--as", PLANNER, "--note", "n").code == 0


def changed_pack(folder: Path, pairs: dict[str, str]) -> Path:
    """The plan that ships, with words replaced."""
    pack = folder / "pack"
    pack.mkdir()
    for shipped in Path("indicators/packs/peru_pna").glob("*.*"):
        words = shipped.read_text(encoding="utf-8")
        for before, after in pairs.items():
            words = words.replace(before, after)
        (pack / shipped.name).write_text(words, encoding="utf-8")
    return pack


def plan_change(nap: Nap, pack: Path, lang: str = "es") -> str:
    load = ("--lang", lang, "plan", "load", pack, "--as", PLANNER, "--demonstration")
    ran = nap(*load, "--change", "correction", "--reason", "nombre abreviado")
    assert ran.code == 0
    return ran.out


def test_the_list_has_headings_and_is_narrowed(nap: Nap, file: Path) -> None:
    number = loaded(nap, file)
    heads, *lines = nap("returns").out.splitlines()
    assert heads.split() == [
        "N.°",
        "Entidad",
        "Trimestre",
        "Trabajo",
        "Estado",
        "Versión",
        "Public.",
        "Cargado",
        "por",
        "Recibido",
    ]
    assert len(lines) == number
    (line,) = nap("returns", "--open", "--entity", "MTPE").out.splitlines()[1:]
    assert line.split() == [
        str(number), "MTPE", "2026-T3", "quarterly_return", "validado,", "sin", "enviar", "2", "–", STEWARD,
        "2026-11-22",
    ]  # fmt: skip
    of_mre = nap("returns", "--entity", "MRE", "--state", "published", "--json").json
    assert {(one["entity"], one["state"]) for one in of_mre} == {("MRE", "published")}
    assert nap("returns", "--open", "--entity", "MRE").out == "No hay ningún reporte así.\n"
    assert nap("returns", "--entity", "NADIE").code == cli.REFUSED
    assert nap("returns", number, "--open").code == cli.USAGE
    assert nap("returns", number + 1).code == cli.REFUSED


@pytest.mark.parametrize(("lang", "words"), [("es", "No se encontró el encabezado"), ("en", "header")])
def test_a_refused_file_is_listed_with_its_kinds_of_problem_in_words(
    nap: Nap, tmp_path: Path, lang: str, words: str
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("hola@secreto\n", encoding="utf-8")
    assert nap("load", bad, "--as", STEWARD).code == cli.PROBLEMS
    (refused,) = nap("returns", "--state", "refused", "--json").json
    for shown in (
        nap("--lang", lang, "returns", "--state", "refused"),
        nap("--lang", lang, "returns", refused["return_id"]),
    ):
        assert "1 × " in shown.out
        assert words in shown.out
        assert "secreto" not in shown.out


def test_a_return_is_read_with_its_letter_and_every_remark(nap: Nap, file: Path) -> None:
    first = given_back(nap, file)
    shown = nap("returns", first).out
    assert "observado, por subsanar  seguimiento  «falta Puno»" in shown
    assert "Con Oficio 12-2026, expediente –" in shown
    second = loaded(nap, file, {"2.1.p72.c.t1": {"valor": 901}})
    assert f"retirado                 reporte.mtpe  lo reemplazó el {second}" in nap("returns", first).out
    states = [step["state"] for step in nap("returns", first, "--json").json["history"]]
    assert states == ["received", "staged", "submitted", "returned", "withdrawn"]


def test_a_return_shows_what_it_changes_and_counts_the_rest(nap: Nap, file: Path) -> None:
    first = loaded(nap, file)
    new = nap("returns", first).out
    assert "nuevas o que cambian: 3. Iguales a las vigentes: 0." in new
    assert f"{FIGURE}: valor 31; acumulado declarado 670 (nueva)" in new
    assert "2.1.p72.d/MTPE/2026-Q3: sin ejecución en el trimestre (nueva)" in new
    published(nap, first)
    second = loaded(nap, file, {"2.1.p72.b": CORRECTED})
    before = nap("returns", second).out
    assert "nuevas o que cambian: 1. Iguales a las vigentes: 2." in before
    for words in (
        f"{FIGURE}: valor 31; acumulado declarado 670 → valor 62; acumulado declarado 701",
        "Clase: rectificación. Sustento: faltaba Puno",
        "Nota: – → «con Puno»",
        "Medio de verificación: – → lista, Informe 3, 2\xa0oct.\xa02026",
    ):
        assert words in before
    listed = nap("returns", second, "--json").json["figures"]
    assert [one["changed"] for one in listed] == [True, False, False]
    assert all(side is None or side["raw"] == [] for one in listed for side in (one["before"], one["after"]))
    published(nap, second)
    after = nap("returns", second).out
    assert before.partition("Cifras")[2] == after.partition("Cifras")[2], "what was agreed to stays readable"
    assert "Salió en la publicación N.° 6." in after


def test_a_figure_taken_back_says_so(nap: Nap, file: Path) -> None:
    published(nap, loaded(nap, file))
    gone = {"valor": None, "situacion": "retirado", "clase_de_cambio": "fuente", "sustento": "contada dos veces"}
    number = loaded(nap, file, {"2.1.p72.c.t1": gone})
    shown = nap("returns", number).out
    assert "2.1.p72.c.t1/MTPE/2026-Q3: 900 → retirada" in shown
    assert "Clase: fuente. Sustento: contada dos veces" in shown


def test_what_the_law_forced_out_is_not_shown_of_a_return(nap: Nap) -> None:
    of = "2.1.p72.d/MTPE/2025-Q4"
    (number,) = [one["return_id"] for one in nap("returns", "--json").json if one["file_name"] == "MTPE-2025-Q4-r2.csv"]
    assert f"{of}: valor 341; acumulado declarado 1,852 → 98" in nap("returns", number).out
    ground = ("--ground", "Orden 7", "--as", "administracion", "--agreed-by", PLANNER)
    assert nap("erase", of, *ground).code == 0
    shown = nap("returns", number)
    assert f"{of}: retirada por mandato legal" in shown.out
    (gone,) = [one for one in nap("returns", number, "--json").json["figures"] if one["erased"]]
    assert (gone["before"], gone["after"]["value"], gone["after"]["reason"]) == (None, None, "")


def test_a_receipt_names_the_remark_that_it_answers(nap: Nap, file: Path) -> None:
    first = given_back(nap, file)
    again = nap("load", file, "--as", STEWARD)
    assert f"Responde a la observación de seguimiento sobre el {first}" in again.out
    fill_in(file, ANSWERS | {"2.1.p72.c.t1": {"valor": 901}})
    answer: Any = nap("load", file, "--as", STEWARD, "--json").json
    assert (answer["remark"]["return_id"], answer["remark"]["note"]) == (first, "falta Puno")
    fill_in(file, ANSWERS | {"2.1.p72.c.t1": {"valor": 902}})
    assert nap("load", file, "--as", STEWARD, "--json").json["remark"] is None


def test_who_takes_on_a_return_that_was_replaced_is_told_by_which(nap: Nap, file: Path) -> None:
    first = given_back(nap, file)
    second = loaded(nap, file, {"2.1.p72.c.t1": {"valor": 901}})
    for words in (("submit", first, "--as", STEWARD), ("approve", first, "--as", PLANNER)):
        ended = nap(*words)
        assert ended.code == cli.REFUSED
        assert f"reemplazado por una carga posterior: siga con el {second}, que {STEWARD} cargó" in ended.err
    assert nap("withdraw", second, "--as", STEWARD, "--note", "no era").code == 0
    assert "solo es posible desde: «validado, sin enviar»." in nap("submit", second, "--as", STEWARD).err


def test_every_state_that_a_step_may_start_from_has_its_quotes(nap: Nap, file: Path) -> None:
    number = loaded(nap, file)
    nap("submit", number, "--as", STEWARD)
    told = nap("withdraw", number, "--as", STEWARD, "--note", "n").err
    assert "solo es posible desde: «validado, sin enviar», «observado, por subsanar»." in told


def test_a_plan_change_is_called_so_and_shows_its_cells(nap: Nap, tmp_path: Path) -> None:
    pack = changed_pack(tmp_path, {"Ministerio de Relaciones Exteriores": "Cancillería"})
    plan_change(nap, pack)
    ((number, _),) = [(one["return_id"], one["job"]) for one in nap("returns", "--open", "--json").json]
    assert "Ya se había recibido, cargado por seguimiento el 2026-11-22 15:00 UTC" in plan_change(nap, pack)
    shown = nap("returns", number).out
    assert "entities MRE: fila que cambia" in shown
    assert "name_es: Ministerio de Relaciones Exteriores → Cancillería" in shown
    assert "Clase: rectificación. Sustento: nombre abreviado" in shown
    assert f"Cambio de plan {number} remitido." in nap("submit", number, "--as", PLANNER).out
    assert f"El cambio de plan {number} ya estaba" in nap("submit", number, "--as", PLANNER).out
    assert f"Cambio de plan {number} con conformidad." in nap("approve", number, "--as", OTHER).err
    assert f"Cambio de plan {number} observado: quien" in nap("return", number, "--as", OTHER, "--note", "no").err
    assert "Responde a la observación de verificacion" in plan_change(nap, pack)
    assert f"Cambio de plan {number} retirado." in nap("withdraw", number, "--as", PLANNER, "--note", "n").err


def test_the_hour_of_a_release_names_the_city_and_an_origin_where_its_file_is(nap: Nap, tmp_path: Path) -> None:
    told = nap("announce", "2026-Q3", "--at", "2026-12-01 10:00", "--as", PLANNER).err
    assert "2026-12-01 10:00 (hora de Lima)" in told
    copy = tmp_path / "copy.csv"
    ran = nap("figure", "2.1.p72.b/MTPE/2025-Q1", "--origin", "--as", PLANNER, "-o", copy)
    assert str(copy) in ran.err
    assert "publicación 3: valor 27; acumulado declarado 508" in ran.out


def test_a_figure_says_how_it_is_backed_and_why_it_changed(nap: Nap, tmp_path: Path) -> None:
    of = "2.1.p72.d/MTPE/2025-Q4"
    shown = nap("figure", of).out
    assert "Clase: rectificación. Sustento: Se contaron asistencias" in shown
    assert "Nota: «El total sin repetir" in shown
    assert "Cifra con medio de verificación" in shown
    document = tmp_path / "inf.pdf"
    document.write_bytes(b"informe")
    assert nap("evidence", of, "--as", STEWARD, "--document", document).code == 0
    assert nap("evidence", of, "--as", OTHER, "--verified", "--note", "visto el informe").code == 0
    origin = nap("figure", of, "--origin", "--as", PLANNER).out
    assert f"adjuntado por {STEWARD} el 2026-11-22 15:00 UTC: inf.pdf" in origin
    assert "«visto el informe»" in origin
    assert "Informe 077-2025-MTPE (demostración), 9\xa0ene.\xa02026" in origin
