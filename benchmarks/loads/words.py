"""The words of the invented list. No library is needed to know them: the peers have an environment of their own."""

from __future__ import annotations

from datetime import date

ENTITY, QUARTER, INDICATOR = "MTPE", "2026-T3", "2.1.p72.d"
SHEET = "Asistencia"
HEADER = (
    "entidad", "trimestre", "indicador", "fecha", "curso", "tema", "horas", "tipo_documento", "numero_documento",
    "pais", "condicion", "sexo", "edad", "departamento", "tipo_anterior", "numero_anterior",
)  # fmt: skip

TOPICS = ("Documentos de identidad válidos", "Derechos y deberes laborales", "Seguridad social", "Otro tema")
TYPES = ("CE", "CPP", "PTP", "PAS", "CSR")
COUNTRIES = ("Venezuela", "Colombia", "Ecuador", "Bolivia", "Haití", "Cuba")
CONDITIONS = ("migrante", "solicitante de refugio", "refugiada", "no declarado")
SEXES = ("mujer", "hombre", "otro", "no declarado")
AGES = ("menos de 18", "18 a 29", "30 a 44", "45 a 59", "60 a más", "no declarado")
DEPARTMENTS = ("Lima", "Tumbes", "Piura", "Arequipa", "Cajamarca", "Tacna", "Áncash", "San Martín")
FIRST_DAY, LAST_DAY = date(2026, 7, 1), date(2026, 9, 30)
