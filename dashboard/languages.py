"""The languages of the interface: a language is a folder of `locales/` with its catalogue. Nothing else names one.

The head of a catalogue says what the language is: `Language` is its tag for documents (`es_PE`), `X-Name` what it calls
itself, and `X-Formats` the CLDR locale whose dates and numbers it takes where CLDR does not know it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.parser import HeaderParser
from itertools import takewhile
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from indicators.words import FIRST, is_language

FOLDER = Path(__file__).parent / "locales"


class NotALanguage(ValueError):
    """A folder among the catalogues that is not named as a language, or whose catalogue does not say what it is."""


@dataclass(frozen=True, slots=True)
class Language:
    """`tag` is its folder's name, that in addresses and in the columns of a pack; `html` its tag in a document; `name`
    what it calls itself; `direction` `ltr` or `rtl`. `locale` has its dates and numbers."""

    tag: str
    html: str
    name: str
    locale: Locale

    @property
    def direction(self) -> str:
        """From which side it is read."""
        return self.locale.text_direction


def languages(folder: Path = FOLDER) -> tuple[Language, ...]:
    """Those of the catalogues in `folder`, Spanish first. Raises NotALanguage."""
    tags = [path.parents[1].name for path in sorted(folder.glob("*/LC_MESSAGES/nap.po"))]
    return tuple(language(tag, folder) for tag in sorted(tags, key=lambda tag: (tag != FIRST, tag)))


def language(tag: str, folder: Path = FOLDER) -> Language:
    """The language that the head of a catalogue tells of. Raises NotALanguage."""
    if not is_language(tag):
        raise NotALanguage(f"{folder / tag}: not a language tag")
    with _file(tag, folder).open(encoding="utf-8") as file:
        head = [json.loads(line) for line in takewhile(str.strip, file) if line.startswith('"')]
    said = HeaderParser().parsestr("".join(head))
    if not (said["Language"] and said["X-Name"]):
        raise NotALanguage(f"{folder / tag}: its catalogue has no Language or no X-Name")
    formats = said["X-Formats"] or said["Language"]
    return Language(tag, said["Language"].replace("_", "-"), said["X-Name"], Locale.parse(formats.replace("-", "_")))


def read_catalog(tag: str, folder: Path = FOLDER) -> Catalog:
    """The catalogue of a language as gettext keeps it."""
    with _file(tag, folder).open("rb") as file:
        return read_po(file, domain="nap")


def _file(tag: str, folder: Path) -> Path:
    return folder / tag / "LC_MESSAGES" / "nap.po"
