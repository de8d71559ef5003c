"""The page of a return's life and of who may do what, made from the tables that code and database obey.

`python -m indicators.lifecycle_doc` writes `docs/lifecycle.md`; a test compares, so that the page cannot fall behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import CheckConstraint

from indicators.lifecycle import AGREED, FIRST, OPEN, TRANSITIONS, ReturnState, Transition
from indicators.policy import POLICY, Act, Permission, Role
from indicators.tables import returns
from indicators.triggers import TRIGGERS, Trigger

PAGE = Path("docs/lifecycle.md")
STATES: Mapping[ReturnState, str] = {
    ReturnState.RECEIVED: "recibido",
    ReturnState.REFUSED: "no admitido",
    ReturnState.STAGED: "validado, sin enviar",
    ReturnState.SUBMITTED: "remitido (con cargo)",
    ReturnState.RETURNED: "observado, por subsanar",
    ReturnState.APPROVED: "con conformidad",
    ReturnState.PUBLISHED: "publicado",
    ReturnState.SUPERSEDED: "reemplazado",
    ReturnState.WITHDRAWN: "retirado",
}
ACTS: Mapping[Act, str] = {
    Act.LOAD: "cargar",
    Act.SUBMIT: "remitir",
    Act.WITHDRAW: "retirar",
    Act.APPROVE: "dar conformidad",
    Act.GIVE_BACK: "observar",
    Act.PUBLISH: "publicar",
    Act.ANNOUNCE: "anunciar una publicación",
    Act.LOAD_PLAN: "cargar el plan",
    Act.CHANGE_PLAN: "proponer un cambio del plan",
    Act.ATTACH: "adjuntar un medio de verificación",
    Act.MARK_EVIDENCE: "declarar público o verificado un medio",
    Act.SEE_ORIGIN: "ver el origen de una cifra",
    Act.ERASE: "suprimir una cifra por mandato legal",
    Act.AGREE_TO_ERASE: "dar conformidad a una supresión",
    Act.KEEP_ACCOUNTS: "administrar cuentas",
}
ROLES: Mapping[Role, str] = {
    Role.STEWARD: "responsable del reporte",
    Role.PLANNER: "especialista de seguimiento",
    Role.ADMINISTRATOR: "administrador",
}
# What the CHECK constraints of `returns` say, by name.
CONSTRAINTS: Mapping[str, str] = {
    "state": "A return stands in one of the states above.",
    "four_eyes": f"In {', '.join(f'`{state}`' for state in AGREED)} a return names its loader, its submitter and its "
    "approver, and the approver is neither of the other two.",
    "submitted_by_someone": "A submitted return names its submitter.",
    "published_in_a_release": "A published return names its release.",
    "keyed_once_read": "Once read, a return has an entity, a quarter and a canonical hash; a change of the plan has "
    "the hash alone.",
    "refused_for_problems": "A refused file, and no other, has problems.",
    "a_change_has_a_reason": "A change of the plan, or of rows of registers, has both a class and a reason.",
    "file_kept_is_flag": "Of every file it is said whether its bytes are to be kept.",
    "change": "The class of a change is one of those that the plan pack knows.",
}
# Triggers that many tables share, by the end of their names.
_PLAIN = {"_kept": "A row is never deleted from", "_not_replaced": "A row never takes the place of another in"}
_NOTES = """\
* A file that is refused, or read and staged, is *received* and passes on in the same transaction: nobody ever sees a
  return that is only received.
* A later load of the same entity and quarter takes the place of a return that is staged or was given back, which is
  then withdrawn. Somebody else's staged return is replaced only by who says its number.
* For a change of the plan, *submit* and *withdraw* ask for `change_plan`.
* *Publish* supersedes the return of the same entity and quarter that was published before, or withdraws it where the
  new one takes back every figure.
* Approving also asks that the account is neither the loader nor the submitter; marking evidence asks the same.
* What a file says that may be right and is not usual is kept as warnings: approving asks for `--confirm`, and the
  record says how many were confirmed.
