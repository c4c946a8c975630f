"""Addresses in lbn.toml: of people, of mail servers, of services; what cannot be one is refused before it is tried."""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator

LARGEST_PORT = 65_535
LONGEST_ADDRESS = 254
MOST_ADDRESSES = 20
AN_ADDRESS = "an address such as sergeant@example.gov, with a dot in its domain and no accents"
A_SERVER = "an address such as smtp://mail.example.gov:587"

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = rf"(?:{_LABEL}\.)+(?![0-9]+$){_LABEL}"
_BEFORE_THE_AT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = rf"(?=.{{1,64}}@){_BEFORE_THE_AT}(?:\.{_BEFORE_THE_AT})*@{_DOMAIN}"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*\.?")


def is_address(written: str) -> bool:
    """Tell whether mail can be addressed so."""
    return len(written) <= LONGEST_ADDRESS and bool(re.fullmatch(_ADDRESS, written))


def _check_address(address: str) -> str:
    if not is_address(address):
        msg = f"must be {AN_ADDRESS}"
        raise ValueError(msg)
    return address


Address = Annotated[str, AfterValidator(_check_address)]


def _list_addresses(written: object) -> object:
    """Take one address for a list of one."""
    if isinstance(written, str):
        return (written,)
    if isinstance(written, list):
        return tuple(written)
    msg = f"must be {AN_ADDRESS}, or a list of addresses"
    raise ValueError(msg)


def _check_addresses(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Check each address, and leave out those that stand there twice."""
    if not 1 <= len(addresses) <= MOST_ADDRESSES:
        msg = f"must hold 1 to {MOST_ADDRESSES} addresses"
        raise ValueError(msg)
    wrong = [number for number, one in enumerate(addresses, start=1) if not is_address(one)]
    if wrong:
        which = f" (look at address {wrong[0]} of the list)" if len(addresses) > 1 else ""
        msg = f"must be {AN_ADDRESS}{which}"
        raise ValueError(msg)
    return tuple({one.casefold(): one for one in reversed(addresses)}.values())[::-1]


Addresses = Annotated[tuple[str, ...], BeforeValidator(_list_addresses), AfterValidator(_check_addresses)]
"""One address, or a list of them; each one gets every message."""


def check_web_address(address: str) -> str:
    """Check that calls can be sent to an address.

    Raises:
        ValueError: they cannot; the words go behind the name of a key.
    """
    _check_url(address, ("http", "https"), "an address such as https://graph.microsoft.com/v1.0")
    return address


def _check_mail_server(address: str) -> str:
    parts = _check_url(address, ("smtp", "smtps"), A_SERVER)
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        msg = f"must be {A_SERVER}, with nothing behind the port"
        raise ValueError(msg)
    return address


WebAddress = Annotated[str, AfterValidator(check_web_address)]
MailServer = Annotated[str, AfterValidator(_check_mail_server)]


def check_port(port: str) -> None:
    """Check that it is the number of a port.

    Raises:
        ValueError: it is not.
    """
    if len(port) > 5 or not 1 <= int(port) <= LARGEST_PORT:
        msg = f"has a port that can't be; write one from 1 to {LARGEST_PORT}"
        raise ValueError(msg)


def _check_url(address: str, schemes: Iterable[str], wanted: str) -> SplitResult:
    """Check the parts of an address."""
    form = re.match(
        rf"(?:{'|'.join(schemes)})://(?:[^\s/?#@]*@)?(\[[^\s\]/?#]*\]|[^\s/?#:\[\]@]*)(?::([0-9]+))?(?=[/?#]|$)",
        address,
    )
    if not form or not (_is_host(form[1])) or not address.isascii() or re.search(r"\s", address):
        msg = f"must be {wanted}"
        raise ValueError(msg)
    if form[2]:
        check_port(form[2])
    return urlsplit(address)


def _is_host(host: str) -> bool:
    """Tell whether it is the name or the number of a computer."""
    if not host.startswith("["):
        return bool(_HOST.fullmatch(host))
    try:
        IPv6Address(host[1:-1])
    except ValueError:
        return False
    return True
