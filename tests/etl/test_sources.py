"""The declaration of sources is read whole, or every mistake is told with its table, its key and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from etl.jobs import JOBS
from etl.problem_words.sources import SOURCES
from etl.sources.declaration import (
    COMMON,
    OF_KIND,
    Declared,
    Folder,
    Portal,
    Source,
    SourceProblem,
    Web,
    declared,
    read_declaration,
)
from etl.sources.timetable import Timetable
from etl.values import Numbers

HERE = Path("/srv/nap")
DOCS = Path(__file__).parents[2] / "docs"
FOLDER = """
[mtpe]
kind = "folder"
job = "quarterly_return"
as = "reporte.mtpe"
every = "6 hours"
path = "mtpe"
pattern = "*.xlsx"
"""
WEB = """
[mre-web]
kind = "http"
job = "quarterly_return"
as = "reporte.mre"
every = "1 day"
at = "06:30"
numbers = "es-ES"
url = "https://datos.ejemplo.gob.pe:8443/r.csv?trimestre=2026-T3"
"""
PORTAL = """
[portal]
kind = "ckan"
job = "quarterly_return"
as = "reporte.mre"
every = "7 days"
base = "https://datos.ejemplo.gob.pe/portal/"
dataset = "migrantes-capacitados"
format = "csv"
resource = "Reporte trimestral"
"""


def read(text: str) -> Declared:
    return declared(text, jobs=tuple(JOBS), folder=HERE)


def problems(text: str) -> list[tuple[str, str, str]]:
    """Table, key and code of each; their sentences hold nothing that was left open."""
    found = read(text)
    assert found.sources == ()
    for problem in found.problems:
        for lang in ("es", "en"):
            said = problem.text(lang, "sources.toml")
            assert said.startswith("sources.toml")
            assert "{" not in said
    return [(problem.table, problem.key, problem.code) for problem in found.problems]


def test_each_kind_of_source_is_read() -> None:
    assert read(FOLDER + WEB + PORTAL).sources == (
        Source("mtpe", "quarterly_return", "reporte.mtpe", Timetable(timedelta(hours=6)),
               Folder(HERE / "mtpe", "*.xlsx")),
        Source("mre-web", "quarterly_return", "reporte.mre", Timetable(timedelta(days=1), time(6, 30)),
               Web("https://datos.ejemplo.gob.pe:8443/r.csv?trimestre=2026-T3"), Numbers.ES_ES),
        Source("portal", "quarterly_return", "reporte.mre", Timetable(timedelta(days=7)),
               Portal("https://datos.ejemplo.gob.pe/portal", "migrantes-capacitados", "CSV", "Reporte trimestral")),
    )  # fmt: skip


def test_files_are_read_again_where_they_are_read_in_another_way() -> None:
    source, spanish, _ = read(FOLDER + WEB + PORTAL).sources
    assert (source.reading, spanish.reading) == ("quarterly_return", "quarterly_return es-ES")
    assert replace(spanish, numbers=Numbers.ES_PE).reading == source.reading


WRONG = (
    ("kind", '"ftp"', "not_a_choice"),
    ("job", '"quarterly"', "not_a_choice"),
    ("as", '"Reporte MTPE"', "not_an_account"),
    ("every", '"1 month"', "not_every"),
    ("every", '"0 days"', "not_every"),
    ("every", '"400 days"', "not_every"),
    ("every", '"1.5 hours"', "not_every"),
    ("every", "1", "not_text"),
    ("at", '"6:00"', "not_an_hour"),
    ("at", '"24:00"', "not_an_hour"),
    ("at", "06:00:00", "not_text"),
    ("numbers", '"de"', "not_a_choice"),
    ("path", '""', "not_text"),
    ("path", '"a\\u0000b"', "not_text"),
    ("pattern", '"sub/*.xlsx"', "not_a_pattern"),
    ("pattern", '".."', "not_a_pattern"),
    ("url", '"datos.ejemplo.gob.pe/r.csv"', "not_an_address"),
    ("url", '"file:///etc/passwd"', "not_an_address"),
    ("url", '"ftp://datos.ejemplo.gob.pe/r.csv"', "not_an_address"),
    ("url", '"https://"', "not_an_address"),
    ("url", '"https://datos.ejemplo.gob.pe:99999/r.csv"', "not_an_address"),
    ("url", '"https://[::1/r.csv"', "not_an_address"),
    ("url", '"https://datos.ejemplo.gob.pe/r 1.csv"', "not_an_address"),
    ("url", '"https://datos.ejemplo.gob.pe/r.csv#hoja"', "not_an_address"),
    ("url", '"https://ana:s3creta@datos.ejemplo.gob.pe/r.csv"', "secret_in_address"),
    ("url", '"ftp://ana:s3creta@datos.ejemplo.gob.pe/r.csv"', "secret_in_address"),
    ("base", '"https://datos.ejemplo.gob.pe/api/3/action/package_show"', "not_a_base"),
    ("base", '"https://datos.ejemplo.gob.pe/dataset/migrantes"', "not_a_base"),
    ("base", '"https://datos.ejemplo.gob.pe/?q=a"', "not_a_base"),
    ("dataset", '"Migrantes capacitados"', "not_a_dataset"),
    ("dataset", '"https://datos.ejemplo.gob.pe/dataset/x"', "not_a_dataset"),
    ("format", '"PDF"', "not_a_format"),
    ("resource", "7", "not_text"),
)


def changed(key: str, value: str) -> tuple[str, str]:
    """The name and text of the source that has `key`, with another value of it."""
    text = next(text for text in (FOLDER, WEB, PORTAL) if f"\n{key} =" in text)
    lines = [f"{key} = {value}" if line.startswith(f"{key} =") else line for line in text.splitlines()]
    return lines[1].strip("[]"), "\n".join(lines)


@pytest.mark.parametrize(("key", "value", "code"), WRONG)
def test_a_value_that_cannot_be_used_is_told_at_its_key(key: str, value: str, code: str) -> None:
    name, text = changed(key, value)
    assert (name, key, code) in problems(text)


@pytest.mark.parametrize("text", [FOLDER, WEB, PORTAL])
def test_every_key_that_is_needed_is_missed(text: str) -> None:
    name, *lines = text.strip().splitlines()
    for line in lines:
        key = line.partition(" ")[0]
        left = "\n".join([name, *(other for other in lines if other != line)])
        if key in ("at", "numbers", "resource"):
            assert read(left).sources
        else:
            assert (name.strip("[]"), key, "missing_key") in problems(left)


def test_everything_is_told_at_once() -> None:
    text = FOLDER.replace('as = "reporte.mtpe"', 'account = "x"').replace("6 hours", "often")
    assert problems(f'kind = "http"\n{text}' + WEB.replace("[mre-web]", '["MRE web"]') + "url2 = 1\n[x]\n") == [
        ("", "", "not_a_table"),
        ("mtpe", "account", "unknown_key"),
        ("mtpe", "as", "missing_key"),
        ("mtpe", "every", "not_every"),
        ("MRE web", "", "source_name"),
        ("MRE web", "url2", "unknown_key"),
        ("x", "kind", "missing_key"),
        ("x", "job", "missing_key"),
        ("x", "as", "missing_key"),
        ("x", "every", "missing_key"),
    ]


def test_a_key_of_another_kind_is_not_known() -> None:
    assert problems(WEB + 'pattern = "*.csv"\n') == [("mre-web", "pattern", "unknown_key")]
    (near,) = read(WEB + 'nunbers = "es-PE"\n').problems
    assert near.allowed == "numbers"


def test_two_sources_of_the_same_are_one_too_many() -> None:
    assert problems(FOLDER + FOLDER.replace("[mtpe]", "[otra]")) == [("otra", "", "same_address")]


def test_no_address_is_repeated_in_what_is_said_of_it() -> None:
    for key, value, _ in WRONG:
        if key in ("url", "base"):
            found = read(changed(key, value)[1]).problems
            assert "s3creta" not in repr([(each.text("es", "f"), each.as_json()) for each in found])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_sources"),
        (b"# nada\n", "no_sources"),
        ('[a]\nkind = "ca\u00f1\u00f3n"'.encode("latin-1"), "not_utf8"),
        (b"[a\n", "not_toml"),
        (b"[a]\nkind = folder\n", "not_toml"),
        (b"[a]\n[a]\n", "not_toml"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_mistake(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_bytes(content)
    found = read_declaration(file, jobs=tuple(JOBS))
    assert [(problem.table, problem.code) for problem in found.problems] == [("", code)]


def test_a_file_that_is_not_there_says_where_it_is_named(tmp_path: Path) -> None:
    (problem,) = read_declaration(tmp_path / "sources.toml", jobs=()).problems
    assert problem.code == "missing_file"
    assert "NAP_SOURCES" in problem.text("es", "sources.toml")


def test_folders_are_told_from_where_the_file_stands(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("\ufeff" + FOLDER, encoding="utf-8")
    (source,) = read_declaration(tmp_path / "s.toml", jobs=tuple(JOBS)).sources
    assert source.address == Folder(tmp_path / "mtpe", "*.xlsx")


def test_every_mistake_is_worded_in_both_languages() -> None:
    for code in SOURCES:
        said = SourceProblem("a", "b", code, "found", "allowed").as_json()
        for lang in ("es", "en"):
            assert all(said[lang].values())  # type: ignore[attr-defined]


def test_the_example_of_the_documentation_is_one_of_each_kind() -> None:
    example = (DOCS / "examples" / "sources.toml").read_text(encoding="utf-8")
    found = read(example)
    assert found.problems == ()
    assert [type(source.address) for source in found.sources] == [Folder, Web, Portal]
    assert f"```toml\n{example}```\n" in (DOCS / "sources.md").read_text(encoding="utf-8")


def test_every_key_stands_in_the_documentation_and_no_other() -> None:
    page = (DOCS / "sources.md").read_text(encoding="utf-8")
    table = page[page.index("| Key |") :].partition("\n\n")[0]
    rows = [line.split("|")[1].strip(" `") for line in table.splitlines()[2:]]
    assert rows == [*COMMON, *(key for keys in OF_KIND.values() for key in keys)]