* A return may bring rows of registers (recommendations, recognitions, …) too: they come into force with its figures. A
  row that differs from the one in force needs the return's class and reason; one that is left out stays.
* A steward acts for its own entity and for no other; a disabled account does nothing.
* Erasing takes two accounts: an administrator who erases and a planner who agrees."""


def page() -> str:
    """The page in Markdown."""
    parts = [
        "# The life of a return, and who may do what",
        "<!-- Made by `python -m indicators.lifecycle_doc`; change the tables of "
        "`indicators.lifecycle` and `indicators.policy`, not this page. -->",
        "A return is what one entity reports for one quarter, or a change of the plan. One table of transitions, in "
        "`indicators/lifecycle.py`, says where it may go: code, the database's triggers and this page come from it.",
        f"```mermaid\n{diagram()}\n```",
        "## Transitions",
        _table(("From", "To", "Act", "Who may", "A second person"), map(_transition, TRANSITIONS)),
        f"Open, at most one for an entity, a quarter and a job: {', '.join(f'`{state}`' for state in OPEN)}.",
        "## Who may do what",
        _table(("Act", "In Spanish", *ROLES, "A second person"), (_policy(act, of) for act, of in POLICY.items())),
        f"In Spanish the roles are: {'; '.join(f'`{role}`, {words}' for role, words in ROLES.items())}. The table is "
        "`indicators/policy.py`; every write asks it, and so does whoever reads the origin of a figure. The "
        "lists of returns and accounts are for whoever may run the command line on the store.",
        _NOTES,
        "## What the database itself refuses",
        "Whatever reaches the store by another way than the program meets these rules too, on both engines.",
        "\n".join(f"* {CONSTRAINTS[name]} (`{name}`)" for name in constraint_names()),
        _table(
            ("Table", "At", "Rule", "Trigger"), (_trigger(t) for t in TRIGGERS if not t.name.endswith(tuple(_PLAIN)))
        ),
        *(f"{rule}: {_tables_with(ending)}." for ending, rule in _PLAIN.items()),
    ]
    return "\n\n".join(parts) + "\n"


def diagram() -> str:
    """The states as a Mermaid `stateDiagram-v2`: Spanish words, and the act on each arrow."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state}: {STATES[state]}" for state in ReturnState]
    lines.append(f"    [*] --> {FIRST}")
    lines += [f"    {step.before} --> {step.after}: {ACTS[step.act]}" for step in TRANSITIONS]
    ends = [state for state in ReturnState if all(step.before is not state for step in TRANSITIONS)]
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(lines)


def constraint_names() -> list[str]:
    """The CHECK constraints of `returns`, as they are declared."""
    named = (str(rule.name) for rule in returns.constraints if isinstance(rule, CheckConstraint))
    return sorted(name.removeprefix("ck_returns_") for name in named)


def _transition(step: Transition) -> Sequence[str]:
    permission = POLICY[step.act]
    who = ", ".join(f"`{role}`" for role in permission.roles)
    return (f"`{step.before}`", f"`{step.after}`", f"`{step.act}` ({ACTS[step.act]})", who, _second(permission))


def _policy(act: Act, permission: Permission) -> Sequence[str]:
    allowed = ("yes" if role in permission.roles else "–" for role in ROLES)
    return (f"`{act}`", ACTS[act], *allowed, _second(permission))


def _second(permission: Permission) -> str:
    return "neither loader nor submitter" if permission.another else ""


def _trigger(trigger: Trigger) -> Sequence[str]:
    return (f"`{trigger.table}`", trigger.event.lower(), trigger.message, f"`{trigger.name}`")


def _tables_with(ending: str) -> str:
    return ", ".join(f"`{trigger.table}`" for trigger in TRIGGERS if trigger.name.endswith(ending))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write(file: Path = PAGE) -> None:
    """Write the page."""
    file.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
