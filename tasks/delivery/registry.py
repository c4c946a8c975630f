"""The way out that lbn.toml names."""

import os
from collections.abc import Callable
from pathlib import Path

from schemas.mail import GoogleOAuth, Mail, MicrosoftOAuth, Transport
from tasks.delivery.outbox import OutboxFolder
from tasks.delivery.sender import Sender
from tasks.errors import UsageError
from tasks.program_folder.paths import OUTBOX

PASSWORD_VARIABLE = "LBN_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
SECRET_VARIABLE = "LBN_MAIL_SECRET"  # noqa: S105 - the name of a variable


def make_sender(mail: Mail, folder: Path) -> Sender:
    """The sender; what it needs is loaded only where it is used.

    Raises:
        UsageError: a secret that it needs is not in the environment.
    """
    if mail.transport is Transport.OUTBOX:
        return OutboxFolder(folder / OUTBOX)
    if mail.transport is Transport.GRAPH:
        return _graph(mail)
    return _smtp(mail, folder)


def _smtp(mail: Mail, folder: Path) -> Sender:
    from tasks.delivery import smtp  # noqa: PLC0415

    server = smtp.Server.of(mail.smtp or "")
    user = mail.user or mail.sender
    if mail.transport is Transport.SMTP_OAUTH:
        token = _token(mail, folder, user)
        return smtp.Smtp(server, smtp.make_token_login(user, token))
    password = os.environ.get(PASSWORD_VARIABLE)  # noqa: TID251 - a secret is not passed round as a parameter
    return smtp.Smtp(server, smtp.make_password_login(user, password) if password else None)


def _graph(mail: Mail) -> Sender:
    from tasks.delivery import graph, tokens  # noqa: PLC0415

    oauth, secret = mail.oauth, _secret()
    if not isinstance(oauth, MicrosoftOAuth):
        msg = 'lbn.toml: mail.oauth must have provider = "microsoft" where mail.transport is "graph".'
        raise UsageError(msg)
    return graph.Graph(mail.graph, lambda: tokens.fetch_microsoft_token(oauth, secret, tokens.GRAPH_SCOPE))


def _token(mail: Mail, folder: Path, user: str) -> Callable[[], str]:
    from tasks.delivery import tokens  # noqa: PLC0415

    oauth = mail.oauth
    if isinstance(oauth, GoogleOAuth):
        return lambda: tokens.fetch_google_token(oauth, folder, user)
    if isinstance(oauth, MicrosoftOAuth):
        secret = _secret()
        return lambda: tokens.fetch_microsoft_token(oauth, secret, tokens.SMTP_SCOPE)
    msg = 'lbn.toml: mail.oauth is missing; mail.transport "smtp-oauth" needs to know whose token to ask for.'
    raise UsageError(msg)


def _secret() -> str:
    secret = os.environ.get(SECRET_VARIABLE)  # noqa: TID251 - a secret is not passed round as a parameter
    if secret:
        return secret
    msg = f"The variable {SECRET_VARIABLE} is not set: put the app's client secret there."
    raise UsageError(msg)
