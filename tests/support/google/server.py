"""A loopback server that speaks the Sheets API, v4, and distributes tokens: what gspread and this program need of it.

It remembers what was asked, counts it against a quota, holds every answer to Google's own description, and fails on
request.
"""

import base64
import json
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.support.google import faults
from tests.support.google.answers import Answer, metadata, update, values
from tests.support.google.book import Book, Cell, NotThere
from tests.support.google.discovery import departures
from tests.support.google.faults import Fault
from tests.support.rude_web import be_rude

READS = ("GET metadata", "GET values", "GET batch")
TOKEN = "POST token"  # noqa: S105 - the name of a kind of request
SIDE_CALL = "GET allowedLocations"

Parameters = Mapping[str, Sequence[str]]


class GoogleServer:
    """Google, as far as one service account sees it."""

    def __init__(self) -> None:
        """No spreadsheet yet, no limit, and no faults."""
        self.books: dict[str, Book] = {}
        self.url = ""
        self.asked: list[str] = []
        self.titles_read: set[Cell] = set()
        self.departures: list[str] = []
        self.reads_per_minute: int | None = None
        self.refused_reads = 0
        self.seconds: Callable[[], float] = monotonic
        self.checks = True
        self.released = Event()
        self.scopes: dict[str, str] = {}
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._forever: dict[str, Fault] = {}
        self._reads: deque[float] = deque()
        self._lock = Lock()
        self._bodies: dict[str, tuple[Any, bytes]] = {}

    def fail(self, kind: str, fault: Fault, times: int | None = 1) -> None:
        """Answer the next requests of a kind so; None is forever."""
        if times is None:
            self._forever[kind] = fault
        else:
            self._faults[kind].extend([fault] * times)

    def limit(self, reads_per_minute: int, seconds: Callable[[], float]) -> None:
        """Grant so many reads in any minute of a clock, from now on; what was asked before is forgotten."""
        self.reads_per_minute, self.seconds = reads_per_minute, seconds
        self.asked.clear()
        self._reads.clear()

    def heal(self) -> None:
        """No more faults."""
        self._faults.clear()
        self._forever.clear()

    def counted(self) -> Counter[str]:
        """How many requests of each kind there were, but for google-auth's side calls."""
        return Counter(kind for kind in self.asked if kind != SIDE_CALL)

    def wait_until_asked(self, kind: str) -> None:
        """Wait for a request that is sure to come."""
        until = monotonic() + 10
        while kind not in self.asked and monotonic() < until:
            sleep(0.01)
        assert kind in self.asked

    def fault_for(self, kind: str) -> Fault | None:
        """Note a request, and what is to go wrong with it."""
        with self._lock:
            self.asked.append(kind)
            if self._faults[kind]:
                return self._faults[kind].popleft()
            return self._forever.get(kind) or (faults.QUOTA if kind in READS and self._is_over_quota() else None)

    def _is_over_quota(self) -> bool:
        now = self.seconds()
        while self._reads and self._reads[0] <= now - 60:
            self._reads.popleft()
        if self.reads_per_minute is None or len(self._reads) < self.reads_per_minute:
            self._reads.append(now)
            return False
        self.refused_reads += 1
        return True

    def body(self, key: str, book: Book, make: Callable[[], Answer]) -> bytes:
        """An answer as JSON; the same one again costs nothing, so that a benchmark measures the client."""
        if self.checks:
            return json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
        grids = [tab.grid for tab in book.tabs]
        known, body = self._bodies.get(key, (None, b""))
        if known is None or any(a is not b for a, b in zip(known, grids, strict=True)):
            body = json.dumps(make(), ensure_ascii=False, separators=(",", ":")).encode()
            self._bodies[key] = (grids, body)
        return body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    google: GoogleServer

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def _answer(self, sent: bytes) -> None:
        asked = urlsplit(self.path)
        parts, parameters = asked.path.strip("/").split("/"), parse_qs(asked.query)
        kind = _kind(self.command, parts)
        fault = self.google.fault_for(kind)
        if fault is None or fault.is_cut or fault.is_cut_in_sending:
            status, body = self._reply(kind, parts, parameters, sent)
            self._send(status, body, fault or Fault())
        elif fault.manner:
            self.close_connection = True
            be_rude(self.connection, fault.manner, self.google.released)
        elif fault.is_dropped or fault.is_stalled:
            self.close_connection = True
            if fault.is_stalled:
                self.google.released.wait(30)
        else:
            self._send(fault.status, fault.body, fault)

    def _send(self, status: int, body: bytes, fault: Fault) -> None:
        if fault.is_cut:
            body = body[: len(body) * 2 // 3]
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8" if body[:1] != b"<" else "text/html")
        self.send_header("Content-Length", str(len(body)))
        for name, value in fault.headers:
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = fault.is_cut_in_sending
        self.wfile.write(body[: len(body) // 2] if fault.is_cut_in_sending else body)

    def _reply(self, kind: str, parts: list[str], parameters: Parameters, sent: bytes) -> tuple[int, bytes]:
        if kind == TOKEN:
            return self._token(sent)
        if kind not in (*READS, "POST update"):
            return faults.NOT_FOUND[:2]
        refusal = self._refused(kind, parts)
        if refusal:
            return refusal[:2]
        book = self.google.books[_id(parts)]
        try:
            body = self._sheet(kind, book, parts, parameters, sent)
        except NotThere:
            return faults.refusal(400, "INVALID_ARGUMENT", "Unable to parse range: that one")[:2]
        if self.google.checks:
            request = json.loads(sent) if sent else None
            self.google.departures += departures(kind, parameters, request, json.loads(body))
        return 200, body

    def _refused(self, kind: str, parts: list[str]) -> Fault | None:
        scope = self.google.scopes.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if scope is None:
            return faults.EXPIRED
        if _id(parts) not in self.google.books:
            return faults.NOT_FOUND
        return faults.NOT_SHARED if kind == "POST update" and scope.endswith(".readonly") else None

    def _sheet(self, kind: str, book: Book, parts: list[str], parameters: Parameters, sent: bytes) -> bytes:
        google = self.google
        if kind == "GET metadata":
            return google.body(self.path, book, lambda: metadata(book, parameters))
        if kind == "POST update":
            return json.dumps(update(book, json.loads(sent)["requests"])).encode()
        written = parameters["ranges"] if kind == "GET batch" else [unquote(parts[4])]
        areas = [book.area(one) for one in written]
        for area in areas:
            google.titles_read |= {title for row in area.tab.grid[:1] for title in row[area.left : area.right]}
        if kind == "GET values":
            return google.body(self.path, book, lambda: values(areas[0], parameters))
        ranges = {"spreadsheetId": book.id}
        return google.body(
            self.path, book, lambda: ranges | {"valueRanges": [values(area, parameters) for area in areas]}
        )

    def _token(self, sent: bytes) -> tuple[int, bytes]:
        """A token for what the signed assertion asks for; the signature is not looked at."""
        assertion = parse_qs(sent.decode())["assertion"][0]
        claims = assertion.split(".")[1]
        asked = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        token = f"synthetic-token-{len(self.google.scopes)}"
        self.google.scopes[token] = asked["scope"]
        return 200, json.dumps({"access_token": token, "expires_in": 3599, "token_type": "Bearer"}).encode()


def _kind(method: str, parts: list[str]) -> str:
    """What is asked: /v4/spreadsheets/{id}[:batchUpdate | /values:batchGet | /values/{range}], or /token."""
    if parts[:2] == ["v4", "spreadsheets"]:
        what = {3: "metadata", 4: "batch", 5: "values"}[len(parts)]
        return f"{method} update" if ":batchUpdate" in parts[2] else f"{method} {what}"
    return f"{method} {parts[-1]}"


def _id(parts: list[str]) -> str:
    return parts[2].partition(":")[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what the tests are about."""


@contextmanager
def google_server() -> Iterator[GoogleServer]:
    """A server that runs as long as the block."""
    google = GoogleServer()
    handler = type("Handler", (_Handler,), {"google": google})
    server = _Server(("127.0.0.1", 0), handler)
    google.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield google
    finally:
        google.released.set()
        server.shutdown()
        server.server_close()
