"""OAuth tokens for mail: Microsoft 365 takes no passwords by default from 2027 on, Google Workspace takes none now.

Microsoft: client credentials, which an administrator grants to an app (`SMTP.SendAsApp` with a right on the mailbox, or
`Mail.Send`, which should be confined to that mailbox). Google: a service account with domain-wide delegation.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from schemas.delivery import DeliveryReason
from schemas.mail import GoogleOAuth, MicrosoftOAuth
from tasks.delivery.encryption import find_failure
from tasks.delivery.sender import DeliveryFailure
from tasks.errors import UsageError

SECRET_VARIABLE = "LBN_MAIL_SECRET"  # noqa: S105 - the name of a variable

TIMEOUT_SECONDS = 30
SMTP_SCOPE = "https://outlook.office365.com/.default"
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
GOOGLE_SCOPE = "https://mail.google.com/"


def find_secret() -> str:
    """Find the app's client secret, before anything is sent.

    Raises:
        UsageError: it is not in the environment.
    """
    secret = os.environ.get(SECRET_VARIABLE)  # noqa: TID251 - a secret is not passed round as a parameter
    if secret:
        return secret
    msg = f"The variable {SECRET_VARIABLE} is not set: put the app's client secret there."
    raise UsageError(msg)


def fetch_microsoft_token(oauth: MicrosoftOAuth, secret: str, scope: str) -> str:
    """Fetch a token of Microsoft's identity platform.

    Raises:
        DeliveryFailure: there is none to be had.
    """
    asked = {"grant_type": "client_credentials", "client_id": oauth.client, "client_secret": secret, "scope": scope}
    url = f"{oauth.endpoint.rstrip('/')}/{oauth.tenant}/oauth2/v2.0/token"
    try:
        answer = httpx.post(url, data=asked, timeout=TIMEOUT_SECONDS)
        token = answer.json().get("access_token") if answer.status_code == httpx.codes.OK else None
    except httpx.HTTPError as error:
        failure = find_failure(error, urlsplit(url).hostname or "")
    except (ValueError, AttributeError):  # no JSON, or no table
        failure = DeliveryFailure(DeliveryReason.LOGIN)
    else:
        if isinstance(token, str):
            return token
        will_pass = answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS
        failure = DeliveryFailure(DeliveryReason.BUSY if will_pass else DeliveryReason.LOGIN)
    raise failure


def fetch_google_token(oauth: GoogleOAuth, folder: Path, mailbox: str) -> str:
    """Fetch a token of Google for a mailbox, by the key of a service account.

    Raises:
        DeliveryFailure: there is none to be had.
    """
    from google.auth.exceptions import GoogleAuthError, TransportError  # noqa: PLC0415 - only who sends by Google
    from google.auth.transport.requests import Request  # noqa: PLC0415
    from google.oauth2.service_account import Credentials  # noqa: PLC0415

    try:
        credentials = Credentials.from_service_account_file(  # type: ignore[no-untyped-call]
            folder / oauth.credentials, scopes=[GOOGLE_SCOPE], subject=mailbox
        )
        credentials.refresh(Request())
    except TransportError as error:
        failure = find_failure(error, "Google")
    except (GoogleAuthError, OSError, ValueError):
        failure = DeliveryFailure(DeliveryReason.LOGIN)
    else:
        return str(credentials.token)
    raise failure
