"""The page of releases: which is current, when the next one comes, what is due, what each brought, how to check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jinja2 import Environment

from dashboard import theme
from dashboard.documents.notices import NoticeLine, notice_line
from dashboard.documents.page import Chip, Visit, frame, judged_on, marked
from dashboard.documents.plan_changes import PlanChangeWords, plan_change_words
from dashboard.sentences import Sentence, sentence
from dashboard.svg import shape_svg
from dashboard.texts import Texts
from indicators.announcements import Announced, Announcement
from indicators.entity_reports import Report, reporting_entities, reports_of
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.release_record import ReleaseEntry, ReleaseRecord
from indicators.results import Release
from indicators.words import Text

CHECKER = "verify_release.py"
_HOUR = "%H:%M"


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One release of the calendar; `moves` say which hours it was announced for before, and why that changed."""

    quarter: Quarter
    at: str
    chip: Chip
    came: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """When the reports of a quarter are received; `entities` tell, once it has opened, whose figures are published."""

    said: Sentence
    quarter: Quarter
    entities: tuple[tuple[str, str, Chip], ...]


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One release with everything that it brought, in words."""

    release: Release
    title: str
    current: bool
    announced: str
    brought: str
    erased: str
    notices: tuple[NoticeLine, ...]
    plan_changes: tuple[PlanChangeWords, ...]
    previous: str
    overview: str
    file: str
    file_name: str


def render(result: ReleaseRecord, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    today = judged_on(result.release, result.releases, visit.today)
    said = says(result, today=today)
    files = [f"release-{entry.release.number}.jsonl" for entry in result.entries]
    return templates.get_template("releases.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("publications.title"),
        description=marked(said, texts, demonstration=result.release.demonstration),
        says=said,
        zone=texts("publications.zone", city=city(result.plan)),
        calendar=[_calendar_line(of, result.plan, texts, today=today) for of in reversed(_in_time(result.calendar))],
        windows=windows(result, texts, today=today),
        lines=[_line(entry, result, texts) for entry in result.entries],
        checker=CHECKER,
        fetch=f"curl -J -O {visit.root}/releases/{CHECKER} -O {visit.root}/releases/{files[0]}",
        check=texts(
            "publications.check_command", program=CHECKER, file=file_name(result.release), hash=result.release.hash
        ),
    )


def says(result: ReleaseRecord, *, today: date) -> Sentence:
    """Which release is (or then was) current, of which quarter, and when the next one is announced."""
    release = result.release
    return sentence(
        "publications.says" if release.number == result.releases[-1].number else "publications.said_then",
        number=release.number,
        date=release.published_on,
        quarter=release.reference,
        next=_next(result, today=today),
    )


def _next(result: ReleaseRecord, *, today: date) -> Sentence:
    if not result.coming:
        return sentence("publications.next_none")
    of = result.coming[0]
    local = of.at.astimezone(result.plan.zone)
    key = "publications.next_late" if today > local.date() else "publications.next"
    hour = f"{local:{_HOUR}}"
    return sentence(key, quarter=of.reference, date=local.date(), hour=hour, city=city(result.plan))


def city(plan: Plan) -> str:
    """The city that the plan's time zone is named after."""
    return plan.zone.key.rpartition("/")[2].replace("_", " ")


def file_name(release: Release) -> str:
    """The name of a downloaded release: one of invented figures says so."""
    return f"release-{release.number}{'-DEMOSTRACION' if release.demonstration else ''}.jsonl"


def _moment(at: datetime, plan: Plan, texts: Texts) -> str:
    local = at.astimezone(plan.zone)
    return texts("publications.moment", date=local.date(), hour=f"{local:{_HOUR}}")


# Calendar --------------------------------------------------------------------------------------------------------


def _in_time(calendar: tuple[Announced, ...]) -> list[Announced]:
    return sorted(calendar, key=lambda of: of.at)


def _calendar_line(of: Announced, plan: Plan, texts: Texts, *, today: date) -> CalendarLine:
    came = ""
    if of.release is not None and of.published_at is not None:
        came = texts("publications.came", number=of.release, at=_moment(of.published_at, plan, texts))
    moves = zip(of.announcements, of.announcements[1:], strict=False)
    return CalendarLine(
        quarter=of.reference,
        at=_moment(of.at, plan, texts),
        chip=_punctual(of, plan, texts, today=today),
        came=came,
        moves=tuple(_move(before, after, plan, texts) for before, after in moves),
    )


