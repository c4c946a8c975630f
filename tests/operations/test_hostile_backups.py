"""A file in the place of a backup, made to end or fill the program: a sentence, and nothing is restored."""

import io
import zipfile
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import orjson
import pytest

from tests.support.small_program import lbn

SETTINGS, LEDGER = b"[agency]\n", b"no ledger at all"


def pack(listed: object, compression: int = zipfile.ZIP_STORED, **parts: bytes) -> bytes:
    """A zip with a list and parts; `_` stands for the point in their names."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", compression) as archive:
        archive.writestr("backup.json", listed if isinstance(listed, bytes) else orjson.dumps(listed))
        for name, content in parts.items():
            archive.writestr(name.replace("_", "."), content)
    return body.getvalue()


def digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def damage(body: bytes) -> bytes:
    """The same with one byte of the packed list changed."""
    at = body.index(b"backup.json") + len(b"backup.json") + 3
    return body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :]


WHOLE = {"format": 1, "files": {"lbn.toml": digest(SETTINGS), "lbn.db": digest(LEDGER)}}
HOSTILE: dict[str, Callable[[], bytes]] = {
    "a ledger that is another file": lambda: pack(WHOLE, lbn_toml=SETTINGS, lbn_db=LEDGER),
    "a list of 300 MB in 300 kB": lambda: pack(b" " * 300_000_000, zipfile.ZIP_DEFLATED),
    "a packed list that is damaged": lambda: damage(pack(b"[1, 2, 3]" * 999, zipfile.ZIP_DEFLATED)),
    "a list packed in another way": lambda: damage(pack(b"[1, 2, 3]" * 999, zipfile.ZIP_LZMA)),
    "a packed ledger": lambda: pack(WHOLE, zipfile.ZIP_BZIP2, lbn_toml=SETTINGS, lbn_db=LEDGER),
    "a list that is a number": lambda: pack(1),
    "files that are a number": lambda: pack({"format": 1, "files": 7}),
    "a file elsewhere": lambda: pack({"format": 1, "files": {"../x": "", "lbn.toml": digest(SETTINGS)}}),
    "a list without end": lambda: pack(b"[" * 9_000),
    "no list": lambda: b"PK\x05\x06" + bytes(18),
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_made_to_harm_restores_nothing(make: Callable[[], bytes], tmp_path: Path):
    (tmp_path / "lbn.backup").write_bytes(make())
    ended = lbn("restore", tmp_path / "lbn.backup", tmp_path / "restored")
    assert (ended.code, ended.out) == (1, "")
    assert "lbn.backup isn't a backup that `lbn backup` made, or is damaged" in ended.words
    assert not [*(tmp_path / "restored").glob("*")]
