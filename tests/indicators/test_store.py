"""The store keeps what it acknowledges, on both engines, for writers that come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from indicators import audit, queries, tables
from indicators.store import PRAGMAS, Store, StoreUnusable, open_store
from tests.conftest import Engine
from tests.stores import MONDAY, draft, figure, published, with_plan

WRITERS, WRITES = 4, 8


def test_writers_at_once_lose_nothing_and_keep_the_chain(store: Store) -> None:
    def write(writer: int) -> None:
        for number in range(WRITES):
            with store.write() as session:
                audit.record(session, at=MONDAY, actor=f"w{writer}", action="test", subject=str(number))

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM audit")).scalar() == WRITERS * WRITES
        assert audit.faults(session) == ()


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write() as session:
            session.execute(insert(tables.entities).values(code="MIN"))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM entities")).scalar() == 0


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises((DBAPIError, StoreUnusable)), store.read() as session:
        session.execute(insert(tables.entities).values(code="MIN"))


def test_a_reader_sees_one_moment(store: Store) -> None:
    count = text("SELECT count(*) FROM entities")
    with store.read() as session:
        before = session.execute(count).scalar()
        with store.write() as writing:
            writing.execute(insert(tables.entities).values(code="MIN"))
        assert session.execute(count).scalar() == before
    with store.read() as session:
        assert session.execute(count).scalar() == 1


def test_a_glance_gives_the_row_of_now_and_nothing_where_there_is_none(store: Store) -> None:
    glance = store.glancing(queries.far())
    assert glance() is None
    with_plan(store)
    row = glance()
    assert row is not None
    assert row == glance()
    with store.read() as session:
        assert row[:-1] == queries.mark(session)
    published(store, draft(figure()))
    assert glance() != row


def test_a_glance_at_what_is_no_store_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "no.sqlite").write_bytes(b"no store" * 200)
    assert open_store(f"sqlite:///{tmp_path}/no.sqlite").glancing(queries.far())() is None


def test_text_cannot_stand_in_a_number(store: Store) -> None:
    with pytest.raises((DBAPIError, StoreUnusable)), store.write() as session:
        session.execute(text("INSERT INTO store VALUES ('x', 'real', 's', '2024-01-01')"))


def test_settings_that_do_not_keep_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRAGMAS, "synchronous", 1)
    careless = open_store(f"sqlite:///{tmp_path}/store.sqlite")
    with careless.read() as session:
        session.connection()
    monkeypatch.setitem(PRAGMAS, "synchronous", 2)
    with pytest.raises(StoreUnusable, match="synchronous = 1"):
        careless.check_settings()
    careless.close()


@pytest.mark.parametrize(
    "url", ["sqlite:////proc/no/such/store.sqlite", "postgresql+psycopg://nobody@127.0.0.1:1/none"]
)
def test_a_store_that_cannot_be_reached_says_so(url: str) -> None:
    with pytest.raises(StoreUnusable), open_store(url).read() as session:
        session.connection()


def test_a_store_that_was_written_anew_holds_nothing_that_was_taken_out(engine: Engine) -> None:
    store = open_store(engine.fresh())
    with store.write() as session:
        session.execute(text("CREATE TABLE notes (words TEXT)"))
        session.execute(text("INSERT INTO notes VALUES (:words)"), {"words": "un secreto " * 2000})
    with store.write() as session:
        session.execute(text("UPDATE notes SET words = ''"))
    store.rewrite()
    if store.file is not None:
        left = [file for file in store.file.parent.glob(f"{store.file.name}*") if b"un secreto" in file.read_bytes()]
        assert left == []
    with store.read() as session:
        assert session.execute(text("SELECT words FROM notes")).scalar() == ""
    store.close()
