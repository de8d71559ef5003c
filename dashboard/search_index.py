"""Everything of a plan that can be searched, with the page on which it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.documents.page import FOOT, HEAD
from dashboard.documents.register_parts import anchor
from dashboard.searching import Entry
from dashboard.texts import Texts
from indicators.department_figures import DEPARTMENT
from indicators.pack_format import GROUP, SHEET_FIELDS, THEME
from indicators.plan import Indicator, Plan
from indicators.words import FIRST, Text


def entries(plan: Plan, texts: Texts) -> tuple[Entry, ...]:
    """What can be found, in the order in which equals are listed: the plan first, then what stands beside it."""
    index = _Index(plan, texts)
    return (*index.guidelines(), *index.actions(), *index.indicators(), *index.entities(), *index.documents(),
            *index.norms(), *index.recommendations(), *index.statements(), *index.channels(), *index.requests(),
            *index.departments(), *index.pages())  # fmt: skip


class _Index:
    """The parts of the index; every text goes in with all its languages, that of the page first."""

    def __init__(self, plan: Plan, texts: Texts) -> None:
        self.plan = plan
        self.texts = texts
        self.terms = {(term.kind, term.code): term.title for term in plan.code_lists}

    def _entry(self, path: str, kind: str, title: Text, names: Iterable[str], *others: Text | str | None) -> Entry:
        shown = self.texts.of(title)
        said = [pair for text in (title, *others) for pair in self._all(text) if pair[1] != shown]
        return Entry(path, kind, shown, tuple(names), tuple(dict.fromkeys(said)))

    def _all(self, text: Text | str | None) -> list[tuple[str, str]]:
        """The words of a text in every language, that of the page first; of a code, as it is."""
        if text is None or isinstance(text, str):
            return [(self.texts.lang, text)] if text else []
        shown = text.worded(self.texts.lang)
        words = [(shown.lang, shown.words), (FIRST, text.es), ("en", text.en)]
        words += [(other.lang, other.words) for other in text.others]
        return [pair for pair in dict.fromkeys(words) if pair[1]]

    def _terms(self, kind: str, codes: Iterable[str]) -> list[Text]:
        return [self.terms[kind, code] for code in codes if (kind, code) in self.terms]

    def guidelines(self) -> Iterator[Entry]:
        """Guidelines and their objectives."""
        for guideline in self.plan.guidelines:
            path = f"guidelines/{guideline.code}"
            if guideline.title:
                yield self._entry(path, "guideline", guideline.title, (guideline.code,))
            for objective in guideline.objectives:
                if objective.title:
                    yield self._entry(path, "objective", objective.title, (objective.code,))

    def actions(self) -> Iterator[Entry]:
        """Actions with their background, what they name and promise, themes and groups."""
        for action in self.plan.actions():
            names = [action.code, *self._aliases("action", action.code)]
            names += [str(action.number)] if action.number else []
            others: list[Text | str | None] = [action.label, action.background]
            others += [*(one.text for one in action.named), *(one.text for one in action.promises)]
            others += [one.code for one in action.named]
            others += [*self._terms(THEME, action.themes), *self._terms(GROUP, action.groups)]
            yield self._entry(f"actions/{action.code}", "action", action.title, names, *others)

    def indicators(self) -> Iterator[Entry]:
        """Indicators with their sheet, themes, groups and steps."""
        for indicator in self.plan.indicators():
            names = [indicator.code, *self._aliases("indicator", indicator.code)]
            yield self._entry(
                f"indicators/{indicator.code}", "indicator", indicator.label, names, *self._sheet(indicator)
            )

    def _sheet(self, indicator: Indicator) -> Iterator[Text | None]:
        yield from (indicator.title, indicator.things)
        yield from (getattr(indicator, name) for name in SHEET_FIELDS)
        yield from (step.title for step in indicator.steps)
        yield from (*self._terms(THEME, indicator.themes), *self._terms(GROUP, indicator.groups))

    def _aliases(self, kind: str, code: str) -> list[str]:
        return [alias for of, alias, now in self.plan.aliases if (of, now) == (kind, code)]

    def entities(self) -> Iterator[Entry]:
        """Entities by every name."""
        for entity in self.plan.entities:
            yield self._entry(f"entities/{entity.code}", "entity", entity.name, (entity.code, *entity.aliases))

    def documents(self) -> Iterator[Entry]:
        """Identity documents and portals by every name."""
        for one in self.plan.registers.identity_documents:
            names = [one.code, *(other.name for other in one.other_names)]
            phases = (phase.text for phase in one.phases)
            path = f"identity-documents#{anchor(one.code)}"
            yield self._entry(path, "document", one.name, names, one.proves, one.holders, one.number_note, *phases)
        for portal in self.plan.registers.portals:
            names = [portal.code, *(other.name for other in portal.other_names)]
            services = (service.name for service in portal.services)
            path = f"identity-documents#{anchor(portal.code)}"
            yield self._entry(path, "portal", portal.name, names, portal.expiry_advice, *services)

    def norms(self) -> Iterator[Entry]:
        """Laws, decrees and treaties, what they changed, and limits of the law."""
        registers = self.plan.registers
        for norm in self.plan.instruments:
            changed = (change.text for change in registers.decree_changes if change.instrument == norm.code)
            yield self._entry(f"norms#{anchor(norm.code)}", "norm", norm.title, (norm.code,), *changed)
        for limit in registers.limits:
            others = [limit.base, *(exemption.text for exemption in limit.exemptions)]
            yield self._entry(f"norms#{anchor(limit.code)}", "limit", limit.text, (), *others)

    def recommendations(self) -> Iterator[Entry]:
        """Recommendations with what followed, and findings of the plan's own diagnosis."""
        registers = self.plan.registers
        for one in registers.recommendations:
            names = [name for name in (one.code, one.symbol) if name]
            followed = (event.text for event in registers.followed(one.code))
            path = f"recommendations#{anchor(one.code)}"
            yield self._entry(path, "recommendation", one.text, names, one.open_addressee, *followed)
        for finding in registers.findings:
            yield self._entry(f"recommendations#{anchor('finding', finding.code)}", "finding", finding.text, ())

    def statements(self) -> Iterator[Entry]:
        """What officials said; by their office, and by the name that the register gives."""
        for one in self.plan.registers.statements:
            names = [name for name in (one.speaker, one.office, one.entity, one.place) if name]
            yield self._entry(f"statements#{anchor(one.code)}", "statement", one.text, names, one.role)

    def channels(self) -> Iterator[Entry]:
        """Where to ask and complain."""
        for one in self.plan.registers.channels:
            entity = self.plan.entity(one.entity)
            path = f"channels#{anchor(one.code)}"
            yield self._entry(path, "channel", one.purpose, (one.address, one.entity), entity.name if entity else None)

    def requests(self) -> Iterator[Entry]:
        """Requests for information on record."""
        for one in self.plan.registers.requests:
            names = [name for name in (one.asker, one.entity) if name]
            yield self._entry(f"requests#{anchor(one.code)}", "request", one.about, names, one.text)

    def departments(self) -> Iterator[Entry]:
        """Departments, which stand on the map, with figures or without."""
        for term in self.plan.code_lists:
            if term.kind == DEPARTMENT:
                yield self._entry("map", "department", term.title, ())

    def pages(self) -> Iterator[Entry]:
        """The pages of the site themselves."""
        for path, key in (*HEAD, *FOOT):
            yield Entry(path, "page", self.texts(key))
