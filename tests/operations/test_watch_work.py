"""Work that is watched: what is noted and told, from any process, whatever kills it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from schemas.failure import Work
from tasks.context import open_program
from tasks.delivery.outbox import OutboxFolder
from tasks.errors import Busy, OperationError, UsageError
from tasks.operations import deliver_notices as notices
from tasks.operations import send_queue as posting
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.watch_work import note_silence, watch_work
from tasks.program_folder import failing_file
from tests.support.small_program import SECRET, lbn, rows, write_program
from tests.support.watched import clock_after, in_outbox, known, restore, reword, run_daily

NOT, AGAIN = "Not running", "Running again"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that has run, and whose form was reworded since."""
    folder = write_program(tmp_path_factory.mktemp("made") / "program", rows(3))
    assert run_daily(folder, -1)
    reword(folder)
    return folder


@pytest.fixture
def program(made_once: Path, tmp_path: Path) -> Path:
    """Return a copy of it, to be changed."""
    return Path(copytree(made_once, tmp_path / "program"))


def fail(folder: Path, work: Work, problem: Exception, days: float = 0) -> None:
    """Work that fails in this way."""
    with suppress(type(problem)), watch_work(folder, work, clock_after(days)):
        raise problem


def succeed(folder: Path, work: Work, days: float) -> None:
    """Work that comes to its end."""
    with watch_work(folder, work, clock_after(days)):
        pass


def told(folder: Path) -> list[str]:
    """Which notices lie in the outbox."""
    return [NOT if NOT in subject else AGAIN for subject in in_outbox(folder)]


def test_what_a_work_raises_goes_on_as_it_is(program: Path):
    for problem in (OperationError("A sentence."), ValueError(f"row of {SECRET}"), UsageError("Another sentence.")):
        with pytest.raises(type(problem)) as raised, watch_work(program, Work.STOCK_CHECK):
            raise problem
        assert raised.value is problem


def test_an_unforeseen_exception_is_noted_without_its_words(program: Path):
    fail(program, Work.STOCK_CHECK, ValueError(f"row of {SECRET}"))
    [noted] = known(program).failures
    assert "ValueError at test_watch_work" in noted.words
    assert not list(leaking(program))


def leaking(folder: Path) -> Iterator[Path]:
    """The files in which a word of the row stands."""
    for path in (folder / failing_file.FILE_NAME, *(folder / "outbox").glob("*")):
        if SECRET.encode() in path.read_bytes():
            yield path


def test_what_is_noted_is_for_this_account_only(program: Path):
    run_daily(program, 0)
    for name in (failing_file.FILE_NAME, f"{failing_file.FILE_NAME}-lock"):
        assert (program / name).stat().st_mode & 0o777 == 0o600


def test_meeting_another_run_is_no_failure(program: Path):
    before = known(program)
    with open_program(program).database.syncing():
        fail(program, Work.DAILY_RUN, Busy("Another run is reading the tabs."))
    assert known(program) == before
    assert not told(program)


def test_one_reason_for_two_works_is_told_once_and_its_end_too(program: Path):
    for days, work in enumerate((Work.READING, Work.DAILY_RUN, Work.READING)):
        clock = clock_after(days)
        with suppress(OperationError), watch_work(program, work, clock):
            ingest_entries(open_program(program, clock))
    assert told(program) == [NOT]
    assert {one.is_of_reading for one in known(program).failures} == {True}
    restore(program)
    clock = clock_after(3)
    with watch_work(program, Work.READING, clock):
        ingest_entries(open_program(program, clock))
    assert told(program) == [NOT, AGAIN]
    assert not known(program).failures


def test_a_failure_after_the_reading_is_not_ended_by_a_reading(program: Path):
    restore(program)
    clock = clock_after(0)
    with suppress(OperationError), watch_work(program, Work.DAILY_RUN, clock):
        ingest_entries(open_program(program, clock))
        raise OperationError("A template has a mistake.")
    succeed(program, Work.READING, 1)
    assert [one.is_of_reading for one in known(program).failures] == [False]
    assert lbn("status", "--json", program=program).json["failing"]["words"] == "A template has a mistake."
    succeed(program, Work.DAILY_RUN, 2)
    assert told(program) == [NOT, AGAIN]


def test_a_call_that_is_wrong_is_said_to_who_made_it(program: Path):
    fail(program, Work.REPORT, UsageError("There is no such report."))
    assert not known(program).failures
    fail(program, Work.REPORT, OperationError("The disk is full."))
    assert len(known(program).failures) == 1


def test_wrong_settings_are_noted_and_told_when_they_can_be(program: Path):
    settings = (program / "lbn.toml").read_text("utf-8")
    (program / "lbn.toml").write_text(settings.replace("oopp ", "oop "), "utf-8")
    assert not run_daily(program, 0)
    assert "lbn.toml" in known(program).failures[0].words
    assert not told(program)
    (program / "lbn.toml").write_text(settings, "utf-8")
    restore(program)
    assert run_daily(program, 1)
    assert not known(program).failures
    assert not told(program)  # nobody was told, so there is nothing to take back


