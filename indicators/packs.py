"""Reads a plan pack, a folder with `plan.yaml` and one CSV per kind of row, strictly, and reports every broken row.

Nothing is guessed and nothing is repaired: a pack with a problem gives no plan. Rows with basis `demonstration` enter
only a demonstration. The format is declared in `pack_format` and explained in `docs/pack.md`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from indicators import canonical
from indicators.assembly import PlanRow, build_plan
from indicators.pack_cells import cell_fault
from indicators.pack_columns import Table
from indicators.pack_format import PLAN, TABLES
from indicators.pack_problems import PackProblem
from indicators.pack_rules import Entry, rule_problems
from indicators.plan import Basis, Plan

FOLDER = Path(__file__).parent / "packs"
PLAN_FILE = "plan.yaml"
RETURNS = "returns"
_AT_LEAST_ONE = ("sources", "terms", "guidelines")


class NoSuchPack(LookupError):
    """There is no pack of this name, nor a folder with a `plan.yaml`."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as read: its rows and its plan, or its problems (then no rows, and no plan)."""

    folder: Path
    rows: tuple[PlanRow, ...]
    plan: Plan | None
    problems: tuple[PackProblem, ...]


def pack_names() -> tuple[str, ...]:
    """The packs that ship with the tracker."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob(f"*/{PLAN_FILE}")))


def pack_folder(name_or_path: str | Path) -> Path:
    """The folder of a pack that ships with the tracker, or of one anywhere. Raises NoSuchPack."""
    for folder in (FOLDER / name_or_path, Path(name_or_path)):
        if (folder / PLAN_FILE).is_file():
            return folder
    raise NoSuchPack(str(name_or_path))


def read_pack(name_or_path: str | Path, *, demonstration: bool) -> Pack:
    """Read and check a whole pack. Raises NoSuchPack; everything else that is wrong is in `problems`."""
    folder = pack_folder(name_or_path)
    problems: list[PackProblem] = []
    everything: dict[str, list[Entry]] = {PLAN.kind: _read_head(folder, problems)}
    for table in TABLES:
        everything[table.kind] = _read_table(folder, table, problems)
    whole = not problems
    sound = {kind: _sound(entries, problems) for kind, entries in everything.items()}
    if whole:
        problems.extend(rule_problems(everything, sound))
    problems.extend(_stray_files(folder))
    if problems:
        return Pack(folder, (), None, tuple(sorted(set(problems))))
    rows = tuple(sorted(_rows(everything, demonstration=demonstration)))
    return Pack(folder, rows, build_plan(rows), ())


def _rows(everything: Mapping[str, Iterable[Entry]], *, demonstration: bool) -> Iterator[PlanRow]:
    for kind, entries in everything.items():
        for entry in entries:
            if demonstration or entry.cells.get("basis") != Basis.DEMONSTRATION:
                yield PlanRow(kind, entry.key, canonical.dumps(_stored(entry)))


def _stored(entry: Entry) -> dict[str, str]:
    """The cells of a row as they are kept: without blanks of columns that came later."""
    later = {column.name for column in entry.table.columns if column.later}
    return {name: cell for name, cell in entry.cells.items() if cell or name not in later}


def _sound(entries: Iterable[Entry], problems: list[PackProblem]) -> list[Entry]:
    """The rows without a fault in a cell; the faults go to `problems`."""
    sound = []
    for entry in entries:
        faults = [
            entry.problem(column.name, fault[0], allowed=fault[1])
            for column in entry.table.columns
            if (fault := cell_fault(column, entry.cells[column.name]))
        ]
        problems.extend(faults)
        if not faults:
            sound.append(entry)
    return sound


def _stray_files(folder: Path) -> Iterator[PackProblem]:
    known = [PLAN_FILE, *(f"{table.kind}.csv" for table in TABLES)]
    for path in sorted(folder.iterdir()):
        if path.name not in (*known, RETURNS, "README.md"):
            yield PackProblem(path.name, 0, "", "unknown_file", path.name, ", ".join(known))


def _read_head(folder: Path, problems: list[PackProblem]) -> list[Entry]:
    """`plan.yaml` as one row; values stay text as written (no type guessing), lines are kept for problems."""
    text = _text(folder / PLAN_FILE, problems)
    try:
        node = yaml.compose(text or "", Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        problems.append(PackProblem(PLAN_FILE, 0, "", "broken_yaml", " ".join(str(error).split())))
        return []
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    if not all(isinstance(part, yaml.ScalarNode) for pair in pairs for part in pair) or not pairs:
        if text is not None:
            problems.append(PackProblem(PLAN_FILE, 0, "", "broken_yaml", type(node).__name__))
        return []
    names = [name.value for name, _ in pairs]
    table = PLAN.in_languages(names)
    wrong = list(_header_problems(PLAN_FILE, names, table))
    problems.extend(wrong)
    if wrong:
        return []
    return [Entry(table, PLAN_FILE, 0, _whole(table, {name.value: value.value for name, value in pairs}))]


def _read_table(folder: Path, table: Table, problems: list[PackProblem]) -> list[Entry]:
    file = f"{table.kind}.csv"
    if table.later and not (folder / file).is_file():
        return []
    text = _text(folder / file, problems, header=table.header)
    if text is None:
        return []
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        problems.append(PackProblem(file, len(lines) + 1, "", "broken_csv", str(error)))
        return []
    header = lines[0] if lines else []
    table = table.in_languages(header)
    wrong = list(_header_problems(file, header, table))
    wrong += [
        PackProblem(file, row, "", "row_length", str(len(cells)), str(len(header)))
        for row, cells in enumerate(lines[1:], 2)
        if len(cells) != len(header)
    ]
    if len(lines) < 2 and table.kind in _AT_LEAST_ONE:
        wrong.append(PackProblem(file, 0, "", "no_rows"))
    problems.extend(wrong)
    if wrong:
        return []
    return [
        Entry(table, file, row, _whole(table, dict(zip(header, cells, strict=True))))
        for row, cells in enumerate(lines[1:], 2)
    ]


def _whole(table: Table, cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row with blanks for the columns that came later and are not in the file."""
    return dict.fromkeys((column.name for column in table.columns if column.later), "") | dict(cells)


def _text(path: Path, problems: list[PackProblem], header: tuple[str, ...] = ()) -> str | None:
    if not path.is_file():
        problems.append(PackProblem(path.name, 0, "", "missing_file", "", ",".join(header)))
        return None
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(PackProblem(path.name, 0, "", "not_utf8"))
        return None


def _header_problems(file: str, header: list[str], table: Table) -> Iterator[PackProblem]:
    whole, row = ",".join(table.header), 0 if table.kind == PLAN.kind else 1
    for column in table.columns:
        if column.name not in header and not column.later:
            yield PackProblem(file, row, column.name, "missing_column", "", whole)
    for name in dict.fromkeys(header):
        if name not in table.header:
            yield PackProblem(file, row, name, "unknown_column", name, whole)
        if header.count(name) > 1:
            yield PackProblem(file, row, name, "repeated_column", name)
