"""The department figures of a release. Reads published series only."""

from __future__ import annotations

from sqlalchemy.orm import Session

from indicators import queries
from indicators.department_figures import DEPARTMENT, DepartmentFigures, DepartmentRecord, by_department


def department_record(session: Session, *, number: int | None = None) -> DepartmentRecord | None:
    """The department figures of a release (None: the current one); None where there is no such release."""
    published = queries.releases(session)
    release = next((each for each in reversed(published) if number in (None, each.number)), None)
    if release is None:
        return None
    plan = queries.plan_at(session, release.number)
    asked = (each for each in plan.indicators() if DEPARTMENT in each.dimensions and not each.persons)
    found = (
        DepartmentFigures(each, by_department(queries.series(session, each.code, number=release.number).figures))
        for each in asked
    )
    return DepartmentRecord(
        release=release,
        releases=published,
        plan=plan,
        indicators=tuple(each for each in found if each.quarters),
        persons=tuple(each for each in plan.indicators() if each.persons),
    )
