"""`lbn serve`: Prefect's server with its page, and the deployments of prefect.yaml, in one process tree."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from flows import _settings
from schemas.problem import CannotGoOn
from tasks.program.opening import open_program

CHECKOUT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
LONGEST_START = 120
"""Seconds that a server may take to start."""


def serve_schedules(folder: Path, port: int, say: Callable[[str], None]) -> None:
    """Run a program's flows on their schedules until Ctrl-C or a signal to end.

    Args:
        folder: The program's folder.
        port: Where the page of the runs is, on this machine only.
        say: Tells the person who waits.

    Raises:
        CannotGoOn: the server does not start.
        WrongCall: the program's settings are wrong.
    """
    open_program(folder)
    _settings.keep_quiet()
    os.environ[_settings.FOLDER] = str(folder.resolve())
    os.chdir(CHECKOUT)
    with _server(port) as page:
        os.environ["PREFECT_API_URL"] = f"{page}/api"
        from flows._deployments import serve_all  # noqa: PLC0415 - only now is it known where the server is

        say(f"The page of the runs: {page}\nCtrl-C ends it; the schedules go on at the next start.")
        serve_all(CHECKOUT)
    say("Ended.")


@contextmanager
def _server(port: int) -> Iterator[str]:
    """Prefect's server as a process of its own, from when it answers to when it has ended; its address."""
    address = f"http://{HOST}:{port}"
    _refuse_taken(port)
    # In a process group of its own: Ctrl-C must reach the flows first, which still tell the server how they ended.
    server = subprocess.Popen(  # noqa: S603 - Prefect's own command, with nothing in it that anyone typed
        [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)],
        env=os.environ | {"PREFECT_API_URL": f"{address}/api"},  # where the page looks for its data
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        process_group=0,
    )
    try:
        _wait_for(server, address)
        yield address
    finally:
        server.terminate()
        server.wait()


def _refuse_taken(port: int) -> None:
    is_taken = False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            is_taken = True
    if is_taken:
        msg = f"Port {port} is taken, perhaps by another `lbn serve` or Prefect server. End that one, or give --port."
        raise CannotGoOn(msg)


def _wait_for(server: "subprocess.Popen[bytes]", address: str) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), urlopen(f"{address}/api/health"):  # noqa: S310 - always http, to this machine
            return
        time.sleep(0.2)
    msg = "Prefect's server did not start. `prefect server start` shows why."
    raise CannotGoOn(msg)
