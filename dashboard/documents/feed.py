"""The news of the site as an Atom feed: releases, corrections, reports that are late and those that came late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from jinja2 import Environment

from dashboard.documents.notices import status_sentence
from dashboard.documents.page import Visit, lasting
from dashboard.documents.plan_changes import plan_change_words
from dashboard.documents.provenance import change_words
from dashboard.documents.releases import amounts
from dashboard.texts import Texts
from indicators.news import Corrected, News
from indicators.plan import Indicator
from indicators.release_record import ReleaseEntry

MOST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news: an identity that stays, a title, when it was published, the page that tells of it."""

    identity: str
    kind: str
    title: str
    updated: datetime
    address: str
    summary: tuple[str, ...]


def render(news: News, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole feed, newest first."""
    record = news.record
    everything = [*_releases(news, texts, visit), *_corrections(news, texts, visit), *_late(news, texts, visit)]
    entries = sorted(everything, key=lambda entry: (entry.updated, entry.identity), reverse=True)[:MOST]
    word = f"{texts('demonstration.word')}. " if record.release.demonstration else ""
    return templates.get_template("feed.xml").render(
        t=texts,
        word=word,
        title=f"{word}{texts('site.name')}: {texts('feed.title')}",
        html_lang=texts.html_lang,
        identity=f"{authority(news, visit)}feed/{texts.lang}",
        own=f"{visit.root}{visit.path}",
        site=visit.root + lasting(texts.lang, "", None),
        updated=max((entry.updated for entry in entries), default=record.release.published_at),
        entries=entries,
        sound=sound,
    )


def sound(words: str) -> str:
    """`words` without characters that XML cannot hold."""
    return "".join(letter for letter in words if letter.isprintable() or letter == "\n")


def authority(news: News, visit: Visit) -> str:
    """What every identity begins with: the site's host, the day of its first release, the plan."""
    host = urlsplit(visit.root).hostname or "localhost"
    return f"tag:{host},{news.record.releases[0].published_on.isoformat()}:{news.record.plan.code}/"


def _releases(news: News, texts: Texts, visit: Visit) -> Iterator[Entry]:
    for entry in news.record.entries:
        release = entry.release
        yield Entry(
            identity=f"{authority(news, visit)}release/{release.number}",
            kind="release",
            title=texts("feed.release", number=release.number, quarter=release.reference),
            updated=release.published_at,
            address=f"{visit.root}{lasting(texts.lang, 'releases', None)}#release-{release.number}",
            summary=tuple(_of_release(entry, news, texts)),
        )


def _of_release(entry: ReleaseEntry, news: News, texts: Texts) -> Iterator[str]:
    if entry.release.note:
        yield entry.release.note
    yield texts("feed.brought", amounts=amounts(entry, texts))
    for changed in entry.plan_changes:
        words = plan_change_words(changed, news.record.plan, texts)
        yield " ".join(
            part for part in (*(f"{name} {what}".strip() for _, name, what in words.items), words.rows) if part
        )
        yield words.why
    yield texts("feed.hash", hash=entry.release.hash)


def _corrections(news: News, texts: Texts, visit: Visit) -> Iterator[Entry]:
    for one in news.corrected:
        indicator = one.detail.indicator
        key = "feed.notice" if one.notice else "feed.corrected"
        yield Entry(
            identity=f"{authority(news, visit)}correction/{one.release.number}/{indicator.code}",
            kind="correction",
            title=texts(key, number=one.release.number, indicator=indicator.label),
            updated=one.release.published_at,
            address=visit.root + lasting(texts.lang, f"indicators/{indicator.code}", None) + "#changes",
            summary=tuple(_of_correction(one, texts)),
        )


def _of_correction(one: Corrected, texts: Texts) -> Iterator[str]:
    if one.notice:
        yield texts.say(status_sentence(one.notice.notice))
    for change in one.changes:
        _, what, why = change_words(change, one.detail, texts)
        yield f"{what}. {why}"


def _late(news: News, texts: Texts, visit: Visit) -> Iterator[Entry]:
    """A late report twice: when it was missed, and when it came."""
    for one in news.late:
        entity = news.record.plan.entity(one.entity)
        name = texts.of(entity.name) if entity else one.entity
        identity = f"{authority(news, visit)}late/{one.entity}/{one.quarter}"
        address = visit.root + lasting(texts.lang, f"entities/{one.entity}", None)
        due = news.record.plan.due(one.quarter)
        missed = texts("feed.late_words", number=one.release.number, due=due, items=_named(one.lacking, texts))
        yield Entry(
            identity=identity,
            kind="late",
            title=texts("feed.late", entity=name, quarter=one.quarter),
            updated=one.release.published_at,
            address=address,
            summary=(missed, texts("report.fair")),
        )
        for release, these in one.came:
            yield Entry(
                identity=f"{identity}/came/{release.number}",
                kind="came",
                title=texts("feed.came", entity=name, quarter=one.quarter),
                updated=release.published_at,
                address=address,
                summary=(texts("feed.came_words", number=release.number, due=due, items=_named(these, texts)),),
            )


def _named(indicators: Iterable[Indicator], texts: Texts) -> str:
    return "; ".join(texts.of(indicator.label) for indicator in indicators)
