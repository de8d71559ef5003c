"""A `DepartmentMap` as SVG: a tile for each department, as large for Callao as for Loreto. Pure.

A tile says its department, its amount and, by the length of a bar, how large that is beside the largest; one without
data is hatched and says so in words. Colours come from classes of the style sheet; nothing is told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from dashboard.charts.department_map import Area, DepartmentMap
from dashboard.charts.tiles import COLUMNS, ROWS
from dashboard.sentences import sentence
from dashboard.svg.parts import Picture, plain, tag, text, wrapped
from dashboard.texts import Texts

_BAR, _SIZE = 7, 14


@dataclass(frozen=True, slots=True)
class Format:
    """One format of the map. Lengths are in units of the viewBox; a tile is `width` by `height`, `gap` from the next.

    `named` tiles write the department's name, others its short name."""

    name: str
    width: int
    height: int
    gap: int
    named: bool

    @property
    def across(self) -> int:
        """The width of the whole."""
        return COLUMNS * (self.width + self.gap) - self.gap

    @property
    def down(self) -> int:
        """The height of all rows of tiles."""
        return ROWS * (self.height + self.gap) - self.gap


WIDE = Format("wide", width=118, height=60, gap=6, named=True)
PHONE = Format("phone", width=66, height=54, gap=5, named=False)


def map_pictures(drawn: DepartmentMap, texts: Texts) -> tuple[Picture, ...]:
    """The map for a wide page and for a phone."""
    return tuple(Picture("map", each.name, _map(drawn, texts, each)) for each in (WIDE, PHONE))


def map_alternative(drawn: DepartmentMap, texts: Texts) -> str:
    """What the map shows, for those who do not see it: its subject, what it says, the largest departments."""
    parts = [texts.say(drawn.subtitle), texts.say(drawn.headline)]
    if drawn.reached:
        largest = (f"{texts.of(area.name)}: {texts.number(area.value or 0)}" for area in drawn.reached[:5])
        parts.append(texts("map.largest", areas=texts.listed(largest)))
    words = " ".join(part if part.endswith(".") else f"{part}." for part in parts)
    return f"{texts('demonstration.word')}. {words}" if drawn.demonstration else words


def area_words(area: Area, texts: Texts) -> str:
    """What a reader is told of a department: its name, its amount, its share of the total."""
    name = texts.of(area.name)
    if area.value is None:
        return f"{name}: {texts(f'map.known_{area.known}')}"
    if area.share is None or not area.value:
        return f"{name}: {texts.number(area.value)}"
    return f"{name}: {texts.number(area.value)} · {texts.say(sentence('map.share', share=area.share))}"


def amount_words(area: Area, texts: Texts, *, named: bool) -> str:
    """What stands in the tile of a department."""
    if area.value is not None:
        return texts.number(area.value)
    return texts(f"map.{'tile' if named else 'short'}_{area.known}")


def _map(drawn: DepartmentMap, texts: Texts, layout: Format) -> Markup:
    key, foot = _key(texts, layout)
    word = texts("demonstration.word") if drawn.demonstration else ""
    return tag(
        "svg",
        _hatch(layout),
        *(_tile(area, drawn, texts, layout) for area in drawn.areas),
        text(layout.width + layout.gap, 18, word, "t demo") if word else Markup(),
        *key,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {layout.across} {foot}",
        role="img",
        aria_label=map_alternative(drawn, texts),
        css=f"map {layout.name}",
    )


def _hatch(layout: Format) -> Markup:
    """The stripes of tiles without data; each drawing has its own, for one may be hidden."""
    lines = tag("path", d="M0 8L8 0M-2 2L2 -2M6 10L10 6", css="stripe")
    return tag("pattern", lines, id=_pattern(layout), width=8, height=8, patternUnits="userSpaceOnUse")


def _pattern(layout: Format) -> str:
    return f"no-data-{layout.name}"


def _tile(area: Area, drawn: DepartmentMap, texts: Texts, layout: Format) -> Markup:
    x = area.tile.column * (layout.width + layout.gap)
    y = area.tile.row * (layout.height + layout.gap)
    name = _short(texts.of(area.name)) if layout.named else area.tile.short
    striped = area.value is None
    parts = [tag("title", area_words(area, texts)), tag("rect", x=x, y=y, **_size(layout), css=f"tile {area.known}")]
    if striped:
        fill = f"url(#{_pattern(layout)})"
        parts.append(tag("rect", x=x, y=y, **_size(layout), fill=fill))
        parts.append(tag("rect", x=x + 3, y=y + 5, width=layout.width - 6, height=40, css="quiet"))
    if area.of_largest:
        width = max(float(area.of_largest) * (layout.width - 8), 2.0)
        parts.append(tag("rect", x=x + 4, y=y + layout.height - _BAR - 4, width=width, height=_BAR, css="bar"))
    parts.append(text(x + 7, y + 20, name, "t"))
    parts.append(text(x + 7, y + 38, amount_words(area, texts, named=layout.named), _amount_css(area)))
    return tag(
        "g",
        *parts,
        css="area",
        data_department=area.tile.code,
        data_quarter=str(drawn.quarter),
        data_value="" if area.value is None else plain(area.value),
        data_flag=str(area.known),
    )


def _size(layout: Format) -> dict[str, int]:
    return {"width": layout.width, "height": layout.height, "rx": 4}


def _amount_css(area: Area) -> str:
    return "t soft" if area.value is None else "t strong"


def _short(name: str) -> str:
    """A name without what stands in brackets behind it."""
    return name.partition(" (")[0]


def _key(texts: Texts, layout: Format) -> tuple[list[Markup], int]:
    """What bar and stripes mean: in the empty corner of the wide map, below the one for phones; and the height."""
    room = 2 * layout.width + layout.gap if layout.named else layout.across
    y = float(layout.down - 104) if layout.named else layout.down + 24.0
    parts: list[Markup] = []
    for css, key in (("bar", "map.key_bar"), ("stripes", "map.key_stripes")):
        if css == "bar":
            parts.append(tag("rect", x=0, y=y - 8, width=22, height=_BAR, css="bar"))
        else:
            parts.append(tag("rect", x=0, y=y - 11, width=22, height=14, fill=f"url(#{_pattern(layout)})", css="edge"))
        for line in wrapped(texts(key), room - 32, _SIZE):
            parts.append(text(30, y, line, "t soft"))
            y += 18
        y += 8
    return parts, layout.down if layout.named else round(y) - 4
