"""What officials said of progress, law or commitment: who, where and when. Beside the figures, never mixed in."""

from __future__ import annotations

from etl.columns import Column, ColumnType, Words
from etl.registers.columns import CITED, ON, dated, texts
from etl.registers.declared import Register
from etl.registers.judging import register_job
from etl.registers.words import ABOUT, BASES
from etl.rules.words import YES_NO

UNITS = {"porcentaje": "percent", "percent": "percent", "número": "number", "number": "number"}

JOB = register_job(
    name="statements",
    version="1",
    title=Words("Declaraciones oficiales", "Official statements"),
    meaning=Words(
        "Lo que una autoridad dijo de avances, normas o compromisos: quién, en qué cargo, dónde y cuándo. Se muestra "
        "al lado de las cifras y nunca se suma a ellas.",
        "What an official said of progress, law or commitment: who, in which office, where and when. It is shown "
        "beside the figures and never added to them.",
    ),
    sheet="Declaraciones",
    columns=(
        Column(
            name="codigo",
            type=ColumnType.CODE,
            title=Words("Código", "Code"),
            meaning=Words(
                "Código de la declaración, que la distingue para siempre.",
                "Code of the statement, which tells it apart for ever.",
            ),
            example="minjusdh_2025_07",
            required=True,
            key=True,
        ),
        Column(
            name="tema",
            type=ColumnType.WORD,
            title=Words("De qué trata", "What it is of"),
            meaning=Words(
                "Avance, norma, compromiso o servicio.",
                "Progress, law, commitment or service.",
            ),
            example="avance",
            required=True,
            allowed=ABOUT,
        ),
        Column(
            name="hablante",
            type=ColumnType.TEXT,
            title=Words("Quién", "Who"),
            meaning=Words(
                "Quien lo dijo en público y en su cargo, si la fuente lo nombra.",
                "Who said it in public and in office, where the source names them.",
            ),
            example="D. Reátegui",
            max_length=120,
        ),
        Column(
            name="cargo",
            type=ColumnType.TEXT,
            title=Words("Cargo", "Role"),
            meaning=Words(
                "Cargo con que habló.",
                "The role in which they spoke.",
            ),
            example="Representante del Ministerio de Justicia y Derechos Humanos",
            required=True,
            max_length=200,
        ),
        Column(
            name="cargo_base",
            type=ColumnType.WORD,
            title=Words("De quién son las palabras del cargo", "Whose words the role is in"),
            meaning=Words(
                "Texto oficial, traducción o redacción propia.",
                "Official text, translation or our own words.",
            ),
            example="redacción propia",
            required=True,
            allowed=BASES,
        ),
        Column(
            name="oficina",
            type=ColumnType.TEXT,
            title=Words("Oficina", "Office"),
            meaning=Words(
                "Oficina desde la que habló.",
                "Office they spoke from.",
            ),
            example="Dirección General de Derechos Humanos",
            max_length=200,
        ),
        Column(
            name="organismo",
            type=ColumnType.CODE,
            title=Words("Entidad", "Entity"),
            meaning=Words(
                "Código de la entidad, si el plan la conoce.",
                "Code of the entity, where the plan knows it.",
            ),
            example="MINJUSDH",
        ),
        *dated("Fecha de la declaración", "Date of the statement"),
        Column(
            name="lugar",
            type=ColumnType.TEXT,
            title=Words("Lugar", "Place"),
            meaning=Words(
                "Dónde lo dijo.",
                "Where it was said.",
            ),
            example="Foro de balance de la sociedad civil",
            max_length=200,
        ),
        *texts(
            "Qué dijo, en una o dos frases.",
            "What was said, in a sentence or two.",
            "A julio de 2025 estaba cumplido el 51.4 % de las acciones.",
        ),
        Column(
            name="valores",
            type=ColumnType.TEXT,
            title=Words("Valores", "Values"),
            meaning=Words(
                "Las cifras que dio, con el nombre de cada una y su signo (=, > o ~), separadas por «;».",
                "The figures given, each with its name and its sign (=, > or ~), parted by “;”.",
            ),
            example="cumplidas=51.4;resto>15",
            max_length=200,
        ),
        Column(
            name="unidad",
            type=ColumnType.WORD,
            title=Words("Unidad", "Unit"),
            meaning=Words(
                "Porcentaje o número, si dio cifras.",
                "Percentage or number, where figures were given.",
            ),
            example="porcentaje",
            allowed=UNITS,
        ),
        Column(
            name="denominador",
            type=ColumnType.COUNT,
            title=Words("Denominador", "Denominator"),
            meaning=Words(
                "Sobre cuántos, solo si lo dijo.",
                "Of how many, only where it was said.",
            ),
            example="97",
        ),
        Column(
            name="fuente_inconsistente",
            type=ColumnType.YES_NO,
            title=Words("¿La fuente se contradice?", "Does the source contradict itself?"),
            meaning=Words(
                "«sí» si la propia fuente da cifras que no concuerdan.",
                "“sí” where the source itself gives figures that do not agree.",
            ),
            example="no",
            required=True,
            allowed=YES_NO,
        ),
        *ON,
        *CITED,
    ),
    registers=(
        Register(
            "statements",
            {
                "code": "codigo",
                "about": "tema",
                "speaker": "hablante",
                "role_es": "cargo",
                "role_es_basis": "cargo_base",
                "office": "oficina",
                "entity": "organismo",
                "date": "fecha",
                "precision": "precision",
                "place": "lugar",
                "text_es": "texto",
                "text_es_basis": "texto_base",
                "text_en": "texto_en",
                "values": "valores",
                "unit": "unidad",
                "denominator": "denominador",
                "source_inconsistent": "fuente_inconsistente",
                "action": "accion",
                "indicator": "indicador",
                "source": "fuente",
                "page": "pagina",
                "reference": "referencia",
            },
            beside={"text_en_basis": ("text_en", "ours")},
        ),
    ),
)
