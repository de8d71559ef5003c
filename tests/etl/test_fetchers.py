"""What a source gives that was not read before: of a folder, of the web, of a portal."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from etl.sources.arrived import Arrived, Patience, SourceFailed, Unsettled
from etl.sources.declaration import Folder, Portal, Source, Web
from etl.sources.fetchers import arrivals, chosen_resource
from etl.sources.timetable import Timetable
from indicators.fetch_log import FetchedFile, FetchOutcome, Known
from tests.etl.web import Web as Server
from tests.etl.web import kept, moved, sent, served, status

NOTHING = Known({}, {})
PATIENCE = Patience(size=100_000, connect=1, idle=1, whole=2)
BODY = b"entidad,trimestre\nMIN,2023-T4\n"


def source(address: Folder | Web | Portal) -> Source:
    return Source("fuente", "quarterly_return", "sara", Timetable(timedelta(days=1)), address)


def taken(
    address: Folder | Web | Portal, known: Known = NOTHING, *, after: float = 120
) -> list[tuple[str, bytes] | FetchedFile | Unsettled]:
    """What arrives, with its bytes, as seen some seconds from now."""
    found: list[tuple[str, bytes] | FetchedFile | Unsettled] = []
    now = datetime.now(UTC) + timedelta(seconds=after)
    for arrival in arrivals(source(address), known, now=now, patience=PATIENCE):
        if isinstance(arrival, Arrived):
            content = arrival.path.read_bytes()
            assert hashlib.sha256(content).hexdigest() == arrival.file_hash
            found.append((arrival.path.name, content))
        else:
            found.append(arrival)
    return found


def logged(address: Folder | Web | Portal, known: Known = NOTHING) -> Known:
    """What is known once everything at `address` was loaded."""
    at, by_hash = dict(known.at), dict(known.by_hash)
    now = datetime.now(UTC) + timedelta(seconds=120)
    for file in arrivals(source(address), known, now=now, patience=PATIENCE):
        assert isinstance(file, Arrived)
        row = FetchedFile(
            "quarterly_return", file.address, file.file_hash, FetchOutcome.LOADED, 1, file.etag, file.last_modified
        )
        at[file.address] = by_hash[file.file_hash] = row
    return Known(at, by_hash)


def failure(address: Folder | Web | Portal) -> str:
    with pytest.raises(SourceFailed) as failed:
        taken(address)
    return failed.value.code


# A folder -------------------------------------------------------------------------------------------------------


def test_new_files_of_a_folder_are_taken_by_name_and_stay_where_they_are(tmp_path: Path) -> None:
    for name in ("b.csv", "a.CSV", "~$a.csv", ".a.csv", "c.csv.part", "d.xlsx"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "dir.csv").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "d.xlsx")
    os.mkfifo(tmp_path / "pipe.csv")
    before = sorted(os.listdir(tmp_path))
    folder = Folder(tmp_path, "*.csv")
    assert taken(folder) == [("a.CSV", b"a.CSV"), ("b.csv", b"b.csv")]
    assert sorted(os.listdir(tmp_path)) == before


def test_a_file_is_known_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    folder, file = Folder(tmp_path, "*.csv"), tmp_path / "a.csv"
    file.write_bytes(b"1")
    known = logged(folder)
    assert taken(folder, known) == []
    os.utime(file)
    assert taken(folder, known) == []
    file.write_bytes(b"2")
    assert taken(folder, known) == [("a.csv", b"2")]
    known = logged(folder, known)
    file.rename(tmp_path / "b.csv")
    (renamed,) = taken(folder, known)
    assert isinstance(renamed, FetchedFile)
    (tmp_path / "b.csv").rename(file)
    file.write_bytes(b"1")
    assert taken(folder, known) == [("a.csv", b"1")], "an earlier file was put back in the place of the later"


def test_a_half_written_file_is_left_until_it_settles(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "*.csv")
    with (tmp_path / "a.csv").open("wb") as file:
        file.write(b"half")
        file.flush()
        os.utime(tmp_path / "a.csv", (0, 0))  # as a copy that brings the date of the original along
        assert taken(folder, after=30) == [Unsettled("a.csv")]
        file.write(b", whole")
    assert taken(folder, after=30) == [Unsettled("a.csv")]
    assert taken(folder) == [("a.csv", b"half, whole")]


def test_a_file_that_changes_while_it_is_read_is_left(tmp_path: Path) -> None:
    folder, file = Folder(tmp_path, "*.csv"), tmp_path / "a.csv"
    file.write_bytes(b"x" * 40_000_000)
    stop = threading.Event()

    def write() -> None:
        with file.open("ab") as still:
            while not stop.is_set():
                still.write(b"x")
                still.flush()
                time.sleep(0.001)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert taken(folder, after=120) == [Unsettled("a.csv")]
    finally:
        stop.set()
        writer.join()


def test_a_folder_that_is_not_there_or_too_full_is_told(tmp_path: Path) -> None:
    assert failure(Folder(tmp_path / "missing", "*")) == "no_folder"
    (tmp_path / "file").write_bytes(b"")
    assert failure(Folder(tmp_path / "file", "*")) == "no_folder"
    (tmp_path / "many").mkdir()
    for number in range(1_001):
        (tmp_path / "many" / f"{number}.csv").touch()
    assert failure(Folder(tmp_path / "many", "*")) == "too_many_files"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_cannot_be_read_keeps_nothing_else_from_being_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a")
    (tmp_path / "a.csv").chmod(0)
    (tmp_path / "b.csv").write_bytes(b"b")
    given = arrivals(
        source(Folder(tmp_path, "*")), NOTHING, now=datetime.now(UTC) + timedelta(hours=1), patience=PATIENCE
    )
    assert isinstance(next(given), Arrived)
    with pytest.raises(SourceFailed):
        next(given)


# The web --------------------------------------------------------------------------------------------------------


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """A server; and nothing may be left in the folder for temporary files."""
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(rooms))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with served() as server:
        yield server
    assert list(rooms.iterdir()) == []


def test_an_unchanged_file_of_the_web_is_asked_for_and_not_sent(web: Server) -> None:
    address = Web(f"{web.url}/datos/r%20I.csv?t=3")
    web.answers["/datos/r%20I.csv"] = kept(BODY, ETag='"1"')
    assert taken(address) == [("r I.csv", BODY)]
    known = logged(address)
    assert taken(address, known) == []
    assert web.asked[-1][1]["If-None-Match"] == '"1"'
    web.answers["/datos/r%20I.csv"] = kept(BODY + b"\n", ETag='"2"')
    assert taken(address, known) == [("r I.csv", BODY + b"\n")]


def test_what_a_server_sends_again_is_known_by_its_content(web: Server) -> None:
    address = Web(f"{web.url}/r.csv")
    web.answers["/r.csv"] = sent(BODY)
    known = logged(address)
    assert taken(address, known) == []
    web.answers["/r.csv"] = sent(BODY, headers={"ETag": '"9"'})
    (noted,) = taken(address, known)
    assert isinstance(noted, FetchedFile)
    assert (noted.etag, noted.outcome, noted.return_id) == ('"9"', FetchOutcome.LOADED, 1)
    web.answers["/other.csv"] = sent(BODY)
    (moved_to,) = taken(Web(f"{web.url}/other.csv"), known)
    assert isinstance(moved_to, FetchedFile)


def test_a_tag_is_not_told_to_another_address(web: Server) -> None:
    web.answers |= {"/a.csv": kept(BODY, ETag='"1"'), "/b.csv": sent(b"b")}
    known = logged(Web(f"{web.url}/a.csv"))
    assert taken(Web(f"{web.url}/b.csv"), known) == [("b.csv", b"b")]
    assert "If-None-Match" not in web.asked[-1][1]


@pytest.mark.parametrize(
    ("path", "name"), [("/", "file"), ("/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "passwd"), ("/a%00b%0a.csv", "a_b_.csv")]
)
def test_the_name_of_an_address_is_safe(web: Server, path: str, name: str) -> None:
    web.answers[path] = sent(BODY)
    assert taken(Web(web.url + path)) == [(name, BODY)]


def test_what_a_killed_run_left_behind_goes(web: Server, tmp_path: Path) -> None:
    left, working = (tmp_path / "rooms" / f"nap-fetch-{name}" for name in ("left", "working"))
    for room in (left, working):
        room.mkdir()
        (room / "r.csv").write_bytes(BODY)
    os.utime(left, (0, 0))
    web.answers["/r.csv"] = sent(BODY)
    assert taken(Web(f"{web.url}/r.csv")) == [("r.csv", BODY)]
    assert [left.exists(), working.exists()] == [False, True]
    (working / "r.csv").unlink()
    working.rmdir()


# A portal -------------------------------------------------------------------------------------------------------


def resource(**said: Any) -> dict[str, Any]:
    return {"name": "Reporte", "format": "CSV", "state": "active", "url": "/files/r.csv"} | said


def answer(*resources: object, **said: Any) -> bytes:
    return json.dumps({"success": True, "result": {"resources": resources}} | said).encode()


def test_the_resource_of_a_portal_is_taken_as_any_file_of_the_web(web: Server) -> None:
    portal = Portal(f"{web.url}/portal", "migrantes", "CSV")
    web.answers["/portal/api/3/action/package_show"] = sent(
        answer(resource(format="PDF"), resource(url=f"{web.url}/files/r.csv")), kind="application/json"
    )
    web.answers["/files/r.csv"] = kept(BODY, Last_Modified="Sun, 22 Nov 2026 10:00:00 GMT")
    assert taken(portal) == [("r.csv", BODY)]
    assert web.paths() == ["/portal/api/3/action/package_show?id=migrantes", "/files/r.csv"]
    known = logged(portal)
    assert taken(portal, known) == []
    assert "If-Modified-Since" in web.asked[-1][1]


def test_a_resource_at_a_new_address_is_not_read_again_for_that(web: Server) -> None:
    portal = Portal(web.url, "migrantes", "CSV")
    web.answers |= {"/files/r.csv": sent(BODY), "/files/r2.csv": sent(BODY)}
    web.answers["/api/3/action/package_show"] = sent(answer(resource()))
    known = logged(portal)
    web.answers["/api/3/action/package_show"] = sent(answer(resource(url="/files/r2.csv")))
    (noted,) = taken(portal, known)
    assert isinstance(noted, FetchedFile)


def test_a_portal_that_fails_is_told(web: Server) -> None:
    portal = Portal(web.url, "migrantes", "CSV")
    asked = "/api/3/action/package_show"
    assert failure(portal) == "not_there"
    for said, code in (
        (status(500), "status"),
        (sent(b"<html>", kind="text/html"), "web_page"),
        (sent(b"no json"), "portal_answer"),
        (sent(answer(resource(url="file:///etc/passwd"))), "resource_address"),
        (sent(answer(resource(url="https://ana:clave@127.0.0.1/r.csv"))), "resource_address"),
        (sent(answer(resource(url="/missing.csv"))), "not_there"),
        (moved("file:///etc/passwd"), "redirect_refused"),
    ):
        web.answers[asked] = said
        assert failure(portal) == code


PORTAL = Portal("https://datos.ejemplo.gob.pe", "migrantes", "CSV")


def test_a_resource_is_chosen_by_format_and_name() -> None:
    csv, other = resource(url="1"), resource(url="2", name="Otro", format=".csv")
    assert chosen_resource(answer(csv, resource(format="XLSX"), resource(state="deleted")), PORTAL) == "1"
    named = Portal(PORTAL.base, PORTAL.dataset, "CSV", "Otro")
    assert chosen_resource(answer(csv, other), named) == "2"
    as_dkan = json.dumps({"success": True, "result": [{"resources": [csv]}]}).encode()
    assert chosen_resource(as_dkan, PORTAL) == "1"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (answer(), "no_resource"),
        (answer(resource(format="XLSX"), "r", None), "no_resource"),
        (answer(resource(format=None, state=None)), "no_resource"),
        (answer(resource(), resource(name="Otro\n\x1b[2J")), "many_resources"),
        (answer(resource(), success=False), "portal_answer"),
        (answer(result=[]), "portal_answer"),
        (answer(result="x"), "portal_answer"),
        (answer(result={"resources": {}}), "portal_answer"),
        (b"[]", "portal_answer"),
        (b"\xff\xfe", "portal_answer"),
        (b"[" * 200_000, "portal_answer"),
    ],
)
def test_an_answer_that_names_no_one_resource_is_refused(said: bytes, code: str) -> None:
    with pytest.raises(SourceFailed) as failed:
        chosen_resource(said, PORTAL)
    assert failed.value.code == code
    assert str(failed.value).isprintable()
