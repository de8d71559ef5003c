"""Plan packs: what is read, what is refused and where it says so."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indicators import canonical
from indicators.pack_cells import cell_fault, cleaned
from indicators.pack_columns import Column, Holds, Table
from indicators.pack_format import PLAN, TABLES
from indicators.pack_problems import CATALOGUE, PackProblem
from indicators.packs import FOLDER, NoSuchPack, pack_folder, pack_names, read_pack
from indicators.periods import Quarter
from indicators.plan import Basis, Direction, Kind
from indicators.words import TextBasis
from tests import builders as b

ISLANDS = Path(__file__).parents[1] / "data" / "packs" / "islands"
DOCUMENT = Path(__file__).parents[2] / "docs" / "pack.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the plan of the islands, to be broken."""
    return Path(shutil.copytree(ISLANDS, tmp_path / "islands"))


def lines(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def write(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(rows)


def put(folder: Path, place: str, value: str) -> None:
    """Put `value` into the cell `place`, written "file row column" as problems name it."""
    file, row, column = place.split()
    rows = lines(folder / file)
    rows[int(row) - 1][rows[0].index(column)] = value
    write(folder / file, rows)


def append(folder: Path, file: str, *, like: int, **changes: str) -> None:
    """Append a copy of row `like` with `changes`."""
    rows = lines(folder / file)
    row = dict(zip(rows[0], rows[like - 1], strict=True)) | changes
    write(folder / file, [*rows, [row[name] for name in rows[0]]])


def told(folder: Path) -> list[tuple[str, int, str, str]]:
    """The problems of the pack as (file, row, column, code)."""
    return [(p.file, p.row, p.column, p.code) for p in read_pack(folder, demonstration=False).problems]


# One wrong cell: "file row column", what is put there, the code expected at that very place, or in the column named.
CELLS: list[tuple[str, ...]] = [
    ("sources.csv 2 publisher", "", "required"),
    ("sources.csv 2 title_en", " The gazette", "not_clean"),
    ("sources.csv 2 title_en", "The\u00a0gazette", "not_clean"),
    ("sources.csv 2 title_en", "Cafe\u0301", "not_clean"),
    ("sources.csv 2 title_en", "Gac\u200beta", "not_clean"),
    ("sources.csv 2 title_en", "Two\nlines", "not_clean"),
    ("sources.csv 2 note", "x" * 4001, "too_long"),
    ("entities.csv 2 code", "HARBÓUR", "not_a_code"),
    ("indicators.csv 2 themes", "safety;", "not_a_code"),
    ("indicators.csv 2 kind", "average", "not_a_choice"),
    ("indicators.csv 2 in_plan", "sí", "not_a_choice"),
    ("guidelines.csv 2 page", "4-5", "not_whole"),
    ("guidelines.csv 2 page", "04", "not_whole"),
    ("guidelines.csv 2 page", "٤", "not_whole"),
    ("targets.csv 2 value", "1,234", "not_decimal"),
    ("targets.csv 2 value", "1e3", "not_decimal"),
    ("targets.csv 2 date", "31/12/2023", "not_a_date"),
    ("targets.csv 2 date", "2023-02-30", "not_a_date"),
    ("sources.csv 2 url", "gazette.example", "not_a_link"),
    ("sources.csv 2 url", "javascript:alert(1)", "not_a_link"),
    ("targets.csv 2 source", "nowhere", "unknown_reference"),
    ("targets.csv 2 indicator", "9.9.p9.a", "unknown_reference"),
    ("targets.csv 2 version", "3", "unknown_reference"),
    ("indicators.csv 2 dimensions", "region", "unknown_reference"),
    ("named.csv 2 code", "C118", "unknown_reference"),
    ("aliases.csv 2 code", "PORT", "unknown_reference"),
    ("alignments.csv 2 code", "17.1", "unknown_reference"),
    ("indicators.csv 2 themes", "safety;safety", "repeated_in_list"),
    ("guidelines.csv 2 title_es_basis", "", "words_without_basis"),
    ("guidelines.csv 2 title_en", "", "basis_without_words"),
    ("objectives.csv 2 code", "2.2", "objective_code"),
    ("actions.csv 4 code", "2.1.p10", "action_code"),
    ("actions.csv 4 code", "2.1.action", "action_code"),
    ("indicators.csv 4 code", "2.1.p9.1", "indicator_code"),
    ("code_lists.csv 2 kind", "topic", "list_kind"),
    ("code_lists.csv 2 exclusive", "yes", "exclusive_kind"),
    ("terms.csv 2 version", "2", "term_order"),
    ("indicators.csv 2 baseline_value", "", "baseline_parts"),
    ("indicators.csv 4 direction", "down", "falling_kind"),
    ("indicators.csv 3 numerator", "", "accrual_kind"),
    ("indicators.csv 4 numerator", "events", "accrual_kind"),
    ("indicators.csv 3 persons", "yes", "persons_kind"),
    ("reporters.csv 2 job", "", "job_of_reporter"),
    ("reporters.csv 2 since", "2023", "not_a_quarter"),
    ("reporters.csv 5 since", "2023-Q1", "reporter_parts"),
    ("reporters.csv 5 measure", "persons", "reporter_parts"),
    ("reporters.csv 2 job_before", "quarterly_return", "reporter_parts"),
    ("targets.csv 2 window", "since_start", "target_window"),
    ("targets.csv 8 window", "since_start", "target_windows_mixed"),
    ("targets.csv 7 value", "-5", "target_negative"),
    ("targets.csv 2 date", "2027-01-01", "outside_term"),
    ("promises.csv 2 indicator", "2.1.p9.a", "other_action"),
    ("aliases.csv 2 alias", "LABOUR", "alias_is_a_code"),
    ("recommendations.csv 2 body", "PORT", "unknown_reference"),
    ("recommendations.csv 2 date", "", "date_missing"),
    ("recommendations.csv 2 date", "2023-05-02", "date_not_first"),
    ("recommendations.csv 2 precision", "year", "date_not_first", "date"),
    ("recommendations.csv 2 precision", "unknown", "date_unknown"),
    ("recommendations.csv 2 precision", "early", "not_a_choice"),
    ("recommendations.csv 2 addressee", "", "one_addressee"),
    ("recommendations.csv 3 addressee", "HARBOUR", "one_addressee"),
    ("recommendations.csv 2 indicator", "2.1.p9.a", "other_action"),
    ("recommendations.csv 2 source", "", "not_cited"),
    ("recommendations.csv 2 text_en", "", "basis_without_words"),
    ("events.csv 2 recommendation", "L-3", "unknown_reference"),
    ("events.csv 3 kind", "agreed", "not_a_choice"),
    ("identity_documents.csv 2 longest", "5", "longest_shorter"),
    ("document_codes.csv 2 has_code", "yes", "code_or_none", "code"),
    ("document_codes.csv 2 code", "4", "code_or_none"),
    ("document_codes.csv 2 system", "sdg", "unknown_reference"),
    ("document_phases.csv 2 from", "2025-01-01", "ends_before_it_begins", "until"),
    ("recognitions.csv 2 accepter", "L-1", "unknown_reference"),
    ("recognitions.csv 2 since", "2023-06-30", "date_unknown", "since_precision"),
    ("findings.csv 2 theme", "crews", "unknown_reference"),
    ("channels.csv 2 address", "line 555123", "channel_address"),
    ("channels.csv 3 address", "labour.example", "channel_address"),
    ("statements.csv 2 values", "50 %", "not_values"),
    ("statements.csv 2 unit", "", "values_and_unit"),
    ("statements.csv 2 source_inconsistent", "", "required"),
    ("requests.csv 2 asker_kind", "person", "person_named", "asker"),
    ("requests.csv 2 answered_on", "2023-03-01", "ends_before_it_begins"),
    ("requests.csv 2 outcome", "no_answer", "answer_of_none", "answered_on"),
    ("requests.csv 2 entity", "PORT", "unknown_reference"),
    ("requests.csv 3 asked_on", "2023-05-02", "date_not_first"),
]


@pytest.mark.parametrize("wrong", CELLS, ids=[f"{c[2]}-{c[0]}" for c in CELLS])
def test_a_wrong_cell_is_named_by_file_row_and_column(folder: Path, wrong: tuple[str, ...]) -> None:
    place, value, code, *elsewhere = wrong
    assert told(folder) == []
    put(folder, place, value)
    file, row, column = place.split()
    assert (file, int(row), *(elsewhere or [column]), code) in told(folder)


def test_a_pack_older_than_a_column_says_the_same(folder: Path) -> None:
    new = read_pack(folder, demonstration=False)
    file = folder / "reporters.csv"
    later = [lines(file)[0].index(name) for name in ("measure", "since", "job_before")]
    write(file, [[cell for at, cell in enumerate(row) if at not in later] for row in lines(file)])
    old = read_pack(folder, demonstration=False)
    assert (old.rows, old.plan) == (new.rows, new.plan)
    assert old.plan is not None


def test_a_pack_may_lack_the_files_of_its_registers_and_no_other(folder: Path) -> None:
    registers = [table for table in TABLES if table.later]
    for table in registers:
        (folder / f"{table.kind}.csv").unlink(missing_ok=True)
    read = read_pack(folder, demonstration=False)
    assert (read.problems, {row.kind for row in read.rows} & {table.kind for table in registers}) == ((), set())
    assert read.plan is not None
    assert dict(read.plan.registers.counts()) == dict.fromkeys(dict(read.plan.registers.counts()), 0)
    assert len(registers) == 16


def test_who_reports_by_which_job_since_when(folder: Path) -> None:
    for name, cell in (("since", "2023-Q1"), ("job_before", "letters_sent"), ("measure", "persons")):
        put(folder, f"reporters.csv 2 {name}", cell)
    plan = read_pack(folder, demonstration=False).plan
    assert plan is not None
    indicator = plan.indicator("1.1.p4.a")
    assert indicator is not None
    (reporter,) = indicator.reporting
    assert (reporter.measure, reporter.since) == ("persons", Quarter(2023, 1))
    assert [reporter.job_for(Quarter(2023, 1)), reporter.job_for(Quarter(2022, 4))] == [
        "quarterly_return",
        "letters_sent",
    ]


def head(folder: Path, old: str, new: str) -> None:
    text = (folder / "plan.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "plan.yaml").write_text(text.replace(old, new), encoding="utf-8")


def rewrite(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


Break = Callable[[Path], object]
BROKEN: list[tuple[Break, tuple[str, int, str, str]]] = [
    (lambda f: (f / "acts.csv").unlink(), ("acts.csv", 0, "", "missing_file")),
    (lambda f: (f / "target.csv").touch(), ("target.csv", 0, "", "unknown_file")),
    (lambda f: (f / "acts.csv").write_bytes("acción".encode("latin-1")), ("acts.csv", 0, "", "not_utf8")),
    (lambda f: rewrite(f, "totals.csv", "actions", '"actions'), ("totals.csv", 2, "", "broken_csv")),
    (lambda f: head(f, "code: islands", "code: [islands"), ("plan.yaml", 0, "", "broken_yaml")),
    (lambda f: head(f, "code: islands", "code: {a: b}"), ("plan.yaml", 0, "", "broken_yaml")),
    (lambda f: (f / "plan.yaml").write_text("islands"), ("plan.yaml", 0, "", "broken_yaml")),
    (lambda f: rewrite(f, "totals.csv", "subject,", "topic,"), ("totals.csv", 1, "subject", "missing_column")),
    (lambda f: rewrite(f, "totals.csv", "subject,", "topic,"), ("totals.csv", 1, "topic", "unknown_column")),
    (lambda f: rewrite(f, "totals.csv", "subject,", "value,"), ("totals.csv", 1, "value", "repeated_column")),
    (lambda f: rewrite(f, "totals.csv", "actions,3", "actions,1,003"), ("totals.csv", 2, "", "row_length")),
    (lambda f: write(f / "terms.csv", lines(f / "terms.csv")[:1]), ("terms.csv", 0, "", "no_rows")),
    (lambda f: head(f, "light: step", "light: green"), ("plan.yaml", 0, "light", "not_a_choice")),
    (lambda f: head(f, "light: step\n", ""), ("plan.yaml", 0, "light", "missing_column")),
    (lambda f: head(f, "Pacific/Chatham", "Pacific/Nowhere"), ("plan.yaml", 0, "time_zone", "not_a_zone")),
    (lambda f: head(f, "2023-Q1", "2023-T1"), ("plan.yaml", 0, "first_quarter", "not_a_quarter")),
    (lambda f: head(f, "2023-Q1", "2022-Q4"), ("plan.yaml", 0, "first_quarter", "first_quarter")),
    (lambda f: append(f, "entities.csv", like=2), ("entities.csv", 4, "code", "repeated_key")),
    (lambda f: append(f, "targets.csv", like=2), ("targets.csv", 9, "date", "repeated_key")),
    (
        lambda f: append(f, "terms.csv", like=2, version="2", end="2025-12-31"),
        ("terms.csv", 3, "version", "term_order"),
    ),
    (lambda f: put(f, "reporters.csv 2 role", "co_responsible"), ("reporters.csv", 5, "role", "one_lead")),
    (lambda f: append(f, "reporters.csv", like=3, entity="LABOUR"), ("reporters.csv", 6, "role", "one_lead")),
    (
        lambda f: (
            put(f, "reporters.csv 5 reports", "yes"),
            put(f, "reporters.csv 5 job", "quarterly_return"),
        ),
        ("reporters.csv", 5, "reports", "one_reporter"),
    ),
    (lambda f: put(f, "indicators.csv 4 in_plan", "no"), ("indicators.csv", 4, "code", "indicator_code")),
    (lambda f: put(f, "indicators.csv 4 kind", "programme"), ("targets.csv", 7, "indicator", "target_of_programme")),
    (lambda f: put(f, "indicators.csv 4 kind", "deliverable"), ("targets.csv", 7, "value", "target_of_deliverable")),
    (
        lambda f: write(
            f / "steps.csv",
            [
                lines(f / "steps.csv")[0],
                ["2.1.p9.a", "s1", "1", "Paso", "ours", "Step", "ours", "2024-01-01", "plan", "gazette", "5"],
            ],
        ),
        ("steps.csv", 2, "indicator", "steps_of_programme"),
    ),
]


@pytest.mark.parametrize(("spoil", "problem"), BROKEN, ids=[f"{p[3]}-{p[0]}" for _, p in BROKEN])
def test_a_broken_pack_says_where_it_is_broken(folder: Path, spoil: Break, problem: tuple[str, int, str, str]) -> None:
    spoil(folder)
    assert problem in told(folder)
    assert read_pack(folder, demonstration=False).plan is None


def test_every_kind_of_problem_is_tried_here() -> None:
    assert {wrong[2] for wrong in CELLS} | {problem[3] for _, problem in BROKEN} == set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_problem_says_where_what_and_what_to_do(code: str, lang: str) -> None:
    problem = PackProblem("targets.csv", 3, "date", code, "31/12", "2025-12-31")
    where = "targets.csv, row 3, column date: " if lang == "en" else "targets.csv, fila 3, columna date: "
    assert problem.text(lang).startswith(where)
    assert problem.sentence(lang).endswith(".")
    assert problem.remedy(lang)
    assert "{" not in problem.text(lang)


def test_every_broken_row_is_reported_at_once(folder: Path) -> None:
    put(folder, "targets.csv 2 date", "soon")
    put(folder, "targets.csv 4 value", "many")
    put(folder, "entities.csv 2 code", "")
    put(folder, "named.csv 2 indicator", "9.9.p9.z")
    assert {problem[:3] for problem in told(folder)} >= {
        ("targets.csv", 2, "date"),
        ("targets.csv", 4, "value"),
        ("entities.csv", 2, "code"),
        ("named.csv", 2, "indicator"),
    }


def test_a_pack_with_a_problem_gives_no_rows(folder: Path) -> None:
    put(folder, "targets.csv 2 date", "soon")
    read = read_pack(folder, demonstration=True)
    assert (read.rows, read.plan) == ((), None)


def test_columns_may_stand_in_another_order(folder: Path) -> None:
    rows = lines(folder / "totals.csv")
    write(folder / "totals.csv", [row[::-1] for row in rows])
    reordered, as_committed = (read_pack(where, demonstration=False) for where in (folder, ISLANDS))
    assert reordered.rows == as_committed.rows
    assert reordered.plan == as_committed.plan


def test_a_file_saved_by_a_spreadsheet_with_a_mark_is_read(folder: Path) -> None:
    content = (folder / "totals.csv").read_bytes()
    (folder / "totals.csv").write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert told(folder) == []


def test_words_of_the_head_stay_as_they_are_written(folder: Path) -> None:
    head(folder, "Islands' plan", "No")
    plan = read_pack(folder, demonstration=False).plan
    assert plan is not None
    assert plan.short_title.en == "No"


def test_a_target_is_added_by_a_row_alone(folder: Path) -> None:
    append(folder, "targets.csv", like=8, date="2025-12-31", value="200")
    plan = read_pack(folder, demonstration=False).plan
    assert plan is not None
    translated = plan.indicator("2.1.p9.a")
    assert translated is not None
    assert [int(target.value) for target in translated.targets] == [100, 150, 200]


def test_an_indicator_and_its_alias_are_added_by_rows_alone(folder: Path) -> None:
    append(folder, "indicators.csv", like=4, code="2.1.p9.b", label_en="Contracts explained")
    append(folder, "aliases.csv", like=3, alias="2.1.b", code="2.1.p9.b")
    plan = read_pack(folder, demonstration=False).plan
    assert plan is not None
    assert plan.indicator("2.1.p9.b") is not None
    assert ("indicator", "2.1.b", "2.1.p9.b") in plan.aliases


def test_rows_of_a_demonstration_enter_a_demonstration_alone(folder: Path) -> None:
    append(folder, "targets.csv", like=8, date="2025-12-31", value="200", basis="demonstration")
    bases = {}
    for demonstration in (True, False):
        plan = read_pack(folder, demonstration=demonstration).plan
        assert plan is not None
        bases[demonstration] = {target.basis for i in plan.indicators() for target in i.targets}
    assert bases == {True: {Basis.PLAN, Basis.DEMONSTRATION}, False: {Basis.PLAN}}


def test_a_broken_row_of_a_demonstration_breaks_a_real_pack_too(folder: Path) -> None:
    append(folder, "targets.csv", like=8, date="soon", basis="demonstration")
    assert told(folder) == [("targets.csv", 9, "date", "not_a_date")]


@pytest.mark.parametrize("code", ["2.1.p9", "2.1.n2", "2.1.u3", "x.n2", "x.u1"])
def test_an_action_keeps_the_code_by_which_it_was_published(folder: Path, code: str) -> None:
    for file in ("actions.csv", "indicators.csv", "targets.csv", "reporters.csv", "sheets.csv"):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace("2.1.p9", code), encoding="utf-8")
    assert told(folder) == []


def test_another_plan_knows_nothing_of_peru() -> None:
    plan = read_pack(ISLANDS, demonstration=False).plan
    assert plan is not None
    assert (plan.time_zone, plan.light, plan.due_days, plan.end) == ("Pacific/Chatham", "step", 45, plan.original_end)
    accidents, inspected, translated = plan.indicators()
    assert (accidents.kind, accidents.direction) == (Kind.LEVEL, Direction.DOWN)
    assert (inspected.kind, inspected.dimensions) == (Kind.RATIO, ("island",))
    assert translated.targets[0].window == "in_year"
    said = " ".join(row.content for row in read_pack(ISLANDS, demonstration=True).rows)
    assert "Per" + "ú" not in said


@pytest.mark.parametrize("module", sorted(Path(FOLDER.parent).glob("*.py")), ids=lambda path: path.name)
def test_no_module_knows_peru(module: Path) -> None:
    code = module.read_text(encoding="utf-8")
    for word in ("MTPE", "INDECOPI", "C118", "2.1.p78"):
        assert word not in code


def test_packs_are_found_by_name_and_by_folder(folder: Path) -> None:
    assert "peru_pna" in pack_names()
    assert pack_folder("peru_pna") == FOLDER / "peru_pna"
    assert pack_folder(folder) == folder
    with pytest.raises(NoSuchPack):
        pack_folder("atlantis")


@pytest.mark.parametrize("name", pack_names())
@pytest.mark.parametrize("demonstration", [True, False])
def test_every_pack_that_ships_is_sound(name: str, demonstration: bool) -> None:
    assert read_pack(name, demonstration=demonstration).problems == ()


@pytest.mark.parametrize(
    ("cell", "clean"),
    [("a  b", "a b"), (" a", "a"), ("a\u00a0b", "a b"), ("cafe\u0301", "café"), ("a\u200bb", "ab"), ("a\nb", "a b")],
)
def test_what_should_have_been_typed_is_said(cell: str, clean: str) -> None:
    assert cleaned(cell) == clean
    assert cell_fault(Column("name", Holds.WORDS), cell) == ("not_clean", clean)


@pytest.mark.parametrize("table", [PLAN, *TABLES], ids=lambda table: table.kind)
def test_the_document_lists_the_columns_of_each_file(table: Table) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    name = "plan.yaml" if table is PLAN else f"{table.kind}.csv"
    (section,) = [part for part in text.split("\n### ") if part.startswith(f"`{name}`")]
    documented = [
        column for line in section.splitlines() if line.startswith("| `") for column in _expanded(line.split("|")[1])
    ]
    assert tuple(documented) == table.header
    for column in table.columns:
        for word in column.among:
            assert f"`{word}`" in section or f"`{word}`" in text.split("\n### ")[0]


def _expanded(cell: str) -> list[str]:
    """The columns that a table's first cell names: `a`, `b`; or `title_*`, the four of a text."""
    names: list[str] = []
    for name in (part.strip().strip("`") for part in cell.split(",")):
        if name.endswith("_*"):
            stem = name.removesuffix("*")
            names += [f"{stem}es", f"{stem}es_basis", f"{stem}en", f"{stem}en_basis"]
        else:
            names.append(name)
    return names


# Further languages ---------------------------------------------------------------------------------------------------


def translate(folder: Path, file: str, **columns: str) -> None:
    """Add columns at the end of a file; the first row of data gets what they hold, every other stays blank."""
    rows = lines(folder / file)
    blank = ["" for _ in columns]
    write(folder / file, [[*rows[0], *columns], [*rows[1], *columns.values()], *([*row, *blank] for row in rows[2:])])


def test_a_further_language_is_a_column_of_its_own_and_its_basis(folder: Path) -> None:
    translate(folder, "indicators.csv", title_quz="Huk sutichasqa", title_quz_basis="ours", label_quz="Huk")
    plan = read_pack(folder, demonstration=False).plan
    assert plan is not None
    first, other = list(plan.indicators())[:2]
    title, label = first.title, first.label
    assert (title.in_language("quz"), title.basis_in("quz"), label.in_language("quz")) == (
        "Huk sutichasqa", TextBasis.OURS, "Huk",
    )  # fmt: skip
    assert (title.in_language("es"), title.in_language("en")) == (title.es, title.en)
    assert other.title.worded("quz") == ("es", other.title.es, other.title.basis)


def test_rows_without_words_in_a_further_language_stay_the_rows_they_were(folder: Path) -> None:
    before = read_pack(folder, demonstration=False)
    translate(folder, "indicators.csv", title_quz="", title_quz_basis="")
    translate(folder, "entities.csv", name_quz="Kamachiq", name_quz_basis="translation")
    head_file = folder / "plan.yaml"
    head_file.write_text(head_file.read_text(encoding="utf-8") + "title_quz: ''\n", encoding="utf-8")
    after = read_pack(folder, demonstration=False)
    changed = [(row.kind, row.key) for row in after.rows if row not in before.rows]
    assert changed == [("entities", lines(folder / "entities.csv")[1][0])]
    assert len(after.rows) == len(before.rows)
    assert canonical.dumps(b.text("hola", "hello")) == '{"basis":"ours","en":"hello","en_basis":null,"es":"hola"}'


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"title_quz": "Huk"}, (2, "title_quz_basis", "words_without_basis")),
        ({"title_quz_basis": "ours"}, (2, "title_quz", "basis_without_words")),
        ({"title_quz": "Huk", "title_quz_basis": "mine"}, (2, "title_quz_basis", "not_a_choice")),
        ({"title_quz": "Huk ", "title_quz_basis": "ours"}, (2, "title_quz", "not_clean")),
        ({"label_quz_basis": "ours"}, (1, "label_quz_basis", "unknown_column")),
        ({"page_quz": "7"}, (1, "page_quz", "unknown_column")),
        ({"title_q": "Huk"}, (1, "title_q", "unknown_column")),
        ({"title_Quechua": "Huk"}, (1, "title_Quechua", "unknown_column")),
        ({"titel_quz": "Huk"}, (1, "titel_quz", "unknown_column")),
    ],
)
def test_columns_of_a_further_language_are_checked_like_any(
    folder: Path, columns: dict[str, str], expected: tuple[int, str, str]
) -> None:
    translate(folder, "indicators.csv", **columns)
    assert told(folder) == [("indicators.csv", *expected)]
