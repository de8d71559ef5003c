"""The files of a plan pack: which there are, which columns each has and what a cell may hold.

Declared once. `packs` reads and checks by it, `docs/pack.md` explains it, and a test compares the two.
"""

from __future__ import annotations

from indicators.pack_columns import CITED, CODE, Column, Holds, Table, ours, words
from indicators.plan import Accrual, ActKind, Basis, Direction, Kind, Level, Unit, Window
from indicators.register_format import REGISTER_TABLES

LIGHTS = ("path", "step")
ROLES = ("responsible", "co_responsible")
FRAMEWORK, DIMENSION, THEME, GROUP = "framework", "dimension", "theme", "group"
CODE_SYSTEM = "code_system"
LIST = "list"  # a list that the files of a job choose from and no figure is split by
LISTS = (THEME, GROUP, DIMENSION, FRAMEWORK, CODE_SYSTEM, LIST)
SHEET_FIELDS = ("justification", "method", "assumptions", "limits", "not_measured")
INSTRUMENT_KINDS = ("law", "decree", "resolution", "treaty", "agreement", "guide")
INSTRUMENT_STATES = ("in_force", "repealed", "ratified", "not_ratified")
NAMED_INSTRUMENTS = ("treaty", "law")
NAMED_KINDS = (*NAMED_INSTRUMENTS, "duty")
ALIAS_KINDS = ("entity", "action", "indicator")
BASELINE_BASES = (Basis.PLAN, Basis.ENTITY, Basis.TRACKER)
_LIST_OF = {"themes": f"code_lists/{THEME}", "groups": f"code_lists/{GROUP}", "dimensions": f"code_lists/{DIMENSION}"}


def _listed(name: str) -> Column:
    return Column(name, Holds.REFERENCES, False, of=_LIST_OF[name])


BASIS = Column("basis", Holds.CHOICE, among=tuple(Basis))
INDICATOR = Column("indicator", Holds.REFERENCE, of="indicators")
VERSION = Column("version", Holds.WHOLE)

PLAN = Table(
    "plan",
    ("code",),
    (
        CODE,
        *words("title"),
        *ours("short_title"),
        Column("time_zone", Holds.ZONE),
        Column("start", Holds.DATE),
        Column("first_quarter", Holds.QUARTER),
        Column("due_days", Holds.WHOLE),
        Column("light", Holds.CHOICE, among=LIGHTS),
    ),
)

