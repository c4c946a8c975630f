"""The crew: a few worker processes that work through all programs, each on one program at a time.

A worker that dies takes nothing with it but the program it was at, and that one is tried once more: what a killed
run leaves, the next one completes, and no message leaves twice. One that takes too long is ended and not tried again.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
from typing import NamedTuple

from schemas.hosted import Asked, HostedCommand, HostedProgram, Job, Turn
from tasks.errors import OperationError, UsageError
from tasks.hosting.worker_process import NoAnswer, WorkerProcess
from tasks.program_folder.identity import KEY_VARIABLE
from tasks.program_folder.mail_secret import PASSWORD_VARIABLE, SECRET_VARIABLE

SECRETS = (KEY_VARIABLE, PASSWORD_VARIABLE, SECRET_VARIABLE)
TRIES = 2
NOTING_SECONDS = 300.0
MINUTE = 60


class Limits(NamedTuple):
    """How many workers there are, and what each may take."""

    workers: int = 0
    """0: one for each core."""
    program_seconds: float = 1800.0
    programs_of_a_worker: int = 100
    """Then a new process takes its place, so that no memory grows with the number of programs."""


class _Crew(NamedTuple):
    """What all workers share."""

    waiting: "SimpleQueue[tuple[str, Path]]"
    ended: dict[str, HostedProgram | None]
    """What each came to; nothing for one that waits for its turn."""
    is_over: Event
    asked: Asked
    limits: Limits
    environment: Mapping[str, str]
    turn: Turn | None


def work_through(
    programs: Mapping[str, Path],
    asked: Asked,
    limits: Limits,
    environment: Mapping[str, str],
    turn: Turn | None = None,
) -> Sequence[HostedProgram]:
    """Have every program worked on; what each came to, in the order in which they were given.

    Left out are those that wait for their turn, for another worker is at them or something passes by itself.

    Args:
        programs: their folders, by the names that they are told by.
        asked: what is done on each.
        limits: how many workers there are, and what each may take.
        environment: the variables of this process.
        turn: the round that other workers share; none: all are worked on here.

    Raises:
        UsageError: a secret that belongs to one program is given to all.
        OperationError: no worker can be started.
    """
    _check_secrets(environment)
    crew = _Crew(SimpleQueue(), {}, Event(), asked, limits, environment, turn)
    for program in programs.items():
        crew.waiting.put(program)
    workers = min(limits.workers or os.cpu_count() or 1, len(programs))
    seats = [_Seat(crew) for _ in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        works = [pool.submit(seat.work) for seat in seats]
        try:
            wait(works)
        finally:  # where this process is interrupted, nobody waits for the programs under way
            crew.is_over.set()
            for seat in seats:
                seat.leave_at_once()
    if len(crew.ended) < len(programs):  # no worker could be started to the end
        raise next(problem for problem in (work.exception() for work in works) if problem)
    return [ended for ended in map(crew.ended.get, programs) if ended]


class _Seat:
    """The place of one worker; a process that dies or has served long is replaced."""

    def __init__(self, crew: _Crew) -> None:
        self._crew = crew
        self._process: WorkerProcess | None = None

    def work(self) -> None:
        """Take one program after the other, until none waits."""
        try:
            while not self._crew.is_over.is_set():
                self._find_process()  # one that cannot be started leaves the program to the others
                name, folder = self._crew.waiting.get_nowait()
                self._crew.ended[name] = self._work_on(self._make_job(name, folder))
        except Empty:
            return
        finally:
            self._leave()

    def leave_at_once(self) -> None:
        """End the process, whatever it is at."""
        if self._process:
            self._process.kill()

    def _make_job(self, name: str, folder: Path) -> Job:
        seconds = self._crew.limits.program_seconds
        return Job(name=name, folder=str(folder), asked=self._crew.asked, most_seconds=seconds, turn=self._crew.turn)

    def _work_on(self, job: Job) -> HostedProgram | None:
        if not _is_text(job.folder):
            return HostedProgram(folder=job.name, code=2, words=_NO_TEXT)
        words = _DIED
        for _ in range(TRIES):
            try:
                return self._find_process().do(job)
            except NoAnswer as why:
                self._leave()
                if why.is_by_clock or self._crew.is_over.is_set():
                    words = _describe_slow(job.most_seconds)
                    break
            except OperationError as problem:  # the machine has no room for another process now
                return HostedProgram(folder=job.name, code=problem.exit_code, words=str(problem))
        return self._note(job, words)

    def _note(self, job: Job, words: str) -> HostedProgram | None:
        """Tell the program's own coordinator of a run that nobody else saw end."""
        if self._crew.asked.command is HostedCommand.RUN and not self._crew.is_over.is_set():
            with suppress(OperationError, NoAnswer):
                noting = job.model_copy(update={"unfinished": words, "most_seconds": NOTING_SECONDS})
                return self._find_process().do(noting)
            self._leave()
        return HostedProgram(folder=job.name, code=1, words=words)

    def _find_process(self) -> WorkerProcess:
        if self._process and self._process.jobs >= self._crew.limits.programs_of_a_worker:
            self._leave()
        self._process = self._process or WorkerProcess(self._crew.environment)
        return self._process

    def _leave(self) -> None:
        if self._process:
            self._process.close()
        self._process = None


_DIED = (
    "The process that worked on it was ended from outside, twice: mostly because the machine had no memory left. What "
    "was done is kept, and the next run does the rest. Ask for fewer processes by --workers, or give it more memory."
)


_NO_TEXT = "The name of its folder, or of one in which that lies, isn't text in UTF-8. Rename it."


def _is_text(path: str) -> bool:
    """Tell whether a path can be handed on: Linux takes any bytes for a name."""
    return not any("\ud800" <= letter <= "\udfff" for letter in path)


def _describe_slow(seconds: float) -> str:
    return (
        f"It was not done within {seconds / MINUTE:g} minutes, and was ended. What was done is kept, and the next run "
        "does the rest. Run it alone to see what it waits for, or allow more by --most-minutes."
    )


def _check_secrets(environment: Mapping[str, str]) -> None:
    given = [name for name in SECRETS if environment.get(name)]
    if given:
        msg = (
            f"{' and '.join(given)}: a variable would give one program's secret to all. Unset it, and put each one's "
            "own into its folder: the key into secret.key, what its mail needs into mail.secret."
        )
        raise UsageError(msg)
