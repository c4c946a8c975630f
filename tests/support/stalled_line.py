"""A line to PostgreSQL that can be cut for a while: a relay between two Unix sockets, which loses nothing."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

SOCKET = ".s.PGSQL.5432"
A_READ = 1 << 16


class Line:
    """Where a client connects (PGHOST), and whether what it says is passed on."""

    def __init__(self, host: Path) -> None:
        self.host = host
        self._was_used = Event()
        self._is_whole = Event()
        self._is_whole.set()

    def has_carried(self) -> bool:
        """Whether a client has talked over it."""
        return self._was_used.is_set()

    def cut(self) -> None:
        """Pass nothing on, in either direction, and no new connection; nobody is told."""
        self._is_whole.clear()

    def let_through(self) -> None:
        """Pass all on, what has waited too."""
        self._is_whole.set()

    def serve(self, listening: socket.socket, server: Path) -> None:
        """Take clients until the socket is shut."""
        while True:
            try:
                client, _ = listening.accept()
            except OSError:  # the end of the block
                return
            there = socket.socket(socket.AF_UNIX)
            there.connect(str(server))
            Thread(target=self._relay, args=(client, there), daemon=True).start()

    def _relay(self, client: socket.socket, there: socket.socket) -> None:
        with client, there:
            back = Thread(target=self._pass_on, args=(there, client), daemon=True)
            back.start()
            self._pass_on(client, there)
            back.join()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(A_READ):
                self._is_whole.wait()
                other.sendall(data)
                self._was_used.set()
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(server: Path) -> Iterator[Line]:
    """Yield a line to the server whose socket lies in a folder."""
    host = Path(tempfile.mkdtemp())  # a socket's path must be short
    line = Line(host)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(host / SOCKET))
        listening.listen()
        Thread(target=line.serve, args=(listening, server / SOCKET), daemon=True).start()
        try:
            yield line
        finally:
            line.let_through()
            listening.shutdown(socket.SHUT_RDWR)
            shutil.rmtree(host)
