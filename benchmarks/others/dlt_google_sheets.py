"""One sync by dlt's google_sheets source, every call sent to the server of the benchmark.

Run by the Python of the environment that LBN_OTHERS names: URL, spreadsheet, key file, and the tabs' titles.
"""

import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path

from googleapiclient import discovery

url, spreadsheet, key, *tabs = sys.argv[1:]
discovery.build = partial(discovery.build, client_options={"api_endpoint": url})

from dlt.sources.credentials import GcpServiceAccountCredentials
from google_sheets import google_spreadsheet

credentials = GcpServiceAccountCredentials()
credentials.parse_native_representation(Path(key).read_text(encoding="utf-8"))
source = google_spreadsheet(spreadsheet, tabs, credentials=credentials, get_named_ranges=False)
rows = {name: len(list(resource)) for name, resource in source.resources.items()}
print(f"dlt {version('dlt')}", sum(rows.values()), sep="|")
