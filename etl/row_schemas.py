"""A row of a job's file as JSON Schema (draft 2020-12), for whoever makes files or calls an interface by program. Pure.

It describes what a cell may hold as text; what needs the plan, other rows or what is published stays the job's check.
"""

from __future__ import annotations

from typing import Any

from etl.columns import Column
from etl.job import Job
from indicators.plan import Plan

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def row_schema(job: Job, plan: Plan) -> dict[str, Any]:
    """The schema of one row: a property for each column, its words or the plan's terms where it has a list. Titles and
    descriptions are English, Spanish ones stand beside them under `x-title-es` and `x-description-es`."""
    return {
        "$schema": DRAFT,
        "title": job.title.en,
        "x-title-es": job.title.es,
        "description": job.meaning.en,
        "x-description-es": job.meaning.es,
        "x-job": job.name,
        "x-job-version": job.version,
        "x-sheet": job.sheet,
        "type": "object",
        "properties": {column.name: _property(column, plan) for column in job.columns},
        "required": [column.name for column in job.columns if column.required],
        "additionalProperties": False,
    }


def _property(column: Column, plan: Plan) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": "string",
        "title": column.title.en,
        "x-title-es": column.title.es,
        "description": column.meaning.en,
        "x-description-es": column.meaning.es,
        "x-holds": str(column.type),
        "examples": [column.example],
        "maxLength": column.max_length,
    }
    terms = [{"const": term.code, "title": term.title.en, "x-title-es": term.title.es} for term in plan.code_lists
             if column.listed and term.kind == column.listed]  # fmt: skip
    if column.allowed:
        described["enum"] = [*column.allowed, *([] if column.required else [""])]
    if terms:
        described["x-terms"] = terms
    if column.once:
        described["x-once"] = True
    return described
