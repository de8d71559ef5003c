"""The wordings of all problems, by topic; a new topic is a module with one mapping, named here."""

from __future__ import annotations

from etl.problem_words.cells import CELLS
from etl.problem_words.doubts import DOUBTS
from etl.problem_words.events import EVENTS
from etl.problem_words.files import FILES
from etl.problem_words.lists import LISTS
from etl.problem_words.rows import ROWS
from etl.problem_words.wording import Wording, merged

CATALOGUE: dict[str, Wording] = merged(FILES, CELLS, ROWS, LISTS, EVENTS, DOUBTS)
