"""The service's log: what it and its children say, in one file that is turned over and only this account can read."""

import re
from collections.abc import Callable
from datetime import datetime
from logging import INFO, Formatter, LogRecord
from logging.handlers import RotatingFileHandler
from pathlib import Path

MOST_BYTES = 1_000_000
MOST_FILES = 5
LONGEST_LINE = 2_000

_COLORS = re.compile(r"\x1b\[[0-9;]*m")


class ServiceLog:
    """Writes lines with the time and who said them."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        path.touch(mode=0o600)
        self._clock = clock
        self._file = RotatingFileHandler(path, maxBytes=MOST_BYTES, backupCount=MOST_FILES - 1, encoding="utf-8")
        self._file.setFormatter(Formatter("%(message)s"))

    def write(self, who: str, words: str) -> None:
        """Write what one of the processes said; threads may do so at once."""
        said_at = self._clock().astimezone().isoformat(sep=" ", timespec="seconds")
        for line in _COLORS.sub("", words).splitlines():
            written = f"{said_at} {who}: {line[:LONGEST_LINE]}"
            self._file.handle(LogRecord("service", INFO, "", 0, written, None, None))

    def close(self) -> None:
        """Close the file."""
        self._file.close()
