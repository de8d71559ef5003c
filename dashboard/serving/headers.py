"""What every answer carries: how long it may be kept, what its page may load, who may frame it."""

from __future__ import annotations

from functools import cache

from flask import Response

FOR_EVER = "public, max-age=31536000, immutable"
# A page may be kept by anyone but asked about each time: a new release is seen at once, an old page costs a 304.
ASK_AGAIN = "public, no-cache"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
)
_FRAMED, _NOT_FRAMED = "frame-ancestors *", "frame-ancestors 'none'"


@cache
def content_policy(*, inline_styles: bool, framed: bool = False) -> str:
    """The content security policy. Inline styles are for pages with an island: Dash and Plotly write them. `framed` is
    for what other sites may show in a frame."""
    styles = "style-src 'self' 'unsafe-inline'" if inline_styles else "style-src 'self'"
    return "; ".join((*_POLICY, _FRAMED if framed else _NOT_FRAMED, styles))


def secure(response: Response, *, https: bool, inline_styles: bool = False, framed: bool = False) -> Response:
    """Put the security headers on `response`; strict transport only where the reader came by https."""
    if framed:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", content_policy(inline_styles=inline_styles, framed=framed))
    if https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def fresh(response: Response, key: str) -> Response:
    """Say how long a document may be kept and how to ask whether it still stands."""
    response.set_etag(key, weak=True)
    response.headers["Cache-Control"] = ASK_AGAIN
    response.headers["Vary"] = "Accept-Encoding"
    return response
