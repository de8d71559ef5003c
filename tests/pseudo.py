"""A language that nobody speaks, made from the Spanish: what is not all in it says words of its own.

For every letter stands one that looks like it and that no language of the site has, every text stands in ⟦brackets⟧,
and dates come in Georgian: so a Latin letter that is left was written by hand, or is data.
"""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path
from unicodedata import normalize

import yaml
from babel.messages.pofile import read_po, write_po

from dashboard.languages import FOLDER
from indicators import packs
from indicators.pack_columns import Column
from indicators.pack_format import PLAN, TABLES

TAG, FORMATS = "qps", "ka_GE"
_PLAIN = "abcdefghijklmnopqrstuvwxyz"
_ODD = "ȧƀċḋėƒġħĩĵķļṁńȯṗɋŕşţũṽŵẋẏż"
_LETTERS = str.maketrans(_PLAIN + _PLAIN.upper(), _ODD + _ODD.upper())
# What stays as it is: an operand, a mark.
_KEPT = re.compile(r"(\{[^{}]*\}|</?[bi]>)")
_NOTED = re.compile(r"([^(){}<>]+) \(([^(){}<>]+)\)")


def pseudo(words: str) -> str:
    """`words` in the language that nobody speaks; nothing for nothing."""
    if not words:
        return ""
    # Where there is no room, names go without the note behind them: it has brackets of its own.
    if with_note := _NOTED.fullmatch(words):
        return f"{pseudo(with_note[1])} ({pseudo(with_note[2])})"
    return f"⟦{''.join(part if _KEPT.fullmatch(part) else _odd(part) for part in _KEPT.split(words))}⟧"


def _odd(words: str) -> str:
    bare = "".join(letter[0] if letter.isalpha() else letter for letter in normalize("NFD", words))
    return normalize("NFC", re.sub(r"[\u0300-\u036f]", "", bare)).translate(_LETTERS)


def locales(folder: Path) -> Path:
    """The catalogues of the site with one more, in `folder`."""
    made = Path(shutil.copytree(FOLDER, folder / "locales"))
    with (made / "es" / "LC_MESSAGES" / "nap.po").open("rb") as file:
        catalog = read_po(file, domain="nap")
    for message in catalog:
        if message.id:
            forms = message.string
            message.string = pseudo(forms) if isinstance(forms, str) else tuple(map(pseudo, forms or ()))
    place = made / TAG / "LC_MESSAGES" / "nap.po"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_po(file, catalog, omit_header=True, width=0)
    head = (f"Language: {TAG}", f"X-Name: {pseudo('Ninguno')}", f"X-Formats: {FORMATS}",
            "Content-Type: text/plain; charset=utf-8", f"Plural-Forms: {catalog.plural_forms}")  # fmt: skip
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in head), ""]
    place.write_text("\n".join(lines) + "\n" + place.read_text(encoding="utf-8"), encoding="utf-8")
    return made


def pack(folder: Path, name: str = "peru_pna") -> Path:
    """A copy of a pack, in `folder`, with a column of each of its texts in the language that nobody speaks."""
    made = Path(shutil.copytree(packs.FOLDER / name, folder / name))
    head = yaml.load((made / packs.PLAN_FILE).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    written = yaml.safe_dump(head | _translated(PLAN.columns, head), allow_unicode=True, default_style='"')
    (made / packs.PLAN_FILE).write_text(written, encoding="utf-8")
    for table in TABLES:
        file = made / f"{table.kind}.csv"
        if file.is_file():
            _translate(file, table.columns)
    return made


def fewer_returns(pack: Path, *, whole: str, since: int) -> None:
    """Leave out what other entities than `whole` handed in before the year `since`: fewer figures, the same words."""
    folder = pack / "returns" / "demonstration"
    for file in folder.glob("*-20*.csv"):
        entity, year = file.stem.split("-")[:2]
        if entity != whole and int(year) < since:
            file.unlink()
    with (folder / "schedule.csv").open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    with (folder / "schedule.csv").open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *(r for r in rows if (folder / r[0]).is_file())])


def _translate(file: Path, columns: tuple[Column, ...]) -> None:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = [row | _translated(columns, row) for row in csv.DictReader(opened)]
    if rows:
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _translated(columns: tuple[Column, ...], cells: dict[str, str]) -> dict[str, str]:
    """The cells of the further language: of the Spanish words, and of the basis of these where there is one."""
    made = {}
    for column in columns:
        if column.text and column.name.endswith("_es"):
            made[f"{column.text}_{TAG}"] = pseudo(cells.get(column.name, ""))
        elif column.text and column.name.endswith("_es_basis"):
            made[f"{column.text}_{TAG}_basis"] = cells.get(column.name, "")
    return made
