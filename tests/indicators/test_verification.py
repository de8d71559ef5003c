"""Whatever is changed by hand is found and named: every column of every published fact and of the record, rows dropped,
swapped and cut, a record made anew; a tombstone is told from tampering; a download checks itself."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dashboard import terminal
from dashboard.texts import Texts
from indicators import (
    announcements,
    audit,
    erasure,
    evidence,
    fetch_log,
    origins,
    plan_changes,
    queries,
    releases,
    returns,
    tables,
    verification,
)
from indicators.backup_form import BackupRefused
from indicators.canonical import sha256
from indicators.canonical_release import lines, stored_lines, text_of
from indicators.column_types import Exact, instant_text
from indicators.drafts import Warned
from indicators.exports import verify_release
from indicators.faults import POINTS, THINGS, Fault
from indicators.fetch_log import Ended, FetchedFile, FetchOutcome
from indicators.figure_refs import FigureRef
from indicators.periods import Quarter
from indicators.returns import Letter, Receipt
from indicators.rules import RuleRefused
from indicators.store import Store, open_store
from indicators.triggers import create_triggers, drop_triggers
from tests.conftest import Engine, from_template
from tests.indicators.test_plan_changes import EXTENSION
from tests.stores import (
    ADMINISTRATOR,
    COUNT,
    DISTINCT,
    MONDAY,
    OTHER_PLANNER,
    PLANNER,
    STEWARD,
    approved,
    changed,
    draft,
    figure,
    plan_rows,
    published,
    recommendation,
    with_more,
    with_plan,
)

REF = FigureRef(COUNT, "MIN", Quarter(2023, 4))
OTHER_REF = FigureRef(DISTINCT, "MIN", Quarter(2023, 4))
FIRST = "1 (2023-Q4)"
GROUND = "Ley 29733, artículo 20: orden de supresión"
# What no hash holds: it says nothing of a figure, or is a name for the database alone.
EXEMPT = {
    "accounts": {"name", "created_at", "disabled_at"},
    "store": {"id", "created_at"},
    "figures": {"id"},
    "plan_rows": {"id"},
    "series": {"id"},
    "announcements": {"id"},
    "marks": {"id"},
    "returns": {"id", "published_in"},
    "indicators": {"code"},
    "entities": {"code"},
    "tombstones": {"id"},
    # By when a run would have been given up, and what keeps a file from being read again.
    "fetches": {"started_at", "expires_at"},
    "fetched": {"id", "job", "address", "etag", "last_modified"},
}
UNUSUAL = Warned("value_high", "El valor 4 se sale de lo usual.", "The value 4 is out of line.")
TABLES = [table for table in tables.metadata.sorted_tables if EXEMPT.get(table.name) != {"code"}]


class Undone(Exception):
    """Takes back what a test did to a store."""


def fill(store: Store) -> None:
    """A store with a row in every table: figures, a correction, a plan change, a mark, a tombstone, a calendar."""
    with_plan(store)
    lima = ZoneInfo("America/Lima")
    hour = datetime(2024, 2, 5, 11, tzinfo=lima)
    with store.write() as session:
        announcements.announce(session, reference=Quarter(2023, 4), at=hour, who=PLANNER, now=MONDAY)
    now = hour + timedelta(days=1)
    evident = figure(value=100, evidence_kind="informe", evidence_reference="Informe 1", note="nota", act="RM 1")
    receipt = approved(store, draft(evident, figure(DISTINCT, 7)))
    with store.write() as session:
        releases.publish(session, who=PLANNER, now=now, note="Dos", reference=Quarter(2023, 4))
        evidence.mark(session, REF, verified=True, note="visto", who=OTHER_PLANNER, now=now)
        evidence.attach(session, REF, b"acta", "acta.pdf", who=STEWARD, now=now)
        staged = plan_changes.load(
            session, [*plan_rows(), *EXTENSION], kind="real", who=PLANNER, now=now, note="", change="source",
            reason="DS-2",
        )  # fmt: skip
        assert isinstance(staged, Receipt)
        returns.submit(session, staged.return_id, who=PLANNER, now=now, letter=Letter("O-1", "E-1", now.date(), "X"))
        returns.approve(session, staged.return_id, who=OTHER_PLANNER, now=now)
    correction = changed(evident, change="correction", value=evident.value * 2 if evident.value else None)
    published(store, draft(correction, figure(DISTINCT, 7)))
    with store.write() as session:
        erasure.erase(session, OTHER_REF, ground=GROUND, who=ADMINISTRATOR, agreed_by=PLANNER, now=now)
    attendance = replace(
        with_more(draft(figure(COUNT, 4), entity="OFI"), registers=(recommendation(),), warnings=(UNUSUAL,)),
        kept=False, file_content=b"", file_hash=sha256("lista"),
    )  # fmt: skip
    published(store, attendance)
    again = recommendation(text_es="Que se acepte también el CPP")
    rows_alone = with_more(draft(entity="OFI"), registers=(again,), change="correction", reason="copia")
    published(store, replace(rows_alone, job="recommendations"))
    with store.write() as session:
        run = fetch_log.claim(session, "mtpe", who=STEWARD, now=now, is_due=lambda _: True)
        assert run is not None
        file = FetchedFile("quarterly_return", "a" * 64, sha256("lista"), FetchOutcome.LOADED, 4, etag="e")
        fetch_log.finish(session, run, "mtpe", Ended(FetchOutcome.LOADED, files=(file,)), who=STEWARD, now=now)
    assert receipt.return_id == 1


@pytest.fixture
def filled(engine: Engine) -> Iterator[Store]:
    opened = open_store(from_template(engine, "one of everything", fill))
    yield opened
    opened.close()


def faults(store: Store) -> tuple[Fault, ...]:
    with store.read() as session:
        return verification.faults(session)


def not_recorded(thing: str, which: str | int, point: str) -> Fault:
    return Fault.of("not_as_recorded", thing=thing, which=which, point=point)


def by_hand(store: Store, *statements: str) -> None:
    """What somebody with the database in hand could do."""
    with store.write() as session:
        tamper(session, *statements)


def tamper(session: Session, *statements: str) -> None:
    """Change rows without the triggers and, where that can be switched off, without checks."""
    connection = session.connection()
    drop_triggers(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    written = "CAST('x' AS BLOB)" if connection.dialect.name == "sqlite" else "CAST('x' AS BYTEA)"
    for statement in statements:
        session.execute(text(statement.replace("{bytes}", written).replace(":", "\\:")))


def test_every_table_has_a_row_and_the_store_is_sound(filled: Store) -> None:
    assert faults(filled) == ()
    with filled.read() as session:
        empty = [t.name for t in tables.metadata.sorted_tables if not session.execute(select(t)).first()]
    assert empty == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_any_column_changed_by_hand_is_found(filled: Store, table: Table) -> None:
    """One column after the other on one row, taken back each time: what no constraint keeps, the verifier finds."""
    tried = {column.name: found_when_changed(filled, table, column) for column in table.columns}
    unseen = {name for name, found in tried.items() if not found} - EXEMPT.get(table.name, set())
    assert unseen == set()


def found_when_changed(store: Store, table: Table, column: Column[object]) -> bool:
    """On the last row that says something there and is not itself erased."""
    of_figures = " AND erased = 0" if table.name == "figures" else ""
    keys = [c.name for c in table.primary_key]
    order = ", ".join(f"{name} DESC" for name in keys)
    said = f"SELECT * FROM {table.name} WHERE {column.name} IS NOT NULL{of_figures} ORDER BY {order}"
    try:
        with store.write() as session:
            found = session.execute(text(said)).mappings().first()
            value = "1" if isinstance(column.type, (Integer, Exact)) else "'x'"
            where = "1 = 1"
            if found is not None:
                value, where = other(found[column.name], column), " AND ".join(f"{k} = '{found[k]}'" for k in keys)
            tamper(session, f"UPDATE {table.name} SET {column.name} = {value} WHERE {where}{of_figures}")
            seen = verification.faults(session) != ()
            raise Undone
    except IntegrityError:
        return True
    except Undone:
        return seen


def other(value: object, column: Column[object]) -> str:
    """Another value of the column's type, in SQL."""
    if isinstance(column.type, LargeBinary):
        return "{bytes}"
    if isinstance(column.type, (Integer, BigInteger, Exact)):
        return str(1 - int(str(value))) if value in (0, 1) else str(int(str(value)) + 1)
    written = str(value)
    if written.startswith("20") and "T" in written:
        return "'2019-01-01T00:00:00.000000+00:00'"
    if written.startswith("20") and written.count("-") == 2:
        return "'2019-01-01'"
    if len(written) == 7 and written[4:6] == "-Q":
        return "'2019-Q1'"
    return "'" + (written[:-1] + ("y" if written[-1:] == "x" else "x") if written else "x").replace("'", "''") + "'"


