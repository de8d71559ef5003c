"""Pages loaded in turn, round after round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playwright.sync_api import BrowserType

from benchmarks.cells import Cell
from benchmarks.measure import Load, Profile, Subject, load

# The ways of showing each page, by its name.
Subjects = Mapping[str, Sequence[Subject]]


def measured(chromium: BrowserType, subjects: Subjects, profile: Profile, *, rounds: int) -> list[Cell]:
    """Every subject once in each round, each round beginning with another, so that a busy moment falls on all."""
    found: dict[str, dict[str, list[Load]]] = {
        page: {subject.name: [] for subject in several} for page, several in subjects.items()
    }
    for number in range(1, rounds + 1):
        say(f"{profile.name}: round {number} of {rounds}.")
        for page, several in subjects.items():
            first = number % len(several)
            for subject in (*several[first:], *several[:first]):
                found[page][subject.name].append(load(chromium, subject, profile))
    return [Cell(page, profile.name, loads) for page, loads in found.items()]


def say(sentence: str) -> None:
    """Tell whoever waits how far it is."""
    print(sentence, flush=True)
