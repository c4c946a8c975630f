"""The key of the row fingerprints: the variable LBN_SECRET_KEY gives it, or a file in the program's folder."""

import os
import re
import secrets
import stat
from pathlib import Path
from shlex import quote

from tasks.errors import UsageError
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.program_folder.identity import KEY_FILE, KEY_VARIABLE, Key

KEY_BYTES = 32
MOST_BYTES = 1_000
OWN_MODE = 0o600
IS_POSIX = os.name == "posix"
"""Elsewhere a file has no mode that says who may use it."""


def find_key(folder: Path) -> Key | None:
    """Find a program's key, if it has one.

    Raises:
        UsageError: what stands there isn't a key, or this account may not read it.
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


def find_exposure(path: Path) -> str:
    """Find whether others can use a secret's file: half a sentence with what to do; empty where it's ours alone."""
    if not IS_POSIX or not path.exists():
        return ""
    about = path.stat()
    if about.st_uid != os.geteuid():
        return f"{path.name} belongs to another account (number {about.st_uid}); make it this account's with chown"
    mode = stat.S_IMODE(about.st_mode)
    if mode != OWN_MODE:
        return (
            f"{path.name} has the mode {mode:04o}, and only this account is to use it; run chmod 600 {quote(str(path))}"
        )
    return ""


def _content(path: Path) -> str:
    """Read what should be a key, as a text whatever it is; what may not be read may be whole, and is told apart."""
    problem, content = "", b""
    try:
        content = read_bounded(path, MOST_BYTES)
    except NotReadable as why:
        problem = f"{path.name} {why}. Let this account read it; if that can't be, restore it from a backup."
    if problem:
        raise UsageError(problem)
    return content.decode("ascii", "replace")


def _key(written: str, where: str) -> Key:
    text = written.strip()
    if re.fullmatch(r"[0-9a-fA-F]{64}", text):
        return Key(bytes.fromhex(text), where)
    msg = (
        f"{where} must hold {KEY_BYTES * 2} hexadecimal digits, and does not. Restore it from a backup: without it "
        f"every row counts as new."
    )
    raise UsageError(msg)
