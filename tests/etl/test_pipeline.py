from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from etl import apart, reading
from etl import job as job_module
from etl.cells import Table
from etl.files.readers import MAX_BYTES, read_table
from etl.jobs import JOBS
from etl.pipeline import Outcome, UnknownJob, blank, check, run
from indicators import queries, releases, returns, tables
from indicators.canonical import sha256
from indicators.drafts import InForce
from indicators.lifecycle import ReturnState
from indicators.periods import Quarter
from indicators.rules import RuleRefused
from indicators.store import Store
from tests.etl.files import COUNT as INDICATOR
from tests.etl.files import NOW, csv_file, plan_of, row, workbook
from tests.stores import COUNT, DISTINCT, OTHER_STEWARD, PLANNER, REPORT, STEWARD, with_plan

WHY = {"clase_de_cambio": "rectificación", "sustento": "una carta contada dos veces"}
EVIDENCE = {"medio_tipo": "informe", "medio_referencia": "Informe 1", "medio_publico": "sí"}
TAKEN_BACK: dict[str, object] = {"valor": "", "situacion": "retirado"} | dict.fromkeys(EVIDENCE, "")


def rows(value: object = 10, **cells: object) -> tuple[dict[str, object], ...]:
    """What MIN reports for the fourth quarter of 2023."""
    return (
        row(indicador=COUNT, **{"valor": value} | cells),
        row(indicador=DISTINCT, valor=5),
        row(indicador=REPORT, etapa="en revisión"),
    )


