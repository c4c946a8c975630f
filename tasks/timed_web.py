"""Calls to web services under a deadline: urllib3 with lines that keep it, through this computer's proxy if any."""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from tasks.deadlines import PIECE_BYTES, TimedLine, TooMuch


class _Timed:
    """What both kinds of connection do to keep the deadline."""

    sock: Any

    def connect(self) -> None:
        """Connect; all that follows keeps the deadline."""
        super().connect()  # type: ignore[misc]
        self.sock = TimedLine(self.sock)

    def _tunnel(self) -> None:
        line = self.sock
        self.sock = TimedLine(line, is_to_proxy=True)
        try:
            super()._tunnel()  # type: ignore[misc]
        finally:
            self.sock = line


class _TimedHttp(_Timed, HTTPConnection):
    pass


class _TimedHttps(_Timed, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _TimedHttp


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _TimedHttps


def keep_deadlines(manager: PoolManager) -> PoolManager:
    """Have all connections of a manager keep the deadline of whoever calls."""
    manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}
    return manager


def open_web(address: str) -> PoolManager:
    """Open the way to an address: nothing is tried twice or led elsewhere."""
    parts = urlsplit(address)
    proxies: Mapping[str, str] = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    way: dict[str, Any] = {"retries": False, "ssl_context": _make_trust()}
    if proxy and not proxy_bypass(parts.hostname or ""):
        return keep_deadlines(urllib3.ProxyManager(proxy if "://" in proxy else f"http://{proxy}", **way))
    return keep_deadlines(PoolManager(**way))


def read_whole(answer: BaseHTTPResponse, most_bytes: int) -> bytes:
    """Read an answer to its end; what is packed must not unpack to more than may come.

    Raises:
        TooMuch: it is larger.
    """
    pieces, count = [], 0
    for piece in answer.stream(PIECE_BYTES, decode_content=True):
        count += len(piece)
        if count > most_bytes:
            raise TooMuch
        pieces.append(piece)
    return b"".join(pieces)


def _make_trust() -> ssl.SSLContext:
    """Trust whom this computer trusts; where it brings no list of its own, the one that comes with the packages."""
    trust = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not paths.cafile and not paths.capath:
        trust.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return trust
