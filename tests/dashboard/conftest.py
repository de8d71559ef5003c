"""What tests of pages share: the demonstration, opened, and the site on it, for what only reads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from indicators.store import Store, open_store
from migrations.run import at_newest


@pytest.fixture(scope="module")
def opened(demonstration_address: str) -> Iterator[Store]:
    store = open_store(demonstration_address)
    yield store
    store.close()


@pytest.fixture(scope="module")
def client(opened: Store) -> FlaskClient:
    return create_app(opened, at_revision=at_newest).test_client()
