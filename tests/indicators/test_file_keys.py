from __future__ import annotations

from indicators.canonical import sha256
from indicators.file_keys import PLAIN, FileKey

HASH = sha256("one row with one number")


def test_under_a_secret_the_hash_of_a_list_cannot_be_tried_out() -> None:
    kept = FileKey("salt").kept(HASH)
    assert len(kept) == 64
    assert kept not in (HASH, FileKey("other").kept(HASH), sha256(HASH), sha256("salt" + HASH))
    assert kept == FileKey("salt").kept(HASH)


def test_a_file_that_is_about_nobody_keeps_its_own() -> None:
    assert PLAIN.kept(HASH) == HASH
