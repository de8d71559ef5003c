"""The words that a return may hold in its word columns, each with its code: Spanish first, then English."""

from __future__ import annotations

from etl.rules.entries import Situation
from etl.values import first_words
from indicators.plan import Stage

SITUATIONS = {
    "cifra": Situation.FIGURE.value,
    "figure": Situation.FIGURE.value,
    "sin ejecución": Situation.NOTHING.value,
    "sin ejecución en el trimestre": Situation.NOTHING.value,
    "nothing to report": Situation.NOTHING.value,
    "sin información": Situation.NO_DATA.value,
    "sin información reportada": Situation.NO_DATA.value,
    "no data": Situation.NO_DATA.value,
    "retirado": Situation.WITHDRAWN.value,
    "withdrawn": Situation.WITHDRAWN.value,
}
NO_FIGURE = {
    word: code for word, code in SITUATIONS.items() if code in (Situation.NOTHING.value, Situation.NO_DATA.value)
}
STAGES = {
    "no iniciado": Stage.NOT_STARTED.value,
    "sin iniciar": Stage.NOT_STARTED.value,
    "not started": Stage.NOT_STARTED.value,
    "en elaboración": Stage.DRAFTING.value,
    "drafting": Stage.DRAFTING.value,
    "en revisión": Stage.IN_REVIEW.value,
    "in review": Stage.IN_REVIEW.value,
    "aprobado": Stage.APPROVED.value,
    "approved": Stage.APPROVED.value,
    "publicado": Stage.PUBLISHED.value,
    "published": Stage.PUBLISHED.value,
}
CHANGES = {
    "datos tardíos": "late data",
    "late data": "late data",
    "fuente": "source",
    "source": "source",
    "método": "method",
    "method": "method",
    "rectificación": "correction",
    "correction": "correction",
}
YES_NO = {"sí": "yes", "yes": "yes", "no": "no"}

SITUATION_WORDS = first_words(SITUATIONS)
STAGE_WORDS = first_words(STAGES)
