"""The door before Prefect's server: who comes from elsewhere, or without the login, is not let in.

Prefect checks the login of its API by itself; it checks neither the Host of a request nor where the page that sends it
came from, and it shows its own documentation to anyone. This stands before all of it, websockets too.
"""

import hmac
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEALTH = "/api/health"
ENTER = "/enter"
NO_FRAME = ((b"x-frame-options", b"DENY"), (b"content-security-policy", b"frame-ancestors 'none'"))
CLOSED = ("/api", "/docs", "/redoc", "/openapi.json", "/ref")
"""What is shown to nobody without the login; the rest is the page itself, which holds no data."""

ENTER_PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Leave-behind naloxone</title>
<p>Opening the page of the runs &#8230;</p>
<script>
localStorage.setItem("prefect-password", location.hash.slice(1));
location.replace("/v2/deployments");
</script></html>"""
"""Puts the login of the link's fragment where Prefect's page looks for it."""


class Refusal(NamedTuple):
    """Why a request is not let in."""

    status: int
    words: str


class Door:
    """An application before an application."""

    def __init__(self, app: App, login: str, hosts: frozenset[str]) -> None:
        self._app = app
        self._login = login.encode()
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif refusal := self.find_refusal(scope):
            await _refuse(scope, send, refusal)
        elif scope["type"] == "http" and scope["path"] == ENTER:
            await _answer(send, 200, b"text/html; charset=utf-8", ENTER_PAGE)
        else:
            await self._app(scope, receive, _unframed(send))

    def find_refusal(self, scope: Scope) -> Refusal | None:
        """Say why a request is not let in; none if it is."""
        headers = {name.lower(): value for name, value in scope["headers"]}
        host = headers.get(b"host", b"").decode("latin-1")
        if _host_name(host) not in self._hosts:
            return Refusal(400, "This address is not one of the page's.")
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin.decode("latin-1")).netloc.lower() != host.lower():
            return Refusal(403, "A page of another origin may not call this one.")
        if scope["type"] == "http" and not self._is_open(scope) and not self._has_login(headers):
            return Refusal(401, "The login is missing or wrong. `lbn serve --show-login` shows it.")
        return None

    def _is_open(self, scope: Scope) -> bool:
        """Tell whether anyone may have it: the health, and the page's own files."""
        if scope["method"] not in ("GET", "HEAD"):
            return False
        path = _plain_path(scope["path"])
        return path == HEALTH or not any(path == closed or path.startswith(f"{closed}/") for closed in CLOSED)

    def _has_login(self, headers: MutableMapping[bytes, bytes]) -> bool:
        scheme, _, sent = headers.get(b"authorization", b"").partition(b" ")
        try:
            login = b64decode(sent, validate=True)
        except NotBase64:
            return False
        return scheme.lower() == b"basic" and hmac.compare_digest(login, self._login)


def _host_name(host: str) -> str:
    """Cut the port off a Host header."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _plain_path(path: str) -> str:
    """Write a path so that no router could read it otherwise: without doubled slashes, dots and capitals."""
    parts: list[str] = []
    for part in path.lower().split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def _unframed(send: Send) -> Send:
    """Let no other page show this one in a frame, where a click would be the coordinator's."""

    async def send_unframed(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *NO_FRAME]
        await send(message)

    return send_unframed


async def _refuse(scope: Scope, send: Send, refusal: Refusal) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": refusal.words})
    else:
        await _answer(send, refusal.status, b"text/plain; charset=utf-8", refusal.words.encode())


async def _answer(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"referrer-policy", b"no-referrer"),
        *NO_FRAME,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
