"""Whatever a service for tokens or messages does, it ends in a word, in bounded time and size."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from schemas.delivery import DeliveryReason
from schemas.mail import GoogleOAuth, MicrosoftOAuth
from tasks.delivery import tokens, web
from tasks.delivery.graph import Graph
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tests.program_folder.test_bounded_file import make_large
from tests.support.google.account import CREDENTIALS, write_key
from tests.support.rude_web import MANNERS, pack_nothing, rude_web

MESSAGE = Outgoing("test.eml", b"Subject: test\r\n\r\nOne\r\n", "lbn@example.gov", ("coordinator@example.gov",))
ANSWERS_IN_TIME = frozenset({"another document", "headers that are words"})
"""What comes whole and in time, and is not what was asked for."""


@pytest.fixture(autouse=True, scope="module")
def packed() -> None:
    """What packs too much is packed before anybody looks at the clock."""
    pack_nothing()


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits for long; no thread is left, and no second is wasted."""
    monkeypatch.setattr(web, "CALL_SECONDS", 0.4)
    monkeypatch.setattr(web, "PIECE_SECONDS", 0.3)
    began = monotonic()
    yield
    assert monotonic() - began < 3


@pytest.mark.parametrize("manner", MANNERS)
def test_a_token_that_does_not_come(manner: str):
    with rude_web(manner) as address:
        oauth = MicrosoftOAuth(provider="microsoft", tenant="agency", client="lbn", endpoint=address)
        with pytest.raises(DeliveryFailure) as told:
            tokens.fetch_microsoft_token(oauth, "secret", tokens.GRAPH_SCOPE)
    expected = DeliveryReason.LOGIN if manner in ANSWERS_IN_TIME else DeliveryReason.UNREACHABLE
    assert told.value.reason is expected
    assert told.value.__context__ is None


@pytest.mark.parametrize("manner", MANNERS)
def test_a_token_of_google_that_does_not_come(manner: str, tmp_path: Path):
    oauth = GoogleOAuth(provider="google", credentials=CREDENTIALS)
    with rude_web(manner) as address:
        write_key(tmp_path, f"{address}/token")
        with pytest.raises(DeliveryFailure) as told:
            tokens.fetch_google_token(oauth, tmp_path, "lbn@example.gov")
    assert told.value.reason in (DeliveryReason.UNREACHABLE, DeliveryReason.LOGIN)


@pytest.mark.parametrize(
    "make",
    [os.mkfifo, make_large, lambda path: path.symlink_to("/dev/zero"), lambda path: path.write_bytes(b"[" * 50_000)],
    ids=["a pipe", "a gigabyte", "a device", "lists a thousand deep"],
)
def test_a_key_of_google_that_never_ends_is_none(make: Callable[[Path], object], tmp_path: Path):
    make(tmp_path / CREDENTIALS)
    with pytest.raises(DeliveryFailure) as told:
        tokens.fetch_google_token(GoogleOAuth(provider="google", credentials=CREDENTIALS), tmp_path, "lbn@example.gov")
    assert told.value.reason is DeliveryReason.LOGIN


@pytest.mark.parametrize("manner", MANNERS)
def test_a_message_that_got_no_receipt_is_in_doubt(manner: str):
    with rude_web(manner) as address, closing(Graph(address, lambda: "t")) as sender, pytest.raises(DeliveryUnknown):
        sender.send(MESSAGE, lambda: None)
