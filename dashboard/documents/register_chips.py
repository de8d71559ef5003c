"""Where a recommendation stands and whether a document is taken, as chips: word, shape and tone together. Pure."""

from __future__ import annotations

from dashboard.documents.page import Chip
from dashboard.svg import shape_svg
from dashboard.texts import Texts
from dashboard.theme import Shape, Tone
from indicators.register_codes import EventKind, FindingKind, RecognitionState

# Only what somebody has checked is green: what was accepted or asserted is not verified.
_STANDINGS: dict[EventKind | None, tuple[Tone, Shape]] = {
    EventKind.VERIFIED: (Tone.OK, Shape.CHECK),
    EventKind.ASSERTED: (Tone.WARN, Shape.HALF),
    EventKind.ACCEPTED: (Tone.WARN, Shape.TRIANGLE),
    EventKind.REJECTED: (Tone.BAD, Shape.CROSS),
    EventKind.REFUTED: (Tone.BAD, Shape.SQUARE),
    None: (Tone.NONE, Shape.RING),
}
_RECOGNITIONS: dict[RecognitionState | None, tuple[Tone, Shape]] = {
    RecognitionState.VERIFIED: (Tone.OK, Shape.CHECK),
    RecognitionState.ACCEPTED: (Tone.OK, Shape.DOT),
    RecognitionState.ASSERTED: (Tone.WARN, Shape.HALF),
    RecognitionState.NOT_ACCEPTED: (Tone.BAD, Shape.CROSS),
    None: (Tone.NONE, Shape.RING),
}
_FINDINGS = {FindingKind.PROGRESS: (Tone.NONE, Shape.CHECK), FindingKind.NEED: (Tone.NONE, Shape.TRIANGLE)}


def standing_chip(standing: EventKind | None, texts: Texts) -> Chip:
    """The last answer to a recommendation, None where none is known."""
    return _chip(f"standing.{standing or 'unanswered'}", _STANDINGS[standing], texts)


def recognition_chip(state: RecognitionState | None, texts: Texts) -> Chip:
    """Whether a document is taken, None where that is not known."""
    return _chip(f"taken.{state or 'unknown'}", _RECOGNITIONS[state], texts)


def finding_chip(kind: FindingKind, texts: Texts) -> Chip:
    """Whether a finding is something achieved or something needed."""
    return _chip(f"finding.{kind}", _FINDINGS[kind], texts)


def _chip(key: str, looks: tuple[Tone, Shape], texts: Texts) -> Chip:
    tone, shape = looks
    return Chip(texts(key), tone, shape_svg(shape))
