"""The declaration of sources: which file is pulled from where, for which job, as whom, how often. Pure but for
`read_declaration`.

A TOML file, one table a source. A declaration with one mistake declares nothing: every mistake is told with its table,
its key and what to write there.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from etl.problem_words.sources import SOURCES
from etl.problems import shown
from etl.sources.timetable import Timetable
from etl.values import Numbers
from indicators import accounts

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_EVERY = re.compile(r"([1-9][0-9]{0,3}) (hour|day)s?")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DATASET = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
# What a source says of itself.
COMMON = ("kind", "job", "as", "every", "at", "numbers")
OF_KIND = {"folder": ("path", "pattern"), "http": ("url",), "ckan": ("base", "dataset", "format", "resource")}
OPTIONAL = ("at", "numbers", "resource")
FORMATS = ("CSV", "XLSX", "ODS")
_LONGEST = timedelta(days=366)
_LONGEST_TEXT = 2_000
SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Folder:
    """Files of a folder whose names match `pattern`."""

    path: Path
    pattern: str


@dataclass(frozen=True, slots=True)
class Web:
    """A file at an address of http or https."""

    url: str


@dataclass(frozen=True, slots=True)
class Portal:
    """A resource of a dataset on a CKAN portal: the one of `format`, and named `resource` where that is said."""

    base: str
    dataset: str
    format: str
    resource: str = ""


Address = Folder | Web | Portal


@dataclass(frozen=True, slots=True)
class Source:
    """Where files come from, the job that reads them, how they write numbers, and the account that loads them."""

    name: str
    job: str
    who: str
    timetable: Timetable
    address: Address
    numbers: Numbers = Numbers.ES_PE

    @property
    def reading(self) -> str:
        """By what its files are read; where that changes they are read again."""
        return self.job if self.numbers is Numbers.ES_PE else f"{self.job} {self.numbers}"


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """One mistake: its table and key (empty: the table, or the file, as a whole), what stands there, what could."""

    table: str
    key: str
    code: str
    found: str = ""
    allowed: str = ""

    def text(self, lang: str, file: str) -> str:
        """Where in `file`, what is wrong and what to do, in `es` or `en`."""
        place = " ".join(part for part in (file, f"[{self.table}]" if self.table else "", self.key) if part)
        said = SOURCES[self.code]
        return f"{place}: {self._filled(said.says.of(lang))} {self._filled(said.remedy.of(lang))}"

    def as_json(self) -> dict[str, object]:
        """The mistake as plain values, in both languages."""
        said = SOURCES[self.code]
        words = {
            lang: {"sentence": self._filled(said.says.of(lang)), "remedy": self._filled(said.remedy.of(lang))}
            for lang in ("es", "en")
        }
        return {"code": self.code, "table": self.table, "key": self.key, "found": self.found, **words}

    def _filled(self, words: str) -> str:
        return words.format(found=self.found, allowed=self.allowed)


@dataclass(frozen=True, slots=True)
class Declared:
    """The sources in the order of the file, or its mistakes."""

    sources: tuple[Source, ...] = ()
    problems: tuple[SourceProblem, ...] = ()


def read_declaration(file: Path, *, jobs: Collection[str]) -> Declared:
    """The declaration in `file`; folders in it are told from where it stands. Raises OSError but for a missing file."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return _refused("missing_file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused("not_utf8")
    return declared(text, jobs=jobs, folder=file.parent)


