"""A process of its own for what is not trusted: started without secrets, asked in JSON, always ended.

Nothing that comes back is ever run or unpickled: an answer is text.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import IO, Any, cast

from tasks.errors import OperationError, UsageError

ROOT = Path(__file__).resolve().parents[3]
WAIT_SECONDS = 180
"""For one that neither works nor ends, on a machine that has much else to do: far beyond its own time."""

_LONGEST_ANSWER = 64_000_000
_START = "import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main()"
_KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Python may need them to start. All others stay away: keys, passwords and addresses are among them."""


class Ended(Exception):
    """The process has ended without an answer: by its own fault, or because its time or memory was used up."""

    def __init__(self, by_time: bool) -> None:
        super().__init__()
        self.by_time = by_time


class Faulty(Exception):
    """What was asked could not be done, and no template of the program's own is known to be the cause."""


class Process:
    """One that is running."""

    def __init__(self, running: "subprocess.Popen[bytes]") -> None:
        self._running = running
        self._to, self._back = cast("IO[bytes]", running.stdin), cast("IO[bytes]", running.stdout)

    def ask(self, **request: Any) -> dict[str, Any]:
        """Ask, and wait for the answer.

        Raises:
            UsageError: a template of the program's own has a mistake.
            Faulty: it could not be done, for another reason, of which the kind is told.
            Ended: there is no answer.
        """
        answer = self._exchange(json.dumps(request).encode() + b"\n")
        if "mistake" in answer:
            raise UsageError(_one_line(str(answer["mistake"])))
        if "fault" in answer:
            raise Faulty(str(answer["fault"]))
        return answer

    def _exchange(self, line: bytes) -> dict[str, Any]:
        said = b""
        with suppress(BrokenPipeError):
            self._to.write(line)
            self._to.flush()
            said = self._back.readline(_LONGEST_ANSWER)
        if not said.endswith(b"\n"):
            self._running.kill()
            raise Ended(by_time=_is_over_time(self._running.wait()))
        answer: dict[str, Any] = json.loads(said)
        return answer


@contextmanager
def start_process(module: str, seconds: int, memory: int) -> Iterator[Process]:
    """Start a process that runs the `main` of a module.

    Raises:
        OperationError: the machine cannot start one now.
    """
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START.format(module=module), str(ROOT)]
    running = _started([*command, str(seconds), str(memory)])
    clock = Timer(WAIT_SECONDS, running.kill)
    clock.daemon = True
    clock.start()
    try:
        yield Process(running)
    finally:
        clock.cancel()
        running.kill()
        with suppress(BrokenPipeError):
            running.communicate()


def _started(command: list[str]) -> "subprocess.Popen[bytes]":
    given = os.environ  # noqa: TID251 - of all variables, those few are handed on
    env = {name: given[name] for name in _KEPT_VARIABLES if name in given} | {"MALLOC_ARENA_MAX": "2"}
    problem = ""
    try:
        return subprocess.Popen(  # noqa: S603 - this Python, with arguments of our own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=env
        )
    except OSError as error:
        problem = error.strerror or type(error).__name__
    msg = (
        f"The machine cannot start the process that fills in the program's own templates ({problem}). Try again later."
    )
    raise OperationError(msg)


def _is_over_time(code: int) -> bool:
    return -code in {getattr(signal, name, None) for name in ("SIGKILL", "SIGXCPU")}


def _one_line(words: str) -> str:
    """Keep a sentence of a process that is not trusted on one line, and at a sentence's length."""
    return "".join(one if one.isprintable() else " " for one in words)[:600]
