"""A run killed at any moment, and runs side by side, end where one undisturbed run ends.

A program whose runs are killed again and again is held against its twin: the same tabs, the same key, and one
undisturbed run at the end of each round. LBN_KILLS raises how many kills are tried.
"""

import os
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any, NamedTuple

import pytest

from tasks.sample import write_sample
from tests.processes import start
from tests.small_program import RESPONSES, a_row, files, lbn, rows, tables, write_form, write_program

KILLS = int(os.environ.get("LBN_KILLS", "20"))
KILLS_A_ROUND = 10
ROUNDS_A_PROGRAM = 3
ROWS = 150
LONGEST_DELAY = 1.0
"""In seconds: a run that has nothing to read anew takes less."""

TODAY = date.today()  # noqa: DTZ011 - the last ended periods are those of the day on which the test runs

WHENS = frozenset({"read_at", "synced_at", "made_at", "queued_at", "sent_at", "attempts"})
"""Columns that say when something happened, or how often it was tried, which a kill in the middle of a try adds to: the
only ones in which twins may differ, beside the bytes of messages."""


MADE_AT = re.compile(r"[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2} [AP]M [A-Z]{3}")
"""A time as messages give it."""


class Twins(NamedTuple):
    """Two programs with the same tabs; the runs of one of them are killed."""

    disturbed: Path
    undisturbed: Path

    def give_both_one_key(self) -> None:
        """Fingerprints can be compared only under one key; the disturbed program made it under fire."""
        shutil.copyfile(self.disturbed / "secret.key", self.undisturbed / "secret.key")

    def write_rows(self, rng: Random, number: int) -> None:
        """New rows of ended months and of this one, one of them held; one of the older rows is mended, one deleted."""
        tab = self.disturbed / RESPONSES
        header, *lines = tab.read_text("utf-8").splitlines()
        if number:
            del lines[rng.randrange(len(lines))]
            lines[rng.randrange(len(lines))] = _new_row(rng, f"{number}-mended")
        lines += [_new_row(rng, str(number)) for _ in range(rng.randint(1, 4))] + [_new_row(rng, "kits: two", "two")]
        for folder in self:
            (folder / RESPONSES).write_text("\r\n".join([header, *lines, ""]), encoding="utf-8", newline="")


def _new_row(rng: Random, note: str, kits: str = "2") -> str:
    day = TODAY - timedelta(days=rng.randint(0, 120))
    sent = f"{day.month}/{day.day}/{day.year}"
    clock = f"{rng.randrange(24)}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    return f"{sent} {clock},officer@example.gov,{sent},Patrol,12206,City of Albany,{kits},,1,,,,,,{note}"


def test_a_program_killed_at_any_moment_ends_as_its_undisturbed_twin(tmp_path: Path):
    rng, killed, round_number = Random(2026), 0, 0
    took = LONGEST_DELAY
    while killed < KILLS:
        number = round_number % ROUNDS_A_PROGRAM
        twins = Twins(*(tmp_path / f"{round_number // ROUNDS_A_PROGRAM}-{name}" for name in Twins._fields))
        if not number:
            for folder in twins:
                write_sample(folder, TODAY)
                shorten(folder / RESPONSES)
        twins.write_rows(rng, number)
        for _ in range(KILLS_A_ROUND):
            killed += _run_and_kill(twins.disturbed, after=rng.uniform(0, min(took, LONGEST_DELAY)), scratch=tmp_path)
        before = monotonic()
        _undisturbed(twins.disturbed, tmp_path)
        took = monotonic() - before
        if not number:
            twins.give_both_one_key()
        _undisturbed(twins.undisturbed, tmp_path)
        assert_equal_but_for_the_time(twins)
        round_number += 1


def shorten(tab: Path) -> None:
    """Keep the last rows only: what a run does is what it does with many, in less time."""
    header, *lines = tab.read_text("utf-8").splitlines(keepends=True)
    tab.write_text("".join([header, *lines[-ROWS:]]), encoding="utf-8", newline="")


def _run_and_kill(folder: Path, after: float, scratch: Path) -> bool:
    running = start("killed", "run", "--program", folder, scratch=scratch)
    sleep(after)
    return running.kill()


