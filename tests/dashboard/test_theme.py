from __future__ import annotations

import re

import pytest

from dashboard import theme
from dashboard.serving.assets import STYLES
from indicators.progress import State
from indicators.rollup import ActionState


@pytest.mark.parametrize("scheme", theme.SCHEMES)
@pytest.mark.parametrize(("ink", "surfaces"), theme.WRITTEN)
def test_every_ink_stands_at_seven_to_one(scheme: str, ink: str, surfaces: tuple[str, ...]) -> None:
    palette = theme.SCHEMES[scheme]
    for surface in surfaces:
        assert theme.contrast(getattr(palette, ink), getattr(palette, surface)) >= theme.TEXT_RATIO == 7, (ink, surface)


@pytest.mark.parametrize("scheme", theme.SCHEMES)
@pytest.mark.parametrize(("line", "surfaces"), theme.DRAWN)
def test_every_line_of_a_drawing_stands_at_three_to_one(scheme: str, line: str, surfaces: tuple[str, ...]) -> None:
    palette = theme.SCHEMES[scheme]
    for surface in surfaces:
        assert theme.contrast(getattr(palette, line), getattr(palette, surface)) >= theme.LINE_RATIO == 3, (
            line,
            surface,
        )


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#767676", "#ffffff", 4.54)])
def test_contrast_is_the_published_formula(one: str, other: str, ratio: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert theme.contrast(other, one) == theme.contrast(one, other)


def test_every_status_has_a_tone_and_a_shape() -> None:
    assert set(theme.TONES) == set(theme.SHAPES) == set(State)
    assert set(theme.ACTION_TONES) == set(theme.ACTION_SHAPES) == set(ActionState)


def test_nothing_but_met_and_on_track_is_green() -> None:
    assert {state for state, tone in theme.TONES.items() if tone is theme.Tone.OK} == {State.MET, State.ON_TRACK}
    assert [state for state, tone in theme.ACTION_TONES.items() if tone is theme.Tone.OK] == [ActionState.MET]


def test_colours_of_the_style_sheet_come_from_the_palette_alone() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in sorted(STYLES.glob("*.css")))
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl", written) == []
    used = {name.split(")")[0] for name in written.split("var(--")[1:]} - {"serif", "sans"}
    scales = {f"type-{name}" for name in theme.TYPE} | {f"space-{name}" for name in theme.SPACE}
    assert used <= scales | {field.replace("_", "-") for field in theme.Palette._fields}


def test_whoever_forces_colours_gets_only_those_of_the_system() -> None:
    forced = theme.css().partition("@media(forced-colors:active){:root{")[2].partition("}")[0]
    given = dict(rule.split(":") for rule in forced.split(";"))
    assert set(given) == {f"--{field.replace('_', '-')}" for field in theme.Palette._fields}
    assert set(given.values()) <= {"Canvas", "CanvasText", "LinkText"}


def test_no_type_is_smaller_than_the_state_asks() -> None:
    """14 px at the usual size of 16."""
    assert min(float(size.removeprefix("clamp(").split("rem")[0]) for size in theme.TYPE.values()) * 16 >= 14
