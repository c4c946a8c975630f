"""Reading a file of settings: whatever it holds, one sentence with the line or the key, no exception of Python's."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest

from tasks.errors import UsageError
from tasks.program_folder.toml_text import LARGEST_BYTES, parse_toml, read_text, write_key

REFUSED = {
    # what is wrong: the text, what the sentence must say
    "lists a thousand deep": ("a = 1\nb = " + "[" * 1000 + "]" * 1000, "at b (line 2)"),
    "lists that never end": ("b = " + "[" * 100_000, "at b (line 1)"),
    "lists that can be read": ("b = " + "[" * 40 + "]" * 40, "b.1.1… lies too deep"),
    "tables a thousand deep": ("b = " + "{a=" * 1000 + "1" + "}" * 1000, "lie too deep"),
    "a key of many parts": (".".join("a" * 300_000) + " = 1", "lie too deep"),
    "a section of many parts": ("[" + ".".join("a" * 60) + "]\nb = 1", "lies too deep"),
    "a number of 5,000 digits": ("a = 1\nb = " + "1" * 5000, "too many digits at b (line 2)"),
    "5,000 digits in a list": ("a = [\n" + "1" * 5000 + "\n]", "too many digits in line 2"),
    "a day that no month has": ("a = 2024-02-30", "Fix that line (a)"),
    "a year of no calendar": ("a = 0000-01-01", "Fix that line (a)"),
    "a month of no year": ("a = 2024-13-01", "Fix that line (a)"),
    "a key twice": ("a = 1\na = 2\n", "line 2"),
    "a section twice": ("[a]\n[a]", "line 2"),
    "no TOML": ("a = b", "Fix that line (a)"),
    "a NUL as it is": ('a = "\0"', "Fix that line (a)"),
    "half a character": ('a = "\\ud800"', "Fix that line (a)"),
    "an order to a terminal": ('[b]\na = "\\u001b[31m"', "the text at b.a holds a character that can't be seen"),
    "a NUL": ('a = ["x", "\\u0000"]', "the text at a.2 holds a character that can't be seen (U+0000)"),
    "a text turned round": ('a = "\\u202e"', "U+202E"),
    "a space of no width": ('a = "\\u200b"', "U+200B"),
    "a soft hyphen": ('a = "Pa\\u00ADtrol"', "U+00AD"),
    "a line break": ('a = "x\\ny"', "U+000A"),
    "a line break in a key": ('"x\\ny" = 1', "the name at x?y holds"),
    "an order in the key of a list": ('a = [{"\\u0007" = 1}]', "the name at a.1.? holds"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_a_setting_is_one_sentence(text: str, said: str):
    began = monotonic()
    with pytest.raises(UsageError) as refused:
        parse_toml(text, "lbn.toml")
    words = str(refused.value)
    assert said in words
    assert words.startswith("lbn.toml")
    assert words.endswith(".")
    assert len(words) < 350
    assert words.isprintable()
    assert monotonic() - began < 5


@pytest.mark.parametrize(
    "text", ['a = "Größe, 寝, “x” – 1"', 'a = "x" # \u200b isn’t part of it', "a = 1.5\nb = [[1]]"]
)
def test_what_can_be_is_read(text: str):
    assert parse_toml(text, "lbn.toml")["a"]


@pytest.mark.parametrize(
    ("key", "written"),
    [(("units", 1, "name"), "units.2.name"), (("a" * 60,), "a" * 40 + "…"), (("\x1b[2J",), "?[2J")],
)
def test_a_key_is_written_so_that_a_terminal_can_show_it(key: tuple[int | str, ...], written: str):
    assert write_key(key) == written


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_large(path: Path) -> None:
    path.write_bytes(b"#" * (LARGEST_BYTES + 1))


def make_utf16(path: Path) -> None:
    path.write_text("a = 1", "utf-16")


def make_half_a_letter(path: Path) -> None:
    path.write_bytes(b"a = 1 # \xff")


@pytest.mark.parametrize("make", [make_folder, make_pipe, make_endless, make_large, make_utf16, make_half_a_letter])
def test_what_is_not_a_text_is_not_waited_for(make: Callable[[Path], None], tmp_path: Path):
    make(tmp_path / "lbn.toml")
    with pytest.raises(UsageError, match=re.escape("lbn.toml ")) as refused:
        read_text(tmp_path / "lbn.toml")
    assert str(refused.value).endswith(".")
