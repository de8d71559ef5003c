"""What stands for a document: an HMAC under a secret of one count, and nothing for nobody."""

from __future__ import annotations

import hmac
import secrets

import pytest

from etl.pseudonyms import Pseudonyms


def test_a_pseudonym_is_the_hmac_of_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    key = bytes(range(64))
    monkeypatch.setattr(secrets, "token_bytes", lambda size: key[:size])
    texts = ["CE||001234567", "PAS|VE|ÑB1", "", "CE||001234567"]
    expected = [hmac.digest(key, text.encode(), "sha256")[:16] if text else None for text in texts]
    assert Pseudonyms().of(texts) == expected


def test_another_count_has_another_secret() -> None:
    one, other = (Pseudonyms().of(["CE||001234567"]) for _ in range(2))
    assert one != other
