"""The plain Dash peer says what the document says, no more and no less."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.tree import component_tree

DOCUMENT = """<!doctype html><html><head><title>Not content</title><style>p{}</style></head><body>
<header><div>A notice.</div></header><main><h1>How <em>far</em>?</h1><section><p>Sum: <b>5</b> of 9.</p>
<svg aria-hidden="true"><path d="M0 0"/></svg><figure><svg role="img"><title>T</title><text>12</text></svg>
<svg role="img"></svg></figure>
<svg role="img"><circle r="1"/></svg><table><tr><th>Quarter<td>Value</table><button>Ask</button></section></main>
<script>let x = "not content";</script></body></html>"""


def components(tree: Any) -> list[Any]:
    """Every component of a tree, from the top."""
    children = getattr(tree, "children", None)
    listed = children if isinstance(children, list) else [] if children is None else [children]
    return [tree, *(found for child in listed if not isinstance(child, str) for found in components(child))]


def words(tree: Any) -> str:
    """What a tree says, in order."""
    if isinstance(tree, str):
        return tree
    children = getattr(tree, "children", None)
    listed = children if isinstance(children, list) else [] if children is None else [children]
    return " ".join(words(child) for child in listed)


def kinds(tree: Any) -> list[str]:
    """The names of a tree's components, in order."""
    return [type(component).__name__ for component in components(tree)]


def test_every_word_of_the_document_stands_in_the_tree_and_nothing_that_is_not_content() -> None:
    assert words(component_tree(DOCUMENT, figure=None)).split() == (
        ["A", "notice.", "How", "far?", "Sum:", "5", "of", "9.", "Quarter", "Value"]
    )


def test_the_tree_is_made_of_what_says_something() -> None:
    assert kinds(component_tree(DOCUMENT, figure=None)) == (
        ["Div", "P", "H1", "P", "Img", "Img", "Table", "Tr", "Th", "Td"]
    )


def test_the_first_drawing_becomes_the_live_chart_and_the_next_stays_a_picture() -> None:
    tree = component_tree(DOCUMENT, figure={"data": [], "layout": {}})
    assert [kind for kind in kinds(tree) if kind in ("Graph", "Img")] == ["Graph", "Img"]


@pytest.mark.parametrize(
    "loose", ["Two <b>words</b>", "<div>Two <b>words</b></div>", "<div><span>Two</span> words</div>"]
)
def test_text_that_stands_alone_is_one_paragraph(loose: str) -> None:
    tree = component_tree(f"<main>{loose}</main>", figure=None)
    assert kinds(tree) == ["Div", "P"]
    assert words(tree).split() == ["Two", "words"]
