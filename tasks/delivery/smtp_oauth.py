"""SMTP with an OAuth token for a password (XOAUTH2), as Microsoft 365 and Google Workspace ask for."""

from collections.abc import Callable
from pathlib import Path

from schemas.mail import GoogleOAuth, Mail, MicrosoftOAuth
from tasks.delivery import tokens
from tasks.delivery.smtp import Smtp, make_token_login
from tasks.delivery.smtp_line import Server
from tasks.errors import UsageError


def open_smtp_oauth(mail: Mail, folder: Path) -> Smtp:
    """Make the sender; tokens come from the service that mail.oauth names.

    Raises:
        UsageError: mail.oauth is missing, or the secret that it needs is.
    """
    user = mail.user or mail.sender
    return Smtp(Server.parse(mail.smtp or ""), make_token_login(user, _choose_token(mail, folder, user)))


def _choose_token(mail: Mail, folder: Path, user: str) -> Callable[[], str]:
    oauth = mail.oauth
    if isinstance(oauth, GoogleOAuth):
        return lambda: tokens.fetch_google_token(oauth, folder, user)
    if isinstance(oauth, MicrosoftOAuth):
        secret = tokens.find_secret(folder)
        return lambda: tokens.fetch_microsoft_token(oauth, secret, tokens.SMTP_SCOPE)
    msg = 'lbn.toml: mail.oauth is missing; mail.transport "smtp-oauth" needs to know whose token to ask for.'
    raise UsageError(msg)
