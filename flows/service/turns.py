"""A call that Prefect could not take is made again, and runs that are asked for at once come one after the other.

Prefect keeps its runs in SQLite here, and reads before it writes in one transaction: where somebody else has written in
between, it answers 503, with nothing done. Its own client then asks again, six times in all, and a run whose calls were
all refused is shown as crashed; its page does not, nor does a plain POST.
"""

import asyncio
import re
from collections.abc import Sequence
from contextlib import nullcontext

from flows.service.door import App, Message, Receive, Scope, Send

ASKS_FOR_RUN = re.compile(r"/api/deployments/[^/]+/create_flow_run/?")
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
NOT_TAKEN = 503
WAITS = (0.05, 0.1, 0.2, 0.4, *[0.5] * 60)
"""Seconds before each new try: together half a minute, less than any caller waits."""


class Turns:
    """An application before an application."""

    def __init__(self, app: App, waits: Sequence[float] = WAITS) -> None:
        self._app = app
        self._waits = waits
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on until it is taken; one that asks for a run has to wait for its turn."""
        if not _may_write(scope):
            await self._app(scope, receive, send)
            return
        call = _Replay(await _read_call(receive), receive)
        async with self._turn if ASKS_FOR_RUN.fullmatch(scope["path"]) else nullcontext():
            answer = await self._ask_until_taken(scope, call)
        for message in answer:
            await send(message)

    async def _ask_until_taken(self, scope: Scope, call: "_Replay") -> list[Message]:
        for wait in self._waits:
            answer = await self._ask(scope, call)
            if not _is_refused(answer):
                return answer
            await asyncio.sleep(wait)
        return await self._ask(scope, call)

    async def _ask(self, scope: Scope, call: "_Replay") -> list[Message]:
        """Make the call once, with a scope of its own, for what is behind writes into it."""
        answer: list[Message] = []

        async def send(message: Message) -> None:
            answer.append(message)

        try:
            await self._app(dict(scope), call.start(), send)
        except Exception:
            if not _is_refused(answer):  # Prefect's server raises what it has just answered by a 503
                raise
        return answer


class _Replay:
    """A call that can be made several times."""

    def __init__(self, call: Sequence[Message], receive: Receive) -> None:
        self._call = call
        self._receive = receive

    def start(self) -> Receive:
        """Give it from its beginning; after its end whoever listens learns whether the caller is still there."""
        left = iter(self._call)

        async def receive() -> Message:
            message = next(left, None)
            return await self._receive() if message is None else message

        return receive


def _may_write(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] in WRITES


def _is_refused(answer: Sequence[Message]) -> bool:
    return bool(answer) and answer[0].get("status") == NOT_TAKEN


async def _read_call(receive: Receive) -> list[Message]:
    """Read a call to its end."""
    call = [await receive()]
    while call[-1].get("more_body"):
        call.append(await receive())
    return call
