"""The demonstration as committed: forms read as they stand, lists by their jobs, judged by the plan's own rules."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from etl.pipeline import check
from indicators.drafts import FigureDraft
from indicators.packs import pack_folder, read_pack
from indicators.periods import Quarter, quarters
from indicators.plan import Basis, Kind, Plan, Stage
from indicators.progress import Observation, Progress, State, progress

RETURNS = pack_folder("peru_pna") / "returns"
DEMONSTRATION, REAL = RETURNS / "demonstration", RETURNS / "real"
ENTITIES = ("MTPE", "MRE", "MIGRACIONES", "MINJUSDH", "INDECOPI")
FORM = "quarterly_return"
NOW = datetime(2026, 11, 5, 15, tzinfo=UTC)
STAGES = {
    "no iniciado": Stage.NOT_STARTED,
    "en elaboración": Stage.DRAFTING,
    "en revisión": Stage.IN_REVIEW,
    "aprobado": Stage.APPROVED,
    "publicado": Stage.PUBLISHED,
}
AT_2026_Q3 = {
    "2.1.p72.a": State.MET,
    "2.1.p72.b": State.ON_TRACK,
    "2.1.p72.c": State.NOT_DUE,
    "2.1.p72.d": State.UNDETERMINED,
    "2.1.p75.a": State.NOT_VIABLE,
    "2.1.p78.a": State.OFF_TRACK,
    "2.1.p78.b": State.NO_DATA,
    "3.1.p91.a": State.BEHIND,
    "3.2.p108.a": State.NOTHING_TO_REPORT,
    "2.1.p72.c.t1": State.NO_TARGET,
    "2.1.p72.c.t2": State.NO_TARGET,
    "2.1.p72.d.t1": State.NO_TARGET,
    "2.1.p72.d.t2": State.NO_TARGET,
    "3.2.p108.a.t1": State.NO_TARGET,
    "2.1.p72.t1": State.NO_TARGET,
}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def files(folder: Path, *, release: int) -> list[Path]:
    """The files published up to `release`, revised ones after the ones that they replace."""
    return [folder / row["file"] for row in rows(folder / "schedule.csv") if int(row["release"]) <= release]


def jobs(folder: Path) -> dict[str, str]:
    """The job of each file."""
    return {row["file"]: row["job"] for row in rows(folder / "schedule.csv")}


@cache
def counted(file: Path, *, job: str) -> tuple[FigureDraft, ...]:
    """The figures of a list, by its job."""
    plan = read_pack("peru_pna", demonstration=True).plan
    assert plan is not None
    found = check(file.read_bytes(), file.name, job=job, plan=plan, published=lambda _: (), now=NOW)
    assert found.draft is not None, [problem.text() for problem in found.problems]
    return found.draft.figures


def observation(figure: FigureDraft, *, entity: str) -> Observation:
    return Observation(
        quarter=figure.quarter, entity=entity, value=figure.value, nothing=figure.nothing, so_far=figure.so_far,
        stage=figure.stage, stage_date=figure.stage_date, act=figure.act, step=figure.step,
    )  # fmt: skip


def parse_quarter(written: str) -> Quarter:
    return Quarter.parse(written.replace("T", "Q"))


def amount(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None


def observations(folder: Path, *, release: int) -> Iterator[tuple[str, Observation]]:
    """The unsplit figures in force at `release`; a later return of an entity and quarter replaces the earlier."""
    forms = [file for file in files(folder, release=release) if jobs(folder)[file.name] == FORM]
    for file in set(files(folder, release=release)) - set(forms):
        for figure in counted(file, job=jobs(folder)[file.name]):
            yield figure.indicator, observation(figure, entity=file.name.split("-")[0])
    in_force = {(r[0]["entidad"], r[0]["trimestre"]): r for r in map(rows, forms)}
    for of_return in in_force.values():
        for row in of_return:
            if row["situacion"] == "sin información" or row["dimension"]:
                continue
            nothing = row["situacion"] == "sin ejecución"
            yield (
                row["indicador"],
                Observation(
                    quarter=parse_quarter(row["trimestre"]),
                    entity=row["entidad"],
                    value=Decimal(0) if nothing else amount(row["valor"]),
                    nothing=nothing,
                    so_far=amount(row["total_a_la_fecha"]),
                    stage=STAGES.get(row["etapa"]),
                    stage_date=date.fromisoformat(row["fecha"]) if row["fecha"] else None,
                    act=row["acto"],
                    step=row["paso"],
                ),
            )


def judgements(plan: Plan, folder: Path, *, release: int) -> dict[str, Progress]:
    of_release = next(row for row in rows(folder / "releases.csv") if row["release"] == str(release))
    seen = list(observations(folder, release=release))
    reference = Quarter.parse(of_release["reference_quarter"])
    return {
        indicator.code: progress(
            indicator,
            plan=plan,
            observations=[o for code, o in seen if code == indicator.code],
            reference=reference,
            as_of=plan.due(reference),
        )
        for indicator in plan.indicators()
    }


@pytest.fixture(scope="module")
def plan() -> Plan:
    read = read_pack("peru_pna", demonstration=True)
    assert read.problems == ()
    assert read.plan is not None
    return read.plan


@pytest.fixture(scope="module")
def at_the_end(plan: Plan) -> dict[str, Progress]:
    return judgements(plan, DEMONSTRATION, release=4)


def test_the_list_below_names_every_indicator(plan: Plan) -> None:
    assert {indicator.code for indicator in plan.indicators()} == set(AT_2026_Q3)


@pytest.mark.parametrize(("code", "state"), AT_2026_Q3.items())
def test_each_indicator_shows_its_state_at_the_end(at_the_end: dict[str, Progress], code: str, state: State) -> None:
    assert at_the_end[code].state is state


def test_the_nine_of_the_plan_show_nine_different_states(plan: Plan, at_the_end: dict[str, Progress]) -> None:
    states = [at_the_end[indicator.code].state for indicator in plan.indicators() if indicator.in_plan]
    assert len(states) == len(set(states)) == 9


def test_the_original_term_was_missed_where_the_extension_says_so(at_the_end: dict[str, Progress]) -> None:
    assert at_the_end["2.1.p72.c"].past_original == date(2025, 12, 31)
    assert at_the_end["2.1.p72.a"].past_original is None


def test_companies_are_exact_until_the_quarter_that_is_missing(plan: Plan) -> None:
    seen = [o for code, o in observations(DEMONSTRATION, release=4) if code == "2.1.p72.b"]
    assert max(o.quarter for o in seen) == Quarter(2026, 2)
    assert all(o.so_far is not None for o in seen)


def test_persons_trained_have_a_gap_and_are_never_split() -> None:
    quarters_told = {o.quarter for code, o in observations(DEMONSTRATION, release=4) if code == "2.1.p72.d"}
    assert Quarter(2024, 3) not in quarters_told
    split = {r["indicador"] for f in files(DEMONSTRATION, release=4) for r in rows(f) if r.get("dimension")}
    assert split == {"2.1.p72.b", "2.1.p72.c.t1"}


def test_copies_of_the_booklet_have_a_gap_of_one_entity(at_the_end: dict[str, Progress]) -> None:
    assert at_the_end["2.1.p72.c.t1"].missing == (("MIGRACIONES", Quarter(2025, 1)), ("MTPE", Quarter(2026, 3)))


def test_one_quarter_comes_a_release_late() -> None:
    published = {row["file"]: int(row["release"]) for row in rows(DEMONSTRATION / "schedule.csv")}
    reference = {int(row["release"]): row["reference_quarter"] for row in rows(DEMONSTRATION / "releases.csv")}
    late = [
        file
        for file, release in published.items()
        if not file.endswith("-r2.csv") and release > 2 and file[:-4].split("-", 1)[1] <= reference[release - 1]
    ]
    assert late == ["MTPE-2023-Q1.csv"]


def test_a_revision_says_the_class_and_the_reason_of_what_it_changes_and_of_nothing_else() -> None:
    def keyed(file: str) -> dict[tuple[str, str, str], dict[str, str]]:
        return {(r["indicador"], r["dimension"], r["categoria"]): r for r in rows(DEMONSTRATION / file)}

    before, after = keyed("MTPE-2023-Q2.csv"), keyed("MTPE-2023-Q2-r2.csv")
    explained = {key for key, row in after.items() if row["clase_de_cambio"] and row["sustento"]}
    changed = {
        key
        for key, row in after.items()
        if [before[key][name] for name in ("valor", "total_a_la_fecha")] != [row["valor"], row["total_a_la_fecha"]]
    }
    assert before.keys() == after.keys()
    assert changed == explained
    assert ("2.1.p72.b", "", "") in changed


def test_one_correction_flips_the_status_that_the_wrong_figure_had_given(plan: Plan) -> None:
    def person_rows(file: str) -> list[dict[str, str]]:
        return [row for row in rows(DEMONSTRATION / file) if row["indicador"] == "2.1.p72.d"]

    (before,), (after,) = person_rows("MTPE-2025-Q4.csv"), person_rows("MTPE-2025-Q4-r2.csv")
    assert (before["valor"], after["valor"], after["clase_de_cambio"]) == ("341", "98", "rectificación")
    assert after["sustento"]
    others = [[r for r in rows(DEMONSTRATION / f) if r["indicador"] != "2.1.p72.d"]
              for f in ("MTPE-2025-Q4.csv", "MTPE-2025-Q4-r2.csv")]  # fmt: skip
    assert others[0] == others[1]
    assert judgements(plan, DEMONSTRATION, release=3)["2.1.p72.d"].state is State.ON_TRACK
    assert judgements(plan, DEMONSTRATION, release=4)["2.1.p72.d"].state is State.UNDETERMINED


def test_what_is_called_verified_was_reported_with_evidence() -> None:
    marked = [row["figure"].split("/") for row in rows(DEMONSTRATION / "marks.csv")]
    assert len(marked) == 3
    for indicator, entity, quarter, *_ in marked:
        file = DEMONSTRATION / f"{entity}-{quarter}.csv"
        assert any(r["medio_tipo"] for r in rows(file) if r["indicador"] == indicator and not r["dimension"])
    assert rows(REAL / "marks.csv") == []


def test_five_entities_report_every_quarter_but_two() -> None:
    expected = {f"{entity}-{q}.csv" for entity in ENTITIES for q in quarters(Quarter(2021, 3), Quarter(2026, 3))}
    committed = {file.name for file in DEMONSTRATION.glob("*-*.csv") if not file.name.endswith("-r2.csv")}
    assert expected - committed == {"MTPE-2026-Q3.csv", "MIGRACIONES-2025-Q1.csv"}
    assert committed <= expected


@pytest.mark.parametrize("folder", [DEMONSTRATION, REAL], ids=["demonstration", "real"])
def test_the_schedule_names_every_file_once_and_no_other(folder: Path) -> None:
    scheduled = [row["file"] for row in rows(folder / "schedule.csv")]
    assert sorted(scheduled) == sorted(file.name for file in folder.glob("*-*.csv"))
    assert {row["release"] for row in rows(folder / "schedule.csv")} <= {
        row["release"] for row in rows(folder / "releases.csv")
    }


@pytest.mark.parametrize("folder", [DEMONSTRATION, REAL], ids=["demonstration", "real"])
def test_a_file_is_named_after_its_entity_and_quarter(folder: Path) -> None:
    for file in folder.glob("*-*.csv"):
        entity, written = file.name.removesuffix(".csv").removesuffix("-r2").split("-", 1)
        assert {(row["entidad"], str(parse_quarter(row["trimestre"]))) for row in rows(file)} == {(entity, written)}


@pytest.mark.parametrize("column", ["medio_referencia", "acto"])
def test_every_invented_document_says_that_it_is_a_demonstration(column: str) -> None:
    written = [row[column] for file in files(DEMONSTRATION, release=4) for row in rows(file) if row.get(column)]
    assert written
    assert all("(demostración)" in text for text in written)


def test_no_row_of_the_demonstration_enters_a_real_plan() -> None:
    real = read_pack("peru_pna", demonstration=False).plan
    assert real is not None
    bases = {
        dated.basis
        for indicator in real.indicators()
        for dated in (*indicator.targets, *indicator.steps, *indicator.acts, *indicator.reporters)
    }
    assert Basis.DEMONSTRATION not in bases
    assert Basis.IMPLIED in bases


def test_the_one_real_figure_is_the_portal_of_the_ombudsmans_note() -> None:
    real = read_pack("peru_pna", demonstration=False).plan
    assert real is not None
    told = list(observations(REAL, release=2))
    assert [(code, str(o.quarter), o.entity, o.value) for code, o in told] == [("2.1.p72.t1", "2022-Q4", "DP", 1)]
    (row,) = rows(REAL / "DP-2022-Q4.csv")
    assert row["medio_publico"] == "sí"
    assert row["medio_fecha"] == "2022-12-27"


def test_a_real_store_knows_of_nothing_else() -> None:
    real = read_pack("peru_pna", demonstration=False).plan
    assert real is not None
    states = {code: p.state for code, p in judgements(real, REAL, release=2).items()}
    without_target = {i.code for i in real.indicators() if i.kind in (Kind.COUNT, Kind.DISTINCT, Kind.LEVEL)}
    assert {code for code, state in states.items() if state is State.NO_TARGET} == without_target
    assert {state for code, state in states.items() if code not in without_target} == {State.NOT_DUE}
