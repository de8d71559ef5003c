"""Reads a list, block by block: every cell strictly, each different text once, and counts what it says.

Memory is bounded by what is told apart, not by the length of the list. Every problem is told; what the file says as a
whole stands in its first row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

from etl.cells import Cell, CellKind, FileRefused, header_name
from etl.columns import Column, ColumnType
from etl.documents import DocumentType, Identities, normal_number, normal_numbers
from etl.files.blocks import Block, Stream, first_cell, only
from etl.folding import folded
from etl.job import Job
from etl.lists.columns import DATE, INDICATOR, SITUATION
from etl.lists.families import family, of_the_plan
from etl.lists.found import Found
from etl.lists.listed import Listed, Said
from etl.lists.listing import Listing, Persons
from etl.lists.measures import DOCUMENT, EARLIER, Events, Tally
from etl.lists.together import Together
from etl.lists.values import Memo, reader_of, stored_number
from etl.problems import Problem
from etl.pseudonyms import Linked, Pseudonyms
from etl.rows import header_problems, kind_trouble
from etl.values import Numbers, ValueRefused, clean, read_quarter, written_quarter
from indicators.periods import Quarter
from indicators.plan import Plan

_LOST = {
    CellKind.ERROR: "cell_error",
    CellKind.UNSAVED: "formula_unsaved",
    CellKind.EXTERNAL: "formula_external",
}
ROWS_NAMED = 20
TOTALS = {"total", "totales", "total general", "subtotal", "suma", "sum", "grand total"}
_STORED = (ColumnType.NUMBER, ColumnType.COUNT)


def read_list(
    stream: Stream,
    job: Job,
    plan: Plan,
    types: Sequence[DocumentType],
    *,
    numbers: Numbers = Numbers.ES_PE,
    pseudonyms: Pseudonyms | None = None,
    progress: Callable[[int], None] | None = None,
) -> Listed:
    """Read and count the whole of `stream` by what `job` declares; what is wrong is in its problems. `numbers` is how
    the file is declared to write them."""
    reader = _ListReader(stream, job, plan, types, pseudonyms=pseudonyms or Pseudonyms(), numbers=numbers)
    try:
        for block in stream.blocks:
            reader.take(block)
            if progress is not None:
                progress(reader.rows)
    except FileRefused as refused:
        return reader.listed(*refused.problems)
    return reader.listed()


class _ListReader:
    """Reads the blocks of one list; what it gathers is its state."""

    def __init__(
        self,
        stream: Stream,
        job: Job,
        plan: Plan,
        types: Sequence[DocumentType],
        *,
        pseudonyms: Pseudonyms,
        numbers: Numbers,
    ) -> None:
        if job.listing is None:
            raise ValueError(f"{job.name} is no list job")
        self._listing: Listing = job.listing
        self._sheet = stream.sheet
        self._found = Found(private=job.persons)
        self._plan = plan
        self._types = {known.code: known for known in types}
        self._youngest = max((known.since for known in types if known.since), default=None)
        self._identities = Identities(types)
        self._pseudonyms = pseudonyms
        self.rows = 0
        self._unusable = 0
        self._unusable_rows: list[int] = []
        self._head: dict[str, Cell] = {}
        self._quarter: Quarter | None = None
        self._tallies: dict[str, Tally] = {}
        self._linked = Linked()
        self._said: dict[str, Said] = {}
        self._first: dict[str, int] = {}
        self._verdicts: dict[tuple[int, tuple[Any, ...]], str] = {}
        self._together = Together(job.listing, self._tell)
        for problem in header_problems(stream.sheet, stream.header, job.columns):
            self._found.add(problem)
        self._broken = bool(self._found)
        known = {column.name: column for column in job.columns}
        self._places = {header_name(cell): at for at, cell in enumerate(stream.header) if header_name(cell) in known}
        self._nameless = {at: cell for at, cell in enumerate(stream.header) if cell.blank}
        self._letters = {name: stream.header[at].letter for name, at in self._places.items()}
        here = [known[name] for name in self._places]
        self._once = [column for column in here if column.once]
        self._own = [column for column in here if not column.once and column.name != SITUATION]
        self._dimensions = {c.dimension: c.name for c in self._own if c.dimension}
        self._memos = {
            column.name: Memo(reader_of(column, plan, tuple(types), numbers=numbers, commas=not stream.semicolons))
            for column in self._own
            if column.type is not ColumnType.DOCUMENT_NUMBER
        }
        if INDICATOR in self._memos:
            self._memos[INDICATOR] = Memo(lambda code: of_the_plan(plan, code))

    def take(self, block: Block) -> None:
        """Read the rows of `block` and count them."""
        if self._broken:
            return
        if not self._head:
            self._begin(block)
        self._check_nameless(block)
        self._stated_once(block)
        events = self._events(block)
        self.rows += len(events.numbers)
        if events.numbers:
            self._count(self._read(events))

    def listed(self, *broken: Problem) -> Listed:
        """What the list says, all of it; `broken` is what the form of the file is at fault for."""
        for problem in broken:
            self._found.add(problem)
        for code in self._said.keys() & self._tallies.keys():
            self._tell("situation_against_rows", self._said[code].row, SITUATION, found=self._said[code].word)
        return Listed(
            sheet=self._sheet,
            head=self._head,
            quarter=self._quarter,
            rows=self.rows,
            counted={code: tally.counted() for code, tally in self._tallies.items()},
            said=self._said,
            first=self._first,
            unusable=self._unusable,
            unusable_rows=tuple(self._unusable_rows),
            problems=self._found.told(),
            tallies=self._tallies,
        )

    def _begin(self, block: Block) -> None:
        """What the first row says of the whole file."""
        row = block.numbers[0]
        self._head = {
            column.name: first_cell(block, self._places[column.name], letter=self._letters[column.name])
            for column in self._once
        }
        for name in ("entidad", "trimestre"):
            if name not in self._head or self._head[name].blank:
                self._tell("once_missing", row, name, named=name)
        stated = self._head.get("trimestre")
        if stated is not None and not stated.blank:
            try:
                self._quarter = read_quarter(clean(stated.text))
            except ValueRefused as refused:
                self._tell(refused.code, row, "trimestre", found=stated.text, **refused.facts)

    def _check_nameless(self, block: Block) -> None:
        """Cells under no name."""
        for at, cell in tuple(self._nameless.items()):
            if any(text.strip() for text in block.columns[at]):
                self._found.add(Problem("column_blank", sheet=self._sheet, row=cell.row, letter=cell.letter))
                del self._nameless[at]

    def _stated_once(self, block: Block) -> None:
        """A later row may repeat what the first one says, and nothing else."""
        for column in self._once:
            texts = block.columns[self._places[column.name]]
            first = self._head[column.name].text
            if texts.count(first) + (texts.count("") if first else 0) == len(texts):
                continue
            for at, text in enumerate(texts):
                if text.strip() and text.strip() != first.strip():
                    self._tell("once_differs", block.numbers[at], column.name, found=text)

    def _events(self, block: Block) -> Block:
        """The rows that tell of an event: not those that only repeat what holds for the file, nor those that say that
        there was none."""
        own = [block.columns[self._places[column.name]] for column in self._own]
        indicators = block.columns[self._places[INDICATOR]]
        reasons = block.columns[self._places[SITUATION]] if SITUATION in self._places else ()
        silent = any(reasons) and any(reason.strip() for reason in reasons)
        if not silent and all(indicators):
            return block
        wanted = []
        for at in range(len(block.numbers)):
            reason = reasons[at].strip() if silent else ""
            filled = [column.name for column, texts in zip(self._own, own, strict=True) if texts[at].strip()]
            if reason:
                self._say(block, at, reason, filled)
            total = not indicators[at].strip() and self._is_total(block, at)
            wanted.append(bool(filled) and not reason and not total)
        return only(block, wanted)

    def _is_total(self, block: Block, at: int) -> bool:
        """Whether a row without an indicator is the sum that people write under a list; it is told once."""
        for name, place in self._places.items():
            if folded(block.columns[place][at]).rstrip(":") in TOTALS:
                self._tell("totals_row", block.numbers[at], name, found=block.columns[place][at])
                return True
        return False

    def _say(self, block: Block, at: int, reason: str, filled: Sequence[str]) -> None:
        """A row that says why an indicator has no rows."""
        code = of_the_plan(self._plan, block.columns[self._places[INDICATOR]][at].strip())
        row = block.numbers[at]
        others = [name for name in filled if name != INDICATOR]
        if not code:
            self._tell("situation_without_indicator", row, INDICATOR)
        elif others:
            self._tell("situation_with_content", row, SITUATION, found=reason)
        else:
            self._said.setdefault(code, Said(reason, row))
            self._first.setdefault(code, row)

    def _read(self, block: Block) -> Events:
        """The rows of `block` with every cell read; what cannot be read is told and reads as None."""
        values: dict[str, list[Any]] = {}
        unread: dict[str, set[int]] = {}
        for column in self._own:
            texts = block.columns[self._places[column.name]]
            if column.type is ColumnType.DOCUMENT_NUMBER:
                values[column.name] = normal_numbers(texts)
                continue
            memo = self._memos[column.name]
            values[column.name] = list(map(memo.__getitem__, texts))
            if not memo.nothing or memo.nothing.isdisjoint(texts):
                continue
            if memo.refused and not memo.refused.keys().isdisjoint(texts):
                unread[column.name] = self._tell_refused(block, column, texts, memo.refused)
            if column.required:
                self._tell_missing(block, column, texts)
        self._mend(block, values, unread)
        events = Events(block.numbers, values)
        self._judge(events, unread)
        return self._identified(events, block) if self._listing.persons else events

    def _tell_refused(
        self, block: Block, column: Column, texts: Sequence[str], refused: Mapping[str, ValueRefused]
    ) -> set[int]:
        """Tell the cells of `column` that were refused; their positions in the block."""
        place = self._places[column.name]
        told = {at for at, text in enumerate(texts) if text in refused and (at, place) not in block.kinds}
        for at, text in enumerate(texts):
            if at in told:
                self._tell(refused[text].code, block.numbers[at], column.name, found=text, **refused[text].facts)
        return told

    def _tell_missing(self, block: Block, column: Column, texts: Sequence[str]) -> None:
        facts = {"meaning_es": column.meaning.es, "meaning_en": column.meaning.en}
        for at, text in enumerate(texts):
            if not text.strip():
                self._tell("required", block.numbers[at], column.name, **facts)

    def _mend(self, block: Block, values: dict[str, list[Any]], unread: dict[str, set[int]]) -> None:
        """Cells that are no text: a stored number or date where the column holds them, else a problem."""
        by_place = {self._places[column.name]: column for column in self._own}
        for (at, place), kind in block.kinds.items():
            column = by_place.get(place)
            if column is None:
                continue
            mended = values[column.name]
            text, row = block.columns[place][at], block.numbers[at]
            try:
                mended[at] = self._mended(kind, text, column, mended[at])
            except ValueRefused as refused:
                mended[at] = None
                unread.setdefault(column.name, set()).add(at)
                self._tell(refused.code, row, column.name, found=text, **refused.facts)

    def _mended(self, kind: CellKind, text: str, column: Column, read: Any) -> Any:
        if kind in _LOST:
            raise ValueRefused(_LOST[kind])
        if kind is CellKind.NUMBER and column.type in _STORED:
            return stored_number(text, column)
        if kind is CellKind.NUMBER and column.type is ColumnType.DOCUMENT_NUMBER:
            return normal_number(text, stored=True)
        if trouble := kind_trouble(Cell(kind, text, 0), column):
            raise trouble
        refused = self._memos[column.name].refused.get(text)
        if refused:
            raise refused
        return read

    def _judge(self, events: Events, unread: Mapping[str, set[int]]) -> None:
        """Dates of the quarter, and the job's own rules: each different combination is judged once. Where a cell could
        not be read (`unread`, by column) no rule that needs it is asked."""
        self._check_dates(events)
        self._together.check(events, unread)
        for number, rule in enumerate(self._listing.rules):
            if not set(rule.columns) <= events.values.keys():
                continue
            rows = list(zip(*(events.values[name] for name in rule.columns), strict=True))
            wrong = {}
            for said in set(rows):
                if (number, said) not in self._verdicts:
                    self._verdicts[number, said] = rule.judge(*said)
                if verdict := self._verdicts[number, said]:
                    wrong[said] = verdict
            if wrong:
                blind = set().union(*(unread.get(name, ()) for name in rule.columns))
                for at, said in enumerate(rows):
                    if said in wrong and at not in blind:
                        self._tell(wrong[said], events.rows[at], rule.columns[-1], found=str(said[-1] or ""))

    def _check_dates(self, events: Events) -> None:
        days = events.values.get(DATE)
        if days is None or self._quarter is None:
            return
        quarter = self._quarter
        first, last = quarter.start, quarter.end
        outside = {day for day in set(days) if day is not None and not first <= day <= last}
        for at, day in enumerate(days) if outside else ():
            if day in outside:
                facts = {"quarter": written_quarter(quarter)}
                self._tell("date_of_other_quarter", events.rows[at], DATE, found=day.isoformat(), **facts)

    def _identified(self, events: Events, block: Block) -> Events:
        """The rows with a pseudonym of the document stated, and of the one before, in place of both."""
        who = self._listing.persons
        if who is None:
            return events
        self._check_issued(events, who)
        country = events.values.get(who.country) or [None] * len(events.rows)
        now = self._documents(events, block, who.type, who.number, country)
        before = self._documents(events, block, who.earlier_type, who.earlier_number, country)
        self._unusable += now.count(None)
        if None in now and len(self._unusable_rows) < ROWS_NAMED:
            nameless = (row for row, document in zip(events.rows, now, strict=True) if document is None)
            self._unusable_rows += islice(nameless, ROWS_NAMED - len(self._unusable_rows))
        values = {
            name: column for name, column in events.values.items() if name not in (who.number, who.earlier_number)
        }
        return Events(events.rows, {**values, DOCUMENT: now, EARLIER: before})

    def _documents(
        self, events: Events, block: Block, type_column: str, number_column: str, countries: Sequence[Any]
    ) -> list[bytes | None]:
        kinds, numbers = events.values.get(type_column), events.values.get(number_column)
        if kinds is None or numbers is None:
            return [None] * len(events.rows)
        place = self._places[number_column]
        stored = {at for (at, where), kind in block.kinds.items() if where == place and kind is CellKind.NUMBER}
        return self._pseudonyms.of(self._identities.of(kinds, countries, numbers, stored=stored))

    def _check_issued(self, events: Events, who: Persons) -> None:
        """A document cannot have been shown before any of its type was issued."""
        days = events.values.get(DATE)
        if days is None or self._youngest is None or not any(day and day < self._youngest for day in set(days)):
            return
        kinds = events.values[who.type]
        early = {
            (code, day)
            for code, day in set(zip(kinds, days, strict=True))
            if code and day and (since := self._types[code].since) is not None and day < since
        }
        for at, said in enumerate(zip(kinds, days, strict=True)) if early else ():
            if said in early:
                since = self._types[said[0]].since
                facts = {"document": said[0], "since": since.isoformat() if since else ""}
                self._tell("document_not_yet", events.rows[at], DATE, found=said[1].isoformat(), **facts)

    def _count(self, events: Events) -> None:
        codes = events.values[INDICATOR]
        different = set(codes)
        for code in sorted(code for code in different if code):
            mine = events if len(different) == 1 else events.of([each == code for each in codes])
            self._first.setdefault(code, mine.rows[0])
            if code not in self._tallies:
                self._tallies[code] = Tally(self._listing.measures, self._split_by(code), self._linked)
            self._tallies[code].take(mine)

    def _split_by(self, code: str) -> Mapping[str, str]:
        """The columns to split by, by dimension: those that an indicator of the family may be split by."""
        wanted = {name for indicator in family(self._plan, code) for name in indicator.dimensions}
        return {dimension: column for dimension, column in self._dimensions.items() if dimension in wanted}

    def _tell(self, code: str, row: int, column: str, *, found: str = "", **facts: str) -> None:
        self._found.add(
            Problem(
                code,
                sheet=self._sheet,
                row=row,
                letter=self._letters.get(column, ""),
                column=column,
                found=found,
                facts=tuple(sorted(facts.items())),
            )
        )