def test_a_killed_daily_run_is_told_weekly_and_its_end_once(program: Path):
    restore(program)
    assert run_daily(program, 0)
    watched_since = clock_after(0)().astimezone(UTC).replace(tzinfo=None)
    for day in range(10):
        note_silence(program, watched_since, clock_after(day + 0.5))
    assert told(program) == [NOT, NOT]
    assert "service/serve.log" in known(program).failures[0].words
    assert run_daily(program, 11)
    assert told(program) == [NOT, NOT, AGAIN]


def test_a_folder_that_is_no_program_stays_as_it_is(tmp_path: Path):
    assert not run_daily(tmp_path, 0)
    assert not list(tmp_path.iterdir())
    assert not run_daily(tmp_path / "nowhere", 0)
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_damaged_counts_as_none(program: Path):
    (program / failing_file.FILE_NAME).write_text("{", "utf-8")
    assert lbn("status", "--healthy", program=program).code == 1
    run_daily(program, 0)
    assert told(program) == [NOT]


def test_a_file_that_cannot_be_written_hides_no_failure(program: Path):
    (program / failing_file.FILE_NAME).unlink()
    (program / failing_file.FILE_NAME).mkdir()
    with pytest.raises(OperationError, match="The disk"), watch_work(program, Work.STOCK_CHECK):
        raise OperationError("The disk is full.")
    succeed(program, Work.DAILY_RUN, 1)


@pytest.mark.parametrize(
    ("hours", "code", "words"),
    [(1, 0, "The last run finished on"), (27, 1, "No run has finished for 26 hours")],
)
def test_a_monitor_learns_whether_runs_succeed(hours: int, code: int, words: str, program: Path):
    restore(program)
    assert lbn("run", program=program).code == 0
    state = known(program)
    assert state.run_succeeded_at
    earlier = state.run_succeeded_at - (clock_after(hours / 24)() - clock_after(0)())
    failing_file.change_failing(program, lambda before: before.model_copy(update={"run_succeeded_at": earlier}))
    ended = lbn("status", "--healthy", program=program)
    assert (ended.code, len(ended.out.splitlines())) == (code, 1)
    assert ended.out.startswith(words)


def test_a_program_that_never_ran_is_not_healthy(tmp_path: Path):
    folder = write_program(tmp_path, rows(1))
    ended = lbn("status", "--healthy", program=folder)
    assert (ended.code, ended.out.startswith("No run has ever finished")) == (1, True)


# ---------------------------------------------------------------------------------------------- kills
class Killed(BaseException):
    """What no part of the program catches, as none survives SIGKILL."""


STEPS = ((failing_file, "save_state"), (notices, "queue_message"), (posting, "claim"), (posting, "settle"))
"""Every step after which something is so that was not so before."""


@contextmanager
def killed_at(place: int, patch: pytest.MonkeyPatch) -> Iterator[Callable[[], bool]]:
    """A process that is killed before (even) or after (odd) a step; whether it came so far."""
    count = 0

    def mortal(step: Callable[..., Any]) -> Callable[..., Any]:
        def taken(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count > place:
                raise Killed
            outcome = step(*args, **kwargs)
            count += 1
            if count > place:
                raise Killed
            return outcome

        return taken

    with patch.context() as during:
        for where, name in STEPS:
            during.setattr(where, name, mortal(getattr(where, name)))
        with suppress(Killed):
            yield lambda: count > place


WAYS = {
    "by the ledger's queue": (True, True),
    "directly, to the outbox": (False, True),
    "directly, by mail": (False, False),
}


@pytest.mark.parametrize(("has_ledger", "repeats_safely"), WAYS.values(), ids=WAYS)
def test_a_kill_neither_loses_a_notice_nor_sends_two(
    has_ledger: bool, repeats_safely: bool, program: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(OutboxFolder, "repeats_safely", repeats_safely)
    is_killed, lost, place = True, [], 0
    while is_killed:
        clear(program, has_ledger=has_ledger)
        with killed_at(place, monkeypatch) as came_so_far:
            run_daily(program, 0)
        is_killed = came_so_far()
        run_daily(program, 1)
        run_daily(program, 2)
        lost += [] if told(program) else [place]
        assert told(program) in ([NOT], []), place
        place += 1
    assert place > 4
    # Mail cannot promise both: what was about to be handed over may have arrived, and is not repeated before its week.
    assert lost == ([] if repeats_safely else [3])


def test_a_kill_neither_loses_an_all_clear_nor_sends_two(program: Path, monkeypatch: pytest.MonkeyPatch):
    run_daily(program, 0)
    restore(program)
    is_killed, place = True, 0
    while is_killed:
        folder = Path(copytree(program, program.parent / f"killed at {place}"))
        with killed_at(place, monkeypatch) as came_so_far:
            run_daily(folder, 1)
        is_killed = came_so_far()
        run_daily(folder, 2)
        run_daily(folder, 3)
        assert told(folder) == [NOT, AGAIN], place
        place += 1
    assert place > 8


def clear(folder: Path, *, has_ledger: bool) -> None:
    """As if nothing had been told yet; with no ledger but one that cannot be used."""
    for path in (*(folder / "outbox").glob("*.eml"), folder / failing_file.FILE_NAME, folder / "lbn.db"):
        path.unlink(missing_ok=True)
    if not has_ledger:
        (folder / "lbn.db").write_bytes(b"no ledger at all " * 100)
