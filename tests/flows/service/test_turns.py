"""Calls are made again where the server could not take them; those that ask for a run come one after the other."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from flows.service.turns import NOT_TAKEN, Turns

RUN = "/api/deployments/5f2b/create_flow_run"
TRIES = 4


class Busy:
    """A server that answers as it is told to, and notes what it is asked."""

    def __init__(self, statuses: Sequence[int], *, raises: bool = False) -> None:
        self.statuses, self.raises = list(statuses), raises
        self.bodies: list[bytes] = []
        self.at_once = self.most_at_once = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Read the body, answer with the next status, and raise what it has answered, as Prefect's server does."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        scope["path"] = "eaten"
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        await asyncio.sleep(0)
        status = self.statuses.pop(0)
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": status})
        await send({"type": "http.response.body", "body": b"done"})
        self.at_once -= 1
        if self.raises and status >= 500:
            raise OSError(status)


async def call(server: Turns, path: str = RUN, method: str = "POST") -> list[int]:
    """Return the statuses that a caller sees."""
    parts = iter([b"{", b"}"])
    seen: list[int] = []

    async def receive() -> Any:
        part = next(parts)
        return {"type": "http.request", "body": part, "more_body": part == b"{"}

    async def send(message: Any) -> None:
        seen.extend([message["status"]] if "status" in message else [])

    await server({"type": "http", "method": method, "path": path}, receive, send)
    return seen


@pytest.mark.parametrize("raises", [False, True], ids=["answers", "answers and raises"])
@pytest.mark.parametrize(
    ("statuses", "seen", "asked"),
    [
        ([201], 201, 1),
        ([NOT_TAKEN, NOT_TAKEN, 201], 201, 3),
        ([NOT_TAKEN] * TRIES, NOT_TAKEN, TRIES),
        ([404], 404, 1),
        ([409], 409, 1),
    ],
)
def test_a_call_is_repeated_only_while_the_server_is_too_busy(statuses: list[int], seen: int, asked: int, raises: bool):
    server = Busy(statuses, raises=raises)
    assert asyncio.run(call(Turns(server, waits=[0] * (TRIES - 1)))) == [seen]
    assert server.bodies == [b"{}"] * asked


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_what_only_reads_is_passed_on_as_it_is(method: str):
    server = Busy([NOT_TAKEN])
    assert asyncio.run(call(Turns(server), method=method)) == [NOT_TAKEN]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_whatever_else_writes_is_repeated_too(method: str):
    server = Busy([NOT_TAKEN, 200])
    assert asyncio.run(call(Turns(server, waits=[0]), "/api/flow_runs/5f2b/set_state", method)) == [200]


@pytest.mark.parametrize(("path", "most"), [(RUN, 1), ("/api/flow_runs/5f2b/set_state", 20)])
def test_only_those_who_ask_for_a_run_come_one_after_the_other(path: str, most: int):
    server = Busy([201] * 20)

    async def all_at_once() -> list[list[int]]:
        turns = Turns(server)
        return await asyncio.gather(*(call(turns, path) for _ in range(20)))

    assert asyncio.run(all_at_once()) == [[201]] * 20
    assert server.most_at_once == most


def test_a_mistake_of_the_server_goes_on_as_it_is():
    with pytest.raises(OSError, match="500"):
        asyncio.run(call(Turns(Busy([500], raises=True))))


def test_what_is_no_call_is_passed_on():
    passed: list[str] = []

    async def behind(scope: Any, *_: object) -> None:
        passed.append(scope["type"])

    for kind in ("lifespan", "websocket"):
        asyncio.run(Turns(behind)({"type": kind}, None, None))  # type: ignore[arg-type]
    assert passed == ["lifespan", "websocket"]
