"""What the system refuses to do, as one exception with a code; `texts` and the command line put it into words."""

from __future__ import annotations


class RuleRefused(Exception):
    """A rule forbids what was asked. `code` names the rule, `facts` what a sentence about it needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return SENTENCES[self.code].format(**self.facts)


SENTENCES = {
    "unknown_account": "{who} is no account of this store: `nap account add {who} …` makes one",
    "disabled_account": "the account {who} is disabled",
    "account_exists": "the account {who} exists already",
    "entity_of_stewards": "a steward reports for one entity (--entity CODE); other roles have none",
    "wrong_role": "{who} is {role}; this needs {needed}",
    "other_entity": "{who} reports for {own}, not for {entity}",
    "unknown_entity": "the plan knows no entity {entity}",
    "unknown_return": "there is no return {number}",
    "wrong_state": "return {number} is {state}; it can be {action} only when {needed}",
    "own_approval": "{who} {did} return {number}; somebody else must approve it (four eyes)",
    "open_return": "{entity} has return {number} for {quarter} open ({state}); finish it before loading another",
    "approved_return": "{entity}'s return {number} for {quarter} is approved: no load until it is published",
    "nothing_to_publish": "no approved return waits for publication",
    "other_kind": "this store is {kind} and stays so",
    "no_plan": "the store holds no plan yet: `nap plan load NAME --as WHO`",
    "plan_differs": "the pack differs from the plan in the store in {count} rows ({sample}); a change of plan has "
    "to be staged and approved, which this version cannot do yet: nothing was changed",
    "change_without_reason": "return {number} changes a published figure of {indicator} without class and reason",
    "unknown_release": "there is no release {number}",
    "backwards": "the reference quarter {quarter} comes before that of release {number} ({last})",
    "not_ended": "the quarter {quarter} has not ended yet",
}
