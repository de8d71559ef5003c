"""Every word of the interface in one language: catalogue, numbers, dates and quarters. Spanish (Peru) first.

`Texts` is built once per language and handed on; it holds nothing that changes. Catalogues are gettext files with
symbolic msgids (`state.on_track`), read at start, no compile step. In a catalogue `<b>` and `<i>` may mark words and
`{name}` or `{name:form}` stands for an operand; forms are listed in `FORMS`. Nothing here knows which languages there
are (`languages`): dates and numbers are CLDR's, and what is written otherwise stands in the catalogue (`format.*`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from gettext import c2py
from pathlib import Path
from string import Formatter
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from dashboard.languages import FOLDER, languages, read_catalog
from dashboard.rounding import half_up
from dashboard.sentences import Operand, Sentence
from indicators.periods import Quarter
from indicators.plan import Stage
from indicators.progress import Range, decimals_shown
from indicators.words import FIRST, Text

FORMS = ("", "long", "month", "month_short", "percent", "plain", "lower", "upper")
_MARKS = re.compile(r"</?[bi]>")
_ROMAN = ("I", "II", "III", "IV")
_PLACES = 2
_HUNDRED = Decimal(100)
_NO_BREAK = "\u00a0"


class NoSuchText(KeyError):
    """The catalogue has no such key."""


class Texts:
    """The words of one language. Calling it gives a plain sentence; `html` gives one with its marks.

    `lang` is the tag of a catalogue in `folder`; `language` what is known of it, `languages` of all in that folder.
    """

    def __init__(self, lang: str, folder: Path = FOLDER) -> None:
        self.languages = languages(folder)
        self.language = next(each for each in self.languages if each.tag == lang)
        self.lang = lang
        self.html_lang = self.language.html
        self.locale = self.language.locale
        # What a catalogue does not say yet is said in Spanish.
        self._catalogs = tuple(read_catalog(tag, folder) for tag in dict.fromkeys((lang, FIRST)))
        self._formatter = _OperandFormatter(self)
        self._quarter, self._quarter_long = self._template("format.quarter"), self._template("format.quarter_long")
        self._percent_sign = self._template("format.percent")

    def __call__(self, key: str, /, *, count: int | None = None, **operands: Operand | None) -> str:
        """The plain words of `key`. Raises NoSuchText."""
        named = operands if count is None else operands | {"count": count}
        return self._formatter.vformat(_MARKS.sub("", self._template(key, count)), (), named)

    def html(self, key: str, /, *, count: int | None = None, **operands: Operand | None) -> Markup:
        """The words of `key` with the catalogue's own marks; every operand is escaped. Raises NoSuchText."""
        named = operands if count is None else operands | {"count": count}
        return Markup(_HtmlFormatter(self).vformat(self._template(key, count), (), named))  # noqa: S704

    def say(self, sentence: Sentence) -> str:
        """A sentence in plain words."""
        return self(sentence.key, count=sentence.count, **_without_count(sentence))

    def say_html(self, sentence: Sentence) -> Markup:
        """A sentence with the catalogue's marks."""
        return self.html(sentence.key, count=sentence.count, **_without_count(sentence))

    def of(self, text: Text | None) -> str:
        """A text of the plan in this language, or in Spanish where it is not translated yet; "" for None."""
        return text.in_language(self.lang) if text else ""

    def number(self, value: Decimal | int, places: int = _PLACES) -> str:
        """A number with at most `places` decimals: 1,234.5."""
        pattern = "#,##0" + ("." + "#" * places if places else "")
        return str(format_decimal(half_up(Decimal(value), places), format=pattern, locale=self.locale))

    def percent(self, value: Decimal) -> str:
        """A percentage with as many decimals as keep it in its band, capped at 100 for display: `64.9 %`."""
        if value >= _HUNDRED:
            return self._percent(_HUNDRED, 0)
        return self._percent(value, 0 if value == value.to_integral_value() else decimals_shown(value))

    def _percent(self, value: Decimal, places: int) -> str:
        pattern = "#,##0" + ("." + "0" * places if places else "")
        number = format_decimal(half_up(value, places), format=pattern, locale=self.locale)
        return self._percent_sign.format(number=number)

    def day(self, day: date) -> str:
        """A date with its month short: `30 set. 2026`."""
        return str(format_date(day, "medium", locale=self.locale)).replace(" ", _NO_BREAK)

    def day_long(self, day: date) -> str:
        """A date in full: `30 de setiembre de 2026`."""
        return str(format_date(day, "long", locale=self.locale))

    def month(self, day: date, *, short: bool = False) -> str:
        """A month: `setiembre de 2026`, short `set. 2026`."""
        written = str(format_skeleton("yMMM" if short else "yMMMM", day, locale=self.locale))
        return written.replace(" ", _NO_BREAK) if short else written

    def quarter(self, quarter: Quarter) -> str:
        """A quarter, short: `2026-T3` in Spanish, `Q3 2026` in English."""
        return self._of_quarter(self._quarter, quarter)

    def quarter_long(self, quarter: Quarter) -> str:
        """A quarter in full: `III trimestre 2026`, `Q3 2026`."""
        return self._of_quarter(self._quarter_long, quarter)

    def _of_quarter(self, pattern: str, quarter: Quarter) -> str:
        return pattern.format(year=quarter.year, number=quarter.number, roman=_ROMAN[quarter.number - 1])

    def listed(self, items: Iterable[str]) -> str:
        """Items joined as in a sentence: `a, b y c`."""
        return str(format_list(list(items), locale=self.locale))

    def range(self, value: Range) -> str:
        """One number, or both ends in words."""
        if value.exact:
            return self.number(value.low)
        return self("range", low=value.low, high=value.high)

    def form(self, value: Operand | None, form: str) -> str:
        """An operand in words, in one of `FORMS`."""
        if isinstance(value, Decimal | int):
            return self._number_form(Decimal(value), form)
        if isinstance(value, date):
            return self._date_form(value, form)
        if isinstance(value, Quarter):
            return self._quarter_form(value, form)
        words = self._words(value)
        return initial(words, form)

    def _words(self, value: Operand | None) -> str:
        if isinstance(value, Sentence):
            return self.say(value)
        if isinstance(value, Range):
            return self.range(value)
        if isinstance(value, tuple):
            return self.listed(self.say(item) for item in value if isinstance(item, Sentence))
        if isinstance(value, Text):
            return self.of(value)
        if isinstance(value, Stage):
            return self(f"stage.{value}")
        return str(value or "")

    def _number_form(self, value: Decimal, form: str) -> str:
        if form == "percent":
            return self.percent(value)
        return str(value) if form == "plain" else self.number(value)

    def _date_form(self, day: date, form: str) -> str:
        if form in ("month", "month_short"):
            return self.month(day, short=form == "month_short")
        return self.day_long(day) if form == "long" else self.day(day)

    def _quarter_form(self, quarter: Quarter, form: str) -> str:
        if form in ("month", "month_short"):
            return self.month(quarter.end, short=form == "month_short")
        return self.quarter_long(quarter) if form == "long" else self.quarter(quarter)

    def _template(self, key: str, count: int | None = None) -> str:
        for catalog in self._catalogs:
            message = catalog.get(key)
            words = message.string if message else None
            forms = (words,) if isinstance(words, str) else words or ()
            if any(forms):
                return forms[c2py(catalog.plural_expr)(count or 0) if len(forms) > 1 else 0]
        raise NoSuchText(key)


class _OperandFormatter(Formatter):
    """Puts operands into a template; a field is a name and a form, never an attribute or an index."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        return self._texts.form(value, format_spec)


class _HtmlFormatter(_OperandFormatter):
    """The same with every operand escaped; a sentence among the operands keeps its own marks."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Sentence):
            return Markup(initial(self._texts.say_html(value), format_spec))  # noqa: S704
        if isinstance(value, tuple) and not isinstance(value, Range):
            return self._texts.listed(self._texts.say_html(item) for item in value)
        return escape(super().format_field(value, format_spec))


def initial(words: str, form: str) -> str:
    """`words` with a small or a capital first letter, as `form` asks (`lower`, `upper`)."""
    if form == "upper":
        return words[:1].upper() + words[1:]
    return words[:1].lower() + words[1:] if form == "lower" else words


def _without_count(sentence: Sentence) -> dict[str, Any]:
    return {name: value for name, value in sentence.operands if name != "count"}
