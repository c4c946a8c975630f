"""Copies of a ledger with turned bits, as a failing disk leaves them, and how the program fares on each.

The table of what came of many: `python -m tests.support.bit_flips FILE`, where FILE is what LBN_FLIPS_FILE named.
"""

import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.support.small_program import a_row, files, lbn, rows, write_program, write_settings

PAGE, HEADER_BYTES = 4096, 100
MOST_BITS = 64
QUARTER = "2024-Q1"
EDITION = ("supplier", "2024-01")
SETTINGS = write_settings(program={"oopp": "none"})
"""No report is owed on a schedule, so that a run only looks at the edition that was asked for."""

OF_THE_TABS = (("figures", QUARTER, "--by", "zip", "--by", "lot", "--json"), ("reconcile", "--json"))
"""What the tabs alone decide."""
ASKED = (
    ("check",),
    *OF_THE_TABS,
    ("status", "--json"),
    ("report", *EDITION, "--edition", "1", "--json"),
    ("ingest", "--json"),
    ("run", "--json"),
)
SCRATCH = ("ingest", "--from-scratch", "--json")

OF_MESSAGES = ("sent", "filed_on")
"""What `lbn status` says of an edition by its message, and by what a person noted."""

OURS_TO_FIX = ("error in the program", "Traceback")
PASSING = ("last_read", "queued_at", "failing", "sent")
"""What depends on the moment, or on a call that failed before: “Running again” is among what the next run sent."""

KINDS = {
    "distributions": "entries", "movements": "movements", "counts": "counts", "trainings": "trainings",
    "findings": "findings", "held_rows": "findings", "editions": "editions", "artifacts": "editions",
    "messages": "messages", "sqlite_schema": "schema",
}  # fmt: skip
"""What a page is called by the table that it's of; those of other tables are the state's."""

RIGHT, HEALED, BUT_LOST = "right", "healed by one command", "healed, what no tab holds is told as lost"
REFUSED, WRONG, TRACEBACK = "refused, restore a backup", "wrong and silent", "traceback"
OUTCOMES = (RIGHT, HEALED, BUT_LOST, REFUSED, WRONG, TRACEBACK)


class Outcome(NamedTuple):
    """How the program fared on a damaged copy."""

    kind: str
    outcome: str
    said: tuple[str, ...]


class Answer(NamedTuple):
    """What a command gave."""

    code: int
    found: Any
    words: str

    @property
    def is_ours_to_fix(self) -> bool:
        """Whether it is a mistake of the program, or a refusal without a sentence."""
        return any(one in self.words for one in OURS_TO_FIX) or (self.code != 0 and not self.words.strip())


class Original(NamedTuple):
    """A program whose ledger is whole, and its answers."""

    folder: Path
    answers: dict[tuple[str, ...], Answer]
    pages: dict[str, list[int]]


def make_original(folder: Path) -> Original:
    """A program with rows of every tab, one held, an edition, a message, a filing, and free pages."""
    write_program(folder, [*rows(100), a_row(301, kits="two"), a_row(302, unit="K-9")], SETTINGS)
    for call in (("ingest",), ("report", *EDITION), ("filed", *EDITION), ("run",)):
        assert lbn(*call, program=folder).code == 0
    with closing(sqlite3.connect(folder / "lbn.db")) as ledger, ledger:
        ledger.execute("create table passing as select randomblob(4000) from distributions limit 5")
        ledger.execute("drop table passing")
    return Original(folder, {call: _ask(folder, call) for call in ASKED}, list_pages(folder / "lbn.db"))


def list_copies(original: Original, where: Path, numbers: range) -> Iterator[tuple[str, Path]]:
    """Copies by their numbers, each with 1 to 64 turned bits in one page; every kind of page gets its turn."""
    kinds = sorted(original.pages)
    for number in numbers:
        rng, kind, folder = Random(number), kinds[number % len(kinds)], where / str(number)
        shutil.copytree(original.folder, folder)
        turn_bits(folder / "lbn.db", rng.choice(original.pages[kind]), 2 ** rng.randint(0, 6), kind, rng)
        yield kind, folder
        shutil.rmtree(folder)