NAMED = [
    (
        "UPDATE figures SET published_value = published_value + 1000000 WHERE erased = 0 AND from_release = 2",
        Fault.of("line_changed", release=2, line=f"figure|{COUNT}|MIN|2023-Q4|||"),
    ),
    (
        "UPDATE plan_rows SET content = replace(content, '180', '18') WHERE kind = 'targets'",
        Fault.of("line_changed", release=1, line=f"plan|targets|{COUNT}|1|2025-12-31"),
    ),
    (
        f"UPDATE progress SET content = '{{}}' WHERE release = 1 AND indicator = '{COUNT}'",
        Fault.of("line_changed", release=1, line=f"progress|{COUNT}"),
    ),
    (
        f"UPDATE progress SET content = 'x' WHERE release = 1 AND indicator = '{COUNT}'",
        Fault.of("cell_unreadable", table="progress", row=f"1, {COUNT}", column="content"),
    ),
    ("DELETE FROM notices", Fault.of("line_gone", release=3, line=f"notice|{COUNT}")),
    (
        "DELETE FROM release_lines WHERE key LIKE 'figure|%' AND release = 2",
        Fault.of("line_added", release=2, line=f"figure|{COUNT}|MIN|2023-Q4|||"),
    ),
    ("UPDATE audit SET actor = 'otra' WHERE seq = 9", Fault.of("audit_changed", number=9)),
    ("DELETE FROM audit WHERE seq = 9", Fault.of("audit_missing", number=9)),
    ("UPDATE releases SET hash = previous_hash WHERE number = 2", not_recorded("release", 2, "hash")),
    ("UPDATE announcements SET at = '2019-01-01T00:00:00.000000+00:00'", not_recorded("announcement", FIRST, "hour")),
    ("DELETE FROM announcements", Fault.of("lost", thing="announcement", which=FIRST)),
    (
        "INSERT INTO announcements (reference, at, reason, made_at, made_by)"
        " SELECT reference, at, 'otra', made_at, made_by FROM announcements",
        Fault.of("unrecorded", thing="announcement", which="2 (2023-Q4)"),
    ),
    ("UPDATE marks SET note = 'otra' WHERE mark = 'verified'", not_recorded("mark", f"1 ({REF})", "words")),
    (f"UPDATE marks SET made_by = '{PLANNER}' WHERE mark = 'document'", not_recorded("mark", f"2 ({REF})", "who")),
    ("DELETE FROM marks WHERE mark = 'verified'", Fault.of("lost", thing="mark", which=f"1 ({REF})")),
    ("UPDATE returns SET letter_number = 'O-2' WHERE letter_number <> ''", not_recorded("return", 2, "letter")),
    (f"UPDATE returns SET approved_by = '{STEWARD}' WHERE id = 2", not_recorded("return", 2, "approved")),
    ("UPDATE returns SET file_name = 'otra' WHERE id = 1", not_recorded("return", 1, "file_name")),
    ("UPDATE returns SET state = 'withdrawn' WHERE id = 3", not_recorded("return", 3, "state")),
    ("UPDATE returns SET warnings = '' WHERE id = 4", not_recorded("return", 4, "rows")),
    ("UPDATE returns SET file_kept = 1 WHERE id = 4", Fault.of("file_gone", hash=sha256("lista"))),
    ("UPDATE returns SET file_kept = 0 WHERE id = 1", not_recorded("return", 1, "file_kept")),
    (
        "UPDATE plan_rows SET return_id = 3 WHERE return_id = 4",
        Fault.of("line_changed", release=4, line="plan|recommendations|R-1"),
    ),
    (
        "UPDATE accounts SET role = 'planner', entity = NULL WHERE code = 'sara'",
        not_recorded("account", "sara", "role"),
    ),
    ("UPDATE fetches SET outcome = 'refused'", not_recorded("fetch", 1, "state")),
    ("UPDATE fetched SET return_id = 1", not_recorded("fetch", 1, "files")),
    ("DELETE FROM fetched", not_recorded("fetch", 1, "files")),
    ("UPDATE tombstones SET ground = 'otro'", not_recorded("tombstone", 1, "ground")),
    ("DELETE FROM erased_lines WHERE release = 2", not_recorded("tombstone", 1, "lines")),
    ("DELETE FROM files", Fault.of("file_gone", hash=sha256("acta"))),
]


