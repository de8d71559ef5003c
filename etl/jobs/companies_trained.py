"""Companies that attended information sessions: one row for each company and session.

A company is one taxpayer's number (RUC), whatever its name; one that attends twice is one company and two attendances.
The number of a person in business (it begins with 10) is data of that person, so the list is counted in memory and not
kept. Two sizes stand apart, each with its year: the law's, by annual sales, and the one by workers, which the law does
not class by but the limit on foreign staff counts.
"""

from __future__ import annotations

from datetime import date

from etl.columns import Column, ColumnType, Words
from etl.lists.jobs import list_job
from etl.lists.listing import Agreeing, Listing, RowRule, Unique
from etl.lists.measures import NOT_STATED, Counts, Measure

SIZE_CODES = ("size_without_year", "year_without_size", "size_year_ahead")


def _attended(workers: int | None) -> str:
    return "attended_none" if workers == 0 else ""


def _size_with_year(day: date | None, size: str | None, year: int | None) -> str:
    """A size holds of a year: that of the session or one before."""
    if size in (None, NOT_STATED):
        return "year_without_size" if year else ""
    if year is None:
        return "size_without_year"
    return "size_year_ahead" if day and year > day.year else ""


JOB = list_job(
    name="companies_trained",
    version="1",
    title=Words("Empresas informadas", "Companies trained"),
    meaning=Words(
        "Lista de asistencia de empresas a sesiones informativas: una fila por empresa y sesión. Se cuenta en memoria "
        "y no se guarda, porque el RUC de una persona con negocio es un dato personal: quedan las empresas distintas, "
        "las asistencias y los trabajadores que asistieron.",
        "Attendance of companies at information sessions: one row for each company and session. It is counted in "
        "memory and not kept, for the RUC of a person in business is personal data: what stays are distinct companies, "
        "attendances and the workers who attended.",
    ),
    sheet="Empresas",
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
            name="sesion",
            type=ColumnType.TEXT,
            title=Words("Sesión", "Session"),
            meaning=Words(
                "Nombre o código de la sesión, el mismo para todas las empresas que asistieron a ella.",
                "Name or code of the session, the same for every company that attended it.",
            ),
            example="Sesión 3: documentos válidos para contratar",
            required=True,
        ),
        Column(
            name="tema",
            type=ColumnType.TERM,
            title=Words("Tema", "Topic"),
            meaning=Words("Tema de la sesión, de la lista del plan.", "Topic, from the plan's list."),
            example="Contratación de personas extranjeras",
            listed="tema_capacitacion",
            required=True,
        ),
        Column(
            name="ruc",
            type=ColumnType.TAXPAYER,
            title=Words("RUC de la empresa", "Company's RUC"),
            meaning=Words(
                "Las once cifras del RUC. Se comprueba la última. Sirve para no contar dos veces; no se guarda.",
                "The eleven digits of the RUC; the last one is checked. Used so as not to count twice; it is not kept.",
            ),
            example="20999999990",
            required=True,
        ),
        Column(
            name="trabajadores",
            type=ColumnType.COUNT,
            title=Words("Trabajadores que asistieron", "Workers who attended"),
            meaning=Words(
                "Cuántas personas de la empresa asistieron a la sesión, no cuántas trabajan en ella.",
                "How many people of the company attended the session, not how many work there.",
            ),
            example="3",
            required=True,
        ),
        Column(
            name="tamano_ventas",
            type=ColumnType.TERM,
            title=Words("Tamaño según la ley (ventas)", "Size by the law (sales)"),
            meaning=Words(
                "Clase de la Ley 32353, por ventas anuales en UIT: micro hasta 150, pequeña hasta 1700. No por número "
                "de trabajadores. En blanco si la empresa no lo dice.",
                "Class by Law 32353, by annual sales in tax units (UIT): micro up to 150, small up to 1,700. Not by "
                "number of workers. Blank where the company does not say.",
            ),
            example="Microempresa",
            listed="tamano",
            dimension="tamano",
        ),
        Column(
            name="tamano_ventas_anio",
            type=ColumnType.YEAR,
            title=Words("Año de las ventas", "Year of the sales"),
            meaning=Words(
                "Año de las ventas por las que se clasifica. Va siempre con el tamaño.",
                "Year of the sales by which it is classed. Always goes with the size.",
            ),
            example="2025",
        ),
        Column(
            name="tamano_trabajadores",
            type=ColumnType.TERM,
            title=Words("Tamaño por trabajadores", "Size by workers"),
            meaning=Words(
                "Tramo por número de trabajadores de la empresa; los tramos son del tablero, no de la ley. En blanco "
                "si la empresa no lo dice.",
                "Band by the number of the company's workers; the bands are the tracker's, not the law's. Blank where "
                "the company does not say.",
            ),
            example="De 1 a 4",
            listed="tamano_trabajadores",
            dimension="tamano_trabajadores",
        ),
        Column(
            name="trabajadores_anio",
            type=ColumnType.YEAR,
            title=Words("Año del número de trabajadores", "Year of the number of workers"),
            meaning=Words(
                "Año al que corresponde el número de trabajadores. Va siempre con el tramo.",
                "Year that the number of workers is of. Always goes with the band.",
            ),
            example="2026",
        ),
        Column(
            name="sector",
            type=ColumnType.TERM,
            title=Words("Sector", "Sector"),
            meaning=Words("Sector de la empresa, de la lista del plan.", "The company's sector, from the plan's list."),
            example="Comercio",
            listed="sector",
            dimension="sector",
        ),
        Column(
            name="departamento",
            type=ColumnType.TERM,
            title=Words("Departamento", "Department"),
            meaning=Words(
                "Departamento del centro de trabajo que asistió: su nombre, o su código con el sistema: «INEI 06».",
                "Department of the workplace that attended: its name, or its code with the system: “INEI 06”.",
            ),
            example="Cajamarca",
            required=True,
            listed="departamento",
            dimension="departamento",
        ),
    ),
    listing=Listing(
        measures=(
            Measure("companies", Words("empresas distintas", "distinct companies"), Counts.DISTINCT, ("ruc",)),
            Measure("attendances", Words("asistencias", "attendances"), Counts.ROWS),
            Measure("workers", Words("trabajadores asistentes", "workers attending"), Counts.SUM, ("trabajadores",)),
        ),
        rules=(
            RowRule(("trabajadores",), _attended, ("attended_none",)),
            RowRule(("fecha", "tamano_ventas", "tamano_ventas_anio"), _size_with_year, SIZE_CODES),
            RowRule(("fecha", "tamano_trabajadores", "trabajadores_anio"), _size_with_year, SIZE_CODES),
        ),
        unique=(Unique(("fecha", "sesion", "ruc"), "company_twice"),),
        agreeing=(
            Agreeing(
                "ruc",
                ("tamano_ventas", "tamano_ventas_anio", "tamano_trabajadores", "trabajadores_anio", "sector"),
                "company_differs",
            ),
        ),
    ),
    persons=True,
)
