"""Microsoft Graph: the message as it is, handed to the sender's mailbox over HTTPS (`sendMail` with MIME content)."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from schemas.delivery import DeliveryReason
from schemas.mail import Mail, MicrosoftOAuth
from tasks.delivery import tokens, web
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tasks.errors import UsageError
from tasks.timed_web import open_web

LARGEST_BYTES = 3_000_000
"""More needs an upload session; our messages stay far below."""

_REASONS = {
    web.UNAUTHORIZED: DeliveryReason.LOGIN,
    web.FORBIDDEN: DeliveryReason.LOGIN,
    web.TOO_MANY: DeliveryReason.BUSY,
    web.UNAVAILABLE: DeliveryReason.BUSY,
}

_OF_THE_MESSAGE = frozenset({web.BAD_REQUEST, web.TOO_LARGE})
"""What is refused so may be this message only; any other refusal would meet the next one too."""


def open_graph(mail: Mail, folder: Path) -> "Graph":
    """Make the sender, with the app that mail.oauth names.

    Raises:
        UsageError: mail.oauth isn't an app of Microsoft's, or its secret is missing.
    """
    oauth, secret = mail.oauth, tokens.find_secret(folder)
    if not isinstance(oauth, MicrosoftOAuth):
        msg = 'lbn.toml: mail.oauth must have provider = "microsoft" where mail.transport is "graph".'
        raise UsageError(msg)
    return Graph(mail.graph, lambda: tokens.fetch_microsoft_token(oauth, secret, tokens.GRAPH_SCOPE))


class Graph:
    """Sends by Graph; one token and one line serve for many messages."""

    repeats_safely = False

    def __init__(self, endpoint: str, token: Callable[[], str]) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._fetch_token = token
        self._token = ""
        self._way = open_web(self._endpoint)

    def look(self) -> None:
        """Get a token: without one nothing could be handed over."""
        self._fetch_token()

    def send(self, message: Outgoing, before_handing_over: Callable[[], None]) -> None:
        """Hand the message over; `before_handing_over` is called once nothing but the call itself is left."""
        if len(message.raw) > LARGEST_BYTES:
            raise DeliveryFailure(DeliveryReason.REFUSED, is_of_message=True)
        self._token = self._token or self._fetch_token()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "text/plain"}
        address = f"{self._endpoint}/users/{quote(message.sender, safe='@')}/sendMail"
        before_handing_over()
        _check_answer(web.call_service(self._way, web.Call(address, b64encode(message.raw), headers)).code)

    def close(self) -> None:
        """End the line that was kept for the next message."""
        self._way.clear()


def _check_answer(code: int) -> None:
    """Stop unless the message was taken; another answer than Graph's own leaves it open.

    Raises:
        DeliveryFailure: it surely was not taken.
        DeliveryUnknown: nobody knows.
    """
    if code == web.ACCEPTED:
        return
    if code in _REASONS:
        raise DeliveryFailure(_REASONS[code])
    if web.BAD_REQUEST <= code < web.SERVER_ERROR:
        raise DeliveryFailure(DeliveryReason.REFUSED, is_of_message=code in _OF_THE_MESSAGE)
    raise DeliveryUnknown
