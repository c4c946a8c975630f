"""A line to a server that breaks at a chosen moment: a relay on loopback, which reads nothing of what it passes on.

A turn is all that the server says until the client speaks again; of an encrypted line a relay sees no more than that.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select
from threading import Thread
from typing import NamedTuple


class Cut(NamedTuple):
    """Where the line breaks: at a turn of the server, counted from 1, before or after it is passed on."""

    turn: int
    is_answered: bool


@contextmanager
def cut_line(port: int, cut: Cut) -> Iterator[int]:
    """Yield the port of a relay to a server on loopback; the first line through it breaks."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=_serve, args=(listening, port, cut), daemon=True).start()
        yield int(listening.getsockname()[1])
        listening.shutdown(socket.SHUT_RDWR)


def _serve(listening: socket.socket, port: int, cut: Cut) -> None:
    planned: Cut | None = cut
    while True:
        try:
            client, _ = listening.accept()
        except OSError:  # the end of the block
            return
        with client, socket.create_connection(("127.0.0.1", port)) as server, suppress(OSError):
            _relay(client, server, planned)
        planned = None


def _relay(client: socket.socket, server: socket.socket, cut: Cut | None) -> None:
    turn, speaking = 0, client
    while True:
        for source in select([client, server], [], [])[0]:
            data = source.recv(1 << 16)
            turn += source is server and speaking is client
            speaking = source
            is_here = cut is not None and source is server and turn == cut.turn
            if not is_here or cut.is_answered:
                (client if source is server else server).sendall(data)
            if is_here or not data:
                return
