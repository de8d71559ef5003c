"""Finds what looks like data of a person in a text: numbers of documents, telephones, e-mail addresses. Pure.

It is a net against slips, made for Peru, not a proof: numbers of resolutions and years side by side must pass.
"""

from __future__ import annotations

import re
import unicodedata

from etl.columns import Words

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}")
_ADDRESS = re.compile(r"https?://\S+")
_PHONE = Words("teléfono", "telephone number")
_DNI = Words("número de DNI", "identity number")


def _alone(pattern: str) -> re.Pattern[str]:
    """The pattern where no other digit stands beside it."""
    return re.compile(rf"(?<![0-9])(?:{pattern})(?![0-9])")


_NUMBERS: tuple[tuple[re.Pattern[str], Words], ...] = (
    (_alone(r"[0-9]{8}|[0-9]{2}([ .-])[0-9]{3}\1[0-9]{3}"), _DNI),
    # Two groups of four, neither of them a year: 0123-2026 is a resolution.
    (_alone(r"(?!(?:19|20)[0-9]{2})[0-9]{4}[ -](?!(?:19|20)[0-9]{2})[0-9]{4}"), _DNI),
    (_alone(r"9[0-9]{2}[ .-]?[0-9]{3}[ .-]?[0-9]{3}"), _PHONE),
    # Fixed lines: Lima's area code has two digits, the others three.
    (_alone(r"\(?01\)?[ .-]?[0-9]{3}[ .-]?[0-9]{4}|\(?0[4-8][1-6]\)?[ .-]?[0-9]{2}[ .-]?[0-9]{4}"), _PHONE),
    # Cards and permits of foreigners: CE, CPP, PTP.
    (_alone(r"[0-8][0-9]{8}"), Words("número de carné o permiso", "number of a card or permit")),
    (
        re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[0-9]{7,8}(?![A-Za-z0-9])"),
        Words("número de pasaporte", "passport number"),
    ),
    (_alone(r"10[0-9]{9}"), Words("RUC de persona natural", "a person's taxpayer number")),
)
# Numbers in a web address are mostly of pages; after the name of a document they are a person's.
_ASKED = re.compile(
    r"(?:dni|documento|doc|ce|cpp|ptp|pasaporte)[=/:_-]+[A-Z]{0,2}[0-9]{6,12}(?![0-9])", flags=re.IGNORECASE
)


def personal_data(text: str) -> tuple[Words, ...]:
    """What kinds of data of a person `text` seems to hold, each once. Digits of any width count as digits."""
    plain = unicodedata.normalize("NFKC", text)
    without_addresses = _ADDRESS.sub(" ", plain)
    found = [Words("correo electrónico", "e-mail address")] if _EMAIL.search(plain) else []
    found += [kind for pattern, kind in _NUMBERS if pattern.search(without_addresses)]
    if any(_ASKED.search(address) for address in _ADDRESS.findall(plain)):
        found.append(Words("documento en una dirección", "document in an address"))
    return tuple(dict.fromkeys(found))
