"""The checks of an attendance list that any library of tables can be told: what must be filled, words that are allowed,
days of the quarter, numbers, the form of a document's number. The words are those of the invented list, which is in the
peers' favour: the tracker knows every country, department, type and spelling."""

from __future__ import annotations

from benchmarks.loads import words

REQUIRED = (
    "entidad", "trimestre", "indicador", "fecha", "curso", "tema", "condicion", "sexo", "edad", "departamento",
)  # fmt: skip
ALLOWED = {
    "entidad": (words.ENTITY,),
    "trimestre": (words.QUARTER,),
    "indicador": (words.INDICATOR,),
    "tema": words.TOPICS,
    "tipo_documento": words.TYPES,
    "pais": words.COUNTRIES,
    "condicion": words.CONDITIONS,
    "sexo": words.SEXES,
    "edad": words.AGES,
    "departamento": words.DEPARTMENTS,
    "tipo_anterior": words.TYPES,
}
NUMBERS = ("numero_documento", "numero_anterior")
NUMBER = "[A-Z]*[0-9][A-Z0-9]{2,19}"
HOURS, DAY = "horas", "fecha"
