"""All lists together: exact totals so far, and an aggregate that the tracker takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.counting import CannotCount, aggregate, count
from indicators.periods import Quarter
from tests.etl.lists import ATTENDANCES, DOCUMENTS, JOB, PERSONS, attendance, checked, list_file, plan, values
from tests.etl.test_lists import in_force

Q3, Q4 = Quarter(2023, 3), Quarter(2023, 4)
ANA, LUZ = {"numero_documento": "001"}, {"numero_documento": "002"}
# Luz came in both quarters, under another document the second time; Ana in both under the same; a third one once.
FILES = {
    "julio.csv": list_file(attendance(fecha="2023-07-02", **ANA), trimestre="2023-T3"),
    "setiembre.csv": list_file(
        attendance(fecha="2023-09-02", tipo_documento="PTP", **LUZ), attendance(fecha="2023-09-03", **ANA),
        trimestre="2023-T3",
    ),
    "noviembre.csv": list_file(
        attendance(tipo_documento="CPP", numero_documento="777", tipo_anterior="PTP", numero_anterior="002"),
        attendance(**ANA),
        attendance(numero_documento="003"),
    ),
}  # fmt: skip


def written(folder: Path, files: dict[str, bytes]) -> list[Path]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def amounts(measured: object) -> dict[str, int]:
    return {name: counted.total for name, counted in measured[PERSONS].items()}  # type: ignore[index]


@pytest.mark.parametrize("backwards", [False, True])
def test_totals_so_far_are_exact_over_all_lists(tmp_path: Path, backwards: bool) -> None:
    paths = written(tmp_path, FILES)
    counted = count(paths[::-1] if backwards else paths, JOB, plan())
    assert amounts(counted.by_quarter[Q3]) == {"persons": 2, "attendances": 3, "documents": 2}
    assert amounts(counted.by_quarter[Q4]) == {"persons": 3, "attendances": 3, "documents": 3}
    assert amounts(counted.so_far[Q4]) == {"persons": 3, "attendances": 6, "documents": 4}
    assert amounts(counted.so_far[Q3]) == amounts(counted.by_quarter[Q3])
    assert (counted.entity, counted.files, counted.rows, counted.unusable) == ("MIN", 3, 6, 0)


def test_the_aggregate_is_taken_and_holds_nobody(tmp_path: Path) -> None:
    counted = count(written(tmp_path, FILES), JOB, plan())
    content = aggregate(counted, Q4, JOB, plan(), note="Contado sobre 3 listas.", whole=True)
    published = [
        in_force(PERSONS, 2, quarter="2023-Q3"), in_force(ATTENDANCES, 3, quarter="2023-Q3"),
        in_force(DOCUMENTS, 2, quarter="2023-Q3"),
    ]  # fmt: skip
    found = checked(content, published=published)
    assert values(found) == {PERSONS: 3, ATTENDANCES: 3, DOCUMENTS: 3}
    assert found.draft is not None
    assert {f.indicator: f.so_far for f in found.draft.figures} == {PERSONS: 3, ATTENDANCES: None, DOCUMENTS: 4}
    assert not [secret for secret in (b"001", b"002", b"777", b"PTP", b"CPP", b"Venezuela") if secret in content]


def test_a_quarter_in_which_nothing_was_done_is_said_so(tmp_path: Path) -> None:
    silent = list_file({"indicador": PERSONS, "situacion": "sin ejecución"})
    counted = count(written(tmp_path, FILES | {"noviembre.csv": silent}), JOB, plan())
    text = aggregate(counted, Q4, JOB, plan(), note="", whole=True).decode()
    assert text.count("sin ejecución") == 3
    assert values(checked(text.encode())) == {PERSONS: 0, ATTENDANCES: 0, DOCUMENTS: 0}


def test_one_list_with_a_problem_and_nothing_is_counted(tmp_path: Path) -> None:
    bad = {
        "mala.csv": list_file(attendance(sexo="x")),
        "otra.csv": list_file(attendance(), entidad="OFI"),
        "no.csv": b"x",
        "muda.csv": list_file(attendance()).splitlines(keepends=True)[0],
    }
    with pytest.raises(CannotCount) as refused:
        count(written(tmp_path, FILES | bad), JOB, plan())
    told = {each.path.name: [problem.code for problem in each.problems] for each in refused.value.troubled}
    assert told == {
        "mala.csv": ["word_unknown"],
        "otra.csv": ["entity_mixed"],
        "no.csv": ["header_missing"],
        "muda.csv": ["no_rows"],
    }


def test_the_same_list_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotCount) as refused:
        count(written(tmp_path, {**FILES, "copia.csv": FILES["julio.csv"]}), JOB, plan())
    assert [(t.path.name, t.problems[0].code) for t in refused.value.troubled] == [("copia.csv", "list_twice")]


def test_what_a_later_list_links_is_one_person_in_every_quarter(tmp_path: Path) -> None:
    """Else a total so far would lie below the quarter's own, and the tracker would not take it."""
    ptp, cpp = (
        {"tipo_documento": "PTP", "numero_documento": "111"},
        {"tipo_documento": "CPP", "numero_documento": "222"},
    )
    files = {
        "setiembre.csv": list_file(
            attendance(fecha="2023-09-02", **ptp), attendance(fecha="2023-09-02", **cpp), trimestre="2023-T3"
        ),
        "noviembre.csv": list_file(attendance(**cpp, tipo_anterior="PTP", numero_anterior="111")),
    }
    counted = count(written(tmp_path, files), JOB, plan())
    persons = [
        amounts(measured[quarter])["persons"]
        for measured in (counted.by_quarter, counted.so_far)
        for quarter in (Q3, Q4)
    ]
    assert persons == [1, 1, 1, 1]
    assert amounts(counted.so_far[Q4])["documents"] == 2


def test_a_list_without_its_columns_among_others_is_told(tmp_path: Path) -> None:
    """So is an aggregate, which is what lists were counted to already."""
    made = aggregate(count(written(tmp_path, FILES), JOB, plan()), Q4, JOB, plan(), note="", whole=True)
    with pytest.raises(CannotCount) as refused:
        count(written(tmp_path, FILES | {"agregado.csv": made}), JOB, plan())
    assert [each.path.name for each in refused.value.troubled] == ["agregado.csv"]


def test_whose_list_it_says_it_is_is_not_repeated(tmp_path: Path) -> None:
    files = {"uno.csv": FILES["noviembre.csv"], "dos.csv": list_file(attendance(), entidad="Rosa Quispe Mamani")}
    for order in (files, dict(reversed(files.items()))):
        with pytest.raises(CannotCount) as refused:
            count(written(tmp_path, order), JOB, plan())
        told = [problem for each in refused.value.troubled for problem in each.problems]
        assert [problem.code for problem in told] == ["entity_mixed"]
        assert "Quispe" not in str([problem.as_json() for problem in told])


def test_without_all_lists_there_is_no_total_so_far(tmp_path: Path) -> None:
    counted = count(written(tmp_path, FILES), JOB, plan())
    found = checked(aggregate(counted, Q4, JOB, plan(), note="", whole=False))
    assert found.draft is not None
    assert {figure.so_far for figure in found.draft.figures} == {None}
