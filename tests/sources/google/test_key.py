"""The service account's key file: a key, or a sentence that quotes nothing of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.errors import UsageError
from tasks.sources.google.key import open_key
from tests.support.google.account import write_key

SECRET = "Canary"  # noqa: S105 - a word to be looked for
HOLDS_NONE = "isn't a service account's key"


def write(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda _: None, "is not in the program's folder"),
    "a folder": (Path.mkdir, "it is a folder"),
    "a large file": (write(b" " * 100_001), "is too large: more than 100 kB"),
    "no JSON": (write(f'{{"private_key": "{SECRET}'.encode()), HOLDS_NONE),
    "no text": (write(b"\xff\xfe\0"), HOLDS_NONE),
    "a list": (write(b"[1]"), HOLDS_NONE),
    "lists a thousand deep": (write(b"[" * 50_000), HOLDS_NONE),
    "a key of something else": (write(json.dumps({"client_email": SECRET}).encode()), HOLDS_NONE),
}


@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_key_is_one_sentence(make: Callable[[Path], object], words: str, tmp_path: Path):
    make(tmp_path / "key.json")
    with pytest.raises(UsageError, match=words) as refused:
        open_key(tmp_path / "key.json", None)
    assert "key.json" in str(refused.value)
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("address", ["https://example.invalid/token", "http://oauth2.googleapis.com", "https://[x", ""])
def test_a_key_that_leads_elsewhere_is_not_used(address: str, tmp_path: Path):
    with pytest.raises(UsageError, match="names a service other than Google's"):
        open_key(write_key(tmp_path, address), None)
