"""The way to Google: a service account, one place to call, bounded patience, and a sentence for each way it can end.

gspread's own retries never end and retry no dropped connection; here urllib3 repeats what only reads, and nothing else.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError
from gspread.exceptions import APIError
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL, SPREADSHEET_VALUES_BATCH_URL

from schemas.source import Source
from tasks.deadlines import TIMED_OUT, Deadline, TooMuch, keep_deadline
from tasks.errors import OperationError, Unreachable
from tasks.sources.google.key import make_credentials, open_key
from tasks.sources.google.one_way import TEMPORARY, open_client
from tasks.sources.google.turns import wait_for_turn

TIMEOUT_SECONDS = (5.0, 60.0)
"""For the connection, and for each piece of an answer."""

CALL_SECONDS = 90.0
"""For a call with its token, all its tries and the waits between them; a last wait may come on top."""

MOST_BYTES = 64_000_000
"""Of an answer, packed or unpacked: the largest Sheets have a third of it."""

_OF_THE_KEY = ("invalid_", "unauthorized_", "access_denied")
"""How the errors begin that a token service gives for a key (RFC 6749, section 5.2); others are not the key's."""


class NoSuchRange(OperationError):
    """Google knows no such range: most often a tab that was renamed or removed."""


class Google:
    """The spreadsheet of lbn.toml, as its service account sees it."""

    def __init__(self, source: Source, folder: Path) -> None:
        """Open the key; Google itself is asked at the first call.

        Raises:
            UsageError: the key's file is missing or isn't one.
        """
        key = open_key(folder / str(source.credentials), source.api_endpoint)
        self.address: str = key["client_email"]
        self._spreadsheet = str(source.spreadsheet)
        self._account = f"{self.address} {source.api_endpoint}"
        self._role = "Editor" if source.own_tabs else "Viewer"
        credentials = make_credentials(key, str(source.credentials), may_write=bool(source.own_tabs))
        self._client = open_client(credentials, source.api_endpoint)

    def wait_for_turn(self) -> None:
        """Wait until the programs that share the service account leave room for a sync."""
        wait_for_turn(self._account, self._spreadsheet)

    def metadata(self, fields: str, ranges: Sequence[str] = ()) -> bytes:
        """Fetch what the spreadsheet is, reduced to some fields; of its cells only those in the ranges."""
        url = SPREADSHEET_URL % self._spreadsheet
        return self._call("get", url, params={"ranges": list(ranges), "fields": fields, "prettyPrint": "false"})

    def values(self, ranges: Sequence[str]) -> bytes:
        """Fetch the cells of some ranges, in one call: numbers as such, dates as serial numbers, empty ends cut off."""
        parameters = {
            "ranges": list(ranges),
            "valueRenderOption": "UNFORMATTED_VALUE",
            "dateTimeRenderOption": "SERIAL_NUMBER",
            "prettyPrint": "false",
        }
        return self._call("get", SPREADSHEET_VALUES_BATCH_URL % self._spreadsheet, params=parameters)

    def update(self, *changes: Mapping[str, Any]) -> bytes:
        """Change the spreadsheet: all of it or nothing. It is never sent twice."""
        url = SPREADSHEET_BATCH_UPDATE_URL % self._spreadsheet
        return self._call("post", url, json={"requests": list(changes)})

    def _call(self, method: str, url: str, **what: Any) -> bytes:
        """Ask; an exception of a library may hold the answer, so none of them is let out."""
        why: _Why
        is_no_range = False
        self._client.set_timeout(TIMEOUT_SECONDS)
        with keep_deadline(Deadline(CALL_SECONDS, MOST_BYTES)) as deadline:
            try:
                return self._client.http_client.request(method, url, **what).content
            except APIError as error:
                is_no_range = error.response.status_code == 400
                why = self._refusal(error.response, method)
            except RefreshError as error:
                why = _KEY_REFUSED if str(error.args[0]).startswith(_OF_THE_KEY) else _NO_TOKEN
            except (GoogleAuthError, requests.RequestException, TooMuch) as error:
                is_late = deadline.is_over or _is_timeout(error)
                why = _TOO_LARGE if deadline.is_too_much else _TOO_SLOW if is_late else _UNREACHABLE
            except (LookupError, TypeError, ValueError, AttributeError):  # they look into what isn't Google's answer
                why = _UNCLEAR
        problem = NoSuchRange if is_no_range else Unreachable if why.passes else OperationError
        raise problem(f"{why.what} {_STATE[method]} {why.remedy}")

    def _refusal(self, answer: requests.Response, method: str) -> "_Why":
        status = answer.status_code
        if status == 403 and b"SERVICE_DISABLED" in answer.content:
            return _API_OFF
        right = "read" if method == "get" else "write to"
        share = f"Share it with {self.address} as {self._role}."
        known = {
            400: _NO_RANGE,
            401: _KEY_REFUSED,
            403: _Why(f"The service account may not {right} the Sheet.", share),
            404: _Why("Google has no spreadsheet with this id.", "Correct source.spreadsheet in lbn.toml."),
            429: _TOO_MANY,
        }
        again = f"Google answers with the error {status}, again and again."
        return known.get(status, _Why(again, "Try again later.", passes=status in TEMPORARY))


class _Why(NamedTuple):
    """Why a call failed, what to do, and whether it may pass by itself."""

    what: str
    remedy: str
    passes: bool = False


_STATE = {"get": "This step was not completed.", "post": "The ledger is up to date; the status tab is not."}
"""A Sheet is also read before a tab of ours is written, when the ledger is up to date already."""

_NO_RANGE = _Why(
    "Google does not understand the tabs that lbn.toml names.", "Compare section [source] with the Sheet's tabs."
)
_KEY_REFUSED = _Why(
    "Google does not accept the service account's key: it was revoked, or this computer's clock is wrong.",
    "Set the clock, or make a new key and put it where source.credentials says.",
)
_NO_TOKEN = _Why(
    "Google gives the service account no access now.", "Try again later; check that it still exists.", passes=True
)
_API_OFF = _Why(
    "The Google Sheets API is not enabled in the service account's project.",
    "Enable it in the Google Cloud console, under APIs & Services.",
)
_TOO_MANY = _Why(
    "Google's limit of calls a minute is used up, and waiting did not help.",
    "Try again later; let programs that share a service account run at different minutes.",
    passes=True,
)
_TOO_SLOW = _Why("Google did not answer in time.", "Try again later.", passes=True)
_TOO_LARGE = _Why(
    f"Google's answer does not end within {MOST_BYTES // 1_000_000} MB.",
    "If the Sheet is that large, take rows of former years out of its tabs; else try again later.",
    passes=True,
)
_UNREACHABLE = _Why(
    "Google cannot be reached, or the connection broke off.",
    "Check that this computer is connected and that source.api_endpoint, if it is set, is right; then try again.",
    passes=True,
)
_UNCLEAR = _Why("Google's answer cannot be understood, or is not whole.", "Try again later.", passes=True)
NOT_WHOLE = f"{_UNCLEAR.what} {_STATE['get']} {_UNCLEAR.remedy}"


def _is_timeout(error: Exception) -> bool:
    """Tell a timeout, whether raised by requests, wrapped by urllib3's retries or by google-auth."""
    return TIMED_OUT in str(error).lower()
