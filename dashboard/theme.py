"""The palette, once: light and dark. Documents, drawings and islands take their colours from here.

Every ink stands at 7:1 or more on the surfaces it is used on and every line of a drawing at 3:1 (a test computes
both). Status is never colour alone: each tone goes with a word and a shape (`SHAPES`).
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import NamedTuple

from indicators.progress import State
from indicators.quarter_states import QuarterState
from indicators.rollup import ActionState


class Palette(NamedTuple):
    """Colours of one scheme as `#rrggbb`. `*_ink` are written or drawn on the tint of the same name."""

    ink: str
    soft: str
    rule: str
    paper: str
    wash: str
    accent: str
    accent_tint: str
    path: str
    ok_ink: str
    ok: str
    warn_ink: str
    warn: str
    bad_ink: str
    bad: str
    none_ink: str
    none: str


LIGHT = Palette(
    ink="#16191d",
    soft="#444b54",
    rule="#d9dde2",
    paper="#ffffff",
    wash="#f4f6f8",
    accent="#0b4f6c",
    accent_tint="#c9dfe8",
    path="#646c77",
    ok_ink="#14532d",
    ok="#dcfce7",
    warn_ink="#713209",
    warn="#fef3c7",
    bad_ink="#7f1d1d",
    bad="#fee2e2",
    none_ink="#374151",
    none="#eef0f3",
)
DARK = Palette(
    ink="#eceff3",
    soft="#b9c0c9",
    rule="#333a43",
    paper="#14171b",
    wash="#1c2026",
    accent="#7cc4de",
    accent_tint="#23414d",
    path="#9aa3ae",
    ok_ink="#bbf7d0",
    ok="#14361f",
    warn_ink="#fde68a",
    warn="#3d2a0a",
    bad_ink="#fecaca",
    bad="#441818",
    none_ink="#d1d5db",
    none="#262b32",
)
SCHEMES = {"light": LIGHT, "dark": DARK}
# Colours of categories beside each other, for a scheme: none of them says good or bad. Each goes with a shape.
SERIES = {
    "light": ("#0b4f6c", "#a8480f", "#5b3f99", "#0b6b5e", "#9b2c6f", "#5f5a12"),
    "dark": ("#7cc4de", "#f0a36b", "#b9a5f0", "#5fd0bd", "#f08cc0", "#e0c65a"),
}
# Each light colour with the dark one that stands for it: live figures are drawn in light and painted by the browser.
DARK_OF = dict(zip((*LIGHT, *SERIES["light"]), (*DARK, *SERIES["dark"]), strict=True))

# What is written or drawn on what: (ink, surfaces), and the contrast that each needs.
TEXT_RATIO, LINE_RATIO = 7, 3
WRITTEN = (
    ("ink", ("paper", "wash")),
    ("soft", ("paper", "wash")),
    ("accent", ("paper", "wash")),
    ("ok_ink", ("ok", "paper")),
    ("warn_ink", ("warn", "paper")),
    ("bad_ink", ("bad", "paper")),
    ("none_ink", ("none", "paper")),
)
DRAWN = (("path", ("paper", "wash")), ("accent", ("paper", "wash", "none", "accent_tint")))

# The sizes of type and of room, in rem of the reader's own size: nothing is set smaller than `small`. Large type grows
# with the screen; `figure` and `says` are set in the serif, as headings are: what the page says, beside what it lists.
TYPE = {
    "small": ".95rem",
    "body": "1rem",
    "lead": "1.12rem",
    "section": "1.35rem",
    "figure": "1.4rem",
    "says": "clamp(1.15rem,1rem + .7vw,1.42rem)",
    "title": "clamp(1.65rem,1.1rem + 2vw,2.4rem)",
}
SPACE = {"1": ".25rem", "2": ".5rem", "3": ".8rem", "4": "1.2rem", "5": "1.6rem", "6": "2.6rem", "7": "4rem"}
# What readers who have chosen their own few colours get: those, and lines instead of tints.
FORCED = {
    "ink": "CanvasText",
    "soft": "CanvasText",
    "rule": "CanvasText",
    "paper": "Canvas",
    "wash": "Canvas",
    "accent": "LinkText",
    "accent_tint": "Canvas",
    "path": "CanvasText",
}


class Tone(StrEnum):
    """The four tones of a status."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    NONE = "none"


class Shape(StrEnum):
    """The shape that goes with a status, readable without colour."""

    CHECK = "check"
    DOT = "dot"
    TRIANGLE = "triangle"
    SQUARE = "square"
    RING = "ring"
    DASHED = "dashed"
    HALF = "half"
    CROSS = "cross"
    BAR = "bar"
    DIAMOND = "diamond"
    DOTS = "dots"
    SLASH = "slash"
    RING_DOT = "ring_dot"
    TALL = "tall"
    NOTHING = "nothing"