def declared(text: str, *, jobs: Collection[str], folder: Path) -> Declared:
    """What the TOML `text` declares. `jobs` are those there are; folders are told from `folder`."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _refused("not_toml", found=shown(str(error), limit=200))
    if not document:
        return _refused("no_sources", allowed=", ".join((*COMMON, "…")))
    sources: list[Source] = []
    problems: list[SourceProblem] = []
    for name, table in document.items():
        source, found = _source(name, table, jobs=jobs, folder=folder)
        problems += found
        sources += [source] if source else []
    problems += _same_addresses(sources)
    return Declared((), tuple(problems)) if problems else Declared(tuple(sources))


def _refused(code: str, *, found: str = "", allowed: str = "") -> Declared:
    return Declared((), (SourceProblem("", "", code, found, allowed),))


def _same_addresses(sources: Collection[Source]) -> Iterator[SourceProblem]:
    first: dict[tuple[str, Address], str] = {}
    for source in sources:
        name = first.setdefault((source.job, source.address), source.name)
        if name != source.name:
            yield SourceProblem(source.name, "", "same_address", found=name)


# One table ------------------------------------------------------------------------------------------------------


class _Wrong(ValueError):
    """A value cannot be used: the code of why, what stands there and what could."""

    def __init__(self, code: str, *, found: str = "", allowed: str = "") -> None:
        super().__init__(code)
        self.problem = SourceProblem("", "", code, shown(found), allowed)


def _source(
    name: str, table: object, *, jobs: Collection[str], folder: Path
) -> tuple[Source | None, list[SourceProblem]]:
    """A source, or what is wrong with it."""
    if not isinstance(table, dict):
        return None, [SourceProblem("", "", "not_a_table", found=shown(name))]
    called = shown(name)
    problems = [] if _NAME.fullmatch(name) else [SourceProblem(called, "", "source_name", found=called)]
    kind = table.get("kind")
    known = (*COMMON, *(OF_KIND[kind] if isinstance(kind, str) and kind in OF_KIND else _every_key()))
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            problems.append(SourceProblem(called, shown(key), "unknown_key", shown(key), ", ".join(near or known)))
    values: dict[str, Any] = {}
    needed = known if kind in OF_KIND else COMMON
    for key in needed:
        if key not in table:
            if key not in OPTIONAL:
                problems.append(SourceProblem(called, key, "missing_key", allowed=", ".join(needed)))
            continue
        try:
            values[key] = _reader(key, jobs)(_text(table[key]))
        except _Wrong as wrong:
            problems.append(replace(wrong.problem, table=called, key=key))
    if problems:
        return None, problems
    timetable = Timetable(values["every"], values.get("at", time()))
    numbers = Numbers(values.get("numbers", Numbers.ES_PE))
    return Source(name, values["job"], values["as"], timetable, _address(values, folder), numbers), []


def _every_key() -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for keys in OF_KIND.values() for key in keys))


def _address(values: Mapping[str, Any], folder: Path) -> Address:
    match values["kind"]:
        case "folder":
            return Folder(folder / values["path"], values["pattern"])
        case "http":
            return Web(values["url"])
        case _:
            return Portal(values["base"], values["dataset"], values["format"], values.get("resource", ""))


def _reader(key: str, jobs: Collection[str]) -> Callable[[str], Any]:
    """What reads the value of a key. Each raises _Wrong."""
    readers: dict[str, Callable[[str], Any]] = {
        "kind": lambda text: _chosen(text, tuple(OF_KIND)),
        "job": lambda text: _chosen(text, sorted(jobs)),
        "as": _account,
        "every": _every,
        "at": _hour,
        "numbers": lambda text: _chosen(text, tuple(Numbers)),
        "pattern": _pattern,
        "url": _url,
        "base": _base,
        "dataset": _dataset,
        "format": _format,
    }
    return readers.get(key, str)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_TEXT:
        raise _Wrong("not_text")
    if value != value.strip() or any(unicodedata.category(c)[0] == "C" for c in value):
        raise _Wrong("not_text")
    return value


def _chosen(text: str, among: Collection[str]) -> str:
    if text not in among:
        near = difflib.get_close_matches(text, among, n=1)
        raise _Wrong("not_a_choice", found=text, allowed=", ".join(near or among))
    return text


def _account(text: str) -> str:
    if not accounts.is_code(text):
        raise _Wrong("not_an_account", found=text)
    return text


def _every(text: str) -> timedelta:
    said = _EVERY.fullmatch(text)
    every = timedelta(**{f"{said[2]}s": int(said[1])}) if said else timedelta()
    if not timedelta() < every <= _LONGEST:
        raise _Wrong("not_every", found=text)
    return every


def _hour(text: str) -> time:
    said = _HOUR.fullmatch(text)
    if said is None:
        raise _Wrong("not_an_hour", found=text)
    return time(int(said[1]), int(said[2]))


def _pattern(text: str) -> str:
    if "/" in text or "\\" in text or text in (".", ".."):
        raise _Wrong("not_a_pattern", found=text)
    return text


def _url(text: str) -> str:
    split_address(text)
    return text


def _base(text: str) -> str:
    split = split_address(text)
    if split.query or "/api/" in f"{split.path}/" or "/dataset/" in f"{split.path}/":
        raise _Wrong("not_a_base")
    return text.rstrip("/")


def split_address(text: str) -> SplitResult:
    """The parts of an address of http or https without user, password and fragment. Raises ValueError; what it says
    of the address repeats nothing of it."""
    try:
        split = urlsplit(text)
        sound = split.scheme in SCHEMES and bool(split.hostname) and split.port != 0
    except ValueError:
        raise _Wrong("not_an_address") from None
    if "@" in split.netloc or (not sound and "@" in text):
        raise _Wrong("secret_in_address")
    if not sound or split.fragment or any(c.isspace() for c in text):
        raise _Wrong("not_an_address")
    return split


def _dataset(text: str) -> str:
    if not _DATASET.fullmatch(text):
        raise _Wrong("not_a_dataset", found=text)
    return text


def _format(text: str) -> str:
    if text.upper() not in FORMATS:
        raise _Wrong("not_a_format", found=text, allowed=", ".join(FORMATS))
    return text.upper()