@pytest.mark.parametrize(("statement", "finding"), NAMED)
def test_the_place_is_named(filled: Store, statement: str, finding: Fault) -> None:
    by_hand(filled, statement)
    assert finding in faults(filled)


def test_a_line_under_a_tombstone_that_is_nowhere_is_tampering(filled: Store) -> None:
    if filled.file is None:
        pytest.skip("a server keeps what refers to a tombstone")
    by_hand(filled)
    with closing(sqlite3.connect(filled.file)) as connection, connection:
        connection.execute(f"INSERT INTO erased_lines VALUES (2, 'figure|{COUNT}|MIN|2023-Q4|||', 99)")
        connection.execute("UPDATE figures SET published_value = 0 WHERE erased = 0 AND from_release = 2")
    assert Fault.of("unrecorded", thing="tombstone", which=99) in faults(filled)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_finding_is_worded(lang: str) -> None:
    texts = Texts(lang)
    found = [finding for _, finding in NAMED] + [
        not_recorded(thing, "x", point) for thing in THINGS for point in POINTS
    ]
    for finding in found:
        said = terminal.fault(finding, texts)
        assert said.endswith(".")
        assert said in terminal.refusal(BackupRefused("faults", detail=finding), texts)
        assert not [
            name for name, value in finding.facts if name in ("line", "row", "which") and str(value) not in said
        ]


