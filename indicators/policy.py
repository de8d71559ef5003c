"""Who may do what, as one table that every write, and every read of what is not public, asks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from indicators.rules import RuleRefused


class Role(StrEnum):
    """What an account is for: report for its entity, judge and publish, or keep accounts."""

    STEWARD = "steward"
    PLANNER = "planner"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """What an account may ask for."""

    LOAD = "load"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    GIVE_BACK = "give_back"
    PUBLISH = "publish"
    ANNOUNCE = "announce"
    LOAD_PLAN = "load_plan"
    CHANGE_PLAN = "change_plan"
    ATTACH = "attach"
    MARK_EVIDENCE = "mark_evidence"
    SEE_ORIGIN = "see_origin"
    ERASE = "erase"
    AGREE_TO_ERASE = "agree_to_erase"
    KEEP_ACCOUNTS = "keep_accounts"


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `entity` is set for stewards only, who act for that entity and no other."""

    code: str
    name: str
    role: Role
    entity: str | None
    disabled: bool


@dataclass(frozen=True, slots=True)
class Permission:
    """Which roles may do something; `another` where whoever loaded or submitted the return may not."""

    roles: tuple[Role, ...]
    another: bool = False


_REPORTING = (Role.STEWARD, Role.PLANNER)
_JUDGING = (Role.PLANNER,)
_KEEPING = (Role.ADMINISTRATOR,)

POLICY: Mapping[Act, Permission] = MappingProxyType(
    {
        Act.LOAD: Permission(_REPORTING),
        Act.SUBMIT: Permission(_REPORTING),
        Act.WITHDRAW: Permission(_REPORTING),
        Act.APPROVE: Permission(_JUDGING, another=True),
        Act.GIVE_BACK: Permission(_JUDGING),
        Act.PUBLISH: Permission(_JUDGING),
        Act.ANNOUNCE: Permission(_JUDGING),
        Act.LOAD_PLAN: Permission((Role.PLANNER, Role.ADMINISTRATOR)),
        Act.CHANGE_PLAN: Permission(_JUDGING),
        Act.ATTACH: Permission(_REPORTING),
        Act.MARK_EVIDENCE: Permission(_JUDGING, another=True),
        Act.SEE_ORIGIN: Permission(_REPORTING),
        Act.ERASE: Permission(_KEEPING),
        Act.AGREE_TO_ERASE: Permission(_JUDGING),
        Act.KEEP_ACCOUNTS: Permission(_KEEPING),
    }
)


def check(
    account: Account, act: Act, *, entity: str | None = None, did: Mapping[str, str | None] | None = None
) -> None:
    """Whether `account` may do `act`, for `entity` where it concerns one.

    `did` says who did what with the return before (`{"loaded": "ana", "submitted": "ana"}`): where the act needs a
    second person, none of them may. Raises RuleRefused (disabled_account, wrong_role, other_entity, own_approval).
    """
    permission = POLICY[act]
    if account.disabled:
        raise RuleRefused("disabled_account", who=account.code)
    if account.role not in permission.roles:
        raise RuleRefused("wrong_role", who=account.code, role=account.role, needed=permission.roles)
    if entity is not None and account.entity not in (None, entity):
        raise RuleRefused("other_entity", who=account.code, own=account.entity, entity=entity)
    if permission.another:
        for deed, name in (did or {}).items():
            if name == account.code:
                raise RuleRefused("own_approval", who=account.code, did=deed)
