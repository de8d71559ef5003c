"""What the command line says of the record: submissions, calendar, notices, figures and where they come from. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from dashboard.documents.provenance import evidence_state
from dashboard.texts import Texts
from indicators.announcements import Announced
from indicators.arrivals import Difference
from indicators.drafts import FigureDraft
from indicators.notices import Notice
from indicators.origins import FullOrigin
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.results import Figure, IssuedNotice
from indicators.returns import Letter, Receipt
from indicators.triangle import Cell, CellState, Triangle, amount

HOUR = "%Y-%m-%d %H:%M"
_UTC = f"{HOUR} UTC"
AMOUNTS = ("value", "so_far", "numerator", "denominator")


def submission(given: Receipt, texts: Texts) -> str:
    """The receipt of a submission as one paragraph; one that repeats an earlier one says so."""
    key = "cli.submitted_again" if given.repeated else "cli.submitted"
    what = texts("cli.a_return" if given.quarter else "cli.a_plan_change", number=given.return_id)
    at = instant(given.submitted_at) if given.submitted_at else ""
    told = texts(key, what=what, reference=given.reference, at=at, hash=given.file_hash)
    return f"{told} {covering(given.letter, texts)}"


def covering(letter: Letter, texts: Texts) -> str:
    """The letter that covers a return, as one sentence."""
    return texts(
        "cli.letter" if letter.number else "cli.no_letter",
        letter=letter.number,
        file=letter.file_number or "–",
        dated=letter.dated or "–",
        signed=letter.signed_off_by or "–",
    )


def instant(at: datetime) -> str:
    """An instant as the command line writes it."""
    return f"{at.astimezone(UTC):{_UTC}}"


def why(change: str, reason: str, texts: Texts) -> str:
    """The class of a change and the reason that was given."""
    kind = texts(f"change_class.{change.replace(' ', '_')}")
    return texts("change.why", kind=kind, reason=reason or texts("change.no_reason"))


def notices(raised: Sequence[IssuedNotice], texts: Texts) -> Iterator[str]:
    """A line a notice of material correction."""
    for issued in raised:
        yield notice(issued.notice, texts)


def notice(said: Notice, texts: Texts) -> str:
    """A notice as one sentence: the indicator, what moved, and the status where it flipped."""
    quarters_named = texts.listed(dict.fromkeys(texts.quarter(c.quarter) for c in said.corrections))
    key = "cli.notice" if said.before is said.after else "cli.notice_flipped" if said.corrections else "cli.notice_plan"
    before, after = texts(f"state.{said.before}"), texts(f"state.{said.after}")
    return texts(key, indicator=said.indicator, quarters=quarters_named, before=before, after=after)


def calendar(announced: Sequence[Announced], plan: Plan, texts: Texts, *, today: date) -> Iterator[str]:
    """A line an announced release, late ones said to be late; then when returns are taken, last and next."""
    for line in announced:
        yield _announced(line, plan, texts, today=today)
        for earlier, later in zip(line.announcements, line.announcements[1:], strict=False):
            was = f"{earlier.at.astimezone(plan.zone):{HOUR}}"
            yield "    " + texts("cli.calendar_moved", at=was, reason=later.reason)
    for quarter in plan.reporting_windows(today):
        yield texts("cli.calendar_due", quarter=quarter, opens=plan.opens(quarter), due=plan.due(quarter))


def _announced(line: Announced, plan: Plan, texts: Texts, *, today: date) -> str:
    late = line.days_late(today, plan.zone)
    key = "cli.calendar_came" if line.release else "cli.calendar_coming"
    came = line.published_at.astimezone(plan.zone).date() if line.published_at else None
    at = f"{line.at.astimezone(plan.zone):{HOUR}}"
    said = texts(key, quarter=line.reference, at=at, number=line.release or 0, came=came)
    return f"{said} {texts('cli.calendar_late', count=late)}" if late else said


def figure(shown: Figure, texts: Texts) -> Iterator[str]:
    """What everybody sees of a figure."""
    yield texts("cli.figure_of", figure=str(shown.ref), number=shown.from_release)
    if shown.protected:
        yield texts("flag.protected")
    for name in AMOUNTS:
        amount = getattr(shown, name)
        if amount is not None:
            yield texts(f"cli.amount_{name}", value=amount)
    if shown.stage is not None:
        yield texts("cli.amount_stage", stage=shown.stage)
    if shown.nothing:
        yield texts("flag.nothing")
    if shown.note:
        yield texts("cli.return_note", words=texts("cli.quoted", words=shown.note))
    if shown.change:
        yield why(shown.change, shown.reason, texts)
    yield texts("cli.figure_evidence", state=texts(f"evidence_state.{evidence_state(shown)}"))
    if shown.evidence is not None and shown.evidence.kind:
        yield "    " + _evidence(shown.evidence.kind, shown.evidence.reference, shown.evidence.date, texts)
    place = shown.origin
    yield texts(
        "cli.read_from" if place.column else "cli.counted_from",
        sheet=place.sheet or "–",
        row=texts.number(place.row),
        column=place.column,
        hash=place.file_hash,
    )


def origin(found: FullOrigin, texts: Texts) -> Iterator[str]:
    """Everything that led to a figure, a line each; what cells held stands as it was read."""
    at = {name: instant(getattr(found, name)) for name in ("received_at", "submitted_at", "approved_at")}
    kept = texts(
        "cli.file_kept" if found.file_kept else "cli.file_of_persons" if found.of_persons else "cli.file_not_kept"
    )
    yield texts("cli.figure_in", number=found.from_release, value=said(found.figure, texts))
    yield texts("cli.origin_file", name=found.file_name, hash=found.file_hash, kept=kept)
    place = found.figure
    key = "cli.origin_cell" if place.column else "cli.origin_counted"
    yield texts(key, sheet=place.sheet or "–", row=texts.number(place.row), column=place.column)
    for column, held in found.raw.items():
        yield f"    {column}: {held}"
    yield texts("cli.origin_job", job=found.job, version=found.job_version, parser=found.parser_version or "–")
    yield texts("cli.origin_loaded", who=found.loaded_by, at=at["received_at"], number=found.return_id)
    yield texts("cli.origin_submitted", who=found.submitted_by, at=at["submitted_at"])
    yield covering(found.letter, texts)
    yield texts("cli.origin_approved", who=found.approved_by, at=at["approved_at"])
    if place.evidence_kind:
        words = _evidence(place.evidence_kind, place.evidence_reference, place.evidence_date, texts)
        yield texts("cli.return_evidence", words=words)
    for mark in found.marks:
        key = "cli.origin_mark_named" if mark.document_name else "cli.origin_mark"
        what = texts(f"cli.mark_{mark.mark}")
        yield texts(key, what=what, who=mark.made_by, at=instant(mark.made_at), name=mark.document_name)
        if mark.note:
            yield "    " + texts("cli.quoted", words=mark.note)


def _evidence(kind: str, reference: str, dated: date | None, texts: Texts) -> str:
    return ", ".join(part for part in (kind, reference, texts.day(dated) if dated else "") if part)


def revisions(found: Triangle, texts: Texts) -> Iterator[str]:
    """The triangle as lines of a table, a figure a line, the newest release first, then what it amounts to."""
    table = [["", *(texts("triangle.release", number=number) for number in reversed(found.releases))]]
    for row in found.rows:
        name = "  ".join(part for part in (texts.quarter(row.quarter), row.entity, row.step) if part)
        table.append([name, *(_cell(cell, texts) for cell in reversed(row.cells))])
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for first, *others in table:
        cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        yield "   ".join([f"{first:<{widths[0]}}", *cells])
    states = {cell.state for row in found.rows for cell in row.cells}
    for state in (CellState.CHANGED, CellState.ERASED):
        if state in states:
            yield texts(f"cli.revisions_{state}")
    yield texts("triangle.changed_of", count=found.changed, changed=found.changed, total=len(found.rows))
    if found.means is not None:
        revision, absolute = found.means.revision, found.means.absolute
        yield texts("cli.revisions_mean", revision=revision, absolute=absolute, count=found.means.count)


def _cell(cell: Cell, texts: Texts) -> str:
    """What a release said, in a few letters; `*` where that differs from the release before, `†` what the law forced
    out."""
    figure = cell.figure
    if cell.state is CellState.ERASED:
        return "†"
    if figure is None:
        return "–" if cell.state is CellState.NOT_YET else texts(f"triangle.{cell.state}")
    shown = amount(figure)
    words = texts("flag.protected") if figure.protected else texts(f"stage.{figure.stage}") if figure.stage else "–"
    said = texts.number(shown) if shown is not None else words
    return f"{said} *" if cell.state is CellState.CHANGED else said


def differences(found: Sequence[Difference], texts: Texts) -> Iterator[str]:
    """Both versions of every figure on which two returns differ."""
    for one in found:
        place = "/".join(part for part in (one.indicator, str(one.quarter), one.category, one.step) if part)
        before, after = (said(side, texts) if side else "–" for side in (one.before, one.after))
        yield "    " + texts("cli.difference", figure=place, before=before, after=after)


def said(figure: FigureDraft, texts: Texts) -> str:
    """What a figure says, whatever its kind; amounts by their names, but for a value that stands alone."""
    if figure.withdrawn:
        return texts("change.gone")
    if figure.nothing:
        return texts("flag.nothing")
    if figure.stage is not None:
        dated = texts.day(figure.stage_date) if figure.stage_date else ""
        return ", ".join(part for part in (texts(f"stage.{figure.stage}"), dated, figure.act) if part)
    if figure.done:
        return texts("triangle.done")
    amounts = {name: value for name in AMOUNTS if (value := getattr(figure, name)) is not None}
    if list(amounts) == ["value"]:
        return texts.number(amounts["value"])
    return "; ".join(texts(f"cli.said_{name}", value=value) for name, value in amounts.items()) or "–"


def quarter_words(quarter: str, texts: Texts) -> str:
    """A quarter of a list, which a plan change and an unreadable file do not have."""
    return texts.quarter(Quarter.parse(quarter)) if quarter else "–"
