"""The service account's key: a file that Google makes, and what its holder may do."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from google.auth.exceptions import GoogleAuthError
from google.oauth2.service_account import Credentials

from tasks.errors import UsageError
from tasks.program_folder.account_key import read_account_key
from tasks.program_folder.bounded_file import NotReadable

_GOOGLE = (".googleapis.com", "accounts.google.com")


def open_key(path: Path, endpoint: str | None) -> dict[str, Any]:
    """Open the service account's key file.

    Raises:
        UsageError: it is missing, isn't a key, or sends its holder somewhere else than to Google.
    """
    key: Any = None
    why = "isn't a service account's key"
    try:
        key = read_account_key(path)
    except NotReadable as reason:
        why = str(reason)
    except ValueError:  # its words quote the key
        pass
    if not isinstance(key, dict) or not {"client_email", "private_key", "token_uri"} <= key.keys():
        raise _no_key(path.name, why)
    if not endpoint and not is_googles(str(key["token_uri"])):
        raise _no_key(path.name, "names a service other than Google's in its token_uri")
    return key


def make_credentials(key: Mapping[str, Any], name: str, *, may_write: bool) -> Credentials:
    """Make credentials of the key: to read spreadsheets, or to write them too.

    Raises:
        UsageError: the private key in it is broken.
    """
    scope = "https://www.googleapis.com/auth/spreadsheets" + ("" if may_write else ".readonly")
    credentials: Credentials | None = None
    with suppress(ValueError, TypeError, GoogleAuthError):  # their words may quote the key
        credentials = Credentials.from_service_account_info(key, scopes=[scope])  # type: ignore[no-untyped-call]
    if credentials is None:
        raise _no_key(name, "holds a private key that cannot be read")
    return credentials


def is_googles(url: str) -> bool:
    """Tell whether it is an address of Google's, and encrypted on the way."""
    try:
        asked = urlsplit(url)
    except ValueError:  # brackets that hold no address
        return False
    return asked.scheme == "https" and str(asked.hostname).endswith(_GOOGLE)


def _no_key(name: str, why: str) -> UsageError:
    return UsageError(
        f"source.credentials: {name} {why}. Download the service account's key as JSON again and put it there."
    )
