"""The house keeps its own rules: who may import whom (each contract is seen to fail), and how the code is written."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("indicators", "etl", "dashboard", "migrations")
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

# Contract -> violations of it: the module that is changed and the line it gets.
PLANTED = (
    ("layers", "indicators/periods.py", "import etl"),
    ("layers", "indicators/periods.py", "import dashboard"),
    ("layers", "etl/__init__.py", "import dashboard.app"),
    ("readers-cannot-load", "dashboard/__init__.py", "import etl.pipeline"),
    ("readers-cannot-load", "dashboard/documents/__init__.py", "import etl.pipeline"),
    ("tables", "dashboard/app.py", "import indicators.tables"),
    ("tables", "etl/pipeline.py", "from indicators import tables"),
    ("entry-points", "dashboard/app.py", "import cli"),
    ("entry-points", "indicators/store.py", "import wsgi"),
    ("no-web-below", "indicators/queries.py", "import flask"),
    ("no-web-below", "etl/pipeline.py", "import plotly.graph_objects"),
    ("no-files-below", "indicators/packs.py", "import pandas"),
    ("no-files-below", "indicators/returns.py", "from openpyxl import Workbook"),
    ("pure-heart", "indicators/progress.py", "from sqlalchemy.orm import Session"),
    ("pure-heart", "indicators/rollup.py", "import indicators.queries"),
    ("pure-drawings", "dashboard/charts/progress.py", "import indicators.queries"),
    ("no-single-job", "etl/lists/columns.py", "import etl.jobs.quarterly_return"),
    ("files-first", "etl/files/blocks.py", "import etl.rules.words"),
    ("pure-checks", "etl/registers/judging.py", "from indicators import queries"),
)
# What only one module may import: it alone starts processes, it alone speaks with other machines.
DOORS = {
    "httpx": "etl/sources/downloads.py",
    "multiprocessing": "etl/child.py",
    "socket": "etl/sources/downloads.py",
    "subprocess": "",
    "urllib.request": "",
}


def lint_imports(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The contracts of `folder`, judged as `make check` judges them."""
    command = [sys.executable, "-c", LINT, "--no-logo", "--no-cache", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def contracts() -> dict[str, str]:
    """Every contract: id -> name."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in config["tool"]["importlinter"]["contracts"]}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source as it stands, in a folder where it may be spoiled."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=lambda _, names: [n for n in names if n == "__pycache__"]
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_contract_is_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout
    assert f"Contracts: {len(contracts())} kept, 0 broken." in result.stdout


def test_no_contract_lets_an_import_pass_by_name() -> None:
    assert "ignore_imports" not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("contract", "module", "line"), PLANTED)
def test_a_planted_violation_breaks_its_contract(copy: Path, contract: str, module: str, line: str) -> None:
    with (copy / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    result = lint_imports(copy, "--contract", contract)
    assert result.returncode == 1
    assert f"{contracts()[contract]} BROKEN" in re.sub(r"\s+", " ", result.stdout)


def test_every_contract_has_been_seen_to_fail() -> None:
    assert {contract for contract, _, _ in PLANTED} == set(contracts())


def source_files() -> Iterator[Path]:
    """Every Python file of the project that is neither a test nor a migration (a record of what was run)."""
    yield from sorted(ROOT.glob("*.py"))
    for folder in (*PACKAGES, "benchmarks"):
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if path.parent.name != "versions")


def imported(source: str) -> set[str]:
    """The modules that a source imports, anywhere in it, each with the packages it stands in."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{name}" for name in names)]
        found |= {
            ".".join(parts[: at + 1]) for name in names for parts in [name.split(".")] for at in range(len(parts))
        }
    return found


def test_processes_are_started_and_machines_spoken_to_by_one_module_each() -> None:
    used = {
        (module, path.relative_to(ROOT).as_posix())
        for path in source_files()
        if path.relative_to(ROOT).parts[0] != "benchmarks"
        for module in imported(path.read_text(encoding="utf-8")) & DOORS.keys()
    }
    assert used == {(module, path) for module, path in DOORS.items() if path}


@pytest.mark.parametrize(
    "line",
    [
        "import httpx",
        "from urllib import request",
        "import os, subprocess as s",
        "from multiprocessing.pool import Pool",
    ],
)
def test_an_import_is_seen_however_it_is_written(line: str) -> None:
    assert imported(f"def f():\n    {line}\n") & DOORS.keys()


def findings(check: type[Check]) -> list[str]:
    """What one rule finds in the whole source, as `file:line what`."""
    found = []
    for path in source_files():
        visitor = check()
        visitor.judge(ast.parse(path.read_text(encoding="utf-8")))
        found += [f"{path.relative_to(ROOT)}:{line} {what}" for line, what in visitor.found]
    return found


class Check(ast.NodeVisitor):
    """One rule, told of one module at a time; fills `found` with (line, what)."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def judge(self, module: ast.Module) -> None:
        """Apply the rule to a module."""
        self.visit(module)


class NoAssert(Check):
    """`assert` disappears under `python -O`: source raises named errors."""

    def visit_Assert(self, node: ast.Assert) -> None:
        """Any assert is one too many."""
        self.found.append((node.lineno, "assert"))


class ShortFunctions(Check):
    """No function has more than 60 lines of code; signature, docstring, comments and blank lines do not count."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Count the lines on which something begins or ends, then look inside."""
        body = node.body[1:] if ast.get_docstring(node) else node.body
        parts = [part for statement in body for part in ast.walk(statement) if isinstance(part, ast.expr | ast.stmt)]
        lines = {line for part in parts for line in (part.lineno, part.end_lineno)}
        if len(lines) > 60:
            self.found.append((node.lineno, f"{node.name} has {len(lines)} lines"))
        self.generic_visit(node)


