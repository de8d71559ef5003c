from __future__ import annotations

import json
import re

import pytest

from etl.columns import Words
from etl.problem_words import CATALOGUE
from etl.problem_words.doubts import DOUBTS
from etl.problem_words.wording import Wording, merged
from etl.problems import Problem, in_order, kind_in_words, shown
from tests.etl.files import checked, csv_file, judged, letter_of, row, workbook
from tests.etl.troubles import TROUBLES

WARNED = {"encoding_assumed", "documents_unusable"}


def test_every_code_of_the_catalogue_has_a_file_that_has_it() -> None:
    assert set(TROUBLES) == set(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_file_with_this_problem_is_refused_or_to_be_confirmed_and_told_so_in_both_languages(code: str) -> None:
    result = TROUBLES[code]()
    problem = next(problem for problem in (*result.problems, *result.warnings) if problem.code == code)
    assert (result.draft is None) == bool(result.problems)
    assert (problem in result.warnings) == (code in DOUBTS or code in WARNED)
    sentences = {lang: problem.text(lang) for lang in ("es", "en")}
    assert sentences["es"] != sentences["en"]
    for sentence in sentences.values():
        assert re.fullmatch(r".+: .+\. .+[.}\w)»”]", sentence), sentence
        assert not re.search(r"[{}]|None", sentence), sentence
    assert json.loads(json.dumps(problem.as_json()))["message"]["es"] in sentences["es"]


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_both_languages_of_a_wording_use_the_same_facts(code: str) -> None:
    wording = CATALOGUE[code]
    for words in (wording.says, wording.remedy):
        facts = [set(re.findall(r"{(\w+?)(?:_e[sn])?}", words.of(lang))) for lang in ("es", "en")]
        assert facts[0] == facts[1] or not (facts[0] and facts[1])


def test_no_code_is_worded_twice() -> None:
    one = {"a": Wording(Words("uno", "one"), Words("haga", "do"))}
    assert list(merged(one, {"b": one["a"]})) == ["a", "b"]
    with pytest.raises(ValueError, match="twice: a"):
        merged(one, {"b": one["a"]}, one)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_a_kind_of_problem_has_words_without_any_cell(lang: str) -> None:
    for code, wording in CATALOGUE.items():
        said = kind_in_words(code, lang)
        assert re.split("…", said) == re.split(r"{\w+}", wording.says.of(lang)), code
    assert kind_in_words("of_an_older_catalogue", lang) == "of_an_older_catalogue"


def test_a_problem_of_a_workbook_names_its_cell() -> None:
    problem = checked(workbook(row(valor="1.234"))).problems[0]
    assert problem.place("es") == f"Reporte!{letter_of('valor')}2 (valor)"
    assert problem.text("es") == (
        "Reporte!I2 (valor): El punto de «1.234» no separa miles, y aquí no puede separar decimales. Escriba 1,234 si "
        "son miles; si el archivo escribe los miles con punto y los decimales con coma, declárelo: --numbers es-ES."
    )


def test_a_problem_of_a_csv_file_names_line_and_column() -> None:
    problem = judged(row(valor="1.234")).problems[0]
    assert problem.place("es") == "fila 2, columna valor"
    assert problem.place("en") == "row 2, column valor"


def test_every_problem_is_reported_at_once_and_in_the_order_of_the_file() -> None:
    result = checked(
        workbook(
            row(valor="12 aprox", medio_tipo="informe", medio_referencia="Informe 1", medio_fecha="ayer"),
            row(valor=-1, dimension="edad", categoria="x", situacion="quizá"),
            row(valor=1, indicador="9.9.p9.z"),
        )
    )
    assert [(p.row, p.letter, p.code) for p in result.problems] == [
        (2, "I", "number_form"),
        (2, "R", "date_form"),
        (3, "F", "dimension_not_allowed"),
        (3, "H", "word_unknown"),
        (3, "I", "number_negative"),
        (4, "C", "indicator_unknown"),
    ]


def test_what_cannot_be_seen_is_shown_by_its_code_point() -> None:
    assert shown("a\u202eb\0") == "a<U+202E>b<U+0000>"
    assert shown("x" * 100) == "x" * 59 + "…"


def test_a_value_of_the_file_cannot_break_the_sentence() -> None:
    problem = Problem("number_form", row=2, column="valor", found="{found} {0} %s\n<script>")
    assert problem.message("en") == "“{found} {0} %s<U+000A><script>” is not a number in digits."


def test_what_looks_like_data_of_a_person_is_told_in_no_form() -> None:
    (problem,) = judged(row(valor=12, nota="Atendido: 45678912")).problems
    assert problem.code == "personal_data"
    assert "45678912" not in f"{problem} {problem.text('es')} {json.dumps(problem.as_json())}"


def test_problems_come_once_and_in_order() -> None:
    late, early = Problem("required", row=9, letter="B"), Problem("required", row=2, letter="AA")
    whole = Problem("file_empty")
    assert in_order([late, early, late, whole]) == (whole, early, late)


def test_a_refused_file_leaves_no_draft() -> None:
    assert checked(csv_file(row(valor=12), row(valor="x", dimension="region", categoria="y"))).draft is None
