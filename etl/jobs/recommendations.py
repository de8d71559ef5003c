"""Who recommended what to whom, and what followed: a row is a recommendation, or an event of one.

"Accepted" is not "verified": the register keeps each step with its date, as well as it is known, and its source.
"""

from __future__ import annotations

from etl.columns import Column, ColumnType, Words
from etl.registers.columns import CITED, ON, dated, texts
from etl.registers.declared import Register
from etl.registers.judging import register_job
from etl.registers.words import EVENTS

ROW = "fila"
ROWS = {
    "recomendación": "recommendation",
    "recommendation": "recommendation",
    "hecho": "event",
    "event": "event",
}
_CITED = {"source": "fuente", "page": "pagina", "reference": "referencia"}
_DATED = {"date": "fecha", "precision": "precision"}
_TEXT = {"text_es": "texto", "text_es_basis": "texto_base", "text_en": "texto_en"}
_ENGLISH = {"text_en_basis": ("text_en", "ours"), "open_addressee_es_basis": ("open_addressee_es", "ours")}

JOB = register_job(
    name="recommendations",
    version="1",
    title=Words("Recomendaciones y su seguimiento", "Recommendations and what followed"),
    meaning=Words(
        "Qué recomendó quién a quién, y qué pasó después: advertida, emitida, acogida, verificada. Acogida no es "
        "verificada.",
        "Who recommended what to whom, and what followed: warned, issued, accepted, verified. Accepted is not "
        "verified.",
    ),
    sheet="Recomendaciones",
    columns=(
        Column(
            name="fila",
            type=ColumnType.WORD,
            title=Words("Qué dice la fila", "What the row says"),
            meaning=Words(
                "«recomendación», o «hecho» si dice qué pasó después con una.",
                "“recomendación”, or “hecho” where it says what followed one.",
            ),
            example="recomendación",
            required=True,
            allowed=ROWS,
        ),
        Column(
            name="codigo",
            type=ColumnType.CODE,
            title=Words("Código de la recomendación", "Code of the recommendation"),
            meaning=Words(
                "El mismo en la recomendación y en sus hechos.",
                "The same in the recommendation and in its events.",
            ),
            example="DP-2022-1",
            required=True,
            key=True,
        ),
        Column(
            name="orden",
            type=ColumnType.COUNT,
            title=Words("Orden del hecho", "Order of the event"),
            meaning=Words(
                "Solo en un hecho: 1, 2, 3… según ocurrieron.",
                "Only for an event: 1, 2, 3… as they happened.",
            ),
            example="1",
            key=True,
        ),
        Column(
            name="hecho",
            type=ColumnType.WORD,
            title=Words("Hecho", "Event"),
            meaning=Words(
                "Solo en un hecho: qué pasó con la recomendación.",
                "Only for an event: what happened to the recommendation.",
            ),
            example="acogida",
            allowed=EVENTS,
        ),
        Column(
            name="organismo",
            type=ColumnType.CODE,
            title=Words("Organismo", "Body"),
            meaning=Words(
                "En una recomendación, quién la hizo; en un hecho, de quién es, si se sabe. Código de la entidad.",
                "Of a recommendation who made it; of an event whose doing it is, where known. Code of the entity.",
            ),
            example="DP",
        ),
        Column(
            name="simbolo",
            type=ColumnType.CODE,
            title=Words("Símbolo o número", "Symbol or number"),
            meaning=Words(
                "Símbolo del documento, si lo tiene.",
                "Symbol of the document, where it has one.",
            ),
            example="CMW/C/PER/CO/1",
        ),
        Column(
            name="parrafo",
            type=ColumnType.CODE,
            title=Words("Párrafo", "Paragraph"),
            meaning=Words(
                "Párrafo del documento, si lo tiene.",
                "Paragraph of the document, where it has one.",
            ),
            example="33",
        ),
        *dated("Fecha de la recomendación o del hecho", "Date of the recommendation or the event"),
        Column(
            name="destinatario",
            type=ColumnType.CODE,
            title=Words("Destinatario", "Addressee"),
            meaning=Words(
                "Código de la entidad a la que se dirige.",
                "Code of the entity it is addressed to.",
            ),
            example="MTPE",
        ),
        Column(
            name="destinatario_abierto",
            type=ColumnType.TEXT,
            title=Words("Destinatario abierto", "Open addressee"),
            meaning=Words(
                "Si no se dirige a una entidad: a quiénes.",
                "Where no entity is named: whom it is addressed to.",
            ),
            example="instituciones públicas y privadas",
            max_length=200,
        ),
        *texts(
            "Qué se recomienda, o qué pasó.",
            "What is recommended, or what happened.",
            "Incorporar el CPP entre los documentos del portal.",
        ),
        *ON,
        *CITED,
    ),
    registers=(
        Register(
            "recommendations",
            {
                "code": "codigo",
                "body": "organismo",
                "symbol": "simbolo",
                "paragraph": "parrafo",
                "addressee": "destinatario",
                "open_addressee_es": "destinatario_abierto",
                "action": "accion",
                "indicator": "indicador",
            }
            | _DATED
            | _TEXT
            | _CITED,
            only=(ROW, "recommendation"),
            beside=_ENGLISH,
        ),
        Register(
            "events",
            {"recommendation": "codigo", "order": "orden", "kind": "hecho", "entity": "organismo"}
            | _DATED
            | _TEXT
            | _CITED,
            only=(ROW, "event"),
            beside={"text_en_basis": ("text_en", "ours")},
        ),
    ),
)
