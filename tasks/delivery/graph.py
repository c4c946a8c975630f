"""Microsoft Graph: the message as it is, handed to the sender's mailbox over HTTPS (`sendMail` with MIME content)."""

from base64 import b64encode
from collections.abc import Callable
from urllib.parse import quote, urlsplit

import httpx

from schemas.delivery import DeliveryReason
from schemas.mail import Mail, MicrosoftOAuth
from tasks.delivery import tokens
from tasks.delivery.encryption import find_failure
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tasks.errors import UsageError

TIMEOUT_SECONDS = 60
LARGEST_BYTES = 3_000_000
"""More needs an upload session; our messages stay far below."""

_REASONS = {
    httpx.codes.UNAUTHORIZED: DeliveryReason.LOGIN,
    httpx.codes.FORBIDDEN: DeliveryReason.LOGIN,
    httpx.codes.TOO_MANY_REQUESTS: DeliveryReason.BUSY,
    httpx.codes.SERVICE_UNAVAILABLE: DeliveryReason.BUSY,
}


def open_graph(mail: Mail) -> "Graph":
    """Make the sender, with the app that mail.oauth names.

    Raises:
        UsageError: mail.oauth isn't an app of Microsoft's, or its secret is missing.
    """
    oauth, secret = mail.oauth, tokens.find_secret()
    if not isinstance(oauth, MicrosoftOAuth):
        msg = 'lbn.toml: mail.oauth must have provider = "microsoft" where mail.transport is "graph".'
        raise UsageError(msg)
    return Graph(mail.graph, lambda: tokens.fetch_microsoft_token(oauth, secret, tokens.GRAPH_SCOPE))


class Graph:
    """Sends by Graph, with a token for each message."""

    repeats_safely = False

    def __init__(self, endpoint: str, token: Callable[[], str]) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._token = token

    def look(self) -> None:
        """Get a token: without one nothing could be handed over."""
        self._token()

    def send(self, message: Outgoing, before_handing_over: Callable[[], None]) -> None:
        """Hand the message over; `before_handing_over` is called once nothing but the call itself is left."""
        if len(message.raw) > LARGEST_BYTES:
            raise DeliveryFailure(DeliveryReason.REFUSED)
        headers = {"Authorization": f"Bearer {self._token()}", "Content-Type": "text/plain"}
        address = f"{self._endpoint}/users/{quote(message.sender, safe='@')}/sendMail"
        before_handing_over()
        failure: DeliveryFailure | None = None
        code = 0
        try:
            answer = httpx.post(address, content=b64encode(message.raw), headers=headers, timeout=TIMEOUT_SECONDS)
            code = answer.status_code
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            failure = find_failure(error, urlsplit(self._endpoint).hostname or "")
        except httpx.HTTPError:
            code = 0
        if failure:
            raise failure
        _check_answer(code)


def _check_answer(code: int) -> None:
    """Stop unless the message was taken; no answer after the request was written leaves it open.

    Raises:
        DeliveryFailure: it surely was not taken.
        DeliveryUnknown: nobody knows.
    """
    if code == httpx.codes.ACCEPTED:
        return
    if code in _REASONS:
        raise DeliveryFailure(_REASONS[httpx.codes(code)])
    if code == 0 or code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise DeliveryUnknown
    raise DeliveryFailure(DeliveryReason.REFUSED)
