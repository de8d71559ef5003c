"""The keys of the catalogues and the places that use them: none is missing, none stands unused, no script has words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboard.documents.page import TEMPLATES
from dashboard.languages import read_catalog
from dashboard.serving.assets import ASSETS
from indicators.words import FIRST

ROOT = Path(__file__).parents[2]
SAYING = {"texts", "t", "html", "sentence", "Sentence"}
# Families whose last part is the code of a refusal or a fault, raised below the dashboard: their own tests hold them to
# what is raised (tests/indicators/test_store_faults.py, tests/test_rules.py).
RAISED = ("rule.", "store.", "backup.", "migration.")
KEY = re.compile(r"[a-z_]+(\.[\w-]+)*")


@cache
def keys() -> frozenset[str]:
    found = (message.id for message in read_catalog(FIRST) if message.id)
    return frozenset(each if isinstance(each, str) else each[0] for each in found)


@cache
def trees() -> tuple[tuple[Path, ast.AST], ...]:
    files = [*sorted((ROOT / "dashboard").rglob("*.py")), ROOT / "cli.py"]
    return tuple((file, ast.parse(file.read_text(encoding="utf-8"))) for file in files)


@cache
def templates() -> tuple[tuple[Path, str], ...]:
    return tuple((file, file.read_text(encoding="utf-8")) for file in sorted(TEMPLATES.iterdir()))


def said() -> Iterator[tuple[Path, str]]:
    """The keys that stand whole where a text is asked for."""
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in SAYING:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield file, first.value
    for file, text in templates():
        for key in re.findall(r'\b(?:t|html)\("([^"]+)"(?! ?~)', text):
            yield file, key


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def mentioned() -> Iterator[re.Pattern[str]]:
    """What keys are put together from: every constant that could be one, f-strings with anything in their gaps."""
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                pattern = "".join(
                    re.escape(each.value) if isinstance(each, ast.Constant) else r"[\w.-]+" for each in node.values
                )
                if re.match(r"[a-z_]+(\[|\\\.)", pattern) and r"\." in pattern:
                    yield re.compile(pattern)
            elif isinstance(node, ast.Call) and _name(node.func) == "word_or":
                yield re.compile(rf"{ast.literal_eval(node.args[0])}\.[\w.-]+")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                yield re.compile(re.escape(node.value.replace("-", ".")))
    for _, text in templates():
        for key in re.findall(r'"([a-z_]+(?:\.[\w.-]+)?)"', text):
            yield re.compile(re.escape(key))
        for family in re.findall(r'"([a-z_][\w.-]*[._])" ?~', text):
            yield re.compile(re.escape(family) + r"[\w.-]+")


def test_every_key_that_is_asked_for_is_in_the_catalogue() -> None:
    found = list(said())
    assert len(found) > 300
    assert [(file.name, key) for file, key in found if key not in keys()] == []


def test_no_key_stands_unused() -> None:
    patterns = {pattern.pattern: pattern for pattern in mentioned()}
    whole = {re.sub(r"\\(.)", r"\1", pattern) for pattern in patterns}
    families = [pattern for text, pattern in patterns.items() if "[" in text]
    unused = [
        key
        for key in sorted(keys())
        if key not in whole and not key.startswith(RAISED) and not any(each.fullmatch(key) for each in families)
    ]
    assert unused == []


# What scripts and style sheets show comes with the page, in its language.
IN_SCRIPTS = re.compile(r"""(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1""")
WORDS = re.compile(r"(\b[A-Za-zÀ-ÿ]+[,.:;]? +){2}[a-zà-ÿ]+|\b[A-ZÀ-Þ][a-zà-ÿ]{2,}|[À-ÖØ-öø-ÿ]")
# Names of the browser's own, selectors, and what is filled in.
FILLED = re.compile(r"\$\{[^}]*\}")
NOT_WORDS = re.compile(r"Content-Type|Plotly\w*|Arrow\w+|Enter|Escape|Home|End|Tab|[A-Z][a-z]+([A-Z]\w+)+|[#.\[:>].*")


def written_in(script: str) -> list[str]:
    """The strings of a script that read like words for people."""
    bare = re.sub(r"//[^\n]*|/\*.*?\*/", "", script, flags=re.DOTALL)
    found = [FILLED.sub("0", match[2]) for match in IN_SCRIPTS.finditer(bare)]
    return [text for text in found if WORDS.search(text) and not NOT_WORDS.fullmatch(text)]


@pytest.mark.parametrize("file", sorted(ASSETS.glob("*.js")), ids=lambda file: file.name)
def test_no_script_of_ours_has_words_for_people(file: Path) -> None:
    assert written_in(file.read_text(encoding="utf-8")) == []


def test_words_in_a_script_are_found() -> None:
    assert written_in('say("Elija un trimestre"); el.title = `Cerrar`; a.b("click", "aria-label");') == [
        "Elija un trimestre",
        "Cerrar",
    ]


def test_no_style_sheet_shows_words() -> None:
    for file in sorted((ASSETS / "styles").glob("*.css")):
        shown = re.findall(r"content:\s*(?:\"([^\"]*)\"|'([^']*)')", file.read_text(encoding="utf-8"))
        assert [text for pair in shown for text in pair if re.search(r"[^\W\d_]", text)] == [], file.name
