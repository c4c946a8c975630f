"""OAuth tokens for mail: Microsoft 365 takes no passwords by default from 2027 on, Google Workspace takes none now.

Microsoft: client credentials, which an administrator grants to an app (`SMTP.SendAsApp` with a right on the mailbox, or
`Mail.Send`, which should be confined to that mailbox). Google: a service account with domain-wide delegation.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from urllib3 import PoolManager

from schemas.delivery import DeliveryReason
from schemas.mail import GoogleOAuth, MicrosoftOAuth
from tasks.deadlines import Deadline, keep_deadline
from tasks.delivery import web
from tasks.delivery.sender import DeliveryFailure, DeliveryUnknown
from tasks.errors import UsageError
from tasks.program_folder.account_key import read_account_key
from tasks.program_folder.bounded_file import NotReadable
from tasks.program_folder.mail_secret import MAIL_SECRET_FILE, SECRET_VARIABLE, find_mail_secret
from tasks.timed_web import open_web

SMTP_SCOPE = "https://outlook.office365.com/.default"
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
GOOGLE = "https://oauth2.googleapis.com"
GOOGLE_SCOPE = "https://mail.google.com/"


def find_secret(folder: Path) -> str:
    """Find the app's client secret, before anything is sent.

    Raises:
        UsageError: it is missing.
    """
    secret = find_mail_secret(folder, SECRET_VARIABLE)
    if secret:
        return secret
    msg = (
        f"mail.oauth has no secret: put the app's client secret into the file {MAIL_SECRET_FILE} of the program's "
        f"folder, or for a single program into the variable {SECRET_VARIABLE}."
    )
    raise UsageError(msg)


def fetch_microsoft_token(oauth: MicrosoftOAuth, secret: str, scope: str) -> str:
    """Fetch a token of Microsoft's identity platform.

    Raises:
        DeliveryFailure: there is none to be had.
    """
    asked = {"grant_type": "client_credentials", "client_id": oauth.client, "client_secret": secret, "scope": scope}
    url = f"{oauth.endpoint.rstrip('/')}/{oauth.tenant}/oauth2/v2.0/token"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = _ask(web.Call(url, urlencode(asked).encode(), headers))
    if answer.code == web.TOO_MANY or answer.code >= web.SERVER_ERROR:
        raise DeliveryFailure(DeliveryReason.BUSY)
    token: object = None
    with suppress(ValueError, AttributeError):  # no JSON, or no table
        token = json.loads(answer.body or b"").get("access_token") if answer.code == web.OK else None
    if not isinstance(token, str):
        raise DeliveryFailure(DeliveryReason.LOGIN)
    return token


def _ask(call: web.Call) -> web.Called:
    """Ask a service for a token: nothing is changed by it, so one that does not answer was not reached.

    Raises:
        DeliveryFailure: it does not answer, or not wholly.
    """
    with _opened(call.url) as way, suppress(DeliveryUnknown):
        answer = web.call_service(way, call)
        if answer.body is not None:
            return answer
    raise DeliveryFailure(DeliveryReason.UNREACHABLE)


def fetch_google_token(oauth: GoogleOAuth, folder: Path, mailbox: str) -> str:
    """Fetch a token of Google for a mailbox, by the key of a service account.

    Raises:
        DeliveryFailure: there is none to be had.
    """
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415 - only who sends by Google
    from google.oauth2.service_account import Credentials  # noqa: PLC0415

    from tasks.delivery.google_call import GoogleCall  # noqa: PLC0415

    failure = DeliveryFailure(DeliveryReason.LOGIN)
    with _opened(GOOGLE) as way, keep_deadline(Deadline(web.CALL_SECONDS, web.MOST_BYTES)):
        try:
            key = read_account_key(folder / oauth.credentials)
            credentials = Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
                key, scopes=[GOOGLE_SCOPE], subject=mailbox
            )
            credentials.refresh(GoogleCall(way))
        except DeliveryUnknown:
            failure = DeliveryFailure(DeliveryReason.UNREACHABLE)
        except (GoogleAuthError, NotReadable, OSError, ValueError, TypeError, LookupError, AttributeError):
            pass  # what the key's file or the answer holds may be anything, and their words quote it
        else:
            return str(credentials.token)
    raise failure


@contextmanager
def _opened(address: str) -> Iterator[PoolManager]:
    """Open the way to an address for a single call."""
    way = open_web(address)
    try:
        yield way
    finally:
        way.clear()
