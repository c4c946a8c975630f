"""The key of the row fingerprints: the variable LBN_SECRET_KEY gives it, or a file in the program's folder."""

import os
import re
import secrets
from pathlib import Path

from tasks.errors import UsageError
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.identity import KEY_FILE, KEY_VARIABLE, Key

KEY_BYTES = 32


def find_key(folder: Path) -> Key | None:
    """Find a program's key, if it has one.

    Raises:
        UsageError: what stands there isn't a key.
    """
    given = os.environ.get(KEY_VARIABLE)  # noqa: TID251 - a secret is not passed round as a parameter
    if given:
        return _key(given, KEY_VARIABLE)
    path = folder / KEY_FILE
    return _key(_content(path), KEY_FILE) if path.exists() else None


def make_key(folder: Path) -> Key:
    """Make a program's first key, or one in the place of a key that is lost."""
    written = secrets.token_hex(KEY_BYTES)
    atomic_write(folder / KEY_FILE, written.encode())
    return _key(written, KEY_FILE)


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""


def _key(written: str, where: str) -> Key:
    text = written.strip()
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return Key(bytes.fromhex(text), where)
    msg = (
        f"{where} must hold {KEY_BYTES * 2} hexadecimal digits, and does not. Restore it from a backup: without it "
        f"every row counts as new."
    )
    raise UsageError(msg)
