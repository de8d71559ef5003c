"""Files of registers: rows on the right registers, nothing unknown made, changes told with a reason."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache

import pytest

from etl.files.readers import read_table
from etl.job import Case, Judged
from etl.jobs import JOBS
from indicators.packs import read_pack
from indicators.plan import Plan

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
HEAD = {"entidad": "DP", "trimestre": "2026-T3"}
WHY = {"clase_de_cambio": "fuente", "sustento": "Se verificó en el portal."}
RECOMMENDED = {
    "fila": "recomendación", "codigo": "DP-2026-1", "organismo": "DP", "fecha": "2026-07-03", "precision": "día",
    "destinatario": "MTPE", "texto": "Publicar cada trimestre cuántas personas se registran con CPP.",
    "texto_base": "redacción propia", "accion": "2.1.p72", "referencia": "Nota de demostración",
}  # fmt: skip
FOLLOWED = {
    "fila": "hecho", "codigo": "DP-2026-1", "orden": "1", "hecho": "acogida", "organismo": "MTPE",
    "fecha": "2026-08-01", "precision": "mes", "texto": "La acogió.", "texto_base": "redacción propia",
    "texto_en": "Accepted.", "referencia": "Nota de demostración",
}  # fmt: skip
TAKES = {
    "quien_acepta": "MIGRACIONES", "documento": "CPP", "estado": "verificado", "desde": "2023-02-01",
    "desde_precision": "mes", "referencia": "Visita de demostración",
}  # fmt: skip
SAID = {
    "codigo": "demo_2026", "tema": "avance", "cargo": "Viceministra", "cargo_base": "redacción propia",
    "fecha": "2026-07-16", "precision": "día", "texto": "Dijo que la mitad está cumplida.",
    "valores": "cumplidas=51.4;resto>15",
    "texto_base": "redacción propia", "unidad": "porcentaje", "fuente_inconsistente": "no", "referencia": "Foro",
}  # fmt: skip


@cache
def plan() -> Plan:
    found = read_pack("peru_pna", demonstration=True)
    assert found.plan is not None, found.problems
    return found.plan


@cache
def in_force() -> Mapping[tuple[str, str], str]:
    return {(row.kind, row.key): row.content for row in read_pack("peru_pna", demonstration=True).rows}


def judge(
    name: str, *rows: Mapping[str, str], registers: Mapping[tuple[str, str], str] | None = None, **head: str
) -> Judged:
    job = JOBS[name]
    written = io.StringIO()
    writer = csv.DictWriter(written, job.names, restval="")
    writer.writeheader()
    writer.writerows([HEAD | head | rows[0], *rows[1:]])
    table = read_table(written.getvalue().encode(), sheet=job.sheet, names=job.names)
    return job.judge(table, Case(plan(), lambda entity: (), NOW, registers=registers or in_force()))


def cells(judged: Judged) -> Sequence[tuple[str, str, Mapping[str, str]]]:
    assert judged.canonical_hash, [problem.text() for problem in judged.problems]
    assert not judged.problems
    return [(row.kind, row.key, json.loads(row.content)) for row in judged.registers]


def codes(judged: Judged) -> list[str]:
    return [problem.code for problem in judged.problems]


def test_a_recommendation_and_what_followed() -> None:
    first, second = cells(judge("recommendations", RECOMMENDED, FOLLOWED))
    assert first[:2] == ("recommendations", "DP-2026-1")
    assert (first[2]["addressee"], first[2]["precision"], first[2]["text_en_basis"]) == ("MTPE", "day", "")
    assert second[0] == "events"
    assert (second[2]["kind"], second[2]["entity"], second[2]["text_en_basis"]) == ("accepted", "MTPE", "ours")


def test_recognitions_are_counted_by_the_indicator_that_names_the_document() -> None:
    judged = judge("recognitions", TAKES)
    assert [kind for kind, _, _ in cells(judged)] == ["recognitions"]
    assert [(f.indicator, f.value) for f in judged.figures] == [("2.1.p72.t1", 2)]
    refused = judge("recognitions", TAKES | {"quien_acepta": "emplea_peru", "estado": "no acepta"}, **WHY)
    assert [f.value for f in refused.figures] == [0]


def test_a_statement_keeps_what_was_said_and_an_unknown_denominator() -> None:
    ((kind, key, said),) = cells(judge("statements", SAID))
    assert (kind, key) == ("statements", "demo_2026")
    assert (said["values"], said["denominator"]) == ("cumplidas=51.4;resto>15", "")


@pytest.mark.parametrize(
    ("name", "row", "column", "code"),
    [
        ("recommendations", RECOMMENDED | {"organismo": "DEFENSORIA"}, "organismo", "register_unknown"),
        ("recommendations", RECOMMENDED | {"accion": "9.9.p9"}, "accion", "register_unknown"),
        ("recommendations", RECOMMENDED | {"destinatario": ""}, "destinatario", "register_cell"),
        ("recommendations", RECOMMENDED | {"referencia": ""}, "fuente", "register_cell"),
        ("recommendations", FOLLOWED, "codigo", "register_unknown"),
        ("recommendations", RECOMMENDED | {"precision": "casi"}, "precision", "word_unknown"),
        ("recommendations", RECOMMENDED | {"precision": "mes"}, "fecha", "register_cell"),
        ("recognitions", TAKES | {"documento": "CIP"}, "documento", "register_unknown"),
        ("recognitions", TAKES | {"desde_precision": "no se conoce"}, "desde_precision", "register_cell"),
        ("statements", SAID | {"valores": "la mitad"}, "valores", "register_cell"),
    ],
)
def test_every_fault_is_told_at_its_cell(name: str, row: Mapping[str, str], column: str, code: str) -> None:
    found = judge(name, row)
    assert (code, column) in [(problem.code, problem.column) for problem in found.problems]
    for problem in found.problems:
        assert problem.text("es") != problem.text("en")
        assert "{" not in problem.text("es") + problem.text("en")


def test_what_is_published_changes_only_with_class_and_reason() -> None:
    changed = TAKES | {"quien_acepta": "emplea_peru"}
    assert codes(judge("recognitions", changed)) == ["register_changed"]
    judged = judge("recognitions", changed, **WHY)
    assert (judged.change, judged.reason) == ("source", WHY["sustento"])
    assert len(cells(judged)) == 1


def test_the_same_register_row_twice_and_another_entity_in_a_later_row() -> None:
    assert codes(judge("recognitions", TAKES, TAKES)) == ["register_twice"]
    assert codes(judge("statements", SAID, SAID | {"codigo": "otra", "entidad": "MTPE"})) == ["once_differs"]


@pytest.mark.parametrize(("head", "code"), [({"entidad": "X"}, "entity_unknown"), ({"trimestre": ""}, "once_missing"),
                                            ({"trimestre": "2026-T4"}, "quarter_not_ended")])  # fmt: skip
def test_entity_and_quarter_are_those_of_the_plan(head: dict[str, str], code: str) -> None:
    for name, row in (("statements", SAID), ("recognitions", TAKES)):
        assert code in codes(judge(name, row, **head))


def test_a_file_that_says_nothing_new_is_told() -> None:
    (brought,) = judge("statements", SAID).registers
    published = {**in_force(), (brought.kind, brought.key): brought.content}
    again = judge("statements", SAID, registers=published)
    assert codes(again) == ["register_nothing_new"]
    assert again.canonical_hash == judge("statements", SAID).canonical_hash