# The record: swapped, cut, made anew -----------------------------------------------------------------------------


def test_two_entries_swapped_are_found(filled: Store) -> None:
    by_hand(
        filled,
        "UPDATE audit SET seq = 900 WHERE seq = 4",
        "UPDATE audit SET seq = 4 WHERE seq = 5",
        "UPDATE audit SET seq = 5 WHERE seq = 900",
    )
    assert Fault.of("audit_changed", number=4) in faults(filled)


def test_a_record_that_was_cut_or_made_anew_is_found_against_a_witnessed_head(filled: Store) -> None:
    with filled.read() as session:
        seq, head = audit.position(session), audit.head(session)
        assert verification.witnessed(session, seq, head) == ()
        (at, actor, action) = session.execute(text(f"SELECT at, actor, action FROM audit WHERE seq = {seq}")).one()
    with filled.write() as session:
        origins.origin(session, REF, number=None, who=PLANNER, now=MONDAY)
    with filled.read() as session:
        assert verification.witnessed(session, seq, head) == ()
    by_hand(filled, f"DELETE FROM audit WHERE seq >= {seq}")
    with filled.read() as session:
        assert verification.witnessed(session, seq, head) == (Fault.of("witness_cut", number=seq),)
    with filled.write() as session:
        audit.record(session, at=datetime.fromisoformat(at), actor=actor, action=action, subject="otra")
    with filled.read() as session:
        assert audit.faults(session) == ()
        assert verification.witnessed(session, seq, head) == (Fault.of("witness_other", number=seq),)


# Tombstones ------------------------------------------------------------------------------------------------------


def test_an_erased_figure_is_nowhere_and_its_tombstone_is_public(filled: Store) -> None:
    with filled.read() as session:
        dump = "".join(str(session.execute(select(t)).all()) for t in tables.metadata.sorted_tables)
        details = [queries.indicator_detail(session, DISTINCT, number=number) for number in (2, 3)]
        forms = [text_of(stored_lines(session, number)) for number in (1, 2, 3)]
    assert '"valor":"7"' not in dump.replace("\\", "")
    for detail in details:
        assert detail is not None
        assert [(t.entity, t.quarter, t.ground) for t in detail.tombstones] == [("MIN", Quarter(2023, 4), GROUND)]
        assert detail.figures == ()
        assert detail.progress.obtained is None
    assert [GROUND in form for form in forms] == [False, True, True]


