"""Microsoft Graph: the message as it is, handed to the sender's mailbox over HTTPS (`sendMail` with MIME content)."""

from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote

import httpx

from schemas.delivery import DeliveryReason
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing

TIMEOUT_SECONDS = 60
LARGEST_BYTES = 3_000_000
"""More needs an upload session; our messages stay far below."""

_OBSTACLES = {
    httpx.codes.UNAUTHORIZED: DeliveryReason.LOGIN,
    httpx.codes.FORBIDDEN: DeliveryReason.LOGIN,
    httpx.codes.TOO_MANY_REQUESTS: DeliveryReason.BUSY,
    httpx.codes.SERVICE_UNAVAILABLE: DeliveryReason.BUSY,
}


class Graph:
    """Sends by Graph, with a token for each message."""

    repeats_safely = False

    def __init__(self, endpoint: str, token: Callable[[], str]) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._token = token

    def look(self) -> None:
        """Get a token."""
        self._token()

    def send(self, message: Outgoing, before_handing_over: Callable[[], None]) -> None:
        """Hand the message over."""
        if len(message.raw) > LARGEST_BYTES:
            raise DeliveryFailure(DeliveryReason.REFUSED)
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "text/plain"}
        address = f"{self._endpoint}/users/{quote(message.sender, safe='@')}/sendMail"
        before_handing_over()
        try:
            answer = httpx.post(address, content=b64encode(message.raw), headers=headers, timeout=TIMEOUT_SECONDS)
            code = answer.status_code
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol):
            code = -1
        except httpx.HTTPError:
            code = 0
        _judge(code)


def _judge(code: int) -> None:
    """What an answer means; none after the request was written leaves it open."""
    if code == httpx.codes.ACCEPTED:
        return
    if code == -1:
        raise DeliveryFailure(DeliveryReason.UNREACHABLE)
    if code in _OBSTACLES:
        raise DeliveryFailure(_OBSTACLES[httpx.codes(code)])
    if code == 0 or code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise DeliveryUnknown
    raise DeliveryFailure(DeliveryReason.REFUSED)
