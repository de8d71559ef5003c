"""Sound files of every job in every format, and the few tools by which a case spoils them. The same bytes every time."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.jobs import JOBS
from tests.etl import ods
from tests.hostile.world import COMPANIES, COPIES, COUNT, LETTERS, PERSONS, QUARTER, STAGED

Row = dict[str, object]
Change = Callable[[Worksheet], object]
HEADERS = {name: list(job.names) for name, job in JOBS.items()}
# What of the lists of persons below is of a person or a company, and must be said nowhere.
NUMBER, OTHER_NUMBER, RUC, OTHER_RUC = "004521987", "001987654", "20999990011", "20999990020"
_WHEN = "2023-11-07"
_ATTENDED: Row = {
    "indicador": PERSONS, "fecha": _WHEN, "curso": "Sesión de derechos", "tema": "Derechos laborales", "horas": "2",
    "tipo_documento": "CE", "numero_documento": NUMBER, "pais": "Venezuela", "condicion": "migrante", "sexo": "mujer",
    "edad": "30 a 44", "departamento": "Cajamarca",
}  # fmt: skip
_TRAINED: Row = {
    "indicador": COMPANIES, "fecha": _WHEN, "sesion": "Sesión de contratación", "tema": "Derechos laborales", "ruc": RUC,
    "trabajadores": "3", "departamento": "Lima",
}  # fmt: skip
_ISSUED: Row = {
    "indicador": COPIES, "fecha": _WHEN, "titulo": "Guía de contratación", "edicion": "1", "reimpresion": "no",
    "publico": "empresas", "tema": "Derechos laborales", "idioma": "Español", "formato": "impreso",
    "ejemplares": "120",
}  # fmt: skip
_SENT: Row = {
    "indicador": LETTERS, "fecha": _WHEN, "numero_carta": "Carta 12-2023", "destinatario_tipo": "medio",
    "destinatario": "Radio Añoranza", "tema": "Publicidad sin estereotipos", "grupos": "Personas migrantes",
}  # fmt: skip
_RECOMMENDED: Row = {
    "fila": "recomendación", "codigo": "DP-2023-1", "organismo": "DP", "fecha": "2023-11-03", "precision": "día",
    "destinatario": "MIN", "texto": "Publicar cuántas personas se registran cada año.",
    "texto_base": "redacción propia", "accion": "1.1.p7", "referencia": "Nota de prensa",
}  # fmt: skip
_FOLLOWED: Row = {
    "fila": "hecho", "codigo": "DP-2023-1", "orden": "1", "hecho": "acogida", "organismo": "MIN",
    "fecha": "2023-12-01", "precision": "mes", "texto": "La acogió el señor ministro.", "texto_base": "redacción propia",
    "referencia": "Nota de prensa",
}  # fmt: skip
_RECOGNISED: Row = {
    "quien_acepta": "MIN", "documento": "CPP", "estado": "verificado", "desde": "2023-02-01", "desde_precision": "mes",
    "tramite": "Inscripción en línea", "referencia": "Visita de comprobación",
}  # fmt: skip
_SAID: Row = {
    "codigo": "dicho_2023", "tema": "avance", "cargo": "Viceministra", "cargo_base": "redacción propia",
    "fecha": "2023-11-16", "precision": "día", "texto": "Dijo que más de la mitad está hecho.",
    "texto_base": "redacción propia", "fuente_inconsistente": "no", "referencia": "Foro de balance", "pagina": "3",
}  # fmt: skip
_STAGED: Row = {
    "indicador": STAGED, "titulo": "Informe técnico del Convenio", "etapa": "en revisión", "fecha": _WHEN,
    "enlace": "https://www.gob.pe/min/informe",
}  # fmt: skip
ROWS: Mapping[str, tuple[Row, ...]] = {
    "quarterly_return": ({"indicador": COUNT, "valor": "12", "nota": "Según la Dirección en el año 2023"},),
    "migrants_trained": (_ATTENDED, {**_ATTENDED, "fecha": "2023-11-14"}, {**_ATTENDED, "numero_documento": OTHER_NUMBER}),
    "companies_trained": (_TRAINED, {**_TRAINED, "ruc": OTHER_RUC}),
    "booklets_issued": (_ISSUED, {**_ISSUED, "idioma": "Quechua", "ejemplares": "30"}),
    "letters_sent": (_SENT, {**_SENT, "numero_carta": "Carta 13-2023"}),
    "reports_completed": (_STAGED,),
    "recommendations": (_RECOMMENDED, _FOLLOWED),
    "recognitions": (_RECOGNISED,),
    "statements": (_SAID,),
}  # fmt: skip
ENTITY = {
    "quarterly_return": "MIN", "migrants_trained": "CAP", "companies_trained": "EMP", "booklets_issued": "FOL",
    "letters_sent": "CAR", "reports_completed": "INF", "recommendations": "DP", "recognitions": "DP", "statements": "DP",
}  # fmt: skip
SHEET = {name: job.sheet for name, job in JOBS.items()}


def rows_of(job: str, **cells: object) -> list[Row]:
    """The rows of a sound file of `job`; `cells` are those of the first row that are to be otherwise."""
    first, *others = ROWS[job]
    said: Row = {"entidad": ENTITY[job], "trimestre": QUARTER} | first | cells
    if job == "quarterly_return":
        return [said, *({"entidad": ENTITY[job], "trimestre": QUARTER} | other for other in others)]
    return [said, *others]


def csv_of(
    job: str,
    rows: Sequence[Row] | None = None,
    *,
    header: Sequence[str] | None = None,
    delimiter: str = ",",
    end: str = "\n",
) -> bytes:
    """A CSV file of `job`, by default a sound one; `rows` may have columns that `header` leaves out."""
    names = list(header or HEADERS[job])
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end)
    writer.writerow(names)
    writer.writerows([cells.get(name, "") for name in names] for cells in (rows_of(job) if rows is None else rows))
    return written.getvalue().encode()


def text_of(job: str, rows: Sequence[Row] | None = None) -> str:
    """The same as text."""
    return csv_of(job, rows).decode()


def book_of(job: str, rows: Sequence[Row] | None = None, *, header: Sequence[str] | None = None) -> Workbook:
    """A workbook of `job`, whose numbers are texts unless a row gives numbers."""
    names = list(header or HEADERS[job])
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET[job]
    sheet.append(names)
    for cells in rows_of(job) if rows is None else rows:
        sheet.append([None if cells.get(name) == "" else cells.get(name) for name in names])
    return book


def xlsx_of(
    job: str,
    rows: Sequence[Row] | None = None,
    *,
    header: Sequence[str] | None = None,
    change: Change | None = None,
) -> bytes:
    """The workbook as bytes; `change` may do to its sheet what people do."""
    book = book_of(job, rows, header=header)
    if change:
        change(book.worksheets[0])
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook as bytes, the same every time."""
    written = io.BytesIO()
    book.save(written)
    return zipped(parts_of(written.getvalue()))


