"""The key file of a Google service account: read the same way for the Sheet and for sending mail."""

from pathlib import Path
from typing import Any

import orjson

from tasks.program_folder.bounded_file import read_bounded

LARGEST_BYTES = 100_000
"""Forty times what Google makes."""


def read_account_key(path: Path) -> Any:
    """Read what the key's file holds, which may be anything.

    Raises:
        NotReadable: it isn't a file, or is far too large.
        ValueError: it isn't JSON; the words may quote it.
    """
    return orjson.loads(read_bounded(path, LARGEST_BYTES))
