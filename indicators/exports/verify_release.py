#!/usr/bin/env python3
"""Check downloaded releases of a NAP tracker with nothing but Python: no account, no secret, no other file.

    python3 verify_release.py [--en] release-1.jsonl release-2.jsonl=HASH ...

Each line of a release is one JSON object in canonical form. The release's hash is the SHA-256 of the list of its lines'
hashes (the header's first, the others in order, one a line); a tombstone, in place of a figure that the law forced out,
carries the hash of the line that it replaced. Each header names the hash of the release before. Printed is the hash of
every file: compare it with the one on the page of releases, in print, or wherever it was written down, or write it
after the file's name, then this program compares. A tombstone's own words are no part of what was published.

Standard library only, so that it can be read and run anywhere. It speaks Spanish, with --en English; the lines
`release N: L lines, hash H` are the same in both. Exit status: 0 sound, 1 not, 2 usage or a file that cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

GENESIS = "0" * 64
FORMATS = (1, 2)
HASH = re.compile(r"[0-9a-f]{64}")

WORDS = {
    "es": {
        "usage": """Uso: python3 verify_release.py [--en] ARCHIVO[=HUELLA] ...

Comprueba publicaciones descargadas (release-N.jsonl) sin más que Python. De cada archivo calcula la huella; compárela
con la que figura en la página de publicaciones, o escríbala tras el nombre del archivo y el programa las compara.
Varias publicaciones juntas se comprueban también como cadena: cada una lleva la huella de la anterior.

  --en        en inglés
  -h, --help  esta ayuda

Termina con 0 si todo coincide, con 1 si algo no coincide, con 2 si falta un archivo o la orden no se entiende.""",
        "option": "{option}: no existe esa opción; vea --help.",
        "absent": "el archivo no existe.",
        "folder": "es una carpeta, no un archivo.",
        "unreadable": "no se puede leer ({reason}).",
        "empty": "no es una publicación: está vacío.",
        "not_text": "no es una publicación: desde el byte {place} no es texto UTF-8.",
        "not_json": "no es una publicación: la línea {line} no es JSON.",
        "no_header": "no es una publicación: la primera línea no es un encabezado.",
        "format": "el formato {format} es más nuevo que este programa: descargue el actual.",
        "cut": "la última línea está cortada.",
        "order": "la línea {line} no está en su orden.",
        "twice": "la línea {line} está repetida.",
        "form": "la línea {line} no está en la forma canónica.",
        "tombstone": "la línea {line} dice que se retiró una cifra, pero no lleva la huella de lo retirado.",
        "older": "se le retiró una cifra por mandato legal y es de formato antiguo: de él ya no sale su huella.",
        "hash": "su huella no es {expected}.",
        "same": "la publicación {number} está dos veces.",
        "unlinked": "la publicación {number} no sigue a la {before} que está aquí.",
        "first": "la publicación 1 dice que hubo otra antes.",
        "gap": "Nota: faltan publicaciones entre la {before} y la {number}; ese tramo de la cadena no se comprobó.",
        "removed": "  retirado por mandato legal el {date}: {key} ({ground})",
        "sound": "Completa y en orden; su huella se compara con la que se anotó aparte.",
        "unsound": "Hay algo que no coincide.",
    },
    "en": {
        "usage": """Usage: python3 verify_release.py [--en] FILE[=HASH] ...

Checks downloaded releases (release-N.jsonl) with nothing but Python. It works out the hash of every file; compare it
with the one on the page of releases, or write it after the file's name, then the program compares. Several releases
are also checked as a chain: each carries the hash of the one before.

  --en        in English
  -h, --help  this help

