"""Whatever a mail server does at whichever reply, it ends in a word, in bounded time and size, on few lines."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import product
from pathlib import Path
from threading import active_count
from time import monotonic

import pytest

from schemas.delivery import DeliveryReason
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown, Outgoing
from tasks.delivery.smtp import Smtp, make_password_login
from tasks.delivery.smtp_line import Limits, Server
from tests.support.rude_mail import REPLIES, RUDE, RudeMail, rude_mail

MESSAGE = Outgoing("test.eml", b"Subject: test\r\n\r\nOne\r\n", "lbn@example.gov", ("coordinator@example.gov",))
HURRY = Limits(connect_seconds=1.5, message_seconds=1.2, reply_seconds=0.4, silence_seconds=0.1)

UNREACHABLE, BUSY = DeliveryReason.UNREACHABLE, DeliveryReason.BUSY
LOGIN, REFUSED = DeliveryReason.LOGIN, DeliveryReason.REFUSED
UNENCRYPTED = DeliveryReason.UNENCRYPTED

NEVER: Mapping[str, DeliveryReason] = {
    "greeting": UNREACHABLE,
    "EHLO": UNREACHABLE,
    "STARTTLS": UNENCRYPTED,
    "EHLO again": UNREACHABLE,
    "AUTH": LOGIN,
    "MAIL": REFUSED,
    "RCPT": REFUSED,
    "DATA": REFUSED,
    "message": REFUSED,
}
"""What a refusal for good means at each reply."""

OF_THE_MESSAGE = frozenset({"RCPT", "DATA", "message"})
"""Where a refusal may be for this message only; one at another reply would meet the next message too."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the certificate is, which is made once."""
    return tmp_path_factory.mktemp("certificate")


@pytest.fixture
def send(folder: Path) -> Iterator[Callable[[RudeMail], None]]:
    """Send a message to a server that misbehaves; no thread is left, and no second is wasted."""

    def send(rude: RudeMail) -> None:
        threads = active_count()
        with rude_mail(rude, folder) as (address, trust):
            sender = Smtp(Server.parse(address), make_password_login("lbn", "password"), trust, HURRY)
            with closing(sender):
                sender.send(MESSAGE, lambda: None)
        assert active_count() <= threads

    began = monotonic()
    yield send
    assert monotonic() - began < 3


@pytest.mark.parametrize(("reply", "manner"), list(product(REPLIES, RUDE)))
def test_a_server_that_is_rude_is_told_as_not_reached(reply: str, manner: str, send: Callable[[RudeMail], None]):
    rude = RudeMail(reply, manner)
    if reply == "message":
        with pytest.raises(DeliveryUnknown):
            send(rude)
    else:
        with pytest.raises(DeliveryFailure) as told:
            send(rude)
        is_no_start = (reply, manner) == ("STARTTLS", "talks nonsense")
        assert told.value.reason is (UNENCRYPTED if is_no_start else UNREACHABLE)
        assert not told.value.is_of_message
    assert len(rude.taken) == (reply == "message")


@pytest.mark.parametrize("reply", REPLIES)
def test_a_server_that_asks_to_wait_is_busy(reply: str, send: Callable[[RudeMail], None]):
    with pytest.raises(DeliveryFailure) as told:
        send(RudeMail(reply, "451 later"))
    assert told.value.reason is (UNENCRYPTED if reply == "STARTTLS" else BUSY)
    assert told.value.is_of_message == (reply == "message")


@pytest.mark.parametrize("reply", REPLIES)
def test_a_refusal_is_of_the_server_or_of_the_message(reply: str, send: Callable[[RudeMail], None]):
    with pytest.raises(DeliveryFailure) as told:
        send(RudeMail(reply, "554 never"))
    assert (told.value.reason, told.value.is_of_message) == (NEVER[reply], reply in OF_THE_MESSAGE)


@pytest.mark.parametrize(
    ("reply", "said"),
    [("MAIL", "251 yes"), ("RCPT", "251 will forward"), ("RCPT", "252 will try"), ("message", "250 as you like"),
     ("message", "251 forwarded"), ("message", "252 queued"), ("message", "299 yes"), ("DATA", "354 go on")],
)  # fmt: skip
def test_any_yes_is_a_yes(reply: str, said: str, send: Callable[[RudeMail], None]):
    rude = RudeMail(reply, said)
    send(rude)
    assert len(rude.taken) == 1


@pytest.mark.parametrize("said", ["354 what?", "150 wait", "999 so?", "abc", ""])
def test_a_receipt_that_is_not_understood_leaves_a_doubt(said: str, send: Callable[[RudeMail], None]):
    with pytest.raises(DeliveryUnknown):
        send(RudeMail("message", said))


def test_many_messages_go_over_one_line(folder: Path):
    rude = RudeMail()
    with rude_mail(rude, folder) as (address, trust), closing(Smtp(Server.parse(address), None, trust)) as sender:
        for number in range(30):
            sender.send(MESSAGE._replace(name=f"{number}.eml"), lambda: None)
    assert (rude.lines, len(rude.taken)) == (1, 30)


def test_a_line_that_has_served_its_time_is_replaced(folder: Path):
    rude = RudeMail()
    limits = HURRY._replace(session_seconds=0)
    with (
        rude_mail(rude, folder) as (address, trust),
        closing(Smtp(Server.parse(address), None, trust, limits)) as sender,
    ):
        for _ in range(3):
            sender.send(MESSAGE, lambda: None)
    assert (rude.lines, len(rude.taken)) == (3, 3)


def test_the_refusal_of_one_message_leaves_the_line_to_the_next(folder: Path):
    rude = RudeMail("RCPT", "550 no such person")
    with rude_mail(rude, folder) as (address, trust), closing(Smtp(Server.parse(address), None, trust)) as sender:
        with pytest.raises(DeliveryFailure):
            sender.send(MESSAGE, lambda: None)
        rude.at = ""
        sender.send(MESSAGE, lambda: None)
    assert (rude.lines, len(rude.taken)) == (1, 1)
