"""A worker process from outside: started without the secrets of any program, watched by the clock, always ended."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, cast

from pydantic import ValidationError

from schemas.hosted import ANSWER, HostedProgram, Job
from tasks.errors import OperationError

ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from tasks.hosting.worker import main; main()"
_OF_ONE_PROGRAM = ("LBN_", "PREFECT_")
"""Variables that begin so belong to a single program, or to a flow; all others are the machine's."""
_LONGEST_ANSWER = 1_000_000
HAS_GROUPS = os.name == "posix"


class NoAnswer(Exception):
    """The process has ended without an answer: killed by the clock, or by something else."""

    def __init__(self, is_by_clock: bool) -> None:
        super().__init__()
        self.is_by_clock = is_by_clock


class WorkerProcess:
    """One that is running; it ends with the process that started it, once it has done what it is at."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it.

        Raises:
            OperationError: the machine cannot start one now.
        """
        self.jobs = 0
        self._running = _start(environment)
        self._to, self._back = cast("IO[bytes]", self._running.stdin), cast("IO[bytes]", self._running.stdout)

    def do(self, job: Job) -> HostedProgram | None:
        """Have a job done; nothing where it is to wait for its turn.

        Raises:
            NoAnswer: it has ended, or had not answered in the job's time; the process is gone.
        """
        self.jobs += 1
        over = [False]

        def end_by_clock() -> None:
            over[0] = True
            self.kill()

        clock = Timer(job.most_seconds, end_by_clock)
        clock.daemon = True
        clock.start()
        try:
            return self._exchange(job)
        except (OSError, ValidationError):
            self.kill()
            raise NoAnswer(is_by_clock=over[0]) from None
        finally:
            clock.cancel()

    def _exchange(self, job: Job) -> HostedProgram | None:
        self._to.write(job.model_dump_json().encode() + b"\n")
        self._to.flush()
        return ANSWER.validate_json(self._back.readline(_LONGEST_ANSWER))

    def kill(self) -> None:
        """End it at once, with whatever it has started itself."""
        with suppress(OSError):
            if HAS_GROUPS:
                os.killpg(self._running.pid, signal.SIGKILL)
            else:
                self._running.kill()

    def close(self) -> None:
        """End it, and wait until it is gone."""
        self.kill()
        with suppress(OSError):
            self._to.close()
        self._back.close()
        self._running.wait()


def _start(environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(ROOT)]
    kept = {name: value for name, value in environment.items() if not name.startswith(_OF_ONE_PROGRAM)}
    problem = ""
    try:
        return subprocess.Popen(  # noqa: S603 - this Python, with arguments of our own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=kept,
            start_new_session=HAS_GROUPS,
        )  # fmt: skip
    except OSError as error:
        problem = error.strerror or type(error).__name__
    msg = f"The machine cannot start a worker process ({problem}). Free some memory, or ask for fewer by --workers."
    raise OperationError(msg)