Exit status: 0 sound, 1 not, 2 a file that cannot be read or a command that is not understood.""",
        "option": "{option}: there is no such option; see --help.",
        "absent": "there is no such file.",
        "folder": "this is a folder, not a file.",
        "unreadable": "it cannot be read ({reason}).",
        "empty": "this is no release: it is empty.",
        "not_text": "this is no release: from byte {place} on it is not UTF-8 text.",
        "not_json": "this is no release: line {line} is not JSON.",
        "no_header": "this is no release: the first line is not a header.",
        "format": "format {format} is newer than this program: download the current one.",
        "cut": "the last line is cut off.",
        "order": "line {line} is not in order.",
        "twice": "line {line} stands twice.",
        "form": "line {line} is not in canonical form.",
        "tombstone": "line {line} says that a figure was removed, without the hash of what was.",
        "older": "a figure was removed from it by law and its format is old: its hash follows from it no more.",
        "hash": "its hash is not {expected}.",
        "same": "release {number} is here twice.",
        "unlinked": "release {number} does not follow the release {before} that is here.",
        "first": "release 1 says that another came before it.",
        "gap": "Note: releases between {before} and {number} are missing, so that their chain was not checked.",
        "removed": "  removed by law on {date}: {key} ({ground})",
        "sound": "Whole and in order; its hash is to be compared with the one written down elsewhere.",
        "unsound": "Something is not sound.",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What is wrong with a file or between two: a key of `WORDS` and what its sentence needs."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()

    def said(self, lang: str) -> str:
        """The sentence in `es` or `en`."""
        return WORDS.get(lang, WORDS["es"])[self.code].format(**dict(self.facts))


def finding(code: str, **facts: object) -> Finding:
    """A finding from keywords."""
    return Finding(code, tuple(facts.items()))


@dataclass
class Checked:
    """What was found in one file: its release, the hash that follows from its lines, and what is wrong with it. Where
    there is no hash, nothing can be said of the release; `unread` where there was nothing to read."""

    name: str
    number: int = 0
    previous: str = ""
    hash: str = ""
    lines: int = 0
    tombstones: list[dict[str, object]] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    unread: bool = False


def sha256(text: str) -> str:
    """The SHA-256 of `text` as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def check(name: str, content: bytes) -> Checked:
    """Read one release and work out its hash."""
    found = Checked(name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        found.faults.append(finding("not_text", place=error.start + 1))
        return found
    lines = text.split("\n")
    objects: list[object] = []
    for number, line in enumerate(lines[:-1], 1):
        try:
            objects.append(json.loads(line))
        except (ValueError, RecursionError):
            found.faults.append(finding("not_json", line=number))
            return found
    header = objects[0] if objects else None
    if not isinstance(header, dict) or type(header.get("number")) is not int or "previous_hash" not in header:
        found.faults.append(finding("no_header" if text else "empty"))
        return found
    found.number, found.previous = header["number"], str(header["previous_hash"])
    if lines[-1]:
        found.faults.append(finding("cut"))
    body = lines[1:-1]
    found.lines = len(body)
    found.faults.extend(_misplaced(body))
    for number, (line, value) in enumerate(zip(lines, objects, strict=False), 1):
        if not isinstance(value, dict) or canonical(value) != line:
            found.faults.append(finding("form", line=number))
    found.tombstones = [value for value in objects[1:] if isinstance(value, dict) and value.get("type") == "tombstone"]
    form = header.get("format", 1)
    if form not in FORMATS:
        found.faults.append(finding("format", format=form))
    elif form > 1:
        found.faults.extend(_hollow(objects))
        found.hash = digest(lines[0], body)
    elif found.tombstones:
        found.faults.append(finding("older"))
    else:
        found.hash = sha256(text)
    return found


def _misplaced(body: Sequence[str]) -> Iterator[Finding]:
    """The lines that are not where they belong; the first one stands below the header."""
    for number, (before, line) in enumerate(pairwise(body), 3):
        if line == before:
            yield finding("twice", line=number)
        elif line < before:
            yield finding("order", line=number)


def _hollow(objects: Sequence[object]) -> Iterator[Finding]:
    """Tombstones without the hash of one line: they could stand for anything."""
    for number, value in enumerate(objects, 1):
        if isinstance(value, dict) and value.get("type") == "tombstone" and not HASH.fullmatch(str(value.get("line"))):
            yield finding("tombstone", line=number)


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
    replaced = str(value.get("line")) if isinstance(value, dict) and value.get("type") == "tombstone" else ""
    return replaced if HASH.fullmatch(replaced) else sha256(line)


def chain(releases: Sequence[Checked]) -> Iterator[Finding]:
    """What is wrong between releases that are in the order of their numbers."""
    for before, after in pairwise(releases):
        if after.number == before.number:
            yield finding("same", number=after.number)
        elif after.number == before.number + 1 and before.hash and after.previous != before.hash:
            yield finding("unlinked", number=after.number, before=before.number)
    if releases and releases[0].number == 1 and releases[0].previous != GENESIS:
        yield finding("first")


def gaps(releases: Sequence[Checked]) -> Iterator[Finding]:
    """Where the chain could not be followed."""
    for before, after in pairwise(releases):
        if after.number > before.number + 1:
            yield finding("gap", number=after.number, before=before.number)


def expectation(written: str) -> tuple[str, str]:
    """A file's name, and the hash that was written after it ("" where none was)."""
    name, _, expected = written.rpartition("=")
    is_hash = HASH.fullmatch(expected.lower())
    return (name, expected.lower()) if is_hash and name else (written, "")


def read(written: str) -> Checked:
    """Check a file, and its hash where one was written after its name."""
    name, expected = expectation(written)
    try:
        with open(name, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        return Checked(name, faults=[finding("absent")], unread=True)
    except IsADirectoryError:
        return Checked(name, faults=[finding("folder")], unread=True)
    except (OSError, ValueError) as error:
        return Checked(name, faults=[finding("unreadable", reason=error)], unread=True)
    found = check(name, content)
    if expected and found.hash and found.hash != expected:
        found.faults.append(finding("hash", expected=expected))
    return found


def examine(names: Iterable[str]) -> tuple[tuple[Checked, ...], tuple[Finding, ...]]:
    """The files, in the order of their releases, and what is wrong between them."""
    checked = tuple(sorted(map(read, names), key=lambda one: one.number))
    return checked, tuple(chain([one for one in checked if one.number]))


def report(checked: Sequence[Checked], between: Sequence[Finding], lang: str) -> Iterator[str]:
    """What was found, line by line."""
    for one in checked:
        if one.hash:
            yield f"release {one.number}: {one.lines} lines, hash {one.hash}"
        for stone in one.tombstones:
            yield finding("removed", **{name: stone.get(name) for name in ("date", "key", "ground")}).said(lang)
    for one in checked:
        yield from (f"{one.name}: {fault.said(lang)}" for fault in one.faults)
    for fault in (*between, *gaps([one for one in checked if one.number])):
        said = fault.said(lang)
        yield said[:1].upper() + said[1:]
    yield WORDS.get(lang, WORDS["es"])["unsound" if status(checked, between) else "sound"]


def status(checked: Sequence[Checked], between: Sequence[Finding]) -> int:
    """The exit status."""
    if any(one.unread for one in checked):
        return 2
    return 1 if between or any(one.faults for one in checked) else 0


def main(words: Sequence[str]) -> int:
    """Check the files and say what was found."""
    lang = "en" if "--en" in words else "es"
    options = [word for word in words if word.startswith("-")]
    names = [word for word in words if not word.startswith("-")]
    for option in options:
        if option in ("-h", "--help"):
            print(WORDS[lang]["usage"])
            return 0
        if option != "--en":
            print(finding("option", option=option).said(lang), file=sys.stderr)
            return 2
    if not names:
        print(WORDS[lang]["usage"], file=sys.stderr)
        return 2
    checked, between = examine(names)
    for line in report(checked, between, lang):
        print(line)
    return status(checked, between)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
