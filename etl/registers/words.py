"""The words that files of registers may hold, each with the code that is kept: Spanish first, then English."""

from __future__ import annotations

from indicators.register_codes import About, EventKind, Precision, RecognitionState
from indicators.words import TextBasis

PRECISIONS = {
    "día": Precision.DAY.value,
    "day": Precision.DAY.value,
    "mes": Precision.MONTH.value,
    "month": Precision.MONTH.value,
    "año": Precision.YEAR.value,
    "year": Precision.YEAR.value,
    "a más tardar": Precision.BY.value,
    "by": Precision.BY.value,
    "no se conoce": Precision.UNKNOWN.value,
    "desconocida": Precision.UNKNOWN.value,
    "unknown": Precision.UNKNOWN.value,
}
EVENTS = {
    "advertida": EventKind.WARNED.value,
    "warned": EventKind.WARNED.value,
    "emitida": EventKind.ISSUED.value,
    "issued": EventKind.ISSUED.value,
    "reiterada": EventKind.REITERATED.value,
    "reiterated": EventKind.REITERATED.value,
    "acogida": EventKind.ACCEPTED.value,
    "aceptada": EventKind.ACCEPTED.value,
    "accepted": EventKind.ACCEPTED.value,
    "rechazada": EventKind.REJECTED.value,
    "rejected": EventKind.REJECTED.value,
    "se afirma cumplida": EventKind.ASSERTED.value,
    "asserted": EventKind.ASSERTED.value,
    "verificada": EventKind.VERIFIED.value,
    "verified": EventKind.VERIFIED.value,
    "desmentida": EventKind.REFUTED.value,
    "refuted": EventKind.REFUTED.value,
}
STATES = {
    "acepta": RecognitionState.ACCEPTED.value,
    "accepted": RecognitionState.ACCEPTED.value,
    "se afirma que acepta": RecognitionState.ASSERTED.value,
    "asserted": RecognitionState.ASSERTED.value,
    "verificado": RecognitionState.VERIFIED.value,
    "verified": RecognitionState.VERIFIED.value,
    "no acepta": RecognitionState.NOT_ACCEPTED.value,
    "not accepted": RecognitionState.NOT_ACCEPTED.value,
}
ABOUT = {
    "avance": About.PROGRESS.value,
    "progress": About.PROGRESS.value,
    "norma": About.LAW.value,
    "law": About.LAW.value,
    "compromiso": About.COMMITMENT.value,
    "commitment": About.COMMITMENT.value,
    "servicio": About.SERVICE.value,
    "service": About.SERVICE.value,
}
BASES = {
    "texto oficial": TextBasis.OFFICIAL.value,
    "official": TextBasis.OFFICIAL.value,
    "traducción": TextBasis.TRANSLATION.value,
    "translation": TextBasis.TRANSLATION.value,
    "redacción propia": TextBasis.OURS.value,
    "ours": TextBasis.OURS.value,
}
