"""What a document holds of an island before it starts: a button, its place, the config that starts it."""

from __future__ import annotations

from jinja2 import Environment
from markupsafe import Markup

from dashboard.islands.bodies import Control
from dashboard.islands.island import Address, Island
from dashboard.texts import Texts


def markup(
    island: Island,
    address: Address,
    controls: tuple[Control, ...],
    texts: Texts,
    templates: Environment,
    *,
    about: str,
    start: str = "explorer.start",
    title: str = "explorer.title",
    replaces: str = ".pictures",
    drawn: bool = False,
) -> Markup:
    """The markup of the island at `address`, to be put into the <figure> whose part `replaces` it takes the place of.

    `controls` are those of its part: an address of the page that names one of them starts the island by itself.
    `about` says what the reader can do there; `start` and `title` are keys of the button's and the region's words.
    Where the document itself has `drawn` the view that its address names, that starts nothing.
    """
    return Markup(  # noqa: S704
        templates.get_template("island.html").render(
            mount=island.mount(address),
            t=texts,
            about=about,
            start=start,
            title=title,
            replaces=replaces,
            drawn=drawn,
            params=[control.param for control in controls],
        )
    )
