"""The page of an action: its status, background, what it names and promises, and its indicators."""

from __future__ import annotations

from jinja2 import Environment

from dashboard.documents.page import Visit, action_chip, basis_note, cited, frame, judged_on, marked
from dashboard.documents.plan_rows import row
from dashboard.saying import action_sentence, indicator_sentence
from dashboard.texts import Texts
from indicators.plan import Action, Instrument, Named, Plan
from indicators.results import ActionDetail


def render(result: ActionDetail, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    today = judged_on(result.release, result.releases, visit.today)
    demonstration = result.release.demonstration
    action = result.status.action
    said = action_sentence(result.status)
    lines = [
        (row(line, texts, today=today, demonstration=demonstration), indicator_sentence(line))
        for line in result.status.indicators
    ]
    return templates.get_template("action.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts.of(action.label),
        description=marked(said, texts, demonstration=demonstration),
        action=action,
        guideline=result.guideline,
        objective=result.objective,
        page=cited(action.cited, texts),
        says=said,
        chip=action_chip(result.status.progress.state, texts),
        lines=[line for line in lines if line[0].in_plan],
        own=[line for line in lines if not line[0].in_plan],
        title_basis=basis_note(action.title, texts),
        background_basis=basis_note(action.background, texts),
        instruments=instruments(action, result.plan),
        unmeasured=[promise for promise in action.promises if not promise.indicator],
        label_of=lambda code: _label(action, code, texts),
    )


def instruments(action: Action, plan: Plan) -> tuple[tuple[Named, Instrument | None], ...]:
    """What the background names, each with the law or treaty it is, where it is one."""
    return tuple((named, plan.instrument(named.code)) for named in action.named)


def _label(action: Action, code: str, texts: Texts) -> str:
    return next((texts.of(i.label) for i in action.indicators if i.code == code), code)
