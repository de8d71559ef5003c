"""One file over HTTP: asked for only if it changed, within a time and a size, and only where it was said to be.

Everything that a server may do wrong ends in SourceFailed. One deadline covers the whole exchange, redirects and
headers too: a server that sends a byte now and then is not waited for.
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import socket
import ssl
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from etl.sources.arrived import Patience, SourceFailed
from etl.sources.declaration import split_address

_REDIRECTS = (301, 302, 303, 307, 308)
# What a server says of a file is sent back to it as it was said, if it can be.
_LONGEST_HEADER = 1_000
_HTML = (b"<!doctype html", b"<html")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Download:
    """What a server sent, or, with `unchanged`, that it has what is known of it already."""

    unchanged: bool
    file_hash: str = ""
    etag: str = ""
    last_modified: str = ""


def download(url: str, to: Path, *, etag: str = "", last_modified: str = "", patience: Patience) -> Download:
    """Write what is at `url` to a new file, unless it is what `etag` and `last_modified` say. Raises SourceFailed."""
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    with _room(), to.open("xb") as file:
        return awaited(_in_time(url, file, {name: said for name, said in conditions.items() if said}, patience))


def awaited(work: Coroutine[Any, Any, Result]) -> Result:
    """What `work` comes to; in a thread of its own where this one is in the middle of other such work."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


@contextmanager
def _room() -> Iterator[None]:
    """What the network does wrong is told before; what remains is the disk of this machine."""
    try:
        yield
    except OSError:
        raise SourceFailed("no_room") from None


async def _in_time(url: str, file: BinaryIO, conditions: Mapping[str, str], patience: Patience) -> Download:
    try:
        async with asyncio.timeout(patience.whole):
            return await _exchange(url, file, conditions, patience)
    except (TimeoutError, httpx.TimeoutException):
        raise SourceFailed("timeout") from None
    except (httpx.ConnectError, httpx.ProxyError) as error:
        raise SourceFailed("not_secure" if _is_about_trust(error) else "unreachable") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise SourceFailed("redirect_refused") from None
    except httpx.HTTPError:
        raise SourceFailed("broken") from None


def _is_about_trust(error: BaseException) -> bool:
    causes: list[BaseException] = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    return any(isinstance(cause, ssl.SSLError) for cause in causes)


async def _exchange(url: str, file: BinaryIO, conditions: Mapping[str, str], patience: Patience) -> Download:
    """Ask, be led elsewhere a few times, and take what is sent."""
    headers = {"User-Agent": "nap-tracker", "Accept": "*/*", "Accept-Encoding": "identity", **conditions}
    waits = httpx.Timeout(patience.idle, connect=patience.connect)
    async with httpx.AsyncClient(headers=headers, timeout=waits, verify=ssl.create_default_context()) as client:
        for _ in range(patience.redirects + 1):
            async with client.stream("GET", url) as response:
                if response.status_code not in _REDIRECTS:
                    return await _taken(response, file, conditional=bool(conditions), most=patience.size)
                place = response.headers.get("Location", "")
            url = await led_to(url, place)
    raise SourceFailed("redirects", count=patience.redirects)


async def _taken(response: httpx.Response, file: BinaryIO, *, conditional: bool, most: int) -> Download:
    if response.status_code == 304 and conditional:
        return Download(unchanged=True)
    _check_status(response.status_code)
    if response.headers.get("Content-Type", "").partition(";")[0].strip().lower() == "text/html":
        raise SourceFailed("web_page")
    digest, size = hashlib.sha256(), 0
    async for piece in response.aiter_bytes():
        if size == 0 and piece.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower().startswith(_HTML):
            raise SourceFailed("web_page")
        size += len(piece)
        if size > most:
            raise SourceFailed("too_large", limit=most // 1024 // 1024)
        digest.update(piece)
        file.write(piece)
    if size == 0:
        raise SourceFailed("empty")
    said = {name: _sendable(response.headers.get(name, "")) for name in ("ETag", "Last-Modified")}
    return Download(False, digest.hexdigest(), said["ETag"], said["Last-Modified"])


def _check_status(status: int) -> None:
    if status != 200:
        codes = {401: "no_access", 403: "no_access", 404: "not_there", 410: "not_there"}
        raise SourceFailed(codes.get(status, "status"), status=status)


def _sendable(header: str) -> str:
    return header if header.isascii() and header.isprintable() and len(header) <= _LONGEST_HEADER else ""


# Where it leads -------------------------------------------------------------------------------------------------


async def led_to(here: str, place: str) -> str:
    """The whole address of `place`, to which a server at `here` leads: not out of the web, out of encryption, to a
    secret in an address, or from outside to a machine of the inner network. Raises SourceFailed."""
    try:
        there = urljoin(here, place).partition("#")[0]
        target = split_address(there)
    except ValueError:
        raise SourceFailed("redirect_refused") from None
    origin = urlsplit(here)
    if origin.scheme == "https" and target.scheme != "https":
        raise SourceFailed("redirect_refused")
    if target.hostname != origin.hostname and await _is_inner(target.hostname) and not await _is_inner(origin.hostname):
        raise SourceFailed("redirect_refused")
    return there


async def _is_inner(host: str | None) -> bool:
    """Whether any address of `host` is of a private network or this machine; no where it has none, as behind a
    proxy."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(not ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_global for address in found)
