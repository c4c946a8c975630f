"""What a server sends reaches nobody's terminal: the libraries that read it log nothing anywhere."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import requests

from tasks.library_logs import LIBRARIES, close_library_logs

MARKER = "a-word-that-the-server-sent"
NONSENSE = f"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{MARKER}\r\n not a header\r\n\r\n".encode()


@contextmanager
def a_server_that_talks_nonsense() -> Iterator[str]:
    """A web server whose headers cannot be read; what it says holds MARKER."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            line, _ = listening.accept()
            with line:
                line.recv(10_000)
                line.sendall(NONSENSE)

        thread = Thread(target=talk, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join(timeout=5)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """All that reaches a handler of the root logger, as a service sets one up; libraries begin as they are loaded."""
    for name in LIBRARIES:
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(f"{record.getMessage()} {record.exc_text}")  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def call() -> None:
    with a_server_that_talks_nonsense() as address, requests.Session() as session:
        session.get(address, timeout=5)


def test_a_library_left_alone_repeats_what_a_server_sent(logged: list[str]):
    logging.getLogger("urllib3.connectionpool").setLevel(logging.WARNING)
    call()
    assert any(MARKER in line for line in logged)


def test_closed_libraries_say_nothing(logged: list[str], capfd: pytest.CaptureFixture[str]):
    close_library_logs()
    logging.getLogger("urllib3.connectionpool").setLevel(logging.WARNING)
    call()
    for name in LIBRARIES:
        logging.getLogger(f"{name}.below").error(MARKER)
    assert logged == []
    assert MARKER not in "".join(capfd.readouterr())