def _punctual(of: Announced, plan: Plan, texts: Texts, *, today: date) -> Chip:
    """Whether a release came in time, late, is expected, or is late already."""
    late = of.days_late(today, plan.zone)
    tone, shape, key = {
        (True, True): (theme.Tone.WARN, theme.Shape.TRIANGLE, "publications.late"),
        (True, False): (theme.Tone.OK, theme.Shape.CHECK, "publications.in_time"),
        (False, True): (theme.Tone.BAD, theme.Shape.SQUARE, "publications.overdue"),
        (False, False): (theme.Tone.NONE, theme.Shape.DASHED, "publications.expected"),
    }[of.release is not None, late > 0]
    return Chip(texts(key, count=late, date=today) if late else texts(key), tone, shape_svg(shape))


def _move(before: Announcement, after: Announcement, plan: Plan, texts: Texts) -> str:
    said_on = after.made_at.astimezone(plan.zone).date()
    return texts("publications.moved", at=_moment(before.at, plan, texts), date=said_on, reason=after.reason)


# What is due -----------------------------------------------------------------------------------------------------


def windows(result: ReleaseRecord, texts: Texts, *, today: date) -> tuple[Window, ...]:
    """The reporting window that opened last and the one that opens next."""
    return tuple(_window(quarter, result, texts, today=today) for quarter in result.plan.reporting_windows(today))


def _window(quarter: Quarter, result: ReleaseRecord, texts: Texts, *, today: date) -> Window:
    plan, opens = result.plan, result.plan.opens(quarter)
    due = plan.due(quarter)
    key = "ahead" if today < opens else "open" if today <= due else "closed"
    entities = () if today < opens else _entities(quarter, result, texts)
    return Window(sentence(f"publications.window_{key}", quarter=quarter, opens=opens, due=due), quarter, entities)


def _entities(quarter: Quarter, result: ReleaseRecord, texts: Texts) -> tuple[tuple[str, str, Chip], ...]:
    """Every entity that reports on the quarter for an indicator of the plan, and how many of its reports are
    published: no more is known."""
    plan = result.plan
    names = {entity.code: texts.of(entity.name) for entity in plan.entities}
    lines = []
    for code in sorted(reporting_entities(plan)):
        reports = [
            report
            for report in reports_of(code, plan, result.told, until=quarter)
            if report.quarter == quarter and report.asked
        ]
        if reports:
            lines.append((code, names.get(code, code), _has_reported(reports, texts)))
    return tuple(lines)


def _has_reported(reports: list[Report], texts: Texts) -> Chip:
    whole = sum(report.published == report.asked for report in reports)
    if whole == len(reports):
        words = texts("publications.reports_all", count=whole)
        return Chip(words, theme.Tone.OK, shape_svg(theme.Shape.CHECK))
    if any(report.published for report in reports):
        words = texts("publications.reports_some", count=whole, all=len(reports))
        return Chip(words, theme.Tone.WARN, shape_svg(theme.Shape.HALF))
    return Chip(texts("publications.not_published"), theme.Tone.NONE, shape_svg(theme.Shape.RING))


# What each release brought ---------------------------------------------------------------------------------------


def _line(entry: ReleaseEntry, result: ReleaseRecord, texts: Texts) -> ReleaseLine:
    release, plan = entry.release, result.plan
    labels: dict[str, Text] = {indicator.code: indicator.label for indicator in plan.indicators()}
    return ReleaseLine(
        release=release,
        title=texts("publications.item", number=release.number, at=_moment(release.published_at, plan, texts)),
        current=release == result.releases[-1],
        announced=_announced(entry, plan, texts),
        brought=amounts(entry, texts),
        erased=texts("publications.erased", count=entry.erased) if entry.erased else "",
        notices=tuple(notice_line(issued, labels) for issued in entry.notices),
        plan_changes=tuple(plan_change_words(change, plan, texts) for change in entry.plan_changes),
        previous=release.previous_hash if release.number > 1 else "",
        overview=f"/{texts.lang}/?release={release.number}",
        file=f"/releases/release-{release.number}.jsonl",
        file_name=file_name(release),
    )


def _announced(entry: ReleaseEntry, plan: Plan, texts: Texts) -> str:
    release, of = entry.release, entry.announced
    if of is None:
        return texts("publications.unannounced")
    late = of.days_late(release.published_on, plan.zone)
    when = texts("publications.announced", at=_moment(of.at, plan, texts))
    return f"{when} {texts('publications.came_late', count=late) if late else texts('publications.came_in_time')}"


def amounts(entry: ReleaseEntry, texts: Texts) -> str:
    """How many figures a release published first, changed and withdrew."""
    told_of = [(name, getattr(entry.contents, name)) for name in ("added", "changed", "withdrawn")]
    told = [texts(f"publications.{name}", count=count) for name, count in told_of if count]
    return texts.listed(told) if told else texts("publications.no_figures")
