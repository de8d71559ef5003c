"""Which coding a reader is sent, and that every coding holds the same bytes."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Request
from werkzeug.test import EnvironBuilder

from dashboard.islands.bundle import _plotly
from dashboard.serving.packing import BROTLI, CODINGS, FILE, GZIP, PLAIN, Body, coding

LONG = b"Metas y avances del plan. " * 100


def asking(accepted: str | None) -> Request:
    headers = [] if accepted is None else [("Accept-Encoding", accepted)]
    return Request(EnvironBuilder(headers=headers).get_environ())


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        (None, PLAIN),
        ("", PLAIN),
        ("gzip, deflate, br, zstd", BROTLI),
        ("gzip, deflate", GZIP),
        ("br", BROTLI),
        ("BR;q=1.0, gzip;q=0.8", BROTLI),
        ("br;q=0.5, gzip", GZIP),
        ("br;q=0, gzip;q=0.1", GZIP),
        ("br;q=0, gzip;q=0", PLAIN),
        ("*", BROTLI),
        ("*;q=0", PLAIN),
        ("br;q=0, *", GZIP),
        ("identity;q=1, *;q=0.5", PLAIN),
        ("identity;q=0.5, gzip;q=0.8", GZIP),
        ("identity", PLAIN),
        ("deflate, zstd", PLAIN),
        ("gzip;q=abc", PLAIN),
        ("x" * 5_000, PLAIN),
    ],
)
def test_a_reader_is_sent_the_coding_that_it_likes_best(accepted: str | None, sent: str) -> None:
    request = asking(accepted)
    assert coding(request) == sent
    answer = Body.of(LONG).answer(request, mimetype="text/html")
    assert answer.headers.get("Content-Encoding", PLAIN) == sent
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content_length == len(answer.get_data())
    unpacked = {PLAIN: bytes, GZIP: gzip.decompress, BROTLI: brotli.decompress}[sent](answer.get_data())
    assert unpacked == LONG


def test_what_is_small_is_sent_as_it_is_but_said_to_depend_on_the_reader() -> None:
    answer = Body.of(b"ok").answer(asking("br, gzip"), mimetype="text/plain")
    assert answer.get_data() == b"ok"
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", CODINGS)
def test_packing_is_the_same_in_every_worker_and_worth_it(name: str) -> None:
    one, other = Body.of(LONG, FILE), Body.of(LONG, FILE)
    assert one.packed(name) == other.packed(name)
    assert one.packed(name) is one.packed(name), "packed anew for each reader"
    assert len(one.packed(name)) < len(LONG) / 10


def test_the_packed_plotly_beside_the_plain_one_holds_the_same_bytes() -> None:
    plain: Path = _plotly()
    packed = plain.with_name(f"{plain.name}.br").read_bytes()
    assert brotli.decompress(packed) == plain.read_bytes()
    assert len(packed) < 285_000
