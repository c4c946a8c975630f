"""One sync by the Singer tap-google-sheets, every call sent to the server of the benchmark.

Run by the Python of the environment that LBN_OTHERS names: URL, spreadsheet, key file, and the tabs' titles.
"""

import io
import sys
from contextlib import redirect_stdout
from datetime import datetime
from importlib.metadata import version
from urllib.parse import urlsplit

from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials
from requests.adapters import HTTPAdapter
from tap_google_sheets.client import GoogleClient
from tap_google_sheets.discover import discover
from tap_google_sheets.sync import sync

url, spreadsheet, key, *tabs = sys.argv[1:]
send = HTTPAdapter.send


def send_here(self, request, **how):
    """Whatever the address."""
    asked = urlsplit(request.url)
    request.url = f"{url}{asked.path}?{asked.query}"
    return send(self, request, **how)


def take_token(self):
    """Take a service account's, where the tap knows only a person's."""
    self._GoogleClient__access_token = credentials.token
    self._GoogleClient__expires = datetime.max  # noqa: DTZ901 - the tap compares it with a time without a zone


HTTPAdapter.send = send_here
GoogleClient.get_access_token = take_token
credentials = Credentials.from_service_account_file(
    key, scopes=["https://www.googleapis.com/auth/spreadsheets.readonly"]
)
credentials.refresh(Request())
said = io.StringIO()
with redirect_stdout(said), GoogleClient("", "", "", 0, "benchmark") as client:
    catalog = discover(client, spreadsheet)
    for stream in catalog.streams:
        for one in stream.metadata:
            one["metadata"]["selected"] = stream.stream in tabs
    config = {"spreadsheet_id": spreadsheet, "start_date": "2020-01-01T00:00:00Z"}
    sync(client, config, catalog, {})
rows = said.getvalue().count('"type": "RECORD"')
print(f"tap-google-sheets {version('tap-google-sheets')}", rows, sep="|")
