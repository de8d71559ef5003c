"""What documents are made with: the templates, and the application whose islands stand in some of them."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment

from dashboard.islands.island import Island
from dashboard.texts import Texts


@dataclass(frozen=True, slots=True)
class Kit:
    """Shared by every document of a server. `first_texts` are the words of the language in which a plan is typed."""

    templates: Environment
    island: Island
    first_texts: Texts
