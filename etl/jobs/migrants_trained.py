"""Attendance of a training of migrants, refugee claimants and refugees: one row for each attendance.

Three figures come of it, and each is what it is: attendances; distinct documents, which count a person who changed
document once for each; and linked persons, which count those documents once of which a row states both. No row, number
or name is kept: documents become pseudonyms under a secret of this one count, in memory.
"""

from __future__ import annotations

from etl.columns import Column, ColumnType, Words
from etl.lists.jobs import list_job
from etl.lists.listing import Listing, Persons
from etl.lists.measures import Counts, Measure

CONDITIONS = {
    "migrante": "migrante",
    "migrant": "migrante",
    "solicitante de refugio": "solicitante_de_refugio",
    "refugee claimant": "solicitante_de_refugio",
    "refugiada": "refugiada",
    "refugiado": "refugiada",
    "refugee": "refugiada",
    "no declarado": "no_declarado",
    "not stated": "no_declarado",
}
SEXES = {
    "mujer": "mujer",
    "woman": "mujer",
    "hombre": "hombre",
    "man": "hombre",
    "otro": "otro",
    "other": "otro",
    "no declarado": "no_declarado",
    "not stated": "no_declarado",
}
AGES = {
    "menos de 18": "0-17",
    "under 18": "0-17",
    "18 a 29": "18-29",
    "18 to 29": "18-29",
    "30 a 44": "30-44",
    "30 to 44": "30-44",
    "45 a 59": "45-59",
    "45 to 59": "45-59",
    "60 a más": "60+",
    "60 and over": "60+",
    "no declarado": "no_declarado",
    "not stated": "no_declarado",
}

JOB = list_job(
    name="migrants_trained",
    version="1",
    title=Words("Personas migrantes capacitadas", "Migrants trained"),
    meaning=Words(
        "Lista de asistencia a capacitaciones: una fila por asistencia. Se cuenta en memoria y no se guarda: quedan "
        "las asistencias, los documentos distintos y las personas, sin nombres ni números.",
        "Attendance list of trainings: one row for each attendance. It is counted in memory and not kept: what stays "
        "are attendances, distinct documents and persons, without names or numbers.",
    ),
    sheet="Asistencia",
    columns=(
        Column(
            name="fecha",
            type=ColumnType.DATE,
            title=Words("Fecha", "Date"),
            meaning=Words("Día de la sesión, dentro del trimestre.", "Day of the session, within the quarter."),
            example="2026-09-12",
            required=True,
        ),
        Column(
            name="curso",
            type=ColumnType.TEXT,
            title=Words("Curso o sesión", "Course or session"),
            meaning=Words("Nombre o código del curso.", "Name or code of the course."),
            example="Derechos laborales, sesión 1",
            required=True,
        ),
        Column(
            name="tema",
            type=ColumnType.TERM,
            title=Words("Tema", "Topic"),
            meaning=Words("Tema de la capacitación, de la lista del plan.", "Topic, from the plan's list."),
            example="Derechos y deberes laborales",
            listed="tema_capacitacion",
            required=True,
        ),
        Column(
            name="horas",
            type=ColumnType.NUMBER,
            title=Words("Horas", "Hours"),
            meaning=Words("Horas de la sesión.", "Hours of the session."),
            example="2",
        ),
        Column(
            name="tipo_documento",
            type=ColumnType.DOCUMENT_TYPE,
            title=Words("Tipo de documento", "Type of document"),
            meaning=Words(
                "Documento con que se identificó: DNI, CE, PAS, CSR, CRREE, PTP, DIE o CPP; o el código de un sistema "
                "del Estado con su nombre delante: «T-REGISTRO 26». Un documento vencido también vale. En blanco si no "
                "mostró ninguno.",
                "Document shown: DNI, CE, PAS, CSR, CRREE, PTP, DIE or CPP; or the code of a State system with its "
                "name before it: “T-REGISTRO 26”. An expired one counts too. Blank where none was shown.",
            ),
            example="CPP",
        ),
        Column(
            name="numero_documento",
            type=ColumnType.DOCUMENT_NUMBER,
            title=Words("Número de documento", "Number of the document"),
            meaning=Words(
                "Como está en el documento, con sus ceros. Se usa solo para no contar dos veces; no se guarda.",
                "As it stands in the document, with its zeros. Used only so as not to count twice; it is not kept.",
            ),
            example="004521987",
        ),
        Column(
            name="pais",
            type=ColumnType.COUNTRY,
            title=Words("País", "Country"),
            meaning=Words(
                "País de nacionalidad, que en un pasaporte es el que lo emite: nombre o dos letras.",
                "Country of nationality, which for a passport is the one that issued it: name or two letters.",
            ),
            example="Venezuela",
        ),
        Column(
            name="condicion",
            type=ColumnType.WORD,
            title=Words("Condición", "Condition"),
            meaning=Words(
                "Como la declara la persona; nunca se deduce del documento.",
                "As the person states it; never inferred from the document.",
            ),
            example="migrante",
            required=True,
            allowed=CONDITIONS,
            dimension="condicion",
        ),
        Column(
            name="sexo",
            type=ColumnType.WORD,
            title=Words("Sexo", "Sex"),
            meaning=Words("Como lo declara la persona.", "As the person states it."),
            example="mujer",
            required=True,
            allowed=SEXES,
            dimension="sexo",
        ),
        Column(
            name="edad",
            type=ColumnType.WORD,
            title=Words("Grupo de edad", "Age band"),
            meaning=Words("El grupo, nunca la fecha de nacimiento.", "The band, never the date of birth."),
            example="30 a 44",
            required=True,
            allowed=AGES,
            dimension="edad",
        ),
        Column(
            name="departamento",
            type=ColumnType.TERM,
            title=Words("Departamento", "Department"),
            meaning=Words(
                "Departamento de la sesión: su nombre, o su código con el sistema: «INEI 06».",
                "Department of the session: its name, or its code with the system: “INEI 06”.",
            ),
            example="Cajamarca",
            required=True,
            listed="departamento",
            dimension="departamento",
        ),
        Column(
            name="tipo_anterior",
            type=ColumnType.DOCUMENT_TYPE,
            title=Words("Documento anterior: tipo", "Earlier document: type"),
            meaning=Words(
                "Solo si la persona tuvo antes otro documento y lo dice: su tipo. Es lo único que une dos documentos.",
                "Only where the person had another document before and says so: its type. Nothing else links two.",
            ),
            example="PTP",
            optional_header=True,
        ),
        Column(
            name="numero_anterior",
            type=ColumnType.DOCUMENT_NUMBER,
            title=Words("Documento anterior: número", "Earlier document: number"),
            meaning=Words("Número de ese documento; no se guarda.", "Number of that document; it is not kept."),
            example="001234567",
            optional_header=True,
        ),
    ),
    listing=Listing(
        measures=(
            Measure("persons", Words("personas vinculadas", "linked persons"), Counts.PERSONS),
            Measure("attendances", Words("asistencias", "attendances"), Counts.ROWS),
            Measure("documents", Words("documentos distintos", "distinct documents"), Counts.DISTINCT),
        ),
        persons=Persons("tipo_documento", "pais", "numero_documento", "tipo_anterior", "numero_anterior"),
    ),
    persons=True,
)
