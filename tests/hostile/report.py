"""The outcome table, for the screen and for `docs/hostile.md`. Only arithmetic and words."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tests.hostile.fuzz import Fuzzed
from tests.hostile.through import MEGABYTE, Tried

CLASSES: Mapping[int, str] = {
    1: "UTF-8 with its mark", 2: "UTF-16, with and without mark", 3: "Windows-1252, MS-DOS, Macintosh", 4: "other delimiters",
    5: "1,234", 6: "1.234 where it may be a thousand", 7: "12,34 and 1,23,456", 8: "blanks between digits", 9: "a negative count",
    10: "12 aprox, ~12, 10-12", 11: "a count with decimals", 12: "numbers that a workbook stores", 13: "1e3, 0x10, 1_000",
    14: "digits of other scripts, ½, ²", 15: "NaN, infinity, 1e309", 16: "10,000 digits, 2^63, 10^9", 17: "NA, s/d, -, blank",
    18: "TRUE and logical values", 19: "#REF! and other errors", 20: "a formula without its result", 21: "a formula or date with its result",
    22: "formulas that reach outside", 23: "merged cells", 24: "hidden sheets, rows, columns", 25: "which sheet is meant",
    26: "filters and rows of totals", 27: "a name twice in the header", 28: "columns missing, more, moved, misspelt",
    29: "a row with a cell more", 30: "a cell less, blank rows", 31: "dates for quarters, serial numbers, calendars",
    32: "T5-2024 and the like", 33: "another quarter within the file", 34: "a quarter that has not ended", 35: "a quarter before the plan",
    36: "a published quarter", 37: "unknown, retired, look-alike codes", 38: "another ministry's", 39: "a figure twice",
    40: "parts and totals", 41: "leaps, falls, totals that go back", 42: "the same file again", 43: "blank files, headers alone",
    44: "what is no table, whatever its name", 45: "bombs", 46: "zips that lie", 47: "members that no workbook has",
    48: "XML that reaches out or blows up", 49: "files beyond the limit", 50: "cells and sheets beyond measure",
    51: "control characters, line ends", 52: "what deceives the eye", 53: "lone surrogates, invalid UTF-8", 54: "quotes and long lines",
    55: "names of files", 56: "formulas in texts", 57: "numbers below zero that are right", 80: "persons where none belong",
    84: "look-alike digits and signs in codes",
}  # fmt: skip


def table(tried: Sequence[Tried]) -> list[list[str]]:
    """A row a class: number, what, files, outcomes, how many are right."""
    lines = []
    for row, what in CLASSES.items():
        mine = [each for each in tried if each.row == row]
        outcomes = Counter(each.verdict.value for each in mine)
        bad = sum(bool(each.faults) for each in mine)
        told = ", ".join(f"{name} {count}" for name, count in sorted(outcomes.items()))
        verdict = f"**{bad} wrong**" if bad else "right" if mine else "not run"
        lines.append([str(row), what, str(len(mine)), told, verdict])
    return lines


def page(
    through: Sequence[Tried], planted: Sequence[tuple[str, str]], fuzzed: Fuzzed, *, setting: Sequence[str]
) -> str:
    """The whole page."""
    wrong = [each for each in through if each.faults]
    peak = max((each.peak for each in through), default=0) / MEGABYTE
    seconds = max((each.seconds for each in through), default=0.0)
    parts = [
        HEAD,
        "\n".join(f"- {line}" for line in setting),
        f"{len(through):,} files, {len(through) - len(wrong):,} right, {len(wrong):,} wrong; the largest process took "
        f"{peak:.0f} MB, the longest {seconds:.1f} s; {sum(each.ended for each in through)} were ended at a limit.",
        _markdown(["row", "what", "files", "outcome", ""], table(through)),
        *(f"- **{each.name}**: {'; '.join(each.faults)}" for each in wrong[:50]),
        PLANTED,
        _markdown(["planted: a tracker that …", "reported as"], planted),
        FUZZED.format(files=fuzzed.files, accepted=fuzzed.accepted, wrong=len(fuzzed.faults)),
        *(f"- **{fault}**" for fault in fuzzed.faults[:20]),
    ]
    return "\n\n".join(parts) + "\n"


def _markdown(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    listed = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in listed)


HEAD = """# Hostile files, and what becomes of them

Written by `make hostile` (corpus and harness in `tests/hostile/`, of which `make test` runs a part); do not edit. Each
file is made on the spot and given to `etl.pipeline.run` by the account that may load it, as a dry run and in earnest,
against a copy of a store in which two entities have published. Right is: the outcome of its class with its codes, its
cell and its values; the same verdict twice; a store in which nothing but the refusal has changed; nothing of a person
in what is said or kept; every problem in both languages; a marked copy without a live formula; 512 MB and 10 s at most
for the process that reads it."""

PLANTED = """## Planted faults

The same harness against a tracker with one of its promises broken, which it must report."""

FUZZED = """## Mutated files

{files:,} sound files of all jobs and formats, with cells replaced or bytes flipped, cut, doubled and dropped at random,
the same in every run: {accepted:,} were still accepted, {wrong} ended in anything but a verdict."""
