"""A run killed at any moment, and runs side by side, end where one undisturbed run ends.

A program whose runs are killed again and again is held against its twin: the same tabs, the same key, and one
undisturbed run at the end of each round; so are its readings, its reports and its backups. LBN_KILLS raises how many
kills are tried.
"""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

import pytest

from tests.support.keeping import Keeping
from tests.support.processes import start
from tests.support.small_program import DAY_OF_RUNS, a_row, lbn, rows, write_form, write_program
from tests.support.twins import Twins

KILLS = int(os.environ.get("LBN_KILLS", "20"))
KILLS_A_ROUND = 10
ROUNDS_A_PROGRAM = 3
LONGEST_DELAY = 1.0
"""In seconds: a run that has nothing to read anew takes less."""


def test_a_program_killed_at_any_moment_ends_as_its_twin(tmp_path: Path):
    rng, killed, round_number = Random(2026), 0, 0
    took = LONGEST_DELAY
    while killed < KILLS:
        number = round_number % ROUNDS_A_PROGRAM
        twins = Twins(*(tmp_path / f"{round_number // ROUNDS_A_PROGRAM}-{name}" for name in Twins._fields))
        if not number:
            twins.write_samples()
        twins.write_rows(rng, number)
        keeping = Keeping(twins.disturbed, tmp_path / f"kept-{round_number}")
        for _ in range(KILLS_A_ROUND):
            call = rng.choice(list_calls(twins.disturbed, keeping, is_read=number > 0))
            killed += _start_and_kill(call, after=rng.uniform(0, min(took, LONGEST_DELAY)), scratch=tmp_path)
        before = monotonic()
        _undisturbed(twins.disturbed, tmp_path)
        took = monotonic() - before
        if not number:
            twins.give_both_one_key()
        _undisturbed(twins.undisturbed, tmp_path)
        twins.assert_equal_but_for_the_time()
        twins.assert_sealed()
        keeping.assert_kept()
        round_number += 1


def list_calls(folder: Path, keeping: Keeping, *, is_read: bool) -> list[tuple[str | Path, ...]]:
    """List what may be killed next; a program that was never read has nothing to keep yet."""
    report = ("report", "supplier", f"{DAY_OF_RUNS.replace(day=1) - timedelta(days=1):%Y-%m}")
    of_program = [(*call, "--program", folder) for call in (("run",), ("run",), ("ingest",), report)]
    return [*of_program, *([keeping.back_up(), keeping.restore()] if is_read else [])]


def _start_and_kill(call: tuple[str | Path, ...], after: float, scratch: Path) -> bool:
    running = start("killed", *call, scratch=scratch)
    sleep(after)
    return running.kill()


def _undisturbed(folder: Path, scratch: Path) -> None:
    ended = start("undisturbed", "run", "--program", folder, scratch=scratch).ended()
    assert (ended.code, ended.words) == (0, "")


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
    twins.assert_equal_but_for_the_time()


def side_by_side(command: str, folder: Path, count: int, scratch: Path) -> list[Any]:
    """The same command several times at once."""
    started = [start(f"{command}-{n}", command, "--program", folder, scratch=scratch) for n in range(count)]
    return [running.ended() for running in started]
