"""Copies of a ledger with turned bits, as a failing disk leaves them, and how the program fares on each."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.support.small_program import a_row, lbn, rows, write_program, write_settings

PAGE = 4096
MOST_BITS = 64
QUARTER = "2024-Q1"
EDITION = ("supplier", "2024-01")
SETTINGS = write_settings(program={"oopp": "none"})
"""No report is owed on a schedule, so that a run only looks at the edition that was asked for."""

ASKED = (
    ("figures", QUARTER, "--by", "zip", "--by", "lot", "--json"),
    ("reconcile", "--json"),
    ("status", "--json"),
    ("report", *EDITION, "--edition", "1", "--json"),
    ("run", "--json"),
)
HEALED = ASKED[:2]
"""What the tabs alone decide."""

OURS_TO_FIX = ("error in the program", "Traceback")
TIMES = ("last_read", "queued_at")


class Outcome(NamedTuple):
    """How the program fared on a damaged copy: what the commands gave, and what reading from scratch gave."""

    asked: str
    healed: str
    words: tuple[str, ...]


class Original(NamedTuple):
    """A program whose ledger is whole, and its answers."""

    folder: Path
    answers: tuple[Any, ...]


def make_original(folder: Path) -> Original:
    """A program with rows of every tab, one held, an edition and a message."""
    write_program(folder, [*rows(100), a_row(301, kits="two"), a_row(302, unit="K-9")], SETTINGS)
    for call in (("ingest",), ("report", *EDITION), ("run",)):
        assert lbn(*call, program=folder).code == 0
    return Original(folder, tuple(_answer(folder, call)[1] for call in ASKED))


def list_copies(original: Original, where: Path, count: int, seed: int = 2026) -> Iterator[Path]:
    """So many copies, each with 1 to 64 turned bits in one page; every kind of page gets its turn."""
    rng, kinds = Random(seed), list_pages(original.folder / "lbn.db")
    for number in range(count):
        folder = where / str(number)
        shutil.copytree(original.folder, folder)
        turn_bits(folder / "lbn.db", rng.choice(kinds[number % len(kinds)]), 2 ** rng.randint(0, 6), rng)
        yield folder
        shutil.rmtree(folder)


def list_pages(path: Path) -> list[list[int]]:
    """The pages of a ledger by what they hold: each table, each index, and what is large, from 0 on."""
    with closing(sqlite3.connect(path)) as connection:
        asked = "select name, pagetype = 'overflow', pageno - 1 from dbstat where path <> '' order by 1, 2, 3"
        found = connection.execute(asked).fetchall()
    kinds: dict[tuple[str, bool], list[int]] = {}
    for name, is_large, page in found:
        kinds.setdefault((name, is_large), []).append(page)
    return list(kinds.values())


def turn_bits(path: Path, page: int, count: int, rng: Random) -> None:
    """Turn bits of one page, where it isn't empty."""
    content = bytearray(path.read_bytes())
    used = [byte for byte in range(page * PAGE, (page + 1) * PAGE) if content[byte]]
    for _ in range(min(count, MOST_BITS)):
        content[rng.choice(used)] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def _answer(folder: Path, call: tuple[str, ...]) -> tuple[int, Any, str]:
    ended = lbn(*call, program=folder)
    found = ended.json if ended.code == 0 else None
    if isinstance(found, dict):
        found = {name: value for name, value in found.items() if name not in TIMES}
    return ended.code, found, ended.words


def try_copy(original: Original, folder: Path) -> Outcome:
    """Ask a damaged copy, read it from scratch, and ask again."""
    asked = [_answer(folder, call) for call in ASKED]
    before = _compare(original, asked)
    code, _, said = _answer(folder, ("ingest", "--from-scratch", "--json"))
    again = [_answer(folder, call) for call in HEALED]
    after = _compare(original, again) if code == 0 else "refused"
    if any(one in said for one in OURS_TO_FIX):
        after = "traceback"
    return Outcome(before, after, (*(words for _, _, words in asked), said, *(words for _, _, words in again)))


def _compare(original: Original, answers: list[tuple[int, Any, str]]) -> str:
    """Say what a copy gave, by the worst of it."""
    if any(one in words for _, _, words in answers for one in OURS_TO_FIX):
        return "traceback"
    if any(code == 0 and found != right for (code, found, _), right in zip(answers, original.answers, strict=False)):
        return "wrong"
    return "refused" if any(code for code, _, _ in answers) else "right"
