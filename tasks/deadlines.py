"""How long a call may take in all, and how much may come back: a server that drips or floods holds nobody up.

A socket's own time limit is for each piece: a server that says a byte a second keeps within it forever. So whoever
calls sets a deadline, and before each piece the socket is given what is left of it.
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from io import BufferedReader, RawIOBase
from typing import Any, cast

PIECE_BYTES = 65_536

TIMED_OUT = "timed out"
"""As a socket itself says it."""

Clock = Callable[[], float]


class TooMuch(OSError):
    """More came back than any honest answer holds."""


class Deadline:
    """What is left of a call's time, and of what may come back."""

    def __init__(self, seconds: float, most_bytes: int, clock: Clock = time.monotonic) -> None:
        """Begin to count."""
        self._clock = clock
        self._until = clock() + seconds
        self.most_bytes = most_bytes
        self.received_bytes = 0
        self.has_sent = False
        """Whether a first byte of a request has left: before that, nobody has it."""

    def left(self, at_most: float | None = None) -> float:
        """Return the seconds that are left, or fewer where a single piece may take no longer.

        Raises:
            TimeoutError: none is left.
        """
        seconds = self._until - self._clock()
        if seconds <= 0:
            raise TimeoutError(TIMED_OUT)
        return seconds if at_most is None else min(seconds, at_most)

    @property
    def is_over(self) -> bool:
        """Whether no time is left."""
        return not self.leaves(0)

    def leaves(self, seconds: float) -> bool:
        """Tell whether more than so many seconds are left."""
        return self._until - self._clock() > seconds

    def take(self, count: int) -> None:
        """Count what has come.

        Raises:
            TooMuch: it is more than may come.
        """
        self.received_bytes += count
        if self.is_too_much:
            raise TooMuch

    @property
    def is_too_much(self) -> bool:
        """Whether more has come than may come."""
        return self.received_bytes > self.most_bytes


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def connect(address: tuple[str, int], deadline: Deadline) -> socket.socket:
    """Connect to the first of a name's addresses that answers; all of them together keep the deadline.

    Raises:
        OSError: none does.
    """
    problem: OSError = ConnectionRefusedError()
    for family, kind, protocol, _, there in socket.getaddrinfo(*address, type=socket.SOCK_STREAM):
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(deadline.left())
            line.connect(there)
        except OSError as error:
            line.close()
            problem = error
        else:
            return line
    raise problem


def has_time_for(seconds: float) -> bool:
    """Tell whether the deadline that is kept in this thread leaves so many seconds; without one there is time."""
    deadline = _CURRENT.get()
    return deadline is None or deadline.leaves(seconds)


@contextmanager
def keep_deadline(deadline: Deadline) -> Iterator[Deadline]:
    """Hold all timed lines of this thread to a deadline; one that is kept already goes on."""
    current = _CURRENT.get()
    if current:
        yield current
        return
    token = _CURRENT.set(deadline)
    try:
        yield deadline
    finally:
        _CURRENT.reset(token)


class TimedLine:
    """A connected socket that keeps the deadline of whoever calls; all else is the socket's own."""

    def __init__(self, line: socket.socket, *, is_to_proxy: bool = False) -> None:
        """Take the socket, with the time that it grants to a piece; what a proxy is told isn't a request yet."""
        self._line = line
        self._is_to_proxy = is_to_proxy
        self._piece_seconds = line.gettimeout()

    def __getattr__(self, name: str) -> Any:
        """Leave all else to the socket."""
        return getattr(self._line, name)

    def settimeout(self, seconds: float | None) -> None:
        """Set the time for a piece; the deadline may leave less."""
        self._piece_seconds = seconds

    def sendall(self, data: bytes) -> None:
        """Send all of it, piece by piece."""
        view = memoryview(data)
        for start in range(0, len(view), PIECE_BYTES):
            deadline = self.prepare()
            if deadline and not self._is_to_proxy:
                deadline.has_sent = True
            self._line.sendall(view[start : start + PIECE_BYTES])

    def makefile(self, _mode: str = "rb", *_: object, **__: object) -> BufferedReader:
        """Open what comes for reading."""
        return BufferedReader(_Pieces(self, self._line.makefile("rb", buffering=0)), PIECE_BYTES)

    def prepare(self) -> Deadline | None:
        """Give the socket what is left for the next piece."""
        deadline = _CURRENT.get()
        self._line.settimeout(deadline.left(self._piece_seconds) if deadline else self._piece_seconds)
        return deadline


class _Pieces(RawIOBase):
    """What comes over a timed line, as it comes."""

    def __init__(self, line: TimedLine, raw: Any) -> None:
        super().__init__()
        self._timed = line
        self._raw = raw

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read the next piece."""
        deadline = self._timed.prepare()
        count = cast("int | None", self._raw.readinto(buffer))
        if deadline and count:
            deadline.take(count)
        return count

    def close(self) -> None:
        """Close it, and with it the socket where nobody else holds it."""
        self._raw.close()
        super().close()
