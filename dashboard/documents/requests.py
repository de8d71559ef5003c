"""The page of requests: for every gap a letter that stands ready, then who asked before and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment

from dashboard import theme
from dashboard.dating import dated_sentence, machine_date
from dashboard.documents.letters import letter
from dashboard.documents.page import Chip, Visit, cited, frame, judged_on, marked
from dashboard.documents.register_parts import ReadAt, entity_name, read_at
from dashboard.sentences import Sentence, sentence
from dashboard.svg import shape_svg
from dashboard.texts import Texts
from indicators.entity_reports import EntityReports
from indicators.information_gaps import InformationGap, information_gaps
from indicators.periods import NotAQuarter, Quarter
from indicators.plan import Plan
from indicators.register_codes import Outcome, Precision
from indicators.registers import InformationRequest
from indicators.words import Text

CHOICES = ("entity", "indicator", "period")
_LOOKS = {
    Outcome.ANSWERED: (theme.Tone.OK, theme.Shape.CHECK),
    Outcome.PARTLY: (theme.Tone.WARN, theme.Shape.HALF),
    Outcome.REFUSED: (theme.Tone.BAD, theme.Shape.CROSS),
    Outcome.NO_ANSWER: (theme.Tone.BAD, theme.Shape.SQUARE),
    Outcome.UNKNOWN: (theme.Tone.NONE, theme.Shape.DASHED),
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """One gap: what is not known of an indicator, whom to ask, and the address of the letter."""

    path: str
    label: Text
    page: str
    entity: Text | str
    lacking: str
    ask: str


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One request on record: when, by whom, of whom, what came of it, and how long that took."""

    code: str
    asked: Sentence
    asked_machine: str
    asker: str
    entity_path: str
    entity: Text | str
    about: Text
    channel: str
    answered: Sentence
    answered_machine: str
    chip: Chip
    took: str
    text: Text
    read: ReadAt


def render(result: EntityReports, texts: Texts, visit: Visit, templates: Environment, *, first_texts: Texts) -> str:
    """The whole document. `first_texts`: the letter itself is always in the language of the plan."""
    plan = result.plan
    today = judged_on(result.release, result.releases, visit.today)
    gaps = information_gaps(plan, result.told, until=result.last_asked(today), today=today)
    entity, asked = chosen_gaps(gaps, visit.chosen)
    of_quarter = _quarter(visit.chosen.get("period", ""))
    said = says(gaps, plan)
    quarters = sorted({quarter for gap in gaps for quarter in gap.quarters}, reverse=True)
    return templates.get_template("requests.html").render(
        frame(plan, result.release, result.releases, texts, visit=visit),
        title=texts("requests.title"),
        description=marked(said, texts, demonstration=result.release.demonstration),
        says=said,
        today=today,
        answer_term=plan.registers.answer_term,
        letter=letter(entity, asked, plan, first_texts) if asked else None,
        translated=letter(entity, asked, plan, texts) if asked and texts.lang != first_texts.lang else None,
        nothing=bool(visit.chosen) and not asked,
        channels=[one for one in plan.registers.channels if entity and one.entity == entity],
        entities=[(code, texts.of(known.name)) for code in _codes(gaps) if (known := plan.entity(code))],
        indicators=[
            (code, texts.of(label)) for code, label in {g.indicator.code: g.indicator.label for g in gaps}.items()
        ],
        quarters=quarters,
        picked={"entity": entity, "indicator": visit.chosen.get("indicator", ""), "period": str(of_quarter or "")},
        lines=[_gap(gap, plan, texts, visit) for gap in gaps],
        register=[_asked_line(one, plan, texts) for one in plan.registers.requests],
    )


def says(gaps: Sequence[InformationGap], plan: Plan) -> Sentence:
    """How much is not known, that a request stands ready for each, and by when the law wants an answer."""
    missing = sum(len(gap.quarters) for gap in gaps)
    indicators = len({gap.indicator.code for gap in gaps})
    limit = plan.registers.answer_term
    term = sentence("requests.term", count=int(limit.value)) if limit else sentence("requests.no_term")
    if not gaps:
        return sentence("requests.says_none", term=term)
    return sentence(
        "requests.says" if missing else "requests.says_plan",
        count=missing or indicators,
        indicators=indicators,
        targets=sum(gap.no_target for gap in gaps),
        baselines=sum(gap.no_baseline for gap in gaps),
        term=term,
    )


def chosen_gaps(gaps: Iterable[InformationGap], chosen: Mapping[str, str]) -> tuple[str, tuple[InformationGap, ...]]:
    """Whom the letter is to, and the gaps that it asks for; none of them where what was chosen lacks nothing."""
    entity, indicator, period = (chosen.get(name, "") for name in CHOICES)
    if not (entity or indicator):
        return "", ()
    found = [gap for gap in gaps if indicator in ("", gap.indicator.code) and entity in ("", gap.entity)]
    found = [gap for gap in found if gap.entity == found[0].entity]
    quarter = _quarter(period)
    if quarter is not None:
        found = [
            InformationGap(gap.indicator, gap.entity, (quarter,), no_target=False, no_baseline=False, assumed=False)
            for gap in found
            if quarter in gap.quarters
        ]
    return (found[0].entity, tuple(found)) if found else (entity, ())


def _quarter(written: str) -> Quarter | None:
    try:
        return Quarter.parse(written)
    except NotAQuarter:
        return None


def _codes(gaps: Iterable[InformationGap]) -> list[str]:
    return sorted({gap.entity for gap in gaps})


def _gap(gap: InformationGap, plan: Plan, texts: Texts, visit: Visit) -> GapLine:
    about = {"entity": gap.entity, "indicator": gap.indicator.code}
    lacking = [texts("requests.figures", count=len(gap.quarters))] if gap.quarters else []
    tried = ((gap.no_target, "target"), (gap.no_baseline, "baseline"), (gap.assumed, "responsible"))
    lacking += [texts(f"requests.{name}") for applies, name in tried if applies]
    return GapLine(
        path=f"indicators/{gap.indicator.code}",
        label=gap.indicator.label,
        page=cited(gap.indicator.cited, texts),
        entity=entity_name(gap.entity, plan) if gap.entity else texts("requests.nobody"),
        lacking=texts.listed(lacking),
        ask=visit.link(texts.lang, "requests", **{name: code for name, code in about.items() if code}) + "#letter",
    )


def _asked_line(one: InformationRequest, plan: Plan, texts: Texts) -> AskedLine:
    tone, shape = _LOOKS[one.outcome]
    return AskedLine(
        code=one.code,
        asked=dated_sentence(one.asked_on),
        asked_machine=machine_date(one.asked_on),
        asker=one.asker or texts(f"asker.{one.asker_kind}"),
        entity_path=f"entities/{one.entity}",
        entity=entity_name(one.entity, plan),
        about=one.about,
        channel=one.channel,
        answered=dated_sentence(one.answered_on),
        answered_machine=machine_date(one.answered_on),
        chip=Chip(texts(f"outcome.{one.outcome}"), tone, shape_svg(shape)),
        took=_took(one, texts),
        text=one.text,
        read=read_at(one.cited, plan, texts, reference=one.reference),
    )


def _took(one: InformationRequest, texts: Texts) -> str:
    """How many days an answer took, where both days are known; how many at most or at least is never guessed."""
    asked, answered = one.asked_on, one.answered_on
    if asked.day is None or answered.day is None:
        return texts("requests.took_unknown")
    if asked.precision is Precision.DAY and answered.precision is Precision.DAY:
        return texts("requests.took", count=(answered.day - asked.day).days)
    return texts("requests.took_inexact")