PLAN_TABLES: tuple[Table, ...] = (
    Table(
        "sources",
        ("code",),
        (
            CODE,
            *ours("title"),
            Column("publisher"),
            Column("date", Holds.DATE, False),
            Column("url", Holds.LINK, False),
            Column("note", required=False),
        ),
    ),
    Table(
        "instruments",
        ("code",),
        (
            CODE,
            Column("kind", Holds.CHOICE, among=INSTRUMENT_KINDS),
            *words("title"),
            Column("date", Holds.DATE, False),
            Column("status", Holds.CHOICE, False, INSTRUMENT_STATES),
            *CITED,
        ),
    ),
    Table(
        "terms",
        ("version",),
        (
            VERSION,
            Column("end", Holds.DATE),
            Column("since", Holds.DATE),
            Column("instrument", Holds.REFERENCE, of="instruments"),
            *CITED,
        ),
    ),
    Table("entities", ("code",), (CODE, *words("name"), *CITED)),
    Table(
        "code_lists",
        ("kind", "code"),
        (
            Column("kind", Holds.CODE),
            Column("code", Holds.CODE),
            Column("rank", Holds.WHOLE),
            *words("title"),
            *CITED,
            Column("exclusive", Holds.FLAG, False, later=True),
        ),
    ),
    Table("guidelines", ("code",), (CODE, *words("title", required=False), *CITED)),
    Table(
        "objectives",
        ("code",),
        (
            CODE,
            Column("guideline", Holds.REFERENCE, of="guidelines"),
            *words("title", required=False),
            *CITED,
        ),
    ),
    Table(
        "actions",
        ("code",),
        (
            CODE,
            Column("objective", Holds.REFERENCE, False, of="objectives"),
            Column("number", Holds.WHOLE, False),
            *words("title"),
            *ours("label"),
            Column("complete", Holds.FLAG),
            *words("background", required=False),
            _listed("themes"),
            _listed("groups"),
            *CITED,
        ),
    ),
    Table(
        "indicators",
        ("code",),
        (
            CODE,
            Column("action", Holds.REFERENCE, of="actions"),
            *words("title"),
            *ours("label"),
            *ours("things"),
            Column("kind", Holds.CHOICE, among=tuple(Kind)),
            Column("unit", Holds.CHOICE, among=tuple(Unit)),
            Column("direction", Holds.CHOICE, among=tuple(Direction)),
            Column("level", Holds.CHOICE, among=tuple(Level)),
            Column("persons", Holds.FLAG),
            Column("in_plan", Holds.FLAG),
            Column("numerator", Holds.CHOICE, False, tuple(Accrual)),
            Column("denominator", Holds.CHOICE, False, tuple(Accrual)),
            Column("baseline_year", Holds.WHOLE, False),
            Column("baseline_value", Holds.DECIMAL, False),
            Column("baseline_basis", Holds.CHOICE, False, tuple(BASELINE_BASES)),
            _listed("dimensions"),
            _listed("themes"),
            _listed("groups"),
            *CITED,
        ),
    ),
    Table(
        "sheets",
        ("indicator", "field"),
        (INDICATOR, Column("field", Holds.CHOICE, among=SHEET_FIELDS), *words("text"), *CITED),
    ),
    Table(
        "reporters",
        ("indicator", "entity"),
        (
            INDICATOR,
            Column("entity", Holds.REFERENCE, of="entities"),
            Column("role", Holds.CHOICE, among=ROLES),
            Column("reports", Holds.FLAG),
            Column("job", Holds.CODE, False),
            Column("measure", Holds.CODE, False, later=True),
            Column("since", Holds.QUARTER, False, later=True),
            Column("job_before", Holds.CODE, False, later=True),
            BASIS,
            *CITED,
        ),
    ),
    Table(
        "targets",
        ("indicator", "version", "date"),
        (
            INDICATOR,
            Column("version", Holds.REFERENCE, of="terms"),
            Column("date", Holds.DATE),
            Column("value", Holds.DECIMAL),
            Column("window", Holds.CHOICE, among=tuple(Window)),
            BASIS,
            Column("instrument", Holds.REFERENCE, False, of="instruments"),
            *CITED,
        ),
    ),
    Table(
        "steps",
        ("indicator", "code", "version"),
        (
            INDICATOR,
            CODE,
            Column("version", Holds.REFERENCE, of="terms"),
            *words("title"),
            Column("due", Holds.DATE),
            BASIS,
            *CITED,
        ),
    ),
    Table(
        "acts",
        ("indicator", "kind", "date"),
        (
            INDICATOR,
            Column("kind", Holds.CHOICE, among=tuple(ActKind)),
            Column("date", Holds.DATE),
            Column("reference"),
            Column("by", Holds.REFERENCE, of="entities"),
            BASIS,
            *CITED,
        ),
    ),
    Table(
        "named",
        ("action", "kind", "code"),
        (
            Column("action", Holds.REFERENCE, of="actions"),
            Column("kind", Holds.CHOICE, among=NAMED_KINDS),
            CODE,
            *words("text"),
            Column("indicator", Holds.REFERENCE, False, of="indicators"),
            *CITED,
        ),
    ),
    Table(
        "promises",
        ("action", "code"),
        (
            Column("action", Holds.REFERENCE, of="actions"),
            CODE,
            *words("text"),
            Column("indicator", Holds.REFERENCE, False, of="indicators"),
            *CITED,
        ),
    ),
    Table(
        "totals",
        ("subject", "source"),
        (
            Column(
                "subject",
                Holds.CHOICE,
                among=("guidelines", "objectives", "actions", "indicators", "entities", "working_group", "themes"),
            ),
            Column("value", Holds.WHOLE),
            Column("qualifier", Holds.CHOICE, False, ("more_than", "about")),
            *CITED,
        ),
    ),
    Table(
        "alignments",
        ("subject", "framework", "code"),
        (
            Column("subject", Holds.REFERENCE, of="guidelines|objectives|actions|indicators"),
            Column("framework", Holds.REFERENCE, of=f"code_lists/{FRAMEWORK}"),
            Column("code", Holds.CODE),
            *CITED,
        ),
    ),
    Table(
        "aliases",
        ("kind", "alias"),
        (
            Column("kind", Holds.CHOICE, among=ALIAS_KINDS),
            Column("alias"),
            Column("code", Holds.CODE),
            *CITED,
        ),
    ),
)
TABLES: tuple[Table, ...] = (*PLAN_TABLES, *REGISTER_TABLES)
