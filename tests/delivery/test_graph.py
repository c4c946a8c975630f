"""Sending by Microsoft Graph, against a double of its two endpoints on loopback."""

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from schemas.delivery import DeliveryReason
from schemas.mail import MicrosoftOAuth
from tasks.delivery.graph import LARGEST_BYTES, Graph
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tasks.delivery.tokens import GRAPH_SCOPE, fetch_microsoft_token
from tests.support.mail_servers import free_port

MESSAGE = Outgoing("test.eml", b"Subject: test\r\n\r\nOne\r\n", "lbn@example.gov", ("coordinator@example.gov",))
SECRET = "s3cret"  # noqa: S105 - of the double only


class Microsoft:
    """What the double has taken, and what it answers."""

    def __init__(self, code: int | None = 202, token_code: int = 200) -> None:
        self.code = code
        self.token_code = token_code
        self.sent: list[tuple[str, bytes]] = []


@contextmanager
def microsoft(double: Microsoft) -> Iterator[str]:
    """The double, for the length of the block: its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.endswith("/oauth2/v2.0/token"):
                asked = parse_qs(body.decode())
                is_right = asked["client_secret"] == [SECRET] and asked["scope"] == [GRAPH_SCOPE]
                self._answer(double.token_code if is_right else 401, {"access_token": "t"} if is_right else {})
                return
            double.sent.append((self.path, b64decode(body)))
            if double.code is None:
                self.connection.close()
                return
            self._answer(double.code if self.headers["Authorization"] == "Bearer t" else 401, {})

        def _answer(self, code: int, document: dict[str, str]) -> None:
            self.send_response(code)
            self.end_headers()
            self.wfile.write(json.dumps(document).encode())

        def log_message(self, *_arguments: object) -> None:
            """Nothing of a request is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def send(address: str, secret: str = SECRET, message: Outgoing = MESSAGE) -> None:
    oauth = MicrosoftOAuth(provider="microsoft", tenant="agency", client="lbn", endpoint=address)
    with closing(Graph(f"{address}/v1.0", lambda: fetch_microsoft_token(oauth, secret, GRAPH_SCOPE))) as sender:
        sender.send(message, lambda: None)


def test_the_message_is_handed_over_as_it_is():
    double = Microsoft()
    with microsoft(double) as address:
        send(address)
    assert double.sent == [("/v1.0/users/lbn@example.gov/sendMail", MESSAGE.raw)]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (401, DeliveryReason.LOGIN),
        (403, DeliveryReason.LOGIN),
        (429, DeliveryReason.BUSY),
        (503, DeliveryReason.BUSY),
        (400, DeliveryReason.REFUSED),
        (413, DeliveryReason.REFUSED),
    ],
)
def test_an_answer_is_believed(code: int, reason: DeliveryReason):
    with microsoft(Microsoft(code)) as address, pytest.raises(DeliveryFailure) as problem:
        send(address)
    assert problem.value.reason is reason


@pytest.mark.parametrize("code", [500, 502, None], ids=["500", "502", "no answer"])
def test_what_nobody_knows_is_in_doubt(code: int | None):
    double = Microsoft(code)
    with microsoft(double) as address, pytest.raises(DeliveryUnknown):
        send(address)
    assert len(double.sent) == 1


def test_a_wrong_secret_is_said_before_anything_is_sent():
    double = Microsoft()
    with microsoft(double) as address, pytest.raises(DeliveryFailure) as problem:
        send(address, secret="wrong")  # noqa: S106 - it must be refused
    assert (problem.value.reason, double.sent) == (DeliveryReason.LOGIN, [])


def test_a_server_that_is_not_there_is_said():
    with pytest.raises(DeliveryFailure) as problem:
        send(f"http://127.0.0.1:{free_port()}")
    assert problem.value.reason is DeliveryReason.UNREACHABLE


def test_an_address_that_is_none_is_said():
    with pytest.raises(DeliveryFailure) as problem:
        Graph("graph.example.gov", lambda: "t").send(MESSAGE, lambda: None)
    assert problem.value.reason is DeliveryReason.UNREACHABLE


@pytest.mark.parametrize(
    ("token_code", "reason"), [(429, DeliveryReason.BUSY), (503, DeliveryReason.BUSY), (400, DeliveryReason.LOGIN)]
)
def test_a_token_that_is_not_given_is_said(token_code: int, reason: DeliveryReason):
    double = Microsoft(token_code=token_code)
    with microsoft(double) as address, pytest.raises(DeliveryFailure) as problem:
        send(address)
    assert (problem.value.reason, double.sent) == (reason, [])


def test_a_message_too_large_for_one_call_is_refused():
    double = Microsoft()
    with microsoft(double) as address, pytest.raises(DeliveryFailure) as problem:
        send(address, message=MESSAGE._replace(raw=b"x" * (LARGEST_BYTES + 1)))
    assert (problem.value.reason, double.sent) == (DeliveryReason.REFUSED, [])
