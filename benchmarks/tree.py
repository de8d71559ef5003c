"""What a document says as one tree of plain Dash components: the way a Dash page is usually written.

Headings, paragraphs, lists and tables stay, cell for cell; whatever only arranges (div, span, section) is left out and
ornaments with it, in favour of the tree. The first drawing becomes a `dcc.Graph`, every other one a picture; drawings
that stand together in one `figure` are the same thing for other screens, and only the first counts.
"""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

KEPT = {
    "h1": html.H1, "h2": html.H2, "h3": html.H3, "h4": html.H4, "p": html.P, "a": html.A,
    "ul": html.Ul, "ol": html.Ol, "li": html.Li, "dl": html.Dl, "dt": html.Dt, "dd": html.Dd,
    "table": html.Table, "caption": html.Caption, "thead": html.Thead, "tbody": html.Tbody,
    "tr": html.Tr, "th": html.Th, "td": html.Td, "figcaption": html.Figcaption,
}  # fmt: skip
INLINE = {"a", "abbr", "b", "br", "cite", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time"}
SILENT = {"script", "style", "head", "button", "noscript", "template"}
EMPTY = {"br", "hr", "img", "input", "link", "meta", "wbr", "source", "col"}


def component_tree(document: str, *, figure: dict[str, Any] | None) -> Component:
    """The tree of `document` (HTML); the first drawing in it is a live chart of `figure` (Plotly's, as a dict)."""
    reader = Reader(figure)
    reader.feed(document)
    reader.close()
    return html.Div(reader.built())


class Reader(HTMLParser):
    """Builds components while a document goes by."""

    def __init__(self, figure: dict[str, Any] | None) -> None:
        super().__init__(convert_charrefs=True)
        self.figure = figure
        self.open: list[tuple[str, str, list[Any]]] = [("", "", [])]
        self.silent = 0
        self.drawing: list[str] | None = None
        self.loose: list[Any] | None = None
        self.in_figure = False
        self.figure_drawn = False

    def built(self) -> list[Any]:
        """The components at the top of the tree."""
        while len(self.open) > 1:
            self._close()
        return self.open[0][2]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, or go on with a drawing."""
        if self.silent or tag in SILENT:
            self.silent += tag not in EMPTY
        elif self.drawing is not None or tag == "svg":
            self.drawing = [*(self.drawing or []), self.get_starttag_text() or ""]
        else:
            self.loose = self.loose if tag in INLINE else None
            if tag == "figure":
                self.in_figure, self.figure_drawn = True, False
            if tag in KEPT:
                self.open.append((tag, dict(attrs).get("href") or "", []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An empty element says nothing outside a drawing."""
        if self.drawing is not None:
            self.drawing.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Close an element or a drawing."""
        if self.silent:
            self.silent -= 1
        elif self.drawing is not None:
            self.drawing.append(f"</{tag}>")
            if tag == "svg":
                drawing, self.drawing = "".join(self.drawing), None
                self._drawn(drawing)
        else:
            self.loose = self.loose if tag in INLINE else None
            self.in_figure = self.in_figure and tag != "figure"
            if any(tag == name for name, _, _ in self.open):
                while self._close() != tag:
                    pass

    def handle_data(self, data: str) -> None:
        """Text belongs to what is open; where nothing is, to a paragraph of its own."""
        text = re.sub(r"\s+", " ", data)
        if self.silent or not text.strip():
            return
        if self.drawing is not None:
            self.drawing.append(data)
        elif len(self.open) > 1:
            self.open[-1][2].append(text)
        elif self.loose is not None:
            self.loose.append(text)
        else:
            self.loose = [text]
            self.open[0][2].append(html.P(self.loose))

    def _close(self) -> str:
        tag, href, children = self.open.pop()
        only_text = all(isinstance(child, str) for child in children)
        self.open[-1][2].append(
            KEPT[tag]("".join(children) if only_text else children, **({"href": href} if href else {}))
        )
        return tag

    def _drawn(self, drawing: str) -> None:
        ornament = 'aria-hidden="true"' in drawing.partition(">")[0]
        if ornament or (self.in_figure and self.figure_drawn):
            return
        self.figure_drawn = True
        children = self.open[-1][2]
        if self.figure is not None:
            children.append(dcc.Graph(figure=self.figure))
            self.figure = None
        else:
            children.append(html.Img(src="data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()))
