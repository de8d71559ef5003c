"""Cells in, a checked plan row of a register out: how a register job hands over what a file says. Pure.

The same checks as for a pack: each cell by itself, what needs several of them, and every reference against the plan.
Faults are codes of `indicators.pack_problems`; nothing unknown is ever created here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from indicators import canonical
from indicators.assembly import PlanRow
from indicators.pack_cells import cell_fault, text_faults
from indicators.pack_columns import Holds, Table
from indicators.plan import Plan
from indicators.register_format import REGISTER_TABLES
from indicators.register_rules import register_faults
from indicators.registers import REGISTER_KINDS
from indicators.row_cells import listed

Known = Mapping[str, Collection[str]]
_TABLES: Mapping[str, Table] = {table.kind: table for table in REGISTER_TABLES if table.kind in REGISTER_KINDS}


@dataclass(frozen=True, slots=True, order=True)
class CellFault:
    """What is wrong with one cell: its column, the code of the problem, what stands there and what could."""

    column: str
    code: str
    found: str
    allowed: str


def register_columns(kind: str) -> tuple[str, ...]:
    """The columns of a kind that register jobs bring. Raises KeyError for any other."""
    return _TABLES[kind].header


def known_codes(plan: Plan) -> dict[str, frozenset[str]]:
    """The keys that a reference of a register row may name, by kind of row."""
    registers = plan.registers
    return {
        "sources": frozenset(source.code for source in plan.sources),
        "instruments": frozenset(instrument.code for instrument in plan.instruments),
        "entities": frozenset(entity.code for entity in plan.entities),
        "code_lists": frozenset(f"{term.kind}/{term.code}" for term in plan.code_lists),
        "actions": frozenset(action.code for action in plan.actions()),
        "indicators": frozenset(indicator.code for indicator in plan.indicators()),
        "recommendations": frozenset(recommendation.code for recommendation in registers.recommendations),
        "portals": frozenset(portal.code for portal in registers.portals),
        "identity_documents": frozenset(document.code for document in registers.identity_documents),
    }


def register_row(kind: str, cells: Mapping[str, str], known: Known) -> tuple[PlanRow | None, tuple[CellFault, ...]]:
    """The plan row of `kind` that `cells` say, or what is wrong with them; columns not given are empty.

    `known` is what references may name: `known_codes(plan)`, with the recommendations of the same file where events
    follow them. Raises KeyError for a kind that jobs do not bring, ValueError for a column that the kind does not have.
    """
    table = _TABLES[kind]
    if strange := cells.keys() - set(table.header):
        raise ValueError(f"{kind} has no column {', '.join(sorted(strange))}")
    whole = {name: cells.get(name, "") for name in table.header}
    faults = tuple(_cell_faults(table, whole)) or tuple(_row_faults(table, whole, known))
    if faults:
        return None, faults
    return PlanRow(kind, table.key_of(whole), canonical.dumps(whole)), ()


def unknown_references(kind: str, cells: Mapping[str, str], known: Known) -> Iterator[CellFault]:
    """The references of a register row that name nothing that is known."""
    for column in _TABLES[kind].columns:
        if column.holds not in (Holds.REFERENCE, Holds.REFERENCES):
            continue
        for code in listed(cells.get(column.name, "")):
            if not any(_named(place, code) in known[place.partition("/")[0]] for place in column.of.split("|")):
                yield CellFault(column.name, "unknown_reference", code, _files(column.of))


def _named(place: str, code: str) -> str:
    """The key by which a code is known at a place: of a list of codes, with the list's name before it."""
    _, _, within = place.partition("/")
    return f"{within}/{code}" if within else code


def _files(of: str) -> str:
    return ", ".join(f"{place.partition('/')[0]}.csv" for place in of.split("|"))


def _cell_faults(table: Table, cells: Mapping[str, str]) -> Iterator[CellFault]:
    for column in table.columns:
        if fault := cell_fault(column, cells[column.name]):
            yield CellFault(column.name, fault[0], cells[column.name], fault[1])


def _row_faults(table: Table, cells: Mapping[str, str], known: Known) -> Iterator[CellFault]:
    for fault in text_faults(table, cells):
        yield CellFault(*fault)
    for column, code, allowed in register_faults(table.kind, cells):
        yield CellFault(column, code, cells[column], allowed)
    yield from unknown_references(table.kind, cells, known)