TONES: dict[State, Tone] = {
    State.WITHDRAWN: Tone.NONE,
    State.NOT_VIABLE: Tone.NONE,
    State.NO_TARGET: Tone.NONE,
    State.MET: Tone.OK,
    State.NOT_DUE: Tone.NONE,
    State.NO_DATA: Tone.NONE,
    State.NOTHING_TO_REPORT: Tone.NONE,
    State.UNDEFINED: Tone.NONE,
    State.UNDETERMINED: Tone.NONE,
    State.ON_TRACK: Tone.OK,
    State.BEHIND: Tone.WARN,
    State.OFF_TRACK: Tone.BAD,
}
SHAPES: dict[State, Shape] = {
    State.WITHDRAWN: Shape.CROSS,
    State.NOT_VIABLE: Shape.CROSS,
    State.NO_TARGET: Shape.BAR,
    State.MET: Shape.CHECK,
    State.NOT_DUE: Shape.DASHED,
    State.NO_DATA: Shape.RING,
    State.NOTHING_TO_REPORT: Shape.BAR,
    State.UNDEFINED: Shape.HALF,
    State.UNDETERMINED: Shape.HALF,
    State.ON_TRACK: Shape.DOT,
    State.BEHIND: Shape.TRIANGLE,
    State.OFF_TRACK: Shape.SQUARE,
}
ACTION_TONES: dict[ActionState, Tone] = {
    ActionState.WITHDRAWN: Tone.NONE,
    ActionState.NOT_VIABLE: Tone.NONE,
    ActionState.NO_DATA: Tone.NONE,
    ActionState.MET: Tone.OK,
    ActionState.PARTLY_MET: Tone.WARN,
    ActionState.NOT_DUE: Tone.NONE,
    ActionState.NOT_EXECUTED: Tone.BAD,
    ActionState.INSUFFICIENT_DATA: Tone.NONE,
}
ACTION_SHAPES: dict[ActionState, Shape] = {
    ActionState.WITHDRAWN: Shape.CROSS,
    ActionState.NOT_VIABLE: Shape.CROSS,
    ActionState.NO_DATA: Shape.RING,
    ActionState.MET: Shape.CHECK,
    ActionState.PARTLY_MET: Shape.HALF,
    ActionState.NOT_DUE: Shape.DASHED,
    ActionState.NOT_EXECUTED: Shape.SQUARE,
    ActionState.INSUFFICIENT_DATA: Shape.HALF,
}
# A cell of the plan's map: there is no word in it, so only states that mean much the same share a shape.
QUARTER_TONES: dict[QuarterState, Tone] = dict.fromkeys(QuarterState, Tone.NONE) | {
    QuarterState.OFF_TRACK: Tone.BAD,
    QuarterState.BEHIND: Tone.WARN,
    QuarterState.ON_TRACK: Tone.OK,
    QuarterState.MET: Tone.OK,
}
QUARTER_SHAPES: dict[QuarterState, Shape] = {
    QuarterState.OFF_TRACK: Shape.SQUARE,
    QuarterState.BEHIND: Shape.TRIANGLE,
    QuarterState.GAP: Shape.RING,
    QuarterState.ERASED: Shape.SLASH,
    QuarterState.UNDEFINED: Shape.HALF,
    QuarterState.UNDETERMINED: Shape.HALF,
    QuarterState.NOTHING_TO_REPORT: Shape.BAR,
    QuarterState.PENDING: Shape.DOTS,
    QuarterState.NO_TARGET: Shape.DIAMOND,
    QuarterState.NOT_DUE: Shape.DASHED,
    QuarterState.ON_TRACK: Shape.DOT,
    QuarterState.MET: Shape.CHECK,
    QuarterState.NOT_VIABLE: Shape.CROSS,
    QuarterState.WITHDRAWN: Shape.CROSS,
    QuarterState.NOT_ASKED: Shape.NOTHING,
}


def variables(palette: Palette) -> str:
    """The palette as CSS custom properties: `--ok-ink:#14532d;…`."""
    return ";".join(f"--{name.replace('_', '-')}:{value}" for name, value in palette._asdict().items())


def css() -> str:
    """Both schemes and the scales as the first rules of the style sheet; print is always light."""
    sizes = "".join(f";--type-{name}:{size}" for name, size in TYPE.items())
    room = "".join(f";--space-{name}:{size}" for name, size in SPACE.items())
    tones = {f"{tone}{part}": ("CanvasText" if part else "Canvas") for tone in Tone for part in ("_ink", "")}
    forced = ";".join(f"--{name.replace('_', '-')}:{value}" for name, value in (FORCED | tones).items())
    return (
        f":root{{color-scheme:light dark;{variables(LIGHT)}{sizes}{room}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}"
        "@media(prefers-contrast:more){:root{--soft:var(--ink);--rule:var(--path)}}"
        f"@media(forced-colors:active){{:root{{{forced}}}}}\n"
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours as WCAG 2.2 defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def shown(ratio: float) -> Decimal:
    """A contrast as printed: cut after a decimal, never rounded up to one that it does not have."""
    return Decimal(ratio).quantize(Decimal("0.1"), rounding=ROUND_DOWN)


def least(pairs: tuple[tuple[str, tuple[str, ...]], ...]) -> Decimal:
    """The least contrast of `WRITTEN` or `DRAWN` in any scheme."""
    found = (
        contrast(getattr(palette, ink), getattr(palette, on))
        for palette in SCHEMES.values()
        for ink, surfaces in pairs
        for on in surfaces
    )
    return shown(min(found))


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
