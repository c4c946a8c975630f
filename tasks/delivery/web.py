"""A call to a web service that takes messages or gives tokens: under a deadline, once, to no other address."""

from typing import NamedTuple
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError

from schemas.delivery import DeliveryReason
from tasks.deadlines import Deadline, keep_deadline
from tasks.delivery.encryption import find_failure
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown
from tasks.timed_web import read_whole

CALL_SECONDS = 90.0
CONNECT_SECONDS = 10.0
PIECE_SECONDS = 60.0
MOST_BYTES = 1_000_000
"""Tokens and receipts are a few kilobytes."""

OK, ACCEPTED, BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, TOO_LARGE, TOO_MANY, SERVER_ERROR, UNAVAILABLE = (
    200, 202, 400, 401, 403, 413, 429, 500, 503,
)  # fmt: skip


class Called(NamedTuple):
    """What a service has answered; no body where it did not come whole."""

    code: int
    body: bytes | None
    headers: dict[str, str]


class Call(NamedTuple):
    """What is asked."""

    url: str
    body: bytes | None
    headers: dict[str, str]
    method: str = "POST"


def call_service(way: PoolManager, call: Call) -> Called:
    """Call a service.

    Raises:
        DeliveryFailure: it could not be reached, so it surely knows nothing of the call.
        DeliveryUnknown: the call has left, and no answer has come.
    """
    host = urlsplit(call.url).hostname
    failure: DeliveryFailure | DeliveryUnknown = DeliveryFailure(DeliveryReason.UNREACHABLE)
    if host is None:
        raise failure
    with keep_deadline(Deadline(CALL_SECONDS, MOST_BYTES)) as deadline:
        try:
            return _read(_ask(way, call))
        except (HTTPError, OSError, ValueError) as error:
            failure = DeliveryUnknown() if deadline.has_sent else find_failure(error, host)
    raise failure


def _ask(way: PoolManager, call: Call) -> BaseHTTPResponse:
    return way.urlopen(
        call.method,
        call.url,
        body=call.body,
        headers=call.headers,
        timeout=Timeout(connect=CONNECT_SECONDS, read=PIECE_SECONDS),
        redirect=False,
        retries=False,
        preload_content=False,
    )


def _read(answer: BaseHTTPResponse) -> Called:
    """Read an answer; its code has come, whatever becomes of the rest."""
    body: bytes | None = None
    try:
        body = read_whole(answer, MOST_BYTES)
    except (HTTPError, OSError, ValueError):
        answer.close()
    answer.release_conn()
    return Called(answer.status, body, dict(answer.headers))
