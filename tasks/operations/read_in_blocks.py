"""Read the form's tab in blocks, where it's large: what the last reading knew isn't taken apart again."""

from datetime import date
from pathlib import Path

from schemas.blocks import Reading
from schemas.settings import Settings
from schemas.tabs import TabRows
from tasks.operations.code_digest import digest_code
from tasks.operations.reading_digest import digest_parts, list_validated_by
from tasks.program_folder.key import find_key
from tasks.program_folder.last_reading import load_last_reading, save_last_reading
from tasks.sources.blocks import BlockReader, BlockRows
from tasks.sources.source import RawTab

LEAST_BYTES = 1_000_000
"""Of a tab that is read in blocks, ten thousand rows or so: a smaller one is read in no time, and leaves no file."""


class BlocksOfForm:
    """The blocks of one reading of the form's tab, which is read once."""

    def __init__(self, folder: Path, settings: Settings, raw: RawTab) -> None:
        self._folder = folder
        self._settings = settings
        self._raw: RawTab | None = raw
        self._read: BlockRows | None = None
        self.source: bytes | None = None
        """The digest of all that was read and validated by, if the ledger has the rows as they stand in the tab."""
        self.is_whole = raw.cut is None or len(raw.body) < LEAST_BYTES
        """Whether the tab is to be read whole: it is small, or of a kind that isn't read in blocks."""

    def read(self, closed_before: date | None) -> TabRows | None:
        """Read the rows; none where the tab is to be read whole, or there is no key yet.

        Raises:
            OperationError: it can't be read.
        """
        key = find_key(self._folder)
        if key and self._raw and not self.is_whole:
            reader = BlockReader(self._settings, key.value, closed_before, self._digest_context)
            self._read = reader.read(self._raw, load_last_reading(self._folder, key.value))
            self._raw = None  # a large one takes as much memory as its rows
        if not self._read or self._read.closed_before != closed_before:
            self._read = None
            self.is_whole = self.is_whole or self._raw is None
            return None
        return self._read.rows

    def keep(self) -> None:
        """Keep what was read for the next reading, where the ledger is at it."""
        key = find_key(self._folder)
        if key and self._read and self.source:
            save_last_reading(self._folder, Reading(self.source, self._read.context, self._read.blocks), key.value)

    def _digest_context(self, said: str) -> bytes:
        return digest_parts(said, digest_code(), *list_validated_by(self._settings, ()))
