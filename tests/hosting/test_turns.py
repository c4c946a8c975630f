"""A round that several workers share: each program is done once, whoever comes first and whatever becomes of others."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schemas.hosted import Asked, HostedCommand, HostedProgram, Job, Turn
from tasks.errors import Busy, OperationError, Unreachable
from tasks.hosting import work
from tasks.hosting.crew import SECRETS, Limits, work_through
from tasks.hosting.turns import FOLDER, find_folder, is_free, load_record, work_in_turn
from tasks.program_folder.failing_file import load_failing
from tasks.program_folder.lock_files import lock_file
from tests.support.small_program import rows, write_program

THIS_MORNING = datetime(2026, 11, 26, 11, 30, tzinfo=UTC)
RUN = Asked(command=HostedCommand.RUN)
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in SECRETS}


@pytest.fixture
def turn(tmp_path: Path) -> Callable[..., Turn]:
    """Make the turn of a worker in this morning's round, or in one so many days later."""

    def make(days_later: int = 0, *, is_patient: bool = True) -> Turn:
        round_at = THIS_MORNING + timedelta(days=days_later)
        return Turn(round_at=round_at, folder=str(find_folder(tmp_path)), is_patient=is_patient)

    return make


def job(turn: Turn | None, **more: Any) -> Job:
    """A daily run of a program."""
    return Job(**{"name": "troy", "folder": "nowhere", "asked": RUN, "most_seconds": 60, "turn": turn, **more})


def ends(code: int = 0) -> Callable[[Job], HostedProgram]:
    """Work that ends so."""
    return lambda asked: HostedProgram(folder=asked.name, code=code, read=3)


def never(_job: Job) -> HostedProgram:
    """Work that must not be begun."""
    pytest.fail("it was worked on a second time")


@pytest.mark.parametrize("code", [0, 1, 2])
def test_who_comes_first_does_it_and_leaves_a_record(code: int, turn: Callable[..., Turn]):
    assert work_in_turn(job(turn()), ends(code)) == HostedProgram(folder="troy", code=code, read=3)
    assert work_in_turn(job(turn()), never) is None
    assert load_record(turn(), "troy") == HostedProgram(folder="troy", code=code, read=3)
    assert load_record(turn(), "albany") is None


def test_the_next_round_begins_anew_and_a_late_worker_nothing(turn: Callable[..., Turn]):
    work_in_turn(job(turn()), ends(1))
    assert load_record(turn(1), "troy") is None
    assert work_in_turn(job(turn(1)), ends()) == HostedProgram(folder="troy", code=0, read=3)
    assert work_in_turn(job(turn()), never) is None


def test_a_round_by_a_wrong_clock_ends_no_other(turn: Callable[..., Turn]):
    work_in_turn(job(turn(3650)), ends(1))
    assert load_record(turn(3650), "troy")
    assert work_in_turn(job(turn()), ends()) == HostedProgram(folder="troy", code=0, read=3)


def test_a_record_without_a_zone_counts_as_none(turn: Callable[..., Turn], tmp_path: Path):
    work_in_turn(job(turn()), ends())
    (record,) = (tmp_path / FOLDER).glob("*.json")
    record.write_text(record.read_text().replace("T11:30:00Z", "T11:30:00"))
    assert load_record(turn(), "troy") is None


def test_one_that_another_worker_is_at_is_left(turn: Callable[..., Turn], tmp_path: Path):
    seen = []

    def meanwhile(_job: Job) -> None:
        (lock,) = (tmp_path / FOLDER).glob("*.lock")
        with lock_file(lock, 0) as problem:
            seen.append((is_free(turn(), "troy"), bool(problem), work_in_turn(job(turn()), never)))

    assert is_free(turn(), "troy")
    assert work_in_turn(job(turn()), meanwhile) is None
    assert seen == [(False, True, None)]
    assert is_free(turn(), "troy"), "what was not finished is for whoever comes next"
    assert work_in_turn(job(turn()), ends())


def test_without_a_round_it_is_simply_worked_on(tmp_path: Path):
    assert work_in_turn(job(None), ends()) == HostedProgram(folder="troy", code=0, read=3)
    assert not (tmp_path / FOLDER).exists()


def test_a_folder_that_cannot_be_used_is_told(turn: Callable[..., Turn], tmp_path: Path):
    (tmp_path / FOLDER).touch()
    ended = work_in_turn(job(turn()), never)
    assert ended
    assert (ended.folder, ended.code) == ("troy", 1)
    assert str(ended.words).startswith("Workers share the programs by files in .lbn-hosted in the host's folder, which")


def test_a_damaged_record_counts_as_none(turn: Callable[..., Turn], tmp_path: Path):
    work_in_turn(job(turn()), ends())
    next((tmp_path / FOLDER).glob("*.json")).write_text("{")
    assert load_record(turn(), "troy") is None


def test_records_lie_in_the_folder_or_beside_the_list(tmp_path: Path):
    listed = tmp_path / "county.txt"
    listed.touch()
    assert find_folder(tmp_path) == find_folder(listed) == tmp_path.resolve() / FOLDER


def test_two_crews_do_each_program_once(turn: Callable[..., Turn], tmp_path: Path):
    programs = {name: write_program(tmp_path / name, rows(3)) for name in ("albany", "colonie", "troy")}
    orders = [programs, dict(reversed(programs.items()))]
    with ThreadPoolExecutor(2) as pool:
        crews = [pool.submit(work_through, order, RUN, Limits(workers=1), ENVIRONMENT, turn()) for order in orders]
        ended = [one.folder for crew in crews for one in crew.result()]
    assert sorted(ended) == ["albany", "colonie", "troy"]
    assert all(load_record(turn(), name) for name in programs)
    assert work_through(programs, RUN, Limits(workers=1), ENVIRONMENT, turn()) == []


@pytest.mark.parametrize("problem", [Unreachable("PostgreSQL is not reached."), Busy("Another run reads the tabs.")])
def test_what_passes_is_waited_for_and_told_at_the_end(
    problem: OperationError, turn: Callable[..., Turn], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(work, "run_program", fail)
    folder = write_program(tmp_path / "troy", rows(3))
    patient, last = (job(turn(is_patient=is_patient), folder=str(folder)) for is_patient in (True, False))
    assert work_in_turn(patient, work.work_on_program) is None
    assert load_failing(folder).failures == ()
    ended = work_in_turn(last, work.work_on_program)
    assert ended
    assert (ended.code, ended.words) == (1, str(problem))
    assert bool(load_failing(folder).failures) is not isinstance(problem, Busy)


def test_what_does_not_pass_is_told_at_once(turn: Callable[..., Turn], tmp_path: Path):
    folder = write_program(tmp_path / "troy", rows(3))
    (folder / "lbn.toml").write_text("[[[")
    ended = work_in_turn(job(turn(), folder=str(folder)), work.work_on_program)
    assert ended
    assert ended.code == 2
    assert load_record(turn(), "troy") == ended.model_copy(update={"folder": "troy"})
