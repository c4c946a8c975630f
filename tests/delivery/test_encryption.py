"""A line that could not be encrypted: each cause has its own sentence, against real servers on loopback."""

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from cryptography import x509

from schemas.delivery import DeliveryReason
from schemas.mail import MicrosoftOAuth
from tasks.delivery import smtp
from tasks.delivery.sender import DeliveryFailure, Outgoing
from tasks.delivery.smtp import Smtp
from tasks.delivery.smtp_line import Limits, Server
from tasks.delivery.tokens import GRAPH_SCOPE, fetch_microsoft_token
from tasks.messages.delivery_words import FailureCause, describe_cause
from tests.support.certificates import HERE, a_tls_port, of_another, of_this_machine, write_certificate
from tests.support.mail_servers import Inbox, mail_server

MESSAGE = Outgoing("test.eml", b"Subject: test\r\n\r\nOne\r\n", "lbn@example.gov", ("coordinator@example.gov",))


@contextmanager
def told(cause: FailureCause) -> Iterator[None]:
    """Expect this cause, its words, and that no message left."""
    with pytest.raises(DeliveryFailure) as failure:
        yield
    assert (failure.value.reason, failure.value.cause) == (DeliveryReason.UNENCRYPTED, cause)
    assert str(failure.value) == describe_cause(cause)


def send(address: str, trust: ssl.SSLContext | None) -> None:
    with closing(Smtp(Server.parse(address), None, trust)) as sender:
        sender.send(MESSAGE, lambda: None)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.parametrize(
    ("name", "days", "is_trusted", "cause"),
    [
        (of_this_machine(), (-1, 1), False, FailureCause.UNTRUSTED),
        (of_this_machine(), (-9, -2), True, FailureCause.EXPIRED),
        (of_this_machine(), (2, 9), True, FailureCause.EXPIRED),
        (of_another(), (-1, 1), True, FailureCause.OTHER_NAME),
    ],
    ids=["of nobody known", "of last week", "of next week", "of another server"],
)
def test_a_certificate_not_accepted_is_told_by_its_cause(
    scheme: str, name: x509.GeneralName, days: tuple[int, int], is_trusted: bool, cause: FailureCause, tmp_path: Path
):
    certificate = write_certificate(tmp_path / "server.pem", name, days)
    trust = ssl.create_default_context(cafile=str(certificate)) if is_trusted else None
    inbox = Inbox()
    if scheme == "smtp":
        with mail_server(inbox, tmp_path) as (address, _), told(cause):
            send(address, trust)
    else:
        with a_tls_port(certificate) as port, told(cause):
            send(f"smtps://{HERE}:{port}", trust)
    assert not inbox.received


def test_a_server_without_encryption_is_told_as_that(tmp_path: Path):
    with mail_server(Inbox(), tmp_path, offers_tls=False) as (address, _), told(FailureCause.NOT_OFFERED):
        send(address, None)


def test_a_plain_port_under_smtps_is_told_as_that(tmp_path: Path):
    with mail_server(Inbox(), tmp_path) as (address, trust), told(FailureCause.PLAIN_PORT):
        send(address.replace("smtp://", "smtps://"), trust)


def test_an_encrypted_port_under_smtp_is_told_as_that(tmp_path: Path):
    certificate = write_certificate(tmp_path / "server.pem", of_this_machine())
    with a_tls_port(certificate, says=b"220 hello\r\n") as port, told(FailureCause.ENCRYPTED_PORT):
        send(f"smtp://{HERE}:{port}", None)


def test_a_server_that_greets_late_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(smtp, "LIMITS", Limits(silence_seconds=0))
    inbox = Inbox()
    with mail_server(inbox, tmp_path) as (address, trust):
        send(address, trust)
    assert len(inbox.received) == 1


def test_a_server_of_older_days_is_told_as_that(tmp_path: Path):
    certificate = write_certificate(tmp_path / "server.pem", of_this_machine())
    trust = ssl.create_default_context(cafile=str(certificate))
    trust.minimum_version = ssl.TLSVersion.TLSv1_3
    with a_tls_port(certificate, ssl.TLSVersion.TLSv1_2) as port, told(FailureCause.NO_COMMON_WAY):
        send(f"smtps://{HERE}:{port}", trust)


def test_a_service_with_a_certificate_of_nobody_known_is_named(tmp_path: Path):
    certificate = write_certificate(tmp_path / "server.pem", of_this_machine())
    oauth = MicrosoftOAuth(provider="microsoft", tenant="a", client="b")
    with a_tls_port(certificate) as port, pytest.raises(DeliveryFailure) as failure:
        fetch_microsoft_token(oauth.model_copy(update={"endpoint": f"https://{HERE}:{port}"}), "secret", GRAPH_SCOPE)
    assert failure.value.cause is FailureCause.UNTRUSTED
    assert str(failure.value).startswith(f"the certificate of {HERE} is not trusted here")
    assert "SSLError" not in str(failure.value)


@pytest.mark.parametrize("cause", FailureCause)
def test_a_cause_goes_behind_a_colon_and_says_what_to_do(cause: FailureCause):
    words = describe_cause(cause)
    assert words[0].islower()
    assert not words.endswith(".")
    assert any(word in words for word in ("ask", "write"))
    assert ("STARTTLS" in words) == (cause is FailureCause.NOT_OFFERED)
