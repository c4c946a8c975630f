"""The door, held against every kind of caller without a server behind it."""

import asyncio
from base64 import b64encode
from typing import Any

import pytest

from flows.service.door import Door, Scope

LOGIN = "lbn:a secret of this test"
HOSTS = frozenset({"127.0.0.1", "localhost", "::1", "lbn.example.gov"})
SENT = f"Basic {b64encode(LOGIN.encode()).decode()}"


def answer_of(scope: dict[str, Any], headers: dict[str, str]) -> int | str:
    """Return what the caller gets: a status, or "in" where the request came to what is behind the door."""
    answers: list[Any] = []

    async def behind(*_: object) -> None:
        answers.append("in")

    async def send(message: Any) -> None:
        answers.append(message.get("status", message.get("code")))

    async def receive() -> Any:
        raise AssertionError("the door reads no body")

    sent = [(name.lower().encode(), value.encode()) for name, value in ({"Host": "127.0.0.1:4200"} | headers).items()]
    full: Scope = {"type": "http", "method": "GET", "path": "/", "headers": sent} | scope
    asyncio.run(Door(behind, LOGIN, HOSTS)(full, receive, send))
    return answers[0]


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("GET", "/", "in"),
        ("GET", "/v2/deployments", "in"),
        ("HEAD", "/assets/index.js", "in"),
        ("GET", "/ui-settings", "in"),
        ("GET", "/api/health", "in"),
        ("HEAD", "/api/health", "in"),
        ("GET", "/enter", 200),
        ("POST", "/", 401),
        ("POST", "/api/health", 401),
        ("GET", "/api", 401),
        ("GET", "/api/ready", 401),
        ("GET", "/api/flows/x", 401),
        ("GET", "/API/flows/x", 401),
        ("GET", "//api/flows/x", 401),
        ("GET", "/x/../api/flows/x", 401),
        ("GET", "/./api/flows", 401),
        ("DELETE", "/api/deployments/x", 401),
        ("GET", "/docs", 401),
        ("GET", "/redoc", 401),
        ("GET", "/openapi.json", 401),
        ("GET", "/docs/oauth2-redirect", 401),
    ],
)
def test_without_the_login(method: str, path: str, answer: int | str):
    assert answer_of({"method": method, "path": path}, {}) == answer


@pytest.mark.parametrize(
    ("authorization", "answer"),
    [
        (SENT, "in"),
        (SENT.replace("Basic", "basic"), "in"),
        (SENT.replace("Basic", "Bearer"), 401),
        (SENT.removeprefix("Basic "), 401),
        (SENT[:-4], 401),
        (f"Basic {b64encode(LOGIN.upper().encode()).decode()}", 401),
        ("Basic", 401),
        ("Basic not base64 at all", 401),
        ("", 401),
    ],
)
def test_the_login(authorization: str, answer: int | str):
    assert answer_of({"path": "/api/flows/x"}, {"Authorization": authorization}) == answer


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1:4200", "in"),
        ("127.0.0.1", "in"),
        ("LOCALHOST:4200", "in"),
        ("[::1]:4200", "in"),
        ("lbn.example.gov", "in"),
        ("lbn.example.gov.evil.example", 400),
        ("evil.example", 400),
        ("user@evil.example", 400),
        ("127.0.0.1@evil.example", 400),
        ("[::1", 400),
        ("", 400),
    ],
)
def test_the_host(host: str, answer: int | str):
    assert answer_of({}, {"Host": host}) == answer


@pytest.mark.parametrize(
    ("origin", "answer"),
    [
        ("http://127.0.0.1:4200", "in"),
        ("http://127.0.0.1:4201", 403),
        ("http://localhost:4200", 403),
        ("http://evil.example", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_the_origin_counts_with_the_login_too(origin: str, answer: int | str):
    assert answer_of({"path": "/api/flows/x"}, {"Authorization": SENT, "Origin": origin}) == answer


def test_no_other_page_may_frame_this_one():
    sent: list[Any] = []

    async def behind(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-own", b"1")]})

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "GET", "path": "/v2/", "headers": headers}
    asyncio.run(Door(behind, LOGIN, HOSTS)(scope, send, send))
    assert dict(sent[0]["headers"]) == {
        b"x-own": b"1", b"x-frame-options": b"DENY", b"content-security-policy": b"frame-ancestors 'none'",
    }  # fmt: skip


def test_websockets_of_other_pages_are_closed():
    websocket = {"type": "websocket", "path": "/api/events/out"}
    assert answer_of(websocket, {"Origin": "http://evil.example"}) == 1008
    assert answer_of(websocket, {"Origin": "http://127.0.0.1:4200"}) == "in"
    assert answer_of({"type": "lifespan"}, {"Host": ""}) == "in"
