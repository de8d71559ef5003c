"""What a browser may ask of a callback: exactly its declared inputs, with values that its controls offer. Pure.

Dash answers most malformed bodies with an error of its own (500) and hands unknown values on to the callback. Here a
body either matches the declaration to the letter or is refused, before any callback runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_KEYS = {"output", "outputs", "inputs", "changedPropIds", "parsedChangedPropsIds", "state"}
_NEEDED = {"output", "outputs", "inputs", "changedPropIds"}


class BadBody(ValueError):
    """The body of a callback's request is not what the callback declares; the message says where."""


@dataclass(frozen=True, slots=True)
class Control:
    """A control of an island: its id, what it offers and where it starts. `many` is a list of any of them.

    `param` is its name in the page's address, where a list is written with commas (`?targets=in_force,original`).
    """

    id: str
    values: tuple[str, ...]
    start: str | tuple[str, ...]
    many: bool = False
    param: str = ""

    def accepts(self, value: object) -> bool:
        """Whether a reader can have chosen `value`."""
        if not self.many:
            return isinstance(value, str) and value in self.values
        if not isinstance(value, list) or not all(isinstance(item, str) and item in self.values for item in value):
            return False
        return len(set(value)) == len(value)

    def read(self, written: str | None) -> str | list[str]:
        """The value that an address names; where the control starts, if it names none or one that is not offered."""
        start = list(self.start) if self.many else str(self.start)
        if written is None:
            return start
        value = [item for item in written.split(",") if item] if self.many else written
        return value if self.accepts(value) else start


@dataclass(frozen=True, slots=True)
class Prop:
    """A property of a component, as a callback's declaration names it."""

    id: str
    name: str

    @property
    def written(self) -> str:
        """As Dash writes it: `id.property`."""
        return f"{self.id}.{self.name}"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one callback declares; `many` where it has several outputs, which Dash then sends as a list."""

    outputs: tuple[Prop, ...]
    many: bool
    inputs: tuple[Prop, ...]
    state: tuple[Prop, ...]


def declaration(callback: Mapping[str, Any], output: str) -> Declaration:
    """The declaration in an entry of Dash's callback map, whose key is `output`."""
    many = output.startswith("..")
    names = output.strip(".").split("...") if many else [output]
    return Declaration(
        outputs=tuple(Prop(*name.rsplit(".", 1)) for name in names),
        many=many,
        inputs=tuple(Prop(str(each["id"]), str(each["property"])) for each in callback["inputs"]),
        state=tuple(Prop(str(each["id"]), str(each["property"])) for each in callback["state"]),
    )


def check_body(body: object, *, declarations: Mapping[str, Declaration], controls: Mapping[str, Control]) -> None:
    """Raises BadBody where `body` is not a request for one of the callbacks. `controls` are those on this page."""
    if not isinstance(body, dict):
        raise BadBody("not an object")
    if not _NEEDED <= set(body) <= _KEYS:
        raise BadBody("keys")
    output = body["output"]
    declared = declarations.get(output) if isinstance(output, str) else None
    if declared is None:
        raise BadBody("output")
    _check_outputs(body["outputs"], declared)
    _check_values(body["inputs"], declared.inputs, controls, "inputs")
    _check_values(body.get("state", []), declared.state, controls, "state")
    _check_changed(body["changedPropIds"], {prop.written for prop in declared.inputs}, "changedPropIds")
    _check_changed(
        body.get("parsedChangedPropsIds", []), {prop.written for prop in declared.inputs}, "parsedChangedPropsIds"
    )


def _check_outputs(given: object, declared: Declaration) -> None:
    expected = [{"id": prop.id, "property": prop.name} for prop in declared.outputs]
    if given != (expected if declared.many else expected[0]):
        raise BadBody("outputs")


def _check_values(given: object, declared: Sequence[Prop], controls: Mapping[str, Control], where: str) -> None:
    if not isinstance(given, list) or len(given) != len(declared):
        raise BadBody(where)
    for entry, prop in zip(given, declared, strict=True):
        if not isinstance(entry, dict) or (entry.get("id"), entry.get("property")) != (prop.id, prop.name):
            raise BadBody(where)
        if not set(entry) <= {"id", "property", "value", "allow_optional"}:
            raise BadBody(where)
        _check_value(entry, controls.get(prop.id), f"{where}: {prop.written}")


def _check_value(entry: Mapping[str, object], control: Control | None, where: str) -> None:
    """A control that this page does not have sends no value; one that it has sends one of those that it offers."""
    value = entry.get("value")
    if control is None:
        if value is not None:
            raise BadBody(where)
    elif not control.accepts(value):
        raise BadBody(where)


def _check_changed(given: object, known: set[str], where: str) -> None:
    if not isinstance(given, list) or not all(isinstance(name, str) and name in known for name in given):
        raise BadBody(where)
