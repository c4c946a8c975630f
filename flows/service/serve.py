"""`lbn serve`, from the settings to the end of the service."""

import os
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from flows.service.child import Child
from flows.service.environment import LOOPBACK, Address, describe_environment
from flows.service.home import Home, hold_alone, make_home
from flows.service.log import ServiceLog
from flows.service.login import find_login, link_to_enter, make_login
from flows.service.supervisor import Supervisor
from tasks.context import open_program, read_clock
from tasks.errors import OperationError
from tasks.program_folder.atomic_write import atomic_write

CHECKOUT = Path(__file__).resolve().parents[2]
FREED_WITHIN_SECONDS = 20
"""So long a port may stay taken by what is left of a service that was killed."""


def serve_program(
    folder: Path, listens_on: tuple[str, int], known_hosts: Sequence[str], say: Callable[[str], None]
) -> None:
    """Run a program's flows on their schedules, with their page, until a signal ends it.

    Args:
        folder: The program's folder.
        listens_on: The host and the port of the page.
        known_hosts: By which other names a proxy calls the page.
        say: Tells the person who waits.

    Raises:
        OperationError: another service has the program or the port, or a part of this one does not stay alive.
        UsageError: the program's settings are wrong.
    """
    folder = folder.resolve()  # before this process moves to the checkout
    with open_program(folder).database.reading():
        pass  # whose key does not open the ledger has nothing to serve
    address, home = Address(*listens_on, tuple(known_hosts)), make_home(folder)
    with hold_alone(home):
        _wait_for_port(address)
        is_first, login = _find_or_make_login(home)
        atomic_write(home.page, f"{address.page}\n".encode())
        os.chdir(CHECKOUT)  # where prefect.yaml and the flows are
        log = ServiceLog(home.log, read_clock)
        environment = describe_environment(home, str(folder), address, login)
        page = Child("page", "flows.service.page", environment, log)
        runner = Child("runner", "flows.service.runner", environment, log)
        say("Starting Prefect's server; the first start makes its database and takes longest.")
        welcome = _welcome(address, login, is_first, home)
        try:
            Supervisor(page, runner, address.port, log, say).run(lambda: say(welcome))
        finally:
            log.close()
    say("Ended.")


def show_login(folder: Path) -> str:
    """Word the login of a program's page, at the address of its last start.

    Raises:
        OperationError: no service was ever started there.
    """
    open_program(folder)
    home = make_home(folder)
    login = find_login(home)
    if login is None or not home.page.is_file():
        msg = "There is no login yet: the first `lbn serve` of this program makes it and shows it."
        raise OperationError(msg)
    return _login_words(home.page.read_text(encoding="ascii").strip(), login)


def _find_or_make_login(home: Home) -> tuple[bool, str]:
    """Find the login, and whether it was made just now."""
    login = find_login(home)
    return login is None, login or make_login(home)


def _welcome(address: Address, login: str, is_first: bool, home: Home) -> str:
    shown = _login_words(address.page, login) if is_first else "The login: `lbn serve --show-login` shows it."
    return (
        f"The page of the runs: {address.page}\n{shown}\nThe log: {home.log}\n"
        "Ctrl-C ends it; the schedules go on at the next start."
    )


def _login_words(page: str, login: str) -> str:
    return (
        f"The login of {page}: {login}\n"
        f"Log in by one click, in a browser on this machine: {link_to_enter(page, login)}\n"
        "Whoever has it can run commands as this account: keep it to the people in charge."
    )


def _wait_for_port(address: Address) -> None:
    """Wait until the port is free: what is left of a killed service takes some seconds to end."""
    until = time.monotonic() + FREED_WITHIN_SECONDS
    while _is_taken(address):
        if time.monotonic() > until:
            msg = f"Port {address.port} is taken by another program, perhaps by the `lbn serve` of another one. "
            raise OperationError(msg + "End that one, or give another port by --port.")
        time.sleep(0.5)


def _is_taken(address: Address) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host if address.host != "localhost" else LOOPBACK, address.port))
        except OSError:
            return True
    return False
