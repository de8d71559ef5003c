"""How good a plan is as a plan, and how much of it is loaded: findings as data, each with a sentence in both languages.

Pure, and about the plan alone: whether its indicators are met is another question. Counts of "how many there are" come
from the totals that sources declare, never from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from indicators.finding_words import BASES, QUALIFIERS, SENTENCES, SUBJECTS, FindingCode
from indicators.pack_format import CODE_SYSTEM, FRAMEWORK, NAMED_INSTRUMENTS, THEME
from indicators.plan import Action, Basis, DeclaredTotal, Indicator, Kind, Plan
from indicators.register_codes import FindingKind


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the plan, or what is loaded of it, leaves open.

    `subject` is a code of the plan. `operands` are (name, Spanish, English): what the sentence puts in its place.
    """

    code: FindingCode
    subject: str
    operands: tuple[tuple[str, str, str], ...] = ()

    def sentence(self, lang: str) -> str:
        """The finding in `es` or `en`."""
        words = {name: en if lang == "en" else es for name, es, en in self.operands}
        return SENTENCES[self.code][lang == "en"].format(subject=self.subject, **words)

    def as_json(self) -> dict[str, object]:
        """The finding as plain values, in both languages."""
        operands = {name: {"es": es, "en": en} for name, es, en in self.operands}
        sentences = {lang: self.sentence(lang) for lang in ("es", "en")}
        return {"code": self.code.value, "subject": self.subject, "operands": operands, **sentences}


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total`; `total` is None where no source declares it, or sources disagree."""

    count: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the plan is loaded. `declared` are all the totals that sources state, conflicts included.

    Actions, objectives and guidelines are counted of the declared total; of the loaded indicators of the plan it is
    counted how many have an owner, a target, a target of the plan's or an entity's own, a method and a baseline; of the
    loaded actions, how many are aligned with each framework; of each register, how many rows it has.
    """

    guidelines: Share
    objectives: Share
    actions_known: Share
    actions_with_indicators: Share
    indicators: Share
    with_owner: Share
    with_target: Share
    with_plan_target: Share
    with_method: Share
    with_baseline: Share
    aligned: tuple[tuple[str, Share], ...]
    declared: tuple[DeclaredTotal, ...]
    registers: tuple[tuple[str, int], ...] = ()


def coverage(plan: Plan) -> Coverage:
    """What is loaded of what sources say there is."""
    actions = list(plan.actions())
    indicators = [i for i in plan.indicators() if i.in_plan]
    objectives = [o for g in plan.guidelines for o in g.objectives]

    def of_loaded(having: int) -> Share:
        return Share(having, len(indicators))

    return Coverage(
        guidelines=Share(sum(1 for g in plan.guidelines if g.title), declared_total(plan, "guidelines")),
        objectives=Share(sum(1 for o in objectives if o.title), declared_total(plan, "objectives")),
        actions_known=Share(len(actions), declared_total(plan, "actions")),
        actions_with_indicators=Share(
            sum(1 for a in actions if any(i.in_plan for i in a.indicators)), declared_total(plan, "actions")
        ),
        indicators=Share(len(indicators), declared_total(plan, "indicators")),
        with_owner=of_loaded(sum(1 for i in indicators if _owner(i))),
        with_target=of_loaded(sum(1 for i in indicators if _bases(i))),
        with_plan_target=of_loaded(sum(1 for i in indicators if _bases(i) & {Basis.PLAN, Basis.ENTITY})),
        with_method=of_loaded(sum(1 for i in indicators if i.method)),
        with_baseline=of_loaded(sum(1 for i in indicators if i.baseline)),
        aligned=tuple((term.code, _aligned(plan, term.code)) for term in plan.code_lists if term.kind == FRAMEWORK),
        declared=plan.totals,
        registers=tuple(plan.registers.counts()),
    )


def declared_total(plan: Plan, subject: str) -> int | None:
    """The total of `subject` where every source that states one exactly states the same; None else.

    "About 150" is not a total to count by; `Coverage.declared` has it.
    """
    stated = {total.value for total in plan.totals if total.subject == subject and not total.qualifier}
    return stated.pop() if len(stated) == 1 else None


def findings(plan: Plan) -> tuple[Finding, ...]:
    """Everything that the plan, or what is loaded of it, leaves open, in the plan's order."""
    found: list[Finding] = []
    for action in plan.actions():
        found.extend(_of_action(action))
        for indicator in action.indicators:
            if indicator.in_plan:
                found.extend(_of_indicator(indicator))
    found.extend(_untitled(plan))
    found.extend(_themes(plan))
    found.extend(_conflicts(plan))
    found.extend(_unaligned(plan))
    found.extend(_unanswered(plan))
    found.extend(_uncoded(plan))
    return tuple(found)


def _of_indicator(indicator: Indicator) -> Iterator[Finding]:
    label = ("label", indicator.label.in_language("es"), indicator.label.in_language("en"))
    bases = _bases(indicator)
    if not bases:
        yield Finding(FindingCode.NO_TARGET, indicator.code, (label,))
    elif not bases & {Basis.PLAN, Basis.ENTITY}:
        yield Finding(FindingCode.ONLY_ASSUMED_TARGET, indicator.code, (label, _bases_named(bases)))
    if not _owner(indicator):
        yield Finding(FindingCode.NO_OWNER, indicator.code, (label,))
    if not indicator.reporting:
        yield Finding(FindingCode.NO_REPORTER, indicator.code, (label,))
    if not indicator.method:
        yield Finding(FindingCode.NO_MEASURE, indicator.code, (label,))


def _of_action(action: Action) -> Iterator[Finding]:
    in_plan = {i.code for i in action.indicators if i.in_plan}
    if not action.complete:
        yield Finding(FindingCode.TITLE_CUT, action.code)
    if not in_plan:
        yield Finding(FindingCode.WITHOUT_INDICATORS, action.code)
        return
    for named in action.named:
        if named.indicator not in in_plan:
            code = f" ({named.code})" if named.kind in NAMED_INSTRUMENTS else ""
            operands = (("code", named.code, named.code), _text("text", named.text.es + code, named.text.en + code))
            told = FindingCode.NAMED_UNMEASURED if code else FindingCode.DUTY_UNMEASURED
            yield Finding(told, action.code, (*operands, _own(named.indicator)))
    for promise in action.promises:
        if promise.indicator not in in_plan:
            operands = (("code", promise.code, promise.code), _text("text", promise.text.es, promise.text.en))
            yield Finding(FindingCode.PROMISED_UNMEASURED, action.code, (*operands, _own(promise.indicator)))


def _untitled(plan: Plan) -> Iterator[Finding]:
    for guideline in plan.guidelines:
        if not guideline.title:
            yield Finding(FindingCode.UNTITLED, guideline.code, (("what", "lineamiento", "guideline"),))
        for objective in guideline.objectives:
            if not objective.title:
                yield Finding(FindingCode.UNTITLED, objective.code, (("what", "objetivo", "objective"),))


def _themes(plan: Plan) -> Iterator[Finding]:
    taken = {theme for action in plan.actions() for theme in action.themes}
    for term in plan.code_lists:
        if term.kind == THEME and term.code not in taken:
            title = _text("title", term.title.es, term.title.en)
            yield Finding(FindingCode.THEME_WITHOUT_ACTION, term.code, (title,))


def _conflicts(plan: Plan) -> Iterator[Finding]:
    stated: dict[str, list[DeclaredTotal]] = defaultdict(list)
    for total in plan.totals:
        stated[total.subject].append(total)
    for subject, totals in stated.items():
        if len({(t.value, t.qualifier) for t in totals}) > 1:
            names = _text("what", *SUBJECTS[subject])
            yield Finding(FindingCode.TOTALS_DIFFER, subject, (names, _stated(plan, totals)))


def _unaligned(plan: Plan) -> Iterator[Finding]:
    for term in plan.code_lists:
        if term.kind == FRAMEWORK:
            share = _aligned(plan, term.code)
            if share.count < (share.total or 0):
                counts = (("count", str(share.count), str(share.count)), ("total", str(share.total), str(share.total)))
                title = _text("title", term.title.es, term.title.en)
                yield Finding(FindingCode.NOT_ALIGNED, term.code, (title, *counts))


def _unanswered(plan: Plan) -> Iterator[Finding]:
    """What the plan's own diagnosis says is needed and no action that is loaded answers."""
    for finding in plan.registers.findings:
        if finding.kind is FindingKind.NEED and not finding.actions:
            page = str(finding.cited.page or "")
            where = ("where", f" (página {page})" if page else "", f" (page {page})" if page else "")
            yield Finding(
                FindingCode.FINDING_UNANSWERED,
                finding.code,
                (_text("text", finding.text.es.rstrip("."), finding.text.en.rstrip(".")), where),
            )


def _uncoded(plan: Plan) -> Iterator[Finding]:
    """Identity documents for which a system of the State is known to have no code."""
    systems = {term.code: term.title for term in plan.code_lists if term.kind == CODE_SYSTEM}
    for document in plan.registers.identity_documents:
        for code in document.codes:
            if not code.code:
                system = systems[code.system]
                used = code.used_instead
                yield Finding(
                    FindingCode.DOCUMENT_UNCODED,
                    document.code,
                    (
                        _text("text", document.name.es, document.name.en),
                        _text("system", system.es, system.en),
                        ("used", f"; se usa {used}" if used else "", f"; {used} is used" if used else ""),
                    ),
                )


def _aligned(plan: Plan, framework: str) -> Share:
    """Actions that are aligned with `framework`, themselves or by their objective or guideline, of those loaded."""
    subjects = {subject for subject, of, _ in plan.alignments if of == framework}
    actions = list(plan.actions())
    return Share(sum(1 for a in actions if subjects.intersection(_places(a))), len(actions))


def _places(action: Action) -> set[str]:
    guideline = action.objective.partition(".")[0]
    return {action.code, action.objective, guideline, *(i.code for i in action.indicators)} - {""}


def _bases(indicator: Indicator) -> set[Basis]:
    """What its targets rest on; of a programme, its steps."""
    dated = indicator.steps if indicator.kind is Kind.PROGRAMME else indicator.targets
    return {target.basis for target in dated}


def _owner(indicator: Indicator) -> str:
    return next((r.entity for r in indicator.reporters if r.role == "responsible"), "")


def _own(indicator: str) -> tuple[str, str, str]:
    """A remark where an indicator of the tracker's own follows it; nothing where none does."""
    if not indicator:
        return ("own", "", "")
    return (
        "own",
        f" (el tablero lo sigue con {indicator}, que no es del plan)",
        f" (the tracker follows it by {indicator}, not in the plan)",
    )


def _text(name: str, es: str, en: str) -> tuple[str, str, str]:
    return (name, es or en, en or es)


def _bases_named(bases: set[Basis]) -> tuple[str, str, str]:
    es, en = ([BASES[basis][at] for basis in sorted(bases)] for at in (0, 1))
    return ("bases", ", ".join(es), ", ".join(en))


def _stated(plan: Plan, totals: list[DeclaredTotal]) -> tuple[str, str, str]:
    """Each value with the source that states it, as a list."""
    written: tuple[list[str], list[str]] = ([], [])
    for total in totals:
        source = plan.source(total.cited.source)
        publisher = source.publisher if source else total.cited.source
        dated = f"{publisher} {source.date.year}" if source and source.date else publisher
        for at, words in enumerate(written):
            words.append(f"{QUALIFIERS[total.qualifier][at]}{total.value} ({dated})")
    return ("stated", "; ".join(written[0]), "; ".join(written[1]))
