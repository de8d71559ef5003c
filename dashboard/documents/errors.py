"""What a reader is told when there is no page: not found, refused, failed, or nothing published yet."""

from __future__ import annotations

from jinja2 import Environment

from dashboard.documents.page import Visit, frame
from dashboard.texts import Texts

KNOWN = (400, 404, 405, 500, 503)
ABOUT = ("store", "revision")
NOT_FOUND = 404
LONGEST = 60


def render(code: int, texts: Texts, visit: Visit, templates: Environment, *, about: str = "", asked: str = "") -> str:
    """The document for an HTTP status, in the words of `about` where one of `ABOUT` is given.

    A status that has no words of its own says "something went wrong". What is not found can be searched for: `asked` is
    the end of its address, which stands ready in the box.
    """
    known = about or (code if code in KNOWN else 500 if code >= 500 else 400)
    return templates.get_template("error.html").render(
        frame(None, None, (), texts, visit=visit),
        title=texts(f"error.{known}.title"),
        description="",
        words=texts(f"error.{known}.words"),
        code=code,
        seek=code == NOT_FOUND,
        typed="".join(letter for letter in asked if letter.isprintable())[:LONGEST],
    )
