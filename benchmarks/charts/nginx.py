"""nginx as sites without a server of their own use it: files from a folder, or another server behind it, compressed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.servers import free_port, running

KINDS = "text/html text/css application/javascript text/javascript application/json image/svg+xml application/wasm"


def found() -> str | None:
    """The nginx of this machine, or None."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def files(folder: Path, work: Path) -> Iterator[str]:
    """Serve the files below `folder`; what nginx writes goes below `work`. Raises LookupError where there is none."""
    place = f"root {folder}; index index.html; default_type text/html; try_files $uri $uri/index.html $uri.html =404;"
    with _serving(place, work) as address:
        yield address


@contextmanager
def before(server: str, work: Path) -> Iterator[str]:
    """Stand before `server`, websockets included."""
    place = (
        f"proxy_pass {server}; proxy_http_version 1.1; proxy_set_header Host $http_host; "
        'proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade"; proxy_buffering on;'
    )
    with _serving(place, work) as address:
        yield address


@contextmanager
def _serving(place: str, work: Path) -> Iterator[str]:
    program = found()
    if program is None:
        raise LookupError("the benchmark needs nginx; on Debian: apt install nginx-light")
    work.mkdir(parents=True, exist_ok=True)
    port = free_port()
    temporary = " ".join(
        f"{name}_temp_path {work}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (work / "nginx.conf").write_text(
        f"""daemon off; worker_processes 2; pid {work}/pid; error_log {work}/error.log;
events {{ worker_connections 512; }}
http {{
  include /etc/nginx/mime.types; access_log off; {temporary}
  gzip on; gzip_comp_level 6; gzip_static on; gzip_proxied any; gzip_min_length 600; gzip_types {KINDS};
  server {{ listen 127.0.0.1:{port}; location / {{ {place} }} }}
}}
""".replace("text/html ", ""),
        encoding="utf-8",
    )
    with running([program, "-e", f"{work}/error.log", "-c", f"{work}/nginx.conf"], port) as address:
        yield address
