"""What files to keep are called: release by release, and DEMOSTRACION in the name of invented figures. Pure."""

from __future__ import annotations

from indicators.results import Release

DEMONSTRATION = "-DEMOSTRACION"


def file_name(subject: str, release: Release, form: str) -> str:
    """`2.1.p72.d-release-4-DEMOSTRACION.csv`: `subject` is a code or a word of ours, `form` the ending."""
    return f"{subject}-release-{release.number}{DEMONSTRATION if release.demonstration else ''}.{form}"
