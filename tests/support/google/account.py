"""A service account that exists nowhere, and walls round a test: no address but this machine's, no real waiting."""

import json
import socket
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.google.book import Book
from tests.support.google.server import GoogleServer

ADDRESS = "lbn-reader@synthetic-project.iam.gserviceaccount.com"
CREDENTIALS = "service-account.json"
GOOGLES_TOKENS = "https://oauth2.googleapis.com/token"


def write_key(folder: Path, token_uri: str = GOOGLES_TOKENS) -> Path:
    """The key's file, as Google makes it."""
    key = {
        "type": "service_account",
        "project_id": "synthetic-project",
        "private_key_id": "0",
        "private_key": _private_key(),
        "client_email": ADDRESS,
        "token_uri": token_uri,
    }
    path = folder / CREDENTIALS
    path.write_text(json.dumps(key), encoding="utf-8")
    return path


def source_toml(google: GoogleServer, book: Book, **more: str) -> str:
    """The keys of section [source] that make it a Sheet."""
    keys = {"kind": "google-sheet", "spreadsheet": book.id, "credentials": CREDENTIALS, "api_endpoint": google.url}
    return "\n".join(f'{key} = "{value}"' for key, value in (keys | more).items())


class Patience:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        """No one has waited yet."""
        self.waited = 0.0

    def sleep(self, seconds: float) -> None:
        """Wait, without waiting."""
        self.waited += seconds

    def seconds(self) -> float:
        """What a clock would say."""
        return self.waited


def without_waiting(patch: pytest.MonkeyPatch) -> Patience:
    """All waits, for Google or for a turn, are counted and not waited for; what is left to chance takes its longest."""
    patience = Patience()
    longest = SimpleNamespace(random=lambda: 1.0, uniform=max)
    for module in ("urllib3.util.retry", "google.auth._exponential_backoff"):
        patch.setattr(f"{module}.time", SimpleNamespace(sleep=patience.sleep, time=patience.seconds))
        patch.setattr(f"{module}.random", longest)
    clock = SimpleNamespace(sleep=patience.sleep, monotonic=patience.seconds)
    patch.setattr("tasks.sources.google.turns.time", clock)
    return patience


def without_egress(patch: pytest.MonkeyPatch) -> list[str]:
    """Every address but this machine's is refused, and noted."""
    refused: list[str] = []
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def only_here(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in ("127.0.0.1", "localhost"):
            refused.append(str(host))
            raise socket.gaierror(socket.EAI_FAIL, "refused by the test")
        return look_up(host, *rest, **more)

    def only_to_here(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] != "127.0.0.1":
            refused.append(str(address[0]))
            raise ConnectionRefusedError
        connect(self, address)

    patch.setattr(socket, "getaddrinfo", only_here)
    patch.setattr(socket.socket, "connect", only_to_here)
    return refused


@cache
def _private_key() -> str:
    # Google's have 2048 bits. Each opening of one is checked for primes, which takes ten times as long as at 1024.
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - it opens nothing
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
