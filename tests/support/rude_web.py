"""Ways in which a web server can be slow, silent, flooding or half right, each spoken into a connected socket."""

import socket
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from threading import Event, Thread

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
PIECE = b"x" * 65_536
DRIP_SECONDS = 0.02
MARKER = "a-word-that-the-server-sent"
"""What must reach nobody's terminal."""


class Line:
    """A connected line on which a server misbehaves until it is released."""

    def __init__(self, line: socket.socket, released: Event) -> None:
        """Take the line, and what ends it."""
        self._line = line
        self._released = released

    def say(self, words: bytes) -> None:
        """Say something at once."""
        self._line.sendall(words)

    def wait(self) -> None:
        """Say nothing more."""
        self._released.wait(20)

    def drip(self, words: bytes) -> None:
        """Say a byte now and then, and begin again at the end."""
        while True:
            for number in range(len(words)):
                self.say(words[number : number + 1])
                if self._released.wait(DRIP_SECONDS):
                    return

    def flood(self, words: bytes) -> None:
        """Say the same as fast as it is heard, without an end."""
        while not self._released.is_set():
            self.say(words)

    def say_and_wait(self, words: bytes) -> None:
        """Say something, and nothing after it."""
        self.say(words)
        self.wait()


@cache
def pack_nothing() -> bytes:
    """Pack 300 MB of nothing into 300 kB; it takes seconds, which no answer should pay for."""
    packing = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packing.compress(bytes(1_000_000)) for _ in range(300)), packing.flush()])


def _chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


def _explode(line: Line) -> None:
    bomb = pack_nothing()
    line.say(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb)


CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

MANNERS: Mapping[str, Callable[[Line], None]] = {
    "silent": lambda line: line.wait(),
    "closes": lambda _: None,
    "half a status line": lambda line: line.say_and_wait(b"HTTP/1."),
    "drips the status line": lambda line: line.drip(b"HTTP/1.1 200 " + b"O" * 900),
    "drips headers": lambda line: (line.say(HEAD), line.drip(b"X-Header: " + b"x" * 900))[1],
    "drips the body": lambda line: (line.say(HEAD + b"Content-Length: 9999\r\n\r\n"), line.drip(b" "))[1],
    "drips a chunk's size": lambda line: (line.say(CHUNKED), line.drip(b"0"))[1],
    "drips 100 Continue": lambda line: line.drip(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "floods headers": lambda line: (line.say(HEAD), line.flood(b"X-Header: " + b"x" * 900 + b"\r\n"))[1],
    "floods the body": lambda line: (line.say(HEAD + b"\r\n"), line.flood(PIECE))[1],
    "floods chunks": lambda line: (line.say(CHUNKED), line.flood(_chunk(PIECE)))[1],
    "floods a chunk's size": lambda line: (line.say(CHUNKED), line.flood(b"0" * 65_536))[1],
    "floods 100 Continue": lambda line: line.flood(b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000),
    "half a body, then silent": lambda line: line.say_and_wait(HEAD + b"Content-Length: 99\r\n\r\n{"),
    "half a body, then closes": lambda line: line.say(HEAD + b"Content-Length: 99\r\n\r\n{"),
    "garbage": lambda line: line.say(b"\x00\xff\xfe no HTTP at all " + MARKER.encode() + b"\r\n\r\n"),
    "headers that are words": lambda line: line.say(
        HEAD + f"Content-Length: 0\r\n{MARKER}\r\n no header: {MARKER}\r\n\r\n".encode()
    ),
    "another document": lambda line: line.say(HEAD + b'Content-Length: 31\r\n\r\n["' + MARKER.encode() + b'"]'),
    "packs too much": _explode,
}
"""Each ends when the client hangs up, or when the test does."""


def be_rude(line: socket.socket, manner: str, released: Event) -> None:
    """Misbehave on a line; a client that hangs up ends it."""
    with suppress(OSError):
        MANNERS[manner](Line(line, released))


def read_request(line: socket.socket) -> bytes:
    """Read a request to the end of its body."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += line.recv(65_536)
    head, _, body = heard.partition(b"\r\n\r\n")
    lengths = [int(one.split(b":")[1]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")]
    while len(body) < sum(lengths):
        body += line.recv(65_536)
    return head


@contextmanager
def rude_web(manner: str) -> Iterator[str]:
    """Run a server that answers every request so, for the length of the block; yield its address."""
    released, lines = Event(), []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    lines.append(line)
                    with line:
                        read_request(line)
                        be_rude(line, manner, released)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            released.set()
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(5)