def written(folder: Path, content: bytes, name: str = "r.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def load(store: Store, path: Path, *, who: str = STEWARD, dry_run: bool = False, apart: bool = False) -> Outcome:
    return run(store, path, job="quarterly_return", who=who, now=NOW, dry_run=dry_run, apart=apart)


def publish(store: Store, outcome: Outcome) -> None:
    assert outcome.receipt is not None
    with store.write() as session:
        returns.submit(session, outcome.receipt.return_id, who=STEWARD, now=NOW)
        returns.approve(session, outcome.receipt.return_id, who=PLANNER, now=NOW)
        releases.publish(session, who=PLANNER, now=NOW, note="Nota", reference=Quarter(2023, 4))


def in_force(store: Store) -> dict[str, InForce]:
    """What is in force of MIN, by indicator; there is no split."""
    with store.read() as session:
        known = queries.figures_in_force(session, entity="MIN")
    return {each.figure.indicator: each for each in known}


def stored(store: Store) -> tuple[int, ...]:
    with store.read() as session:
        counted = (tables.returns, tables.figures, tables.files, tables.audit)
        return tuple(session.execute(select(func.count()).select_from(table)).scalar_one() for table in counted)


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def test_a_sound_file_is_staged_whole_with_a_receipt(planned: Store, tmp_path: Path) -> None:
    before = stored(planned)
    outcome = load(planned, written(tmp_path, csv_file(*rows())))
    assert outcome.problems == ()
    assert outcome.receipt is not None
    assert (outcome.receipt.figures, outcome.receipt.repeated) == (3, False)
    assert [now - then for then, now in zip(before, stored(planned), strict=True)] == [1, 3, 1, 2]


def test_a_file_with_one_problem_is_on_the_record_and_nothing_of_it_is_stored(planned: Store, tmp_path: Path) -> None:
    before = stored(planned)
    path = written(tmp_path, csv_file(*rows("12 aprox")))
    outcome = load(planned, path)
    assert [problem.code for problem in outcome.problems] == ["number_form"]
    assert (outcome.draft, outcome.receipt) == (None, None)
    assert [now - then for then, now in zip(before, stored(planned), strict=True)] == [1, 0, 0, 2]
    again = load(planned, path)
    assert (again.refused, again.problems) == (outcome.refused, outcome.problems)
    assert [now - then for then, now in zip(before, stored(planned), strict=True)] == [1, 0, 0, 2]
    with planned.read() as session:
        (line,) = returns.listing(session, ReturnState.REFUSED)
        recorded = [session.execute(select(table)).all() for table in (tables.returns, tables.audit)]
    assert (line.return_id, line.problems, line.file_name) == (outcome.refused, '{"number_form":1}', "r.csv")
    assert "12 aprox" not in repr(recorded)


def test_a_file_that_cannot_be_read_is_on_the_record_with_its_hash(planned: Store, tmp_path: Path) -> None:
    path = written(tmp_path, b"PK\x03\x04 no workbook", "r.xlsx")
    outcome = load(planned, path)
    assert outcome.problems
    with planned.read() as session:
        row = session.execute(select(tables.returns)).one()
    assert (row.state, row.entity, row.file_hash) == ("refused", None, sha256(path.read_bytes()))


def test_a_file_longer_than_what_is_read_is_recorded_by_its_own_hash(planned: Store, tmp_path: Path) -> None:
    path = written(tmp_path, b"x" * (MAX_BYTES + 10))
    assert load(planned, path).problems
    with planned.read() as session:
        row = session.execute(select(tables.returns)).one()
    assert row.file_hash == sha256(path.read_bytes())


def test_a_list_that_is_kept_is_read_whole_or_not_at_all(planned: Store, tmp_path: Path) -> None:
    header = ",".join(JOBS["booklets_issued"].names) + "\n"
    path = written(tmp_path, header.encode() + b"x" * MAX_BYTES)
    outcome = run(planned, path, job="booklets_issued", who=STEWARD, now=NOW)
    assert [problem.code for problem in outcome.problems] == ["file_too_large"]


def test_a_dry_run_comes_to_the_same_verdict_and_stores_nothing(planned: Store, tmp_path: Path) -> None:
    before = stored(planned)
    for value in (10, "12 aprox"):
        path = written(tmp_path, csv_file(*rows(value)))
        dry = load(planned, path, who="", dry_run=True)
        assert stored(planned) == before
        assert dry.receipt is None
        real = load(planned, path)
        assert (dry.draft, dry.problems) == (real.draft, real.problems)
        before = stored(planned)


def test_the_same_content_in_another_form_gets_the_same_receipt(planned: Store, tmp_path: Path) -> None:
    first = load(planned, written(tmp_path, csv_file(*rows()))).receipt
    before = stored(planned)
    again = load(planned, written(tmp_path, workbook(*rows()), "r.xlsx")).receipt
    assert first is not None
    assert again is not None
    assert again.repeated
    assert again.reference == first.reference
    assert stored(planned) == before


def test_a_published_return_sent_again_gets_its_receipt(planned: Store, tmp_path: Path) -> None:
    path = written(tmp_path, csv_file(*rows()))
    publish(planned, load(planned, path))
    again = load(planned, path).receipt
    assert again is not None
    assert again.repeated


def test_a_revision_needs_its_reason_and_sent_again_is_known(planned: Store, tmp_path: Path) -> None:
    publish(planned, load(planned, written(tmp_path, csv_file(*rows(10)))))
    unexplained = load(planned, written(tmp_path, csv_file(*rows(9))))
    assert [problem.code for problem in unexplained.problems] == ["change_missing"]
    path = written(tmp_path, csv_file(*rows(9, **WHY)))
    publish(planned, load(planned, path))
    assert in_force(planned)[COUNT].figure.value == 9
    again = load(planned, path).receipt
    assert again is not None
    assert again.repeated


def test_a_withdrawal_sent_again_is_known(planned: Store, tmp_path: Path) -> None:
    publish(planned, load(planned, written(tmp_path, csv_file(*rows()))))
    path = written(tmp_path, csv_file(*rows("", situacion="retirado", **WHY)))
    publish(planned, load(planned, path))
    assert in_force(planned)[COUNT].figure.withdrawn
    again = load(planned, path).receipt
    assert again is not None
    assert again.repeated
    with pytest.raises(RuleRefused, match="other_entity"):
        load(planned, path, who=OTHER_STEWARD)


# What may be said anew of the published COUNT row, each with the problem that it has without a class.
ANEW: dict[str, tuple[dict[str, object], list[str]]] = {
    "the same": ({}, []),
    "a note": ({"nota": "Otra"}, ["change_missing"]),
    "other evidence": ({"medio_referencia": "Informe 2"}, ["change_missing"]),
    "a date of the evidence": ({"medio_fecha": "2024-01-05"}, ["change_missing"]),
    "evidence no longer public": ({"medio_publico": "no"}, ["change_missing"]),
    "a value": ({"valor": 9}, ["change_missing"]),
    "nothing": ({"valor": "", "situacion": "sin ejecución"}, ["change_missing"]),
    "a withdrawal": (TAKEN_BACK, ["change_missing"]),
}


@pytest.mark.parametrize("explained", [False, True])
@pytest.mark.parametrize("said", ANEW)
def test_what_the_checks_let_through_can_be_published(
    planned: Store, tmp_path: Path, said: str, *, explained: bool
) -> None:
    publish(planned, load(planned, written(tmp_path, csv_file(*rows(10, **EVIDENCE)))))
    cells, expected = ANEW[said]
    if explained:
        expected = [] if expected else ["change_unneeded"]
    outcome = load(planned, written(tmp_path, csv_file(*rows(10, **EVIDENCE | cells | (WHY if explained else {})))))
    assert [problem.code for problem in outcome.problems] == expected
    if not expected and said != "the same":
        publish(planned, outcome)
        assert in_force(planned)[COUNT].release == 3


@pytest.mark.parametrize("code", [COUNT, DISTINCT])
def test_a_split_of_a_published_return_says_why_it_changes(planned: Store, tmp_path: Path, code: str) -> None:
    def split(**cells: object) -> Path:
        lima = row(indicador=code, dimension="region", categoria="Lima", valor={COUNT: 10, DISTINCT: 5}[code])
        return written(tmp_path, csv_file(*rows(), lima | cells))

    publish(planned, load(planned, split()))
    assert [problem.code for problem in load(planned, split(nota="Otra")).problems] == ["change_missing"]
    publish(planned, load(planned, split(nota="Otra", **WHY)))
    assert load(planned, split(nota="Otra")).problems == ()


def test_a_figure_taken_back_can_be_reported_again(planned: Store, tmp_path: Path) -> None:
    publish(planned, load(planned, written(tmp_path, csv_file(*rows()))))
    publish(planned, load(planned, written(tmp_path, csv_file(*rows(10, **TAKEN_BACK | WHY)))))
    unexplained = load(planned, written(tmp_path, csv_file(*rows(10))))
    assert [problem.code for problem in unexplained.problems] == ["change_missing"]
    publish(planned, load(planned, written(tmp_path, csv_file(*rows(10, **WHY)))))
    without = csv_file(*rows(10, **{"valor": "", "situacion": "sin información"}))
    assert [problem.code for problem in load(planned, written(tmp_path, without)).problems] == ["no_data_published"]


def test_a_figure_taken_back_stays_so_when_the_rest_is_revised(planned: Store, tmp_path: Path) -> None:
    publish(planned, load(planned, written(tmp_path, csv_file(*rows()))))
    publish(planned, load(planned, written(tmp_path, csv_file(*rows(10, **TAKEN_BACK | WHY)))))
    count, distinct, report = rows(10, valor="", situacion="sin información")
    publish(planned, load(planned, written(tmp_path, csv_file(count, distinct | {"valor": 6} | WHY, report))))
    assert [in_force(planned)[code].figure.withdrawn for code in (COUNT, DISTINCT, REPORT)] == [True, False, False]


def test_a_figure_added_to_a_published_quarter_can_be_published(planned: Store, tmp_path: Path) -> None:
    publish(planned, load(planned, written(tmp_path, csv_file(*rows()))))
    lima = row(indicador=COUNT, dimension="region", categoria="Lima", valor=10)
    publish(planned, load(planned, written(tmp_path, csv_file(*rows(), lima))))
    with planned.read() as session:
        detail = queries.indicator_detail(session, COUNT)
    assert detail is not None
    assert [(figure.category, figure.late) for figure in detail.figures if figure.dimension] == [("Lima", True)]


def test_a_steward_of_another_entity_is_refused_and_nothing_stored(planned: Store, tmp_path: Path) -> None:
    before = stored(planned)
    with pytest.raises(RuleRefused, match="other_entity"):
        load(planned, written(tmp_path, csv_file(*rows())), who=OTHER_STEWARD)
    assert stored(planned) == before


def test_a_store_without_a_plan_refuses_every_file(store: Store, tmp_path: Path) -> None:
    with pytest.raises(RuleRefused, match="no_plan"):
        load(store, written(tmp_path, csv_file(*rows())))


def test_an_enormous_file_is_not_even_read_to_its_end(planned: Store, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(50 * MAX_BYTES)
    assert [problem.code for problem in load(planned, path).problems] == ["file_too_large"]


def test_the_store_is_free_while_a_file_is_read(
    planned: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_and_write(content: bytes, **how: Any) -> Table:
        with planned.write() as session:
            session.execute(select(func.count()).select_from(tables.returns))
        return read_table(content, **how)

    monkeypatch.setattr(reading, "read_table", read_and_write)
    assert load(planned, written(tmp_path, csv_file(*rows()))).receipt is not None


def test_a_list_that_is_only_counted_may_be_long_but_not_endless(
    planned: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def problems(size: int, job: str) -> list[str]:
        path = written(tmp_path, b"x," * (size // 2))
        return [problem.code for problem in run(planned, path, job=job, who=STEWARD, now=NOW, apart=False).problems]

    assert problems(MAX_BYTES + 10, "booklets_issued") == ["file_too_large"]
    assert "file_too_large" not in problems(MAX_BYTES + 10, "migrants_trained")
    monkeypatch.setattr(job_module, "MAX_COUNTED_BYTES", 1000)
    assert problems(1010, "migrants_trained") == ["file_too_large"]


def test_a_file_read_in_a_process_of_its_own_is_the_same_file(planned: Store, tmp_path: Path) -> None:
    for content in (csv_file(*rows()), workbook(*rows()), csv_file(*rows("12 aprox"))):
        path = written(tmp_path, content)
        assert load(planned, path, dry_run=True) == load(planned, path, dry_run=True, apart=True)
    with pytest.raises(FileNotFoundError):
        load(planned, tmp_path / "none.csv", apart=True)


def test_a_file_that_asks_for_too_much_is_refused_and_on_the_record(
    planned: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored(planned)
    monkeypatch.setattr(apart, "RETURN_LIMITS", replace(apart.RETURN_LIMITS, wall=0.0))
    outcome = load(planned, written(tmp_path, csv_file(*rows())), apart=True)
    assert [problem.code for problem in outcome.problems] == ["file_too_heavy"]
    assert outcome.refused is not None
    assert [now - then for then, now in zip(before, stored(planned), strict=True)] == [1, 0, 0, 2]


@pytest.mark.parametrize("quarter", [Quarter(2021, 2), Quarter(2026, 1), Quarter(9999, 4)])
def test_a_quarter_outside_the_term_gets_no_workbook(planned: Store, quarter: Quarter) -> None:
    with pytest.raises(RuleRefused, match="outside_term"):
        blank(planned, entity="MIN", quarter=quarter, job="quarterly_return")


def test_a_file_name_is_kept_harmless() -> None:
    name = "\r\nSet-Cookie: x\u202e" + "a" * 5000
    result = check(
        csv_file(row(valor=1)), name, job=None, plan=plan_of(INDICATOR), published=lambda entity: (), now=NOW
    )
    assert result.draft is not None
    assert result.draft.file_name.startswith("<U+000D><U+000A>Set-Cookie: x<U+202E>aaa")
    assert len(result.draft.file_name) < 300


def test_an_unknown_job_is_refused_with_those_there_are(planned: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownJob, match="quarterly_return"):
        run(planned, written(tmp_path, b"x"), job="letters", who=STEWARD, now=NOW)
