"""The crew: real worker processes, of which some are killed, hang and talk; every other program is worked on once."""

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from schemas.hosted import Asked, HostedCommand, HostedProgram, Job
from tasks.errors import OperationError, UsageError
from tasks.hosting import crew, worker_process
from tasks.hosting.crew import SECRETS, Limits, work_through
from tasks.hosting.worker_process import NoAnswer
from tasks.program_folder.failing_file import load_failing
from tests.support import rude_worker
from tests.support.small_program import rows, write_program

STATUS, RUN = Asked(command=HostedCommand.STATUS), Asked(command=HostedCommand.RUN)
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in SECRETS}

Work = Callable[..., Mapping[str, HostedProgram]]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Work on programs of these names by rude workers."""
    monkeypatch.setattr(worker_process, "_START", rude_worker.START)

    def do(*names: str, asked: Asked = STATUS, **limits: Any) -> Mapping[str, HostedProgram]:
        folders = {name: write_program(tmp_path / name, rows(3)) for name in names}
        ended = work_through(folders, asked, Limits(**{"workers": 1, **limits}), ENVIRONMENT)
        assert [one.folder for one in ended] == list(names), "each once, in their order"
        return {one.folder: one for one in ended}

    return do


def workers_of(folder: Path, *names: str) -> list[str]:
    """Return which process worked on each."""
    return [(folder / name / "worker.pid").read_text() for name in names]


def test_one_worker_serves_many_programs_and_is_replaced(work: Work, tmp_path: Path):
    names = [f"program-{number}" for number in range(5)]
    assert {one.code for one in work(*names, programs_of_a_worker=2).values()} == {0}
    first, second, third, fourth, fifth = workers_of(tmp_path, *names)
    assert (first, third) == (second, fourth)
    assert len({first, third, fifth}) == 3


def test_two_workers_share_the_programs(work: Work, tmp_path: Path):
    names = [f"program-{number}" for number in range(6)]
    assert {one.code for one in work(*names, workers=2).values()} == {0}
    assert len(set(workers_of(tmp_path, *names))) == 2


@pytest.mark.parametrize("kind", ["dies", "exits"])
def test_a_worker_that_always_dies_loses_only_its_program(kind: str, work: Work, tmp_path: Path):
    ended = work("before", kind, "after", asked=RUN)
    assert [one.code for one in ended.values()] == [0, 1, 0]
    assert "was ended from outside, twice" in str(ended[kind].words)
    (failure,) = load_failing(tmp_path / kind).failures
    assert failure.words == ended[kind].words, "the program's own coordinator is told"
    assert ended[kind].failing_since


def test_a_program_whose_worker_died_is_tried_again(work: Work):
    ended = work("stumbles", "after", asked=RUN)
    assert [(one.code, one.read, one.failing_since) for one in ended.values()] == [(0, 3, None)] * 2


def test_a_program_that_hangs_is_ended_by_the_clock(work: Work, tmp_path: Path):
    ended = work("hangs", "after", program_seconds=6.0)
    assert [one.code for one in ended.values()] == [1, 0]
    assert str(ended["hangs"].words).startswith("It was not done within 0.1 minutes, and was ended.")
    assert not (tmp_path / "hangs" / "failing.json").exists(), "only a run is watched"


def test_a_worker_that_hangs_without_its_host_ends_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker_process, "_START", rude_worker.START)
    folder = write_program(tmp_path / "hangs")
    process = worker_process.WorkerProcess(ENVIRONMENT)
    monkeypatch.setattr(process, "kill", lambda: None)  # as where the host has been killed
    with pytest.raises(NoAnswer):
        process.do(Job(name="hangs", folder=str(folder), asked=STATUS, most_seconds=2))
    monkeypatch.undo()
    process.close()


def test_what_a_program_prints_is_no_answer(work: Work):
    assert {one.code for one in work("talks", "after").values()} == {0}


def test_no_variable_of_one_program_reaches_a_worker(work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    given = {"LBN_PROGRAM": "/elsewhere", "PREFECT_API_KEY": "secret", "LBN_NEW": "1"}
    monkeypatch.setattr("tests.integration.test_crew.ENVIRONMENT", ENVIRONMENT | given)
    work("sees")
    assert (tmp_path / "sees" / "seen").read_text() == "{}"


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_for_all_is_refused_before_anything_begins(name: str, tmp_path: Path):
    folder = write_program(tmp_path / "program")
    with pytest.raises(UsageError, match=f"^{name}: a variable would give one program's secret to all") as told:
        work_through({"program": folder}, STATUS, Limits(), {**ENVIRONMENT, name: "hidden"})
    assert "hidden" not in str(told.value)
    assert not (folder / "lbn.db").exists()


def test_a_machine_without_room_for_a_worker_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker_process.sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(OperationError, match=r"cannot start a worker process \(No such file or directory\)"):
        work_through({"program": tmp_path}, STATUS, Limits(workers=2), ENVIRONMENT)


def test_room_that_is_lost_on_the_way_is_one_programs_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker_process, "_START", rude_worker.START)
    names = ("dies", "after")
    folders = {name: write_program(tmp_path / name) for name in names}
    starts = iter([True, False, True])
    start = worker_process._start

    def start_now_and_then(environment: Mapping[str, str]) -> Any:
        if not next(starts):
            msg = "The machine cannot start a worker process (a test)."
            raise OperationError(msg)
        return start(environment)

    monkeypatch.setattr(worker_process, "_start", start_now_and_then)
    lost, done = work_through(folders, STATUS, Limits(workers=1), ENVIRONMENT)
    assert (lost.code, lost.words) == (1, "The machine cannot start a worker process (a test).")
    assert done.code == 0


def test_an_interrupted_host_waits_for_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker_process, "_START", rude_worker.START)

    def interrupt(_works: object) -> None:
        sleep(3)
        raise KeyboardInterrupt

    monkeypatch.setattr(crew, "wait", interrupt)
    folders = {name: write_program(tmp_path / name) for name in ("hangs-1", "hangs-2")}
    with pytest.raises(KeyboardInterrupt):
        work_through(folders, RUN, Limits(workers=1), ENVIRONMENT)
    assert not [one for one in threading.enumerate() if one.name.startswith("ThreadPoolExecutor")]
    assert not (tmp_path / "hangs-2" / "worker.pid").exists()


def test_a_folder_whose_name_is_no_text_hurts_no_other(tmp_path: Path):
    well = write_program(tmp_path / "well", rows(3))
    programs = {"caf?": tmp_path / "caf\udce9", "well": well}
    ended = work_through(programs, STATUS, Limits(workers=1), ENVIRONMENT)
    assert [(one.folder, one.code) for one in ended] == [("caf?", 2), ("well", 0)]
    assert "isn't text in UTF-8. Rename it" in str(ended[0].words)
