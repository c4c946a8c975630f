"""The sender that lbn.toml names, and what it says where a secret or a key is missing."""

from pathlib import Path
from typing import Any

import pytest

from schemas.mail import Mail, Transport
from tasks.delivery.graph import Graph
from tasks.delivery.outbox import OutboxFolder
from tasks.delivery.registry import make_sender
from tasks.delivery.smtp import PASSWORD_VARIABLE, Smtp
from tasks.delivery.tokens import SECRET_VARIABLE
from tasks.errors import UsageError

SMTP = {"smtp": "smtp://mail.example.gov:587"}
MICROSOFT = {"oauth": {"provider": "microsoft", "tenant": "agency", "client": "lbn"}}
GOOGLE = {"oauth": {"provider": "google", "credentials": "service-account.json"}}

SENDERS = {
    Transport.OUTBOX: ({}, OutboxFolder),
    Transport.SMTP: (SMTP, Smtp),
    Transport.SMTP_OAUTH: (SMTP | MICROSOFT, Smtp),
    Transport.GRAPH: (MICROSOFT, Graph),
}


def a_mail(transport: Transport, **keys: Any) -> Mail:
    """The section [mail]."""
    return Mail.model_validate({"transport": transport, "from": "lbn@example.gov", **keys})


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both secrets are in the environment."""
    monkeypatch.setenv(PASSWORD_VARIABLE, "password")
    monkeypatch.setenv(SECRET_VARIABLE, "secret")


@pytest.mark.parametrize("transport", Transport)
def test_each_way_of_sending_has_a_sender_of_its_own(transport: Transport, tmp_path: Path):
    keys, kind = SENDERS[transport]
    sender = make_sender(a_mail(transport, **keys), tmp_path)
    assert isinstance(sender, kind)
    assert sender.repeats_safely is (transport is Transport.OUTBOX)


def test_google_needs_no_secret_but_a_key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(SECRET_VARIABLE)
    assert isinstance(make_sender(a_mail(Transport.SMTP_OAUTH, **SMTP, **GOOGLE), tmp_path), Smtp)


@pytest.mark.parametrize("transport", [Transport.SMTP_OAUTH, Transport.GRAPH])
def test_a_missing_secret_is_named_before_anything_is_sent(
    transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv(SECRET_VARIABLE)
    keys, _ = SENDERS[transport]
    with pytest.raises(UsageError, match=SECRET_VARIABLE):
        make_sender(a_mail(transport, **keys), tmp_path)


@pytest.mark.parametrize("transport", [Transport.SMTP_OAUTH, Transport.GRAPH])
def test_a_program_may_keep_the_secret_in_its_own_folder(
    transport: Transport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv(SECRET_VARIABLE)
    (tmp_path / "mail.secret").write_text("secret of this program")
    keys, kind = SENDERS[transport]
    assert isinstance(make_sender(a_mail(transport, **keys), tmp_path), kind)


def test_an_empty_secret_is_no_server_without_a_login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(PASSWORD_VARIABLE)
    (tmp_path / "mail.secret").write_text("")
    with pytest.raises(UsageError, match=r"mail\.secret"):
        make_sender(a_mail(Transport.SMTP, **SMTP), tmp_path)


def test_graph_is_microsofts(tmp_path: Path):
    with pytest.raises(UsageError, match='provider = "microsoft"'):
        make_sender(a_mail(Transport.GRAPH, **GOOGLE), tmp_path)


def test_a_server_without_a_login_needs_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(PASSWORD_VARIABLE)
    assert isinstance(make_sender(a_mail(Transport.SMTP, **SMTP), tmp_path), Smtp)


@pytest.mark.parametrize(
    ("transport", "keys", "said"),
    [
        (Transport.SMTP, {}, '.smtp is missing, and mail.transport is "smtp"'),
        (Transport.SMTP_OAUTH, MICROSOFT, '.smtp is missing, and mail.transport is "smtp-oauth"'),
        (Transport.SMTP_OAUTH, SMTP, '.oauth is missing, and mail.transport is "smtp-oauth"'),
        (Transport.GRAPH, {}, '.oauth is missing, and mail.transport is "graph"'),
    ],
)
def test_a_key_that_a_way_of_sending_needs_is_named(transport: Transport, keys: dict[str, Any], said: str):
    with pytest.raises(ValueError, match=said):
        a_mail(transport, **keys)