def test_an_erasure_needs_an_administrator_a_planner_and_a_ground(filled: Store) -> None:
    tried = (
        ("wrong_role", {"who": PLANNER, "agreed_by": OTHER_PLANNER}),
        ("wrong_role", {"who": ADMINISTRATOR, "agreed_by": STEWARD}),
        ("no_ground", {"who": ADMINISTRATOR, "agreed_by": PLANNER, "ground": " "}),
        ("unknown_figure", {"who": ADMINISTRATOR, "agreed_by": PLANNER, "figure": OTHER_REF}),
    )
    for code, asked in tried:
        with pytest.raises(RuleRefused, match=code), filled.write() as session:
            erasure.erase(session, **{"figure": REF, "ground": GROUND, "now": MONDAY} | asked)
    assert faults(filled) == ()


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE figures SET erased = 1, raw = '{{}}' WHERE indicator = '{COUNT}'",
        f"UPDATE progress SET content = '{{}}' WHERE indicator = '{COUNT}'",
        f"UPDATE series SET content = '{{}}' WHERE indicator = '{COUNT}'",
        "UPDATE files SET content = content",
        "UPDATE tombstones SET ground = 'x'",
        "DELETE FROM erased_lines",
    ],
)
def test_the_database_lets_nothing_be_cleared_without_a_tombstone(filled: Store, statement: str) -> None:
    with pytest.raises(IntegrityError), filled.write() as session:
        session.execute(text(statement))


@pytest.mark.parametrize(
    "table", [t.name for t in tables.metadata.sorted_tables if t.name not in ("indicators", "entities")]
)
def test_a_row_that_is_dropped_is_missed(filled: Store, table: str) -> None:
    """The last of every table; what other rows refer to is dropped on SQLite only, where that can be switched off."""
    keys = ", ".join(column.name for column in tables.metadata.tables[table].primary_key)
    last = (
        f"({keys}) = (SELECT {keys} FROM {table} ORDER BY {', '.join(f'{k} DESC' for k in keys.split(', '))} LIMIT 1)"
    )
    try:
        by_hand(filled, f"DELETE FROM {table} WHERE {last}")
    except IntegrityError:
        pytest.skip(f"the database keeps what refers to {table}")
    assert faults(filled) != ()


def test_a_forged_tombstone_is_tampering(filled: Store) -> None:
    with filled.write() as session:
        session.execute(
            text(
                "INSERT INTO tombstones (indicator, entity, period, dimension, category, step, ground, erased_on,"
                f" erased_at, erased_by, agreed_by) VALUES ('{COUNT}', 'MIN', '2023-Q4', '', '', '', 'porque sí',"
                f" '2024-02-05', '2024-02-05T15:00:00.000000+00:00', '{ADMINISTRATOR}', '{PLANNER}')"
            )
        )
        session.execute(text(f"INSERT INTO erased_lines VALUES (2, 'figure|{COUNT}|MIN|2023-Q4|||', 2)"))
    assert Fault.of("unrecorded", thing="tombstone", which=2) in faults(filled)


def test_an_erased_figure_may_be_reported_anew_and_erased_again(filled: Store) -> None:
    published(filled, draft(figure(DISTINCT, 3, "2023-Q3"), quarter="2023-Q3"))
    again = figure(DISTINCT, 4)
    with pytest.raises(RuleRefused, match="forced_out"):
        published(filled, draft(changed(figure(value=5), change="source"), again))
    published(filled, draft(changed(figure(value=5), change="source"), changed(again, change="source")))
    with filled.read() as session:
        detail = queries.indicator_detail(session, DISTINCT)
    assert detail is not None
    assert [(str(f.quarter), f.value) for f in detail.figures] == [("2023-Q3", 3), ("2023-Q4", 4)]
    with filled.write() as session:
        erasure.erase(session, OTHER_REF, ground=GROUND, who=ADMINISTRATOR, agreed_by=PLANNER, now=MONDAY)
    assert faults(filled) == ()


# Downloads -------------------------------------------------------------------------------------------------------


def downloads(store: Store, folder: Path) -> list[Path]:
    with store.read() as session:
        published_releases = queries.releases(session)
        files = []
        for release in published_releases:
            path = folder / f"release-{release.number}.jsonl"
            path.write_text(text_of(stored_lines(session, release.number)), encoding="utf-8", newline="")
            files.append(path)
    return files


