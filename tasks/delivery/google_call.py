"""How google-auth asks for a token here: by this program's own calls, under their deadline."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from google.auth.transport import Request
from urllib3 import PoolManager

from tasks.delivery import web


class _Answer(NamedTuple):
    """An answer, as google-auth reads one."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class GoogleCall(Request):
    """Makes a call for google-auth."""

    def __init__(self, way: PoolManager) -> None:
        self._way = way

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the call has a deadline of its own
        **_: Any,
    ) -> _Answer:
        """Call; an answer that did not come whole is an empty one.

        Raises:
            DeliveryFailure: the service could not be reached.
            DeliveryUnknown: it has not answered.
        """
        answer = web.call_service(self._way, web.Call(url, body, dict(headers or {}), method))
        return _Answer(answer.code, answer.headers, answer.body or b"")
