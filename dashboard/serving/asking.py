"""What a request asks for, checked, and under which name an answer is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Request, Response, abort

from indicators.results import Release

LONGEST_CHOICE = 200
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def numbered(written: str) -> int:
    """The number of a release as an address has it. Aborts with 404 where it is no number."""
    if not _NUMBER.fullmatch(written):
        abort(404)
    return int(written)


def asked_release(of: Request) -> int | None:
    """The release in the address, None where none is named. Aborts with 400 where it is no number."""
    written = of.args.get("release")
    if written is None:
        return None
    if not _NUMBER.fullmatch(written):
        abort(400)
    return int(written)


def chosen_in(of: Request, names: Iterable[str]) -> dict[str, str]:
    """What the address says of a page's own choices; an empty one is none, and one named several times, as a form names
    its boxes, is a list with commas. Aborts with 400 where one is too long."""
    found = {name: ",".join(of.args.getlist(name)) for name in names if of.args.get(name)}
    if any(len(value) > LONGEST_CHOICE for value in found.values()):
        abort(400)
    return found


def chosen(published: tuple[Release, ...], number: int | None) -> Release:
    """The release to show. Aborts with 503 where nothing is published, with 404 where there is no such release."""
    if not published:
        abort(503)
    release = published[-1] if number is None else next((r for r in published if r.number == number), None)
    if release is None:
        abort(404)
    return release


def checked(code: str) -> str:
    """A code as plans write them. Aborts with 404 on anything else, before the store is asked."""
    if not _CODE.fullmatch(code):
        abort(404)
    return code


def to_keep(response: Response, name: str) -> Response:
    """Say that a file is to be kept, and under which name."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