def test_a_download_gives_the_hash_of_its_release_with_the_standard_library_alone(
    filled: Store, tmp_path: Path
) -> None:
    files = downloads(filled, tmp_path)
    script = tmp_path / "verify_release.py"
    script.write_bytes(Path(verify_release.__file__).read_bytes())
    ran = subprocess.run(
        [sys.executable, "-I", "-S", script, *files], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    with filled.read() as session:
        hashes = [release.hash for release in queries.releases(session)]
    assert ran.returncode == 0, ran.stdout
    assert [line.split()[-1] for line in ran.stdout.splitlines() if line.startswith("release")] == hashes
    assert f"({GROUND})" in ran.stdout
    assert "retirado por mandato legal" in ran.stdout
    english = subprocess.run(
        [sys.executable, "-I", "-S", script, "--en", *files], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert english.returncode == 0
    assert [line.split()[-1] for line in english.stdout.splitlines() if line.startswith("release")] == hashes
    assert "removed by law" in english.stdout


def test_a_download_is_held_to_the_hash_that_was_written_down(filled: Store, tmp_path: Path) -> None:
    file = downloads(filled, tmp_path)[1]
    with filled.read() as session:
        one, two = (release.hash for release in queries.releases(session)[:2])
    assert verify_release.main([f"{file}={two}"]) == 0
    assert verify_release.main([f"{file}={two.upper()}"]) == 0
    assert verify_release.main([f"{file}={one}"]) == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--help"], 0, "Uso: python3"),
        (["-h", "--en"], 0, "Usage: python3"),
        ([], 2, "Uso: python3"),
        (["--no-such"], 2, "--no-such: no existe"),
        (["no-such.jsonl"], 2, "no-such.jsonl: el archivo no existe."),
        (["--en", "no-such.jsonl"], 2, "no-such.jsonl: there is no such file."),
        (["."], 2, ".: es una carpeta"),
    ],
)
def test_whoever_asks_wrongly_reads_a_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert verify_release.main(words) == code
    told = capsys.readouterr()
    assert said in told.out + told.err


def test_both_languages_of_the_verifier_say_the_same_things() -> None:
    spanish, english = verify_release.WORDS["es"], verify_release.WORDS["en"]
    assert set(spanish) == set(english)
    for key in spanish:
        operands = [{name for _, name, _, _ in Formatter().parse(words[key])} for words in (spanish, english)]
        assert operands[0] == operands[1], key


def test_what_is_wrong_with_a_download_is_named_by_its_line(filled: Store, tmp_path: Path) -> None:
    content = downloads(filled, tmp_path)[2].read_text(encoding="utf-8")
    lines = content.splitlines(keepends=True)
    stone = next(n for n, line in enumerate(lines, 1) if '"type":"tombstone"' in line)
    hollow = verify_release.canonical(json.loads(lines[stone - 1]) | {"line": "a\nb"}) + "\n"
    tried = {
        "twice": ([*lines[:2], lines[1], *lines[2:]], {"line": 3}),
        "order": ([lines[0], lines[2], lines[1], *lines[3:]], {"line": 3}),
        "form": ([lines[0], lines[1].replace(":", ": ", 1), *lines[2:]], {"line": 2}),
        "not_json": ([*lines[:2], "{\n", *lines[2:]], {"line": 3}),
        "no_header": (lines[1:], {}),
        "cut": ([content[:-1]], {}),
        "format": ([lines[0].replace('"format":2', '"format":3'), *lines[1:]], {"format": 3}),
        "older": ([lines[0].replace('"format":2,', ""), *lines[1:]], {}),
        "tombstone": ([*lines[: stone - 1], hollow, *lines[stone:]], {"line": stone}),
    }
    for code, (other_lines, facts) in tried.items():
        assert verify_release.finding(code, **facts) in verify_release.check("r", "".join(other_lines).encode()).faults


