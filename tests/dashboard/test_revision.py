"""While the store is not at its revision, or does not answer, the site says so with 503; then it goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from indicators.store import Store, open_store
from migrations.run import at_newest, downgrade, upgrade
from tests import stores as s
from tests.conftest import Engine
from tests.migrations.planted import planted

INDICATOR = f"/es/indicators/{s.COUNT}"
PAGES = ("/es/", "/en/", INDICATOR, f"/islands/es/2/indicators/{s.COUNT}/_dash-layout")
ADDS = 'op.add_column("figures", sa.Column("unit", sa.Text(), nullable=True))'
DROPS = 'with op.batch_alter_table("figures") as batch:\n    batch.drop_column("unit")'


@pytest.fixture
def new(engine: Engine) -> Iterator[Store]:
    """A database that was never set up."""
    store = open_store(engine.fresh())
    yield store
    store.close()


def answers(client: FlaskClient) -> set[tuple[int, bool]]:
    """The statuses of the pages, and whether they say that the site is being upgraded."""
    given = [client.get(address) for address in PAGES]
    return {(answer.status_code, "actualiz" in answer.text or "upgraded" in answer.text) for answer in given}


def test_a_running_worker_follows_the_store_up_and_down(new: Store, engine: Engine, tmp_path: Path) -> None:
    worker = open_store(new.url)
    client = create_app(worker, at_revision=at_newest).test_client()
    assert answers(client) == {(503, True)}
    assert (client.get("/healthz").text, client.get("/readyz").text) == ("ok\n", "revision\n")
    upgrade(new)
    s.with_plan(new)
    s.published(new, s.draft(s.figure(value=10)))
    assert answers(client) == {(200, False)}
    assert client.get("/readyz").text == "ok\n"
    again = client.get(INDICATOR).headers["ETag"]
    versions = planted(tmp_path, upgrade=ADDS, downgrade=DROPS)
    upgrade(new, versions=versions)
    assert answers(client) == {(503, True)}
    assert client.get(INDICATOR, headers={"If-None-Match": again}).status_code == 503
    assert client.get(INDICATOR).headers["Retry-After"] == "60"
    assert client.get("/readyz").text == "revision\n"
    downgrade(new, "-1", versions=versions)
    assert answers(client) == {(200, False)}
    worker.close()


def test_a_web_worker_never_migrates(new: Store) -> None:
    client = create_app(new, at_revision=at_newest).test_client()
    client.get("/es/")
    with new.read() as session:
        assert not at_newest(session)


def test_a_store_that_does_not_answer_is_told_without_its_inside(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"no store at all" * 100)
    store = open_store(f"sqlite:///{tmp_path}/store.sqlite")
    client = create_app(store, at_revision=at_newest).test_client()
    answer = client.get("/es/")
    assert (answer.status_code, client.get("/readyz").text) == (503, "store\n")
    assert "no puede leer sus datos" in answer.text
    assert str(tmp_path) not in answer.text
    store.close()
    (tmp_path / "store.sqlite").unlink()
    upgrade(store)
    s.with_plan(store)
    assert client.get("/es/").status_code == 200
    store.close()
