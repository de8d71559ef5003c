"""Takes files from where a source keeps them: a folder, an address of HTTP, a dataset of a CKAN portal.

Gives what was not read before and leaves everything in its place. Raises SourceFailed where the source cannot be read.
"""

from __future__ import annotations

import asyncio
import fnmatch
import hashlib
import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from etl.problems import shown
from etl.sources.arrived import Arrivals, Arrived, Patience, SourceFailed, Unsettled
from etl.sources.declaration import Folder, Portal, Source, Web
from etl.sources.downloads import download, led_to
from indicators.fetch_log import LEASE, Known, address_of

MOST_FILES = 1_000
# What programs call a file that they are writing, or hold open.
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
_WORKROOM = "nap-fetch-"
_PIECE = 1024 * 1024
PORTAL_ANSWER = 8 * 1024 * 1024
MOST_NAMED = 10
_LONGEST_NAME = 100


def arrivals(source: Source, known: Known, *, now: datetime, patience: Patience) -> Arrivals:
    """The files of `source` that are not `known`, one at a time; a file is gone or may change once the next is asked
    for. Raises SourceFailed, for what cannot be read in a folder after what can."""
    match source.address:
        case Folder() as folder:
            yield from _of_folder(source, folder, known, now=now, patience=patience)
        case Web(url):
            yield from _of_web(source, url, known, patience=patience)
        case Portal() as portal:
            yield from _of_web(source, _resource(portal, patience), known, patience=patience)


# A folder -------------------------------------------------------------------------------------------------------


def _of_folder(source: Source, folder: Folder, known: Known, *, now: datetime, patience: Patience) -> Arrivals:
    unreadable = 0
    for path in _matching(folder):
        try:
            digest = _hash_of_settled(path, before=now.timestamp() - patience.settled)
        except FileNotFoundError:
            continue
        except OSError:
            unreadable += 1
            continue
        address = address_of(source.reading, "folder", path.name)
        if not digest:
            yield Unsettled(path.name)
        elif (before := known.find(address, digest)) is None:
            yield Arrived(path, address, known.kept(digest))
        elif before.address != address:
            yield replace(before, address=address)
    if unreadable:
        raise SourceFailed("unreadable_file", count=unreadable)


def _matching(folder: Folder) -> Sequence[Path]:
    """The plain files whose names match, by name; links, hidden files and such as are being written are left out."""
    pattern = folder.pattern.casefold()
    try:
        with os.scandir(folder.path) as entries:
            names = [
                entry.name
                for entry in entries
                if fnmatch.fnmatchcase(entry.name.casefold(), pattern)
                and not entry.name.startswith((".", "~$"))
                and not entry.name.casefold().endswith(_UNFINISHED)
                and entry.is_file(follow_symlinks=False)
            ]
    except (FileNotFoundError, NotADirectoryError):
        raise SourceFailed("no_folder") from None
    except OSError:
        raise SourceFailed("unreadable_folder") from None
    if len(names) > MOST_FILES:
        raise SourceFailed("too_many_files", count=len(names), limit=MOST_FILES)
    return [folder.path / name for name in sorted(names)]


def _hash_of_settled(path: Path, *, before: float) -> str:
    """The hash of a file that nobody touched since `before`, nor while it was read; else nothing. Raises OSError.

    A file's ctime is set by the machine that keeps it whenever it is written: no copy brings an older one along.
    """
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        first = os.fstat(file.fileno())
        if not stat.S_ISREG(first.st_mode) or first.st_ctime > before:
            return ""
        digest = hashlib.sha256()
        while piece := file.read(_PIECE):
            digest.update(piece)
        last = os.fstat(file.fileno())
    same = (first.st_size, first.st_mtime_ns, first.st_ctime_ns) == (last.st_size, last.st_mtime_ns, last.st_ctime_ns)
    return digest.hexdigest() if same else ""


# The web --------------------------------------------------------------------------------------------------------


def _of_web(source: Source, url: str, known: Known, *, patience: Patience) -> Arrivals:
    address = address_of(source.reading, "http", url)
    last = known.at.get(address)
    etag, last_modified = (last.etag, last.last_modified) if last else ("", "")
    with _workroom() as folder:
        path = folder / _name_of(url)
        got = download(url, path, etag=etag, last_modified=last_modified, patience=patience)
        if got.unchanged:
            return
        before = known.find(address, got.file_hash)
        if before is None:
            yield Arrived(path, address, known.kept(got.file_hash), got.etag, got.last_modified)
            return
        now = replace(before, address=address, etag=got.etag, last_modified=got.last_modified)
        if now != before:
            yield now


@contextmanager
def _workroom() -> Iterator[Path]:
    """A folder that nobody else can read, gone afterwards; what runs that were killed left behind goes too."""
    limit = time.time() - LEASE.total_seconds()
    for left in Path(tempfile.gettempdir()).glob(f"{_WORKROOM}*"):
        with suppress(OSError):
            found = left.lstat()
            if found.st_uid == os.getuid() and found.st_mtime < limit:
                shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_WORKROOM) as folder:
        yield Path(folder)


def _name_of(url: str) -> str:
    """What people call the file at `url`."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    return "".join(c if c.isalnum() or c in "._- ()" else "_" for c in name)[-_LONGEST_NAME:] or "file"


# A portal -------------------------------------------------------------------------------------------------------


def _resource(portal: Portal, patience: Patience) -> str:
    """The address of the one resource that is meant, as the portal says it now. Raises SourceFailed."""
    asked = f"{portal.base}/api/3/action/package_show?{urlencode({'id': portal.dataset})}"
    with _workroom() as folder:
        path = folder / "answer.json"
        download(asked, path, patience=replace(patience, size=PORTAL_ANSWER))
        place = chosen_resource(path.read_bytes(), portal)
    try:
        return asyncio.run(led_to(asked, place))
    except SourceFailed:
        raise SourceFailed("resource_address") from None


def chosen_resource(answer: bytes, portal: Portal) -> str:
    """The address of the resource that is meant, as the portal's answer writes it. Raises SourceFailed."""
    try:
        document = json.loads(answer)
    except (ValueError, RecursionError):
        raise SourceFailed("portal_answer") from None
    dataset = document.get("result") if isinstance(document, dict) and document.get("success") is True else None
    if isinstance(dataset, list) and len(dataset) == 1:  # as DKAN answers, which speaks CKAN's language
        dataset = dataset[0]
    resources = dataset.get("resources") if isinstance(dataset, dict) else None
    if not isinstance(resources, list):
        raise SourceFailed("portal_answer")
    meant = [each for each in resources if isinstance(each, dict) and _is_meant(each, portal)]
    if not meant:
        raise SourceFailed("no_resource", format=portal.format, name=portal.resource or "*")
    if len(meant) > 1:
        names = ", ".join(shown(str(each.get("name") or "?")) for each in meant[:MOST_NAMED])
        raise SourceFailed("many_resources", count=len(meant), names=names)
    return str(meant[0].get("url") or "")


def _is_meant(resource: Mapping[str, Any], portal: Portal) -> bool:
    kept = str(resource.get("state") or "active").casefold() == "active"
    same_format = str(resource.get("format") or "").strip().lstrip(".").upper() == portal.format
    named = not portal.resource or str(resource.get("name") or "").strip() == portal.resource
    return kept and same_format and named
