"""What the command line says of the record: submissions, calendar, notices, figures and where they come from. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from dashboard.texts import Texts
from indicators.announcements import Announced
from indicators.arrivals import Difference
from indicators.drafts import FigureDraft
from indicators.notices import Notice
from indicators.origins import FullOrigin
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.results import Figure, IssuedNotice
from indicators.returns import Receipt
from indicators.triangle import Cell, Mark, Triangle, amount

HOUR = "%Y-%m-%d %H:%M"
_UTC = f"{HOUR} UTC"


def submission(given: Receipt, texts: Texts) -> str:
    """The receipt of a submission as one paragraph; one that repeats an earlier one says so."""
    letter = given.letter
    covered = texts(
        "cli.letter" if letter.number else "cli.no_letter",
        letter=letter.number,
        file=letter.file_number or "–",
        dated=letter.dated or "–",
        signed=letter.signed_off_by or "–",
    )
    key = "cli.submitted_again" if given.repeated else "cli.submitted"
    at = f"{given.submitted_at:{_UTC}}" if given.submitted_at else ""
    said = texts(key, number=given.return_id, reference=given.reference, at=at, hash=given.file_hash)
    return f"{said} {covered}"


def notices(raised: Sequence[IssuedNotice], texts: Texts) -> Iterator[str]:
    """A line a notice of material correction."""
    for issued in raised:
        yield notice(issued.notice, texts)


def notice(said: Notice, texts: Texts) -> str:
    """A notice as one sentence: the indicator, what moved, and the status where it flipped."""
    quarters_named = texts.listed(dict.fromkeys(texts.quarter(c.quarter) for c in said.corrections))
    key = "cli.notice" if said.before is said.after else "cli.notice_flipped"
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
    for name in ("value", "so_far", "numerator", "denominator"):
        amount = getattr(shown, name)
        if amount is not None:
            yield texts(f"cli.amount_{name}", value=amount)
    if shown.stage is not None:
        yield texts("cli.amount_stage", stage=shown.stage)
    place = shown.origin
    yield texts(
        "cli.read_from",
        sheet=place.sheet or "–",
        row=texts.number(place.row),
        column=place.column,
        hash=place.file_hash,
    )


def origin(found: FullOrigin, texts: Texts) -> Iterator[str]:
    """Everything that led to a figure, a line each; what cells held stands as it was read."""
    at = {name: f"{getattr(found, name):{_UTC}}" for name in ("received_at", "submitted_at", "approved_at")}
    kept = texts("cli.file_kept" if found.file_kept else "cli.file_not_kept")
    yield texts("cli.figure_in", number=found.from_release, value=_value(found.figure, texts))
    yield texts("cli.origin_file", name=found.file_name, hash=found.file_hash, kept=kept)
    place = found.figure
    yield texts("cli.origin_cell", sheet=place.sheet or "–", row=texts.number(place.row), column=place.column)
    for column, held in found.raw.items():
        yield f"    {column}: {held}"
    yield texts("cli.origin_job", job=found.job, version=found.job_version, parser=found.parser_version or "–")
    yield texts("cli.origin_loaded", who=found.loaded_by, at=at["received_at"], number=found.return_id)
    yield texts("cli.origin_submitted", who=found.submitted_by, at=at["submitted_at"])
    letter = found.letter
    yield texts(
        "cli.letter" if letter.number else "cli.no_letter",
        letter=letter.number,
        file=letter.file_number or "–",
        dated=letter.dated or "–",
        signed=letter.signed_off_by or "–",
    )
    yield texts("cli.origin_approved", who=found.approved_by, at=at["approved_at"])
    if place.evidence_kind:
        yield texts("cli.origin_evidence", kind=place.evidence_kind, reference=place.evidence_reference)
    for mark in found.marks:
        what = texts(f"cli.mark_{mark.mark}")
        yield texts(
            "cli.origin_mark", what=what, who=mark.made_by, at=f"{mark.made_at:{_UTC}}", name=mark.document_name
        )


def revisions(found: Triangle, texts: Texts) -> Iterator[str]:
    """The triangle as lines of a table, a figure a line, then what it amounts to."""
    heads = [texts("triangle.release", number=number) for number in found.releases]
    yield f"{'':<32}" + "".join(f"{head:>16}" for head in heads)
    for row in found.rows:
        name = "  ".join(part for part in (texts.quarter(row.quarter), row.entity, row.step) if part)
        yield f"{name:<32}" + "".join(f"{_cell(cell, texts):>16}" for cell in row.cells)
    yield texts("triangle.changed_of", count=found.changed, changed=found.changed, total=len(found.rows))
    if found.means is not None:
        revision, absolute = found.means.revision, found.means.absolute
        yield texts("cli.revisions_mean", revision=revision, absolute=absolute, count=found.means.count)


def _cell(cell: Cell, texts: Texts) -> str:
    """What a release said, in a few letters; `*` where that differs from the release before."""
    figure = cell.figure
    if figure is None:
        return "–" if cell.mark is Mark.NOT_YET else texts(f"triangle.{cell.mark}")
    shown = amount(figure)
    words = texts("flag.protected") if figure.protected else texts(f"stage.{figure.stage}") if figure.stage else "–"
    said = texts.number(shown) if shown is not None else words
    return f"{said} *" if cell.mark is Mark.CHANGED else said


def differences(found: Sequence[Difference], texts: Texts) -> Iterator[str]:
    """Both versions of every figure on which two returns differ."""
    for one in found:
        place = "/".join(part for part in (one.indicator, str(one.quarter), one.category, one.step) if part)
        before, after = (_value(side, texts) if side else "–" for side in (one.before, one.after))
        yield "    " + texts("cli.difference", figure=place, before=before, after=after)


def _value(said: FigureDraft, texts: Texts) -> str:
    """What a figure says, whatever its kind."""
    if said.withdrawn:
        return texts("change.gone")
    if said.nothing:
        return texts("flag.nothing")
    if said.stage is not None:
        return texts(f"stage.{said.stage}")
    amounts = [v for v in (said.value, said.so_far, said.numerator, said.denominator) if isinstance(v, Decimal)]
    return " / ".join(texts.number(amount) for amount in amounts) or said.note or "–"


def quarter_words(quarter: str, texts: Texts) -> str:
    """A quarter of a list, which a plan change and an unreadable file do not have."""
    return texts.quarter(Quarter.parse(quarter)) if quarter else "–"
