"""What documents are made with: the templates, and the application whose islands stand in some of them."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment

from dashboard.islands.island import Island


@dataclass(frozen=True, slots=True)
class Kit:
    """Shared by every document of a server."""

    templates: Environment
    island: Island