def list_pages(path: Path) -> dict[str, list[int]]:
    """The pages of a ledger, from 0 on, by what they hold."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("select name, pageno - 1 from dbstat where path <> ''").fetchall()
        (count,) = connection.execute("pragma page_count").fetchone()
        tables = {name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")}
    used = {page for _, page in found}
    kinds: dict[str, list[int]] = {"header": [0], "freelist": [page for page in range(count) if page not in used]}
    for name, page in found:
        is_table = name in tables or name == "sqlite_schema"
        kinds.setdefault(KINDS.get(name, "state") if is_table else "indexes", []).append(page)
    return kinds


def turn_bits(path: Path, page: int, count: int, kind: str, rng: Random) -> None:
    """Turn bits of one page, where it isn't empty; of the first page, the header is a kind of its own."""
    content = bytearray(path.read_bytes())
    first, last = page * PAGE, (page + 1) * PAGE
    places = range(HEADER_BYTES) if kind == "header" else range(max(first, HEADER_BYTES), last)
    used = [byte for byte in places if content[byte]] or list(places)
    for _ in range(min(count, MOST_BITS)):
        content[rng.choice(used)] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def _ask(folder: Path, call: tuple[str, ...]) -> Answer:
    ended = lbn(*call, program=folder)
    found = ended.json if ended.code == 0 and "--json" in call else None
    if isinstance(found, dict):
        found = {name: value for name, value in found.items() if name not in PASSING}
    return Answer(ended.code, found, ended.out if call == ("check",) else ended.words)


def try_copy(original: Original, kind: str, folder: Path) -> Outcome:
    """Ask a damaged copy everything, read it from scratch, and ask again."""
    before, files_before = _ask_all(folder), files(folder)
    scratch = _ask(folder, SCRATCH)
    after = _ask_all(folder)
    answers = [*before.values(), scratch, *after.values()]
    outcome = _classify(original, before, scratch, after)
    if any(one.is_ours_to_fix for one in answers):
        outcome = TRACEBACK
    elif not _are_files_kept(original, files_before) or not _are_files_kept(original, files(folder)):
        outcome = WRONG
    return Outcome(kind, outcome, tuple(f"{one.code} {one.words}" for one in answers))


def _ask_all(folder: Path) -> dict[tuple[str, ...], Answer]:
    return {call: _ask(folder, call) for call in ASKED}


def _classify(original: Original, before: dict[Any, Answer], scratch: Answer, after: dict[Any, Answer]) -> str:
    is_told = "Damaged, and not in the tabs" in scratch.words
    if _is_wrong(original, before) or _is_wrong(original, after, OF_MESSAGES if is_told else ()):
        return WRONG
    if not any(one.code for one in before.values()):
        return RIGHT
    if before["check",].code == 0:
        return WRONG  # something refuses, and the command that looks for it has seen nothing
    if scratch.code or any(after[call].code for call in OF_THE_TABS):
        return REFUSED
    return BUT_LOST if is_told or any(one.code for one in after.values()) else HEALED


def _is_wrong(original: Original, answers: dict[Any, Answer], told: tuple[str, ...] = ()) -> bool:
    """Whether a command that says all is well answers otherwise than the original, but for what was told as lost."""
    return any(
        one.code == 0 and _leave_out(one.found, told) != _leave_out(original.answers[call].found, told)
        for call, one in answers.items()
    )


def _leave_out(found: Any, told: tuple[str, ...]) -> Any:
    """Leave out what a reading from scratch has told as lost."""
    if not isinstance(found, dict) or not isinstance(found.get("editions"), list):
        return found
    kept = [{name: value for name, value in one.items() if name not in told} for one in found["editions"]]
    return found | {"editions": kept}


def _are_files_kept(original: Original, made: dict[str, bytes]) -> bool:
    """Whether what had been made is as it was: nothing of it is overwritten, and no edition was made beside it."""
    kept = {name: content for name, content in files(original.folder).items() if name.startswith(("reports", "outbox"))}
    new = [name for name in made if name.startswith("reports") and name not in kept]
    return not new and all(made.get(name) == content for name, content in kept.items())


def write_table(written: str) -> str:
    """Count outcomes by kind of page, from the lines that the tests have left."""
    counted = Counter(tuple(line.split("\t")[1:]) for line in written.splitlines())
    kinds = sorted({kind for kind, _ in counted})
    lines = [f"| pages of | {' | '.join(OUTCOMES)} |", f"| --- |{' ---: |' * len(OUTCOMES)}"]
    lines += [f"| {kind} | {' | '.join(str(counted[kind, one]) for one in OUTCOMES)} |" for kind in kinds]
    sums = [sum(counted[kind, one] for kind in kinds) for one in OUTCOMES]
    return "\n".join([*lines, f"| all {sum(sums)} | {' | '.join(map(str, sums))} |"])


if __name__ == "__main__":
    sys.stdout.write(write_table(Path(sys.argv[1]).read_text("utf-8")) + "\n")
