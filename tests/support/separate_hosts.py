"""Hosts of their own for workers: network namespaces of Linux, each with a cable to the services and one to PostgreSQL.

Nothing of this machine's loopback is theirs, so whatever a worker reaches it reaches over a network. Needs root and
`ip` (Debian: iproute2); where they are missing, `can_make_hosts` says so. The addresses are of the range that RFC 2544
sets aside for tests of networks, https://www.rfc-editor.org/rfc/rfc2544 (appendix C.2.2).
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

from tests.support.stalled_line import SOCKET, Line

_SUBNET = os.getpid() % 250
SERVICES, DATABASE = f"198.18.{_SUBNET}.1", f"198.19.{_SUBNET}.1"
"""The addresses of this machine by the two networks."""

POSTGRESQL = 5432
A_CONVERSATION = 20_000
"""More bytes than a network needs for itself; a client that works has said more."""


class Cable:
    """A host's cable to the database; where a client connects (PGHOST)."""

    def __init__(self, device: str) -> None:
        self.host = DATABASE
        self._device = device

    def has_carried(self) -> bool:
        """Whether a client has talked over it."""
        return int(Path(f"/sys/class/net/{self._device}/statistics/rx_bytes").read_text()) > A_CONVERSATION

    def cut(self) -> None:
        """Pull it: nothing gets through, and nobody is told."""
        _ip("link", "set", self._device, "down")

    def let_through(self) -> None:
        """Plug it in again."""
        _ip("link", "set", self._device, "up")


class SeparateHost:
    """A host: how a command is begun on it, and its cable to the database."""

    def __init__(self, name: str, cable: Cable) -> None:
        self.within = ("ip", "netns", "exec", name)
        self.cable = cable


def can_make_hosts() -> bool:
    """Tell whether this machine can make them."""
    if os.geteuid() or not shutil.which("ip"):
        return False
    name = f"lbn-try-{os.getpid()}"
    tries = (("link", "add", _bridge("t"), "type", "bridge"), ("netns", "add", name))
    made = [subprocess.run(["ip", *one], check=False, capture_output=True).returncode for one in tries]
    _take_away(("link", "del", _bridge("t")), ("netns", "del", name))
    return not any(made)


@contextmanager
def separate_hosts(names: tuple[str, ...], postgresql: Path) -> Iterator[dict[str, SeparateHost]]:
    """Yield hosts by name, and relay to the PostgreSQL whose socket lies in a folder, for it listens on no network."""
    with ExitStack() as opened:
        for letter, address in (("s", SERVICES), ("d", DATABASE)):
            opened.callback(_take_away, ("link", "del", _bridge(letter)))
            _ip("link", "add", _bridge(letter), "type", "bridge")
            _ip("address", "add", f"{address}/24", "dev", _bridge(letter))
            _ip("link", "set", _bridge(letter), "up")
        opened.enter_context(_relay_to(postgresql))
        yield {name: _make_host(opened, number) for number, name in enumerate(names, 2)}


def _make_host(opened: ExitStack, number: int) -> SeparateHost:
    name = f"lbn-{os.getpid()}-{number}"
    opened.callback(_take_away, ("netns", "del", name))
    _ip("netns", "add", name)
    _ip("-n", name, "link", "set", "lo", "up")
    for letter, address in (("s", SERVICES), ("d", DATABASE)):
        here, there = f"{_bridge(letter)}{number}", f"{letter}0"
        _ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", name)
        _ip("link", "set", here, "master", _bridge(letter), "up")
        _ip("-n", name, "address", "add", f"{address.removesuffix('.1')}.{number}/24", "dev", there)
        _ip("-n", name, "link", "set", there, "up")
    return SeparateHost(name, Cable(f"{_bridge('d')}{number}"))


def _bridge(letter: str) -> str:
    """Name a network: no name of a device has more than 15 letters."""
    return f"lbn{letter}{os.getpid()}"


@contextmanager
def _relay_to(postgresql: Path) -> Iterator[None]:
    with socket.create_server((DATABASE, POSTGRESQL)) as listening:
        Thread(target=Line(postgresql).serve, args=(listening, postgresql / SOCKET), daemon=True).start()
        try:
            yield
        finally:
            listening.shutdown(socket.SHUT_RDWR)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def _take_away(*each: tuple[str, ...]) -> None:
    for arguments in each:
        subprocess.run(["ip", *arguments], check=False, capture_output=True)
