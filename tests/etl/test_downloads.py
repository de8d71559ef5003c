"""One file over HTTP, from a server of the test's own that does what servers do wrong."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.sources.arrived import CODES, Patience, SourceFailed
from etl.sources.downloads import Download, awaited, download, led_to
from tests.etl.web import CSV, Web, kept, moved, raw, sent, served, status, trickling

PATIENCE = Patience(size=100_000, connect=1, idle=0.4, whole=0.8, redirects=3)
BODY = b"entidad,trimestre\nMIN,2023-T4\n"
HASH = hashlib.sha256(BODY).hexdigest()
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with served() as server:
        yield server


def got(url: str, to: Path, **said: str) -> Download:
    return download(url, to, patience=PATIENCE, **said)


def failure(url: str, to: Path) -> str:
    with pytest.raises(SourceFailed) as failed:
        got(url, to)
    assert failed.value.code in CODES
    assert "://" not in str(failed.value)
    return failed.value.code


def test_a_file_is_written_as_it_is_sent(web: Web, tmp_path: Path) -> None:
    web.answers["/r.csv"] = sent(BODY, headers={"ETag": '"a"', "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"})
    assert got(f"{web.url}/r.csv", tmp_path / "r.csv") == Download(False, HASH, '"a"', "Sun, 22 Nov 2026 10:00:00 GMT")
    assert (tmp_path / "r.csv").read_bytes() == BODY
    (_, headers), *others = web.asked
    assert others == []
    assert {"If-None-Match", "If-Modified-Since", "Authorization", "Cookie"} & headers.keys() == set()


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"ETag": 'W/"a"'}, {"etag": 'W/"a"'}),
        ({"Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}, {"last_modified": "Sun, 22 Nov 2026 10:00:00 GMT"}),
    ],
)
def test_a_file_that_is_known_is_not_sent_again(
    web: Web, tmp_path: Path, said: dict[str, str], known: dict[str, str]
) -> None:
    web.answers["/r.csv"] = kept(BODY, **{name.replace("-", "_"): value for name, value in said.items()})
    assert got(f"{web.url}/r.csv", tmp_path / "a").file_hash == HASH
    assert got(f"{web.url}/r.csv", tmp_path / "b", **known).unchanged
    assert (tmp_path / "b").read_bytes() == b""


def test_a_server_that_says_unchanged_unasked_is_not_believed(web: Web, tmp_path: Path) -> None:
    web.answers["/r.csv"] = status(304)
    assert failure(f"{web.url}/r.csv", tmp_path / "r.csv") == "status"


BROKEN = {
    "no_access": sent(BODY, code=403),
    "not_there": sent(BODY, code=404),
    "status": sent(BODY, code=500),
    "empty": sent(b""),
    "web_page": sent(b"<p>Iniciar sesi\xc3\xb3n", kind="Text/HTML; charset=utf-8"),
    "too_large": trickling(OK + b"\r\n", b"x" * 20_000, every=0),
    "timeout": trickling(OK + b"\r\n"),
    "broken": raw(OK + b"Content-Length: 100\r\n\r\n" + BODY),
}


@pytest.mark.parametrize("code", BROKEN)
def test_what_a_server_does_wrong_is_told(web: Web, tmp_path: Path, code: str) -> None:
    web.answers["/r.csv"] = BROKEN[code]
    assert failure(f"{web.url}/r.csv", tmp_path / "r.csv") == code


ALIKE = [
    ("no_access", status(401)),
    ("not_there", status(410)),
    ("status", status(204)),
    ("status", sent(BODY, code=206)),
    ("status", status(503)),
    ("web_page", sent(b"\xef\xbb\xbf\n <!DOCTYPE html><title>x</title>", kind=CSV)),
    ("timeout", trickling(b"HTTP/1.1 200 OK\r\nX-A: ")),
    ("timeout", trickling(b"HTTP/1.1 200 OK\r\n", every=5)),
    ("broken", raw(b"")),
    ("broken", raw(b"SSH-2.0-OpenSSH\r\n\r\n")),
    ("broken", raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n")),
    ("broken", raw(OK + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nxxxx")),
    ("broken", trickling(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 9_000 + b"\r\n", every=0)),
]


@pytest.mark.parametrize(("code", "answer"), ALIKE)
def test_what_else_a_server_does_wrong_is_told(web: Web, tmp_path: Path, code: str, answer: object) -> None:
    web.answers["/r.csv"] = answer  # type: ignore[assignment]
    assert failure(f"{web.url}/r.csv", tmp_path / "r.csv") == code


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not(web: Web, tmp_path: Path) -> None:
    web.answers |= {"/most": sent(b"x" * PATIENCE.size), "/more": sent(b"x" * (PATIENCE.size + 1))}
    assert got(f"{web.url}/most", tmp_path / "most").file_hash
    assert failure(f"{web.url}/more", tmp_path / "more") == "too_large"


def test_a_server_that_is_not_there_or_not_secure_is_told(web: Web, tmp_path: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        assert failure(f"http://127.0.0.1:{door.getsockname()[1]}/", tmp_path / "a") == "unreachable"
    assert failure(web.url.replace("http:", "https:"), tmp_path / "c") == "not_secure"


def test_a_disk_that_takes_nothing_is_told(web: Web, tmp_path: Path) -> None:
    web.answers["/r.csv"] = sent(BODY)
    assert failure(f"{web.url}/r.csv", tmp_path / "missing" / "r.csv") == "no_room"


def test_a_file_that_moved_is_followed_a_few_times(web: Web, tmp_path: Path) -> None:
    web.answers |= {"/a": moved("/b", code=301), "/b": moved("c", code=307), "/c": sent(BODY)}
    assert got(f"{web.url}/a", tmp_path / "r", etag='"x"').file_hash == HASH
    assert web.paths() == ["/a", "/b", "/c"]
    web.answers["/c"] = moved("/a")
    assert failure(f"{web.url}/a", tmp_path / "s") == "redirects"
    assert len(web.asked) == 3 + PATIENCE.redirects + 1


@pytest.mark.parametrize(
    "place",
    ["file:///etc/passwd", "ftp://127.0.0.1/r.csv", "data:text/csv,a", "http://ana:clave@127.0.0.1/", "http://:80/"],
)
def test_nobody_is_led_out_of_the_web_or_to_a_secret(web: Web, tmp_path: Path, place: str) -> None:
    web.answers["/a"] = moved(place)
    assert failure(f"{web.url}/a", tmp_path / "r") == "redirect_refused"
    assert (tmp_path / "r").read_bytes() == b""


def lead(here: str, there: str) -> bool:
    try:
        return awaited(led_to(here, there)) == there
    except SourceFailed:
        return False


def test_nobody_outside_leads_to_a_machine_of_the_inner_network() -> None:
    assert lead("http://8.8.8.8/a", "http://8.8.4.4/b")
    assert lead("http://10.0.0.1/a", "http://10.0.0.2/b")
    assert lead("http://10.0.0.1/a", "http://8.8.8.8/b")
    for inner in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "192.168.1.1:8080", "2130706433"):
        assert not lead("http://8.8.8.8/a", f"http://{inner}/latest/meta-data")


def test_nobody_is_led_out_of_encryption() -> None:
    assert lead("http://8.8.8.8/a", "https://8.8.8.8/a")
    assert not lead("https://8.8.8.8/a", "http://8.8.8.8/a")
