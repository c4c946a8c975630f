"""The header of a SQLite ledger: how its pages are read, which is the same in every ledger."""

from pathlib import Path

HEADER_BYTES = 100

_USUAL = (
    (slice(0, 16), b"SQLite format 3\0"),
    (slice(20, 24), b"\0\x40\x20\x20"),  # bytes of a page that are left free, and shares of a page
    (slice(44, 48), b"\0\0\0\x04"),  # the format of the list of tables
    (slice(56, 60), b"\0\0\0\x01"),  # letters: UTF-8
)
_JOURNAL, _KNOWN_JOURNALS = slice(18, 20), {1, 2}
"""How it's written: ours is 1, and 2 is that of a ledger that somebody opened otherwise."""


def has_usual_header(path: Path) -> bool:
    """Tell whether a file begins as every ledger does."""
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    return set(header[_JOURNAL]) <= _KNOWN_JOURNALS and all(header[part] == usual for part, usual in _USUAL)