class Docstrings(Check):
    """Every module has a docstring, and every public class, function and method outside functions."""

    def judge(self, module: ast.Module) -> None:
        """The module itself, then what it offers."""
        self._look(module, "module", 1)
        self._inside(module)

    def _inside(self, parent: ast.Module | ast.ClassDef) -> None:
        for node in parent.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                if not overrides(parent, node):
                    self._look(node, node.name, node.lineno)
                if isinstance(node, ast.ClassDef):
                    self._inside(node)

    def _look(self, node: ast.Module | ast.ClassDef | ast.FunctionDef, name: str, line: int) -> None:
        if not (ast.get_docstring(node) or "").strip():
            self.found.append((line, f"{name} has no docstring"))


def overrides(parent: ast.Module | ast.ClassDef, node: ast.AST) -> bool:
    """A method of a class that inherits may leave its words to the class above."""
    return isinstance(parent, ast.ClassDef) and bool(parent.bases) and isinstance(node, ast.FunctionDef)


class NoModuleState(Check):
    """What a module binds at its top is constant: never rebound from inside, never changed in place."""

    CHANGES = frozenset(
        {"append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "clear", "remove"}
    )

    def judge(self, module: ast.Module) -> None:
        """Collect the names bound at the top, then look for whoever changes one."""
        self.names = {name for node in module.body for name in bound_names(node)}
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                self.visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Names bound inside a function hide those of the module."""
        outer = self.names
        inside = {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
        self.names = outer - inside - {argument.arg for argument in ast.walk(node) if isinstance(argument, ast.arg)}
        self.generic_visit(node)
        self.names = outer

    def visit_Global(self, node: ast.Global) -> None:
        """`global` is module state by definition."""
        self.found.append((node.lineno, f"global {', '.join(node.names)}"))

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """`TABLE[key] = …` and `del TABLE[key]`."""
        if not isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name) and node.value.id in self.names:
            self.found.append((node.lineno, f"{node.value.id} is changed"))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """`TABLE.append(…)` and its like."""
        called = node.func
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            name, method = called.value.id, called.attr
            if name in self.names and method in self.CHANGES:
                self.found.append((node.lineno, f"{name}.{method}()"))
        self.generic_visit(node)


def bound_names(node: ast.stmt) -> Iterator[str]:
    """The names that an assignment at the top of a module binds."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    for target in targets:
        yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


@pytest.mark.parametrize("check", [NoAssert, ShortFunctions, Docstrings, NoModuleState])
def test_the_source_keeps_the_rule(check: type[Check]) -> None:
    assert findings(check) == []


BREACHES = (
    (NoAssert, "def f(x):\n    assert x\n"),
    (ShortFunctions, "def f():\n" + "    pass\n" * 61),
    (Docstrings, "X = 1\n"),
    (Docstrings, '"""Doc."""\ndef f():\n    pass\n'),
    (Docstrings, '"""Doc."""\nclass A:\n    """Doc."""\n    def f(self):\n        pass\n'),
    (NoModuleState, "X = 1\ndef f():\n    global X\n"),
    (NoModuleState, "X = {}\ndef f():\n    X['a'] = 1\n"),
    (NoModuleState, "X: list[int] = []\nclass A:\n    def f(self):\n        X.append(1)\n"),
)


@pytest.mark.parametrize(("check", "source"), BREACHES)
def test_each_rule_is_seen_to_catch_a_breach(check: type[Check], source: str) -> None:
    visitor = check()
    visitor.judge(ast.parse(source))
    assert visitor.found


def test_a_local_name_may_be_changed() -> None:
    visitor = NoModuleState()
    visitor.judge(ast.parse("X = ()\ndef f():\n    found = []\n    found.append(X)\n    return found\n"))
    assert visitor.found == []


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project, with its text."""
    kept_out = {"var", "node_modules"}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in {".ci", ".gitignore"} for part in parts)
        if hidden or kept_out & set(parts) or "__pycache__" in parts or not path.is_file():
            continue
        try:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_the_folder_it_was_written_in_or_anybodys_home() -> None:
    homes = re.compile(r"(?<![\w.])(?:" + re.escape(str(ROOT)) + r"|/home/\w|/root/|/Users/\w|[A-Z]:\\Users)")
    found = [f"{path}: {match.group()}" for path, text in texts() for match in homes.finditer(text)]
    own = Path(__file__).relative_to(ROOT)
    assert [line for line in found if not line.startswith(f"{own}:")] == []


def test_what_is_installed_is_named_by_hash_and_by_no_address() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        assert "--index" not in text, lock.name
        pinned = re.findall(r"^[a-z0-9-]+(?:\[[a-z,]+\])?==", text, flags=re.MULTILINE)
        assert len(pinned) > 10
        assert text.count("--hash=sha256:") >= len(pinned)