def test_a_release_that_is_missing_between_two_is_told(
    filled: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, _two, three, *_ = downloads(filled, tmp_path)
    assert verify_release.main([str(one), str(three)]) == 0
    assert "faltan publicaciones entre la 1 y la 3" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]\n", b"1\n", b"{}\n", b"[" * 5000, b'{"number": NaN}\n', b"\n"])
def test_what_is_no_release_is_said_to_be_none(content: bytes) -> None:
    found = verify_release.check("r", content)
    assert found.faults
    assert found.hash == ""


def test_any_change_to_a_download_is_found_or_gives_another_hash(filled: Store, tmp_path: Path) -> None:
    file = downloads(filled, tmp_path)[1]
    content = file.read_bytes()
    right = verify_release.check("r", content)
    assert right.faults == []
    for place in range(0, len(content), max(1, len(content) // 200)):
        line = content[content.rfind(b"\n", 0, place) + 1 : content.find(b"\n", place)]
        if b'"type":"tombstone"' in line:
            continue  # a tombstone is no part of what was published: the record has its words
        flipped = bytearray(content)
        flipped[place] ^= 1
        found = verify_release.check("r", bytes(flipped))
        assert found.faults or found.hash != right.hash, place
    lines = content.splitlines(keepends=True)
    for other_content in (
        b"".join([*lines[:3], *lines[4:]]),
        b"".join([lines[0], lines[2], lines[1], *lines[3:]]),
        b"".join([*lines[:2], lines[1], *lines[2:]]),
        content[:-1],
        b"",
    ):
        found = verify_release.check("r", other_content)
        assert found.faults or found.hash != right.hash


def test_releases_that_do_not_follow_each_other_are_told(
    filled: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two, *_ = downloads(filled, tmp_path)
    header, _, rest = one.read_text(encoding="utf-8").partition("\n")
    said = json.loads(header) | {"note": "otra"}
    one.write_text(verify_release.canonical(said) + "\n" + rest, encoding="utf-8", newline="")
    assert verify_release.main([str(one), str(two)]) == 1
    assert "La publicación 2 no sigue a la 1 que está aquí." in capsys.readouterr().out


# Releases of format 1 --------------------------------------------------------------------------------------------


def as_older_code_published_it(store: Store) -> None:
    """Make every release one of format 1: the hash of its whole text, and no hash of a line."""
    with store.write() as session:
        drop_triggers(session.connection())
        session.execute(text("DELETE FROM release_lines"))
        session.execute(text("UPDATE releases SET format = 1"))
        previous = audit.GENESIS
        for row in session.execute(select(tables.releases).order_by(tables.releases.c.number)).all():
            form = dict(row._mapping) | {"previous_hash": previous}
            digest = sha256(text_of(lines(session, form)))
            values = {"number": row.number, "hash": digest, "previous": previous, "old": row.hash}
            session.execute(
                text("UPDATE releases SET hash = :hash, previous_hash = :previous WHERE number = :number"), values
            )
            session.execute(text("UPDATE audit SET detail = replace(detail, :old, :hash)"), values)
            session.execute(text("UPDATE audit SET detail = replace(detail, '\"format\"\\:2,', '')"))
            previous = digest
        chain = audit.GENESIS
        for entry in session.execute(select(tables.audit).order_by(tables.audit.c.seq)).all():
            said = {name: getattr(entry, name) for name in ("seq", "actor", "action", "subject", "detail")}
            head = audit.chained(chain, said | {"at": instant_text(entry.at)})
            changed_entry = update(tables.audit).where(tables.audit.c.seq == entry.seq)
            session.execute(changed_entry.values(previous_hash=chain, hash=head))
            chain = head
        create_triggers(session.connection())


@pytest.fixture
def older(store: Store) -> Store:
    with_plan(store)
    published(store, draft(figure(value=100), figure(DISTINCT, 7)))
    as_older_code_published_it(store)
    return store


def test_a_release_of_format_1_is_checked_as_one_text(older: Store) -> None:
    assert faults(older) == ()
    by_hand(older, "UPDATE figures SET published_value = published_value + 1000000")
    assert Fault.of("release_content", release=2) in faults(older)


def test_a_tombstone_in_a_release_of_format_1_leaves_the_rest_of_it_checked(older: Store) -> None:
    with older.write() as session:
        erasure.erase(session, OTHER_REF, ground=GROUND, who=ADMINISTRATOR, agreed_by=PLANNER, now=MONDAY)
    assert faults(older) == ()
    by_hand(older, f"UPDATE figures SET published_value = published_value + 1000000 WHERE indicator = '{COUNT}'")
    assert Fault.of("line_changed", release=2, line=f"figure|{COUNT}|MIN|2023-Q4|||") in faults(older)


def test_the_kept_hashes_of_a_release_of_format_1_are_held_to_the_record(older: Store) -> None:
    with older.write() as session:
        erasure.erase(session, OTHER_REF, ground=GROUND, who=ADMINISTRATOR, agreed_by=PLANNER, now=MONDAY)
    by_hand(older, "UPDATE release_lines SET hash = key_hash FROM (SELECT hash AS key_hash FROM files LIMIT 1) AS f")
    assert Fault.of("release_header", release=2) in faults(older)
