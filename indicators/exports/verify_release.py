#!/usr/bin/env python3
"""Check downloaded releases of a NAP tracker with nothing but Python: no account, no secret, no other file.

    python3 verify_release.py release-1.jsonl release-2.jsonl=HASH ...

Each line of a release is one JSON object in canonical form. The release's hash is the SHA-256 of the list of its lines'
hashes (the header's first, the others in order, one a line); a tombstone, in place of a figure that the law forced out,
carries the hash of the line that it replaced. Each header names the hash of the release before. Printed is the hash of
every file: compare it with the one on the page of releases, in print, or wherever it was written down, or write it
after the file's name, then this program compares. A tombstone's own words are no part of what was published.

Standard library only, so that it can be read and run anywhere. Exit status: 0 sound, 1 not.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

GENESIS = "0" * 64


@dataclass
class Checked:
    """What was found in one file: its release, the hash that follows from its lines, and what is wrong with it."""

    name: str
    number: int = 0
    previous: str = ""
    hash: str = ""
    lines: int = 0
    tombstones: list[dict[str, object]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def sha256(text: str) -> str:
    """The SHA-256 of `text` as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check(name: str, content: bytes) -> Checked:
    """Read one release and work out its hash."""
    found = Checked(name)
    try:
        text = content.decode("utf-8")
        lines = text.split("\n")
        objects = [json.loads(line) for line in lines[:-1]]
        header = objects[0]
        found.number, found.previous = int(header["number"]), str(header["previous_hash"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        found.faults.append(f"this is no release: {error}")
        return found
    if lines[-1]:
        found.faults.append("the last line is cut off")
    body = lines[1:-1]
    found.lines = len(body)
    if body != sorted(body):
        found.faults.append("the lines are not in order")
    if len(set(body)) != len(body):
        found.faults.append("a line stands twice")
    for number, (line, value) in enumerate(zip(lines, objects, strict=False), 1):
        if not isinstance(value, dict) or canonical(value) != line:
            found.faults.append(f"line {number} is not in canonical form")
    found.tombstones = [v for v in objects[1:] if isinstance(v, dict) and v.get("type") == "tombstone"]
    found.hash = sha256(text) if header.get("format", 1) == 1 else digest(lines[0], body)
    return found


def canonical(value: object) -> str:
    """The one way in which a line is written: sorted keys, no spaces, text as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(header: str, body: Sequence[str]) -> str:
    """The hash of a release from its lines."""
    hashes = sorted(line_hash(line) for line in body)
    return sha256("".join(f"{one}\n" for one in [sha256(header), *hashes]))


def line_hash(line: str) -> str:
    """The hash of a line, or, of a tombstone, that of the line which it replaced."""
    value = json.loads(line)
    replaced = isinstance(value, dict) and value.get("type") == "tombstone"
    return str(value.get("line")) if replaced else sha256(line)


def chain(releases: Sequence[Checked]) -> Iterator[str]:
    """What is wrong between releases that follow each other."""
    for before, after in pairwise(releases):
        if after.number == before.number:
            yield f"release {after.number} is here twice"
        elif after.number == before.number + 1 and after.previous != before.hash:
            yield f"release {after.number} does not follow the release {before.number} that is here"
    if releases and releases[0].number == 1 and releases[0].previous != GENESIS:
        yield "release 1 says that another came before it"


def expectation(written: str) -> tuple[str, str]:
    """A file's name, and the hash that was written after it ("" where none was)."""
    name, _, expected = written.rpartition("=")
    is_hash = len(expected) == 64 and all(digit in "0123456789abcdef" for digit in expected)
    return (name, expected) if is_hash and name else (written, "")


def main(names: Sequence[str]) -> int:
    """Check the files and say what was found."""
    if not names:
        print(__doc__)
        return 2
    checked = []
    for written in names:
        name, expected = expectation(written)
        with open(name, "rb") as file:
            found = check(name, file.read())
        if expected and found.hash and found.hash != expected:
            found.faults.append(f"its hash is not {expected}")
        checked.append(found)
    checked.sort(key=lambda one: one.number)
    faults = [f"{one.name}: {fault}" for one in checked for fault in one.faults]
    faults += chain([one for one in checked if one.number])
    for one in checked:
        if one.hash:
            print(f"release {one.number}: {one.lines} lines, hash {one.hash}")
        for stone in one.tombstones:
            print(f"  removed by law on {stone.get('date')}: {stone.get('key')} ({stone.get('ground')})")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
