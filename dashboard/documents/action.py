"""The page of an action: its status and the rule that gave it, its indicators in charts, quarters and figures, who
answers for it, its background, what it names and promises."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import Environment

from dashboard.charts.heat import of_details
from dashboard.charts.multiples import multiples
from dashboard.documents.action_beside import answerable, answered, recommended
from dashboard.documents.action_figures import figure_table
from dashboard.documents.heat import picture
from dashboard.documents.page import Visit, action_chip, basis_note, cited, frame, judged_on, marked
from dashboard.documents.plan_rows import row
from dashboard.saying import action_sentence, clauses_of, has_figures, indicator_sentence, is_not_enough
from dashboard.sentences import Sentence, sentence
from dashboard.svg.multiples import small_chart
from dashboard.texts import Texts
from indicators.plan import Action, Instrument, Named, Plan
from indicators.results import ActionDetail, ActionStatus, IndicatorDetail, IndicatorStatus


def render(result: ActionDetail, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    today = judged_on(result.release, result.releases, visit.today)
    demonstration = result.release.demonstration
    action = result.status.action
    said = action_sentence(result.status)
    gone = {detail.indicator.code for detail in result.details if detail.tombstones and not detail.unsplit}
    drawn = shown(result.details)
    lines = [
        (
            row(line, texts, today=today, demonstration=demonstration, erased=code in gone),
            _says(line, erased=code in gone),
        )
        for line in result.status.indicators
        for code in (line.indicator.code,)
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
        rule=rule(result.status, texts),
        clauses=counts(result.status),
        heat=picture(of_details(drawn), texts),
        multiples=[(one, small_chart(one, texts)) for one in multiples(drawn)],
        table=figure_table(drawn, texts),
        answerable=answerable(action, result.plan, texts),
        recommended=recommended(action, result.plan, texts),
        answered=answered(action, result.plan, texts),
        chip=action_chip(result.status.progress.state, texts),
        lines=[line for line in lines if line[0].in_plan],
        own=[line for line in lines if not line[0].in_plan],
        title_basis=basis_note(action.title, texts),
        background_basis=basis_note(action.background, texts),
        instruments=instruments(action, result.plan),
        unmeasured=[promise for promise in action.promises if not promise.indicator],
        label_of=lambda code: _label(action, code, texts),
    )


def shown(details: Iterable[IndicatorDetail]) -> tuple[IndicatorDetail, ...]:
    """What charts and tables show: the indicators in the plan, and the tracker's own that ever had a figure."""
    return tuple(one for one in details if one.indicator.in_plan or one.unsplit or one.tombstones)


def _says(line: IndicatorStatus, *, erased: bool) -> Sentence:
    """Where an indicator stands; of one of which the law forced out every figure, that."""
    return sentence("says.erased") if erased and not has_figures(line.progress) else indicator_sentence(line)


def rule(status: ActionStatus, texts: Texts) -> str:
    """Which rule gave the action its status."""
    progress = status.progress
    key = "not_loaded" if not progress.indicators else "not_enough" if is_not_enough(progress) else progress.state
    return texts(f"action_rule.{key}")


def counts(status: ActionStatus) -> Sentence | None:
    """In which states its indicators in the plan are: what the rule was applied to."""
    lines = [line.progress for line in status.indicators if line.indicator.in_plan]
    return sentence("action_rule.counts", count=len(lines), clauses=clauses_of(lines)) if lines else None


def instruments(action: Action, plan: Plan) -> tuple[tuple[Named, Instrument | None], ...]:
    """What the background names, each with the law or treaty it is, where it is one."""
    return tuple((named, plan.instrument(named.code)) for named in action.named)


def _label(action: Action, code: str, texts: Texts) -> str:
    return next((texts.of(i.label) for i in action.indicators if i.code == code), code)