def _undisturbed(folder: Path, scratch: Path) -> None:
    ended = start("undisturbed", "run", "--program", folder, scratch=scratch).ended()
    assert (ended.code, ended.words) == (0, "")


def assert_equal_but_for_the_time(twins: Twins) -> None:
    """The same rows, findings, editions and messages in the ledger, and the same files that follow from them."""
    disturbed, undisturbed = map(ledger, twins)
    assert disturbed == undisturbed
    made, expected = map(files, twins)
    assert made.keys() == expected.keys()
    same = [name for name in made if name.endswith(("figures.json", "subject.txt", "needs-attention.csv"))]
    assert {name: made[name] for name in same} == {name: expected[name] for name in same}
    for folder in twins:
        assert_kept_as_in_the_ledger(folder)
    for name in (name for name in made if name.startswith("outbox/")):
        assert what_it_says(made[name]) == what_it_says(expected[name]), name


def ledger(folder: Path) -> dict[str, Any]:
    """Every row of every table, without what depends on the time."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        connection.row_factory = sqlite3.Row
        return {
            name: sorted(map(_timeless, connection.execute(f"select * from {name}")), key=repr)  # noqa: S608
            for name in tables(folder)
        }


def _timeless(row: sqlite3.Row) -> dict[str, Any]:
    bytes_of_a_time = {"content", "raw", "id"} if row.keys() != ["id", "program", "synced_at"] else set()
    if "name" in row.keys() and row["name"] == "figures.json":  # noqa: SIM118 - a Row is no mapping
        bytes_of_a_time = set()
    return {name: row[name] for name in row.keys() if name not in WHENS | bytes_of_a_time}  # noqa: SIM118


def assert_kept_as_in_the_ledger(folder: Path) -> None:
    """Each edition's files and each message are where people find them, byte for byte, and nothing else is."""
    with closing(sqlite3.connect(folder / "lbn.db")) as connection:
        artifacts = connection.execute("select report, period, edition, name, content from artifacts").fetchall()
        messages = connection.execute("select name, raw, state from messages").fetchall()
    kept = {f"reports/{report}/{period}/edition-{n}/{name}": content for report, period, n, name, content in artifacts}
    kept |= {f"outbox/{name}": raw for name, raw, _ in messages}
    assert {name: content for name, content in files(folder).items() if "/" in name} == kept
    assert {state for _, _, state in messages} <= {"sent"}


def what_it_says(raw: bytes) -> tuple[str, ...]:
    """All that must be equal: its address, its subject, and its text but for the time at which it was made."""
    message = message_from_bytes(raw, policy=default)
    text = message.get_body(("plain",))
    assert text is not None
    words = MADE_AT.sub("(a time)", " ".join(text.get_content().split()))
    return (message["To"], message["Subject"], message["Message-ID"], words)


@pytest.mark.parametrize(("command", "count"), [("run", 2), ("ingest", 4)])
@pytest.mark.parametrize("is_new", [True, False], ids=["the first time", "again"])
def test_commands_side_by_side_wait_for_each_other(command: str, count: int, is_new: bool, tmp_path: Path):
    twins = Twins(tmp_path / "disturbed", tmp_path / "undisturbed")
    write_program(twins.disturbed, rows(60))
    if not is_new:
        lbn(command, program=twins.disturbed)
        write_form(twins.disturbed, [*rows(60)[1:], a_row(61), a_row(62, kits="two")])
    shutil.copytree(twins.disturbed, twins.undisturbed)
    endings = side_by_side(command, twins.disturbed, count, tmp_path)
    assert [(ended.code, ended.words) for ended in endings] == [(0, "")] * count
    twins.give_both_one_key()
    assert lbn(command, program=twins.undisturbed).code == 0
    assert_equal_but_for_the_time(twins)


def side_by_side(command: str, folder: Path, count: int, scratch: Path) -> list[Any]:
    """The same command several times at once."""
    started = [start(f"{command}-{n}", command, "--program", folder, scratch=scratch) for n in range(count)]
    return [running.ended() for running in started]
