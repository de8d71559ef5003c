"""Rows 52, 55, 56 and 80: texts that deceive the eye, names of files, formulas in texts, persons where none belong."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.cases import EVERY, LISTS, SOUND, Case, Right, Verdict, accepted, refused
from tests.hostile.cells import PRIVATE
from tests.hostile.files import FORMATS, HEADERS, NUMBER, Row, csv_of, rows_of, text_of
from tests.hostile.world import PERSONS, QUARTER, steward

RETURN = "quarterly_return"
# For each job a column of free text in its first row, and the figure or register row of it.
FREE = {
    "quarterly_return": "nota", "migrants_trained": "curso", "companies_trained": "sesion", "booklets_issued": "titulo",
    "letters_sent": "destinatario", "reports_completed": "titulo", "recommendations": "texto", "recognitions": "tramite",
    "statements": "cargo",
}  # fmt: skip
DECEIVING = {
    "a right-to-left override": "nota\u202etxt.exe", "a right-to-left embedding": "a\u202bb", "an isolate": "a\u2066b\u2069",
    "a zero-width space": "a\u200bb", "a zero-width joiner": "a\u200db", "a soft hyphen": "a\u00adb", "a word joiner": "a\u2060b",
    "four marks on a letter": "a\u0301\u0302\u0303\u0304", "10,000 marks": "a" + "\u0335" * 10_000, "a private character": "a\ue000b",
    "a character that is none": "a\U0005fffeb", "a tag of letters": "a\U000e0041b", "an interlinear anchor": "a\ufff9b",
}  # fmt: skip
HARMLESS = {
    "<script>": "<script>alert(1)</script>", "javascript:": "javascript:alert(1)", "SQL": "'; DROP TABLE figures;--",
    "Markdown": "[x](javascript:alert(1)) ![y](http://127.0.0.1/z)", "a template": "{{7*7}} ${7*7} #{7*7} <%= 7 %>",
    "a format string": "{0.__class__.__mro__} %s %n {found}", "an emoji": "Hecho \U0001f389", "Arabic": "\u0645\u0631\u062d\u0628\u0627",
    "Quechua": "Llamk'aqkunapa derechon", "backslashes": "C:\\x\\n \\u202e", "an entity": "&lt;b&gt; &#x202e; &amp;",
    "an escape of XLSX": "_x0041_", "quotes": "«a» “b” 'c'",
}  # fmt: skip
FORMULAS = (
    "=cmd|' /c calc'!A1", "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://127.0.0.1/?\"&A1)", "\uff1d1+1", "\uff0b1", "\uff20SUM(A1)",
    "%0A-1+1", "=2+5+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "|calc", ";=1+1", "'=1+1", "\"=1+1\"",
)  # fmt: skip
LED = {"a tab": "\t=1+1", "a line end": "\n=1+1", "a space": " =1+1", "a non-breaking space": "\u00a0=1+1"}
NAMES = (
    "../../etc/passwd", "..\\..\\windows\\system32\\x", "C:\\x", "CON", "NUL.csv", "a" * 5_000, "\r\nSet-Cookie: x=1", "<img src=x onerror=alert(1)>",
    "x\u202excod.csv", "\ud800.csv", "a\0b.csv", "\x1b[31mrojo.csv", "'; DROP TABLE files;--.csv", "{0.__class__}.csv", "%s%n.csv", "", ".", " ",
    "reporte\n{\"level\":\"info\"}.csv", "$(reboot).csv", "-rf.csv", "ñandú №1.csv", "|calc.csv", "=cmd|'/c calc'!A1.csv",
)  # fmt: skip
PERSON = ("45678912", "Quispe Huamán", "987654321", "rosa.quispe@example.org", "1990-05-02")
_ASKED = ("DNI", "nombres", "apellidos", "teléfono", "correo", "fecha de nacimiento", "firma")


def cases() -> Iterator[Case]:
    """Every case of these rows."""
    for job in EVERY:
        yield from _of_a_job(job)
    yield from _notes()
    yield from _file_names()
    yield from _persons()


def _of_a_job(job: str) -> Iterator[Case]:
    column, secrets = FREE[job], PRIVATE.get(job, ())
    for what, text in DECEIVING.items():
        if job == RETURN or what.startswith(("a right-to-left o", "a zero-width s", "10,000")):
            rows = rows_of(job, **{column: text})
            yield Case(
                52,
                f"{what} in {column}, CSV",
                lambda rows=rows: csv_of(job, rows),
                refused("hidden_character", at=(2, column)),
                job,
                secrets=secrets,
            )
    for what, text in HARMLESS.items():
        if job == RETURN or what in ("<script>", "a format string"):
            rows = rows_of(job, **{column: text})
            yield Case(52, f"{what} in {column}, CSV", lambda rows=rows: csv_of(job, rows), _sound(job), job)
    for text in FORMULAS:
        if job == RETURN or text in FORMULAS[:2]:
            rows = rows_of(job, **{column: text})
            for kind, make in FORMATS.items():
                if kind == "xlsx" and text.startswith("="):
                    continue  # there it would be a formula, not a text
                yield Case(
                    56,
                    f"{text[:20]!r} in {column}, {kind}",
                    lambda make=make, rows=rows: make(job, rows),
                    _sound(job),
                    job,
                )


def _sound(job: str) -> Right:
    """What a sound file gives, but for a key that the case wrote anew."""
    return Right(Verdict.ACCEPTED) if job in ("recognitions", "letters_sent") else SOUND[job]


def _notes() -> Iterator[Case]:
    for text in FORMULAS:
        rows = rows_of(RETURN, nota=text)
        yield Case(
            56,
            f"{text[:20]!r} is kept as it stands",
            lambda rows=rows: csv_of(RETURN, rows),
            accepted(a="12", a__note=text),
        )
    for what, text in LED.items():
        rows = rows_of(RETURN, nota=text)
        yield Case(
            56, f"a formula after {what}", lambda rows=rows: csv_of(RETURN, rows), accepted(a="12", a__note="=1+1")
        )
        evidence = rows_of(RETURN, medio_tipo="informe", medio_referencia=text)
        yield Case(
            56,
            f"a formula after {what} in the evidence",
            lambda evidence=evidence: csv_of(RETURN, evidence),
            accepted(a="12", a__evidence="=1+1"),
        )
    wrong = rows_of(RETURN, valor="doce", nota="=cmd|' /c calc'!A1")
    for kind in ("csv", "ods"):
        yield Case(
            56,
            f"a formula beside a wrong value, {kind}",
            lambda kind=kind: FORMATS[kind](RETURN, wrong),
            refused("number_form", at=(2, "valor")),
        )
    for text in FORMULAS[:5]:
        rows = rows_of(RETURN, valor=text)
        right = refused("number_negative") if text == "-1" else refused("number_form")
        yield Case(56, f"{text[:20]!r} in a count, CSV", lambda rows=rows: csv_of(RETURN, rows), right)
        header = [*HEADERS[RETURN][:-1], text]
        yield Case(
            56,
            f"{text[:20]!r} in the header, CSV",
            lambda header=header: csv_of(RETURN, header=header),
            refused("column_unknown"),
        )
    for what, text in {"1,001 characters": "y" * 1_001, "10 KB of marks": "a" + "\u0301" * 5_000}.items():
        rows = rows_of(RETURN, nota=text)
        yield Case(52, f"{what} in a note", lambda rows=rows: csv_of(RETURN, rows), refused(at=(2, "nota")))


def _file_names() -> Iterator[Case]:
    for name in NAMES:
        for job in (RETURN, LISTS[0]):
            yield Case(
                55,
                f"called {name[:24]!r}",
                lambda job=job: csv_of(job),
                SOUND[job],
                job,
                file_name=name,
                secrets=(NUMBER,) if job != RETURN else (),
            )
        yield Case(
            55,
            f"called {name[:24]!r} and wrong",
            lambda: csv_of(RETURN, rows_of(RETURN, valor="doce")),
            refused("number_form"),
            file_name=name,
        )
    person = "asistencia Rosa Quispe 45678912.csv"
    yield Case(
        55,
        "called after a person",
        lambda: csv_of(LISTS[0]),
        SOUND[LISTS[0]],
        LISTS[0],
        file_name=person,
        secrets=("Quispe", "45678912"),
    )
    yield Case(55, "called after a person and wrong", lambda: csv_of(LISTS[0], rows_of(LISTS[0], sexo="x")), refused("word_unknown"), LISTS[0],
               file_name=person, secrets=("Quispe", "45678912"))  # fmt: skip


def _persons() -> Iterator[Case]:
    """Row 80: a list of persons where totals are asked for, and data of persons where none belong."""
    dni, name, phone, mail, born = PERSON
    attended = [{**row, "numero_documento": dni, "nombres": name} for row in rows_of(LISTS[0])]
    for job in (RETURN, "booklets_issued", "letters_sent", "reports_completed"):
        for kind, make in FORMATS.items():

            def sent(make=make, job=job) -> bytes:  # type: ignore[no-untyped-def]
                content: bytes = make(LISTS[0], attended)
                return content

            right = refused("personal_column") if kind == "csv" and job in (RETURN, "booklets_issued") else refused()
            yield Case(80, f"an attendance list sent as another job, {kind}", sent, right, job, secrets=(dni, name))
    for column in _ASKED:
        rows = [{**rows_of(RETURN)[0], column: dni}]
        for kind, make in FORMATS.items():
            yield Case(80, f"a column {column} in a return, {kind}", lambda make=make, rows=rows, column=column: make(RETURN, rows, header=[*HEADERS[RETURN], column]),
                       refused("personal_column"), secrets=(dni,))  # fmt: skip
    for what, text in {
        "a DNI": dni, "a DNI in full width": "\uff14\uff15\uff16\uff17\uff18\uff19\uff11\uff12", "a telephone": phone, "an e-mail": mail,
        "a card": "CE 001234567", "a passport": "A1234567", "a person's RUC": "10456789123",
    }.items():  # fmt: skip
        for column in ("nota", "medio_referencia", "sustento", "acto"):
            rows = rows_of(
                RETURN, **{column: f"Atendido: {text}", "medio_tipo": "informe" if column == "medio_referencia" else ""}
            )
            yield Case(
                80,
                f"{what} in {column}, CSV",
                lambda rows=rows: csv_of(RETURN, rows),
                refused("personal_data", at=(2, column)),
                secrets=(text.removeprefix("CE "),),
            )
    for job in EVERY[1:]:
        column = FREE[job]
        rows = rows_of(job, **{column: f"Reunión con {mail}"})
        yield Case(
            80,
            f"an e-mail in {column}, CSV",
            lambda job=job, rows=rows: csv_of(job, rows),
            refused("personal_data", at=(2, column)),
            job,
            secrets=(mail,),
        )
    for job in LISTS:
        for column in ("nota", "sustento", "medio_referencia"):
            rows = rows_of(job, **{column: f"Lo vio {dni}"})
            yield Case(
                80,
                f"a DNI in {column} of a list, CSV",
                lambda job=job, rows=rows: csv_of(job, rows),
                refused("personal_data"),
                job,
                secrets=(dni,),
            )
    for column, typed in {
        "entidad": dni, "trimestre": born, "indicador": dni, "fecha": f"{born} {name}", "tema": name, "horas": f"{dni} {name}", "tipo_documento": name,
        "pais": name, "condicion": name, "sexo": name, "edad": born, "departamento": f"Calle {name} 123", "situacion": name,
        "total_a_la_fecha": dni * 2, "medio_fecha": f"{born}x", "clase_de_cambio": name,
    }.items():  # fmt: skip
        for kind, make in FORMATS.items():
            rows = rows_of(LISTS[0], **{column: typed})
            yield Case(80, f"a person in {column} of an attendance list, {kind}", lambda make=make, rows=rows: make(LISTS[0], rows), refused(), LISTS[0],
                       secrets=(typed, name, NUMBER))  # fmt: skip
    for column in ("nombres", "DNI", "correo"):
        rows = [{**rows_of(LISTS[0])[0], column: name}]
        yield Case(80, f"a column {column} in an attendance list", lambda rows=rows, column=column: csv_of(LISTS[0], rows, header=[*HEADERS[LISTS[0]], column]),
                   refused("personal_column"), LISTS[0], secrets=(name, NUMBER))  # fmt: skip
        cells = [cell if cell != "curso" else name for cell in HEADERS[LISTS[0]]]
        yield Case(
            80,
            "a person's name as a column's",
            lambda cells=cells: csv_of(LISTS[0], header=cells),
            refused("column_unknown"),
            LISTS[0],
            secrets=(name, NUMBER),
        )
    headless = text_of(LISTS[0]).partition("\n")[2]
    for job in (LISTS[0], RETURN):
        yield Case(
            80,
            "an attendance list without its header",
            f"{dni},{headless}".encode,
            refused("header_missing"),
            job,
            secrets=(dni,),
        )
    aggregate: Row = {"entidad": "CAP", "trimestre": QUARTER, "indicador": PERSONS}
    for column, typed in {
        "nota": dni,
        "valor": f"{dni} {name}",
        "total_a_la_fecha": f"{dni}x",
        "categoria": name,
        "sustento": mail,
        "entidad": f"CAP {name}",
        "indicador": name,
    }.items():
        rows = [{**aggregate, "valor": "5", column: typed}]
        yield Case(80, f"a person in {column} of the aggregate of a list of persons", lambda rows=rows: csv_of(RETURN, rows), refused(), LISTS[0],
                   who=steward("CAP"), secrets=(dni, name, mail))  # fmt: skip
