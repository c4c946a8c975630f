"""The one way that calls to Google take: to the endpoint if there is one, else to Google and to no one else.

gspread's own retries never end and retry no dropped connection; here urllib3 repeats what only reads, and nothing else.
"""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import gspread
import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tasks.deadlines import PIECE_BYTES, Deadline, has_time_for, keep_deadline
from tasks.sources.google.key import is_googles
from tasks.timed_web import keep_deadlines

SIDE_CALL_SECONDS = 30.0
SIDE_CALL_BYTES = 1_000_000
"""For what google-auth asks by the way, in a thread of its own."""

TRIES_AGAIN = 6
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 65.0
"""The waits 0, 2, 4, 8, 16 and 32 seconds outlast Google's limit of reads, which is one a minute."""
LONGEST_ASKED_SECONDS = 30
"""What Google may ask to wait before a single try."""

TEMPORARY = (408, 429, 500, 502, 503, 504)


class _OneWay(HTTPAdapter):
    """Sends every call to the endpoint if there is one; without one, to Google and to no one else."""

    __attrs__ = [*HTTPAdapter.__attrs__, "_endpoint"]  # noqa: RUF012 - as in its base; google-auth copies a session

    def __init__(self, endpoint: str | None) -> None:
        self._endpoint = endpoint
        super().__init__(max_retries=_make_patience())

    def init_poolmanager(self, *sizes: Any, **more: Any) -> None:
        """Make the connections; each keeps the deadline of whoever calls."""
        super().init_poolmanager(*sizes, **more)
        keep_deadlines(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """Make those through a proxy likewise."""
        return keep_deadlines(super().proxy_manager_for(proxy, **more))

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002 - the whole answer is read here, while the deadline is kept
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send it the one way."""
        url = str(request.url)
        if self._endpoint:
            request.url = _moved(url, self._endpoint)
            proxies = {}
        elif not is_googles(url):
            msg = "calls go to Google only"
            raise requests.ConnectionError(msg)
        with keep_deadline(Deadline(SIDE_CALL_SECONDS, SIDE_CALL_BYTES)) as deadline:
            answer = super().send(request, True, timeout, verify, cert, proxies)
            _read_whole(answer, deadline)
        return answer


def _read_whole(answer: requests.Response, deadline: Deadline) -> None:
    """Read an answer while the deadline is kept; what unpacks to more than may come is not kept."""
    pieces = []
    unpacked = Deadline(SIDE_CALL_SECONDS, deadline.most_bytes)
    for piece in answer.iter_content(PIECE_BYTES):
        unpacked.take(len(piece))
        pieces.append(piece)
    answer._content = b"".join(pieces)  # requests keeps what it has read nowhere else


class _Patience(Retry):
    """Tries again, as long as there is time for a wait."""

    def is_exhausted(self) -> bool:
        """Tell whether it is enough."""
        return super().is_exhausted() or not has_time_for(LONGEST_ASKED_SECONDS)


def open_client(credentials: Credentials, endpoint: str | None) -> gspread.Client:
    """Open the client that calls in the service account's name."""
    # At this level urllib3 tells of every repetition, with the address of the Sheet in it.
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
    tokens = Request(_only_one_way(requests.Session(), endpoint))
    session: requests.Session = AuthorizedSession(credentials, auth_request=tokens)  # type: ignore[no-untyped-call]
    # gspread takes no credentials where it is given a session that has them.
    return gspread.Client(auth=None, session=_only_one_way(session, endpoint))  # type: ignore[arg-type]


def _only_one_way(session: requests.Session, endpoint: str | None) -> requests.Session:
    for prefix in ("https://", "http://"):
        session.mount(prefix, _OneWay(endpoint))
    return session


def _make_patience() -> Retry:
    return _Patience(
        total=TRIES_AGAIN,
        read=2,
        backoff_factor=FIRST_WAIT_SECONDS,
        backoff_max=LONGEST_WAIT_SECONDS,
        backoff_jitter=FIRST_WAIT_SECONDS,
        retry_after_max=LONGEST_ASKED_SECONDS,
        status_forcelist=TEMPORARY,
        allowed_methods={"GET"},
        raise_on_status=False,
    )


def _moved(url: str, endpoint: str) -> str:
    """Move an address to the endpoint, with the same path and query."""
    there, asked = urlsplit(endpoint), urlsplit(url)
    return urlunsplit((there.scheme, there.netloc, there.path.rstrip("/") + asked.path, asked.query, ""))