def ods_of(
    job: str,
    rows: Sequence[Row] | None = None,
    *,
    header: Sequence[str] | None = None,
    special: Mapping[str, str] | None = None,
    style: str = "shown",
    columns: str = "",
    attributes: str = "",
    more: str = "",
) -> bytes:
    """An ODS workbook; `special` gives the XML of cells of the first row, `attributes` are that row's, `more` is the
    XML of further sheets."""
    names = list(header or HEADERS[job])
    first, *others = rows_of(job) if rows is None else rows
    lines = [
        ods.line(dict(zip(names, names, strict=True)), names),
        ods.line(first, names, attributes, **(special or {})),
        *(ods.line(cells, names) for cells in others),
    ]
    sheet = ods.sheet(SHEET[job], *lines, style=style, columns=columns)
    return zipped(parts_of(ods.ods(body=sheet + more)))


FORMATS: Mapping[str, Callable[..., bytes]] = {"csv": csv_of, "xlsx": xlsx_of, "ods": ods_of}

_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def parts_of(content: bytes) -> dict[str, bytes]:
    """The members of a zip in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes] | Sequence[tuple[str, bytes]], *, stored: bool = False) -> bytes:
    """A zip of `parts`, dated 1980; the first member of an OpenDocument file is stored as it is."""
    written = io.BytesIO()
    listed = parts.items() if isinstance(parts, Mapping) else parts
    with zipfile.ZipFile(written, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a member may be there twice
        for name, data in listed:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if stored or name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, _MADE.sub(rb"\g<1>2024-01-01T00:00:00Z", data))
    return written.getvalue()


def with_part(content: bytes, name: str, data: bytes = b"x") -> bytes:
    """The zip with one part more, or another in place of the one of that name."""
    return zipped(parts_of(content) | {name: data})


def replaced(content: bytes, name: str, old: str, new: str) -> bytes:
    """The zip with `old` in the part `name` replaced once. It must be there."""
    data = parts_of(content)[name].decode()
    if old not in data:
        raise ValueError(f"{old!r} is not in {name}")
    return with_part(content, name, data.replace(old, new, 1).encode())
