"""A worker that misbehaves on programs whose folders are named for how: dies at once, dies once, hangs, talks."""

import os
import signal
import time
from pathlib import Path
from typing import Any

from schemas.hosted import HostedProgram, Job
from tasks.hosting import work, worker

START = "import sys; sys.path.insert(0, sys.argv[1]); from tests.support.rude_worker import main; main()"
HOUR_SECONDS = 3600


def main() -> None:
    """Work as a worker does, but on the programs that are named for trouble."""
    done = work.work_on_program

    def work_rudely(job: Job) -> HostedProgram:
        kind = job.name.split("-")[0]
        if not job.unfinished:
            _TROUBLES.get(kind, lambda _folder: None)(Path(job.folder))
        note_worker(Path(job.folder))
        return done(job)

    work.work_on_program = work_rudely
    worker.GRACE_SECONDS = 1
    worker.main()


def note_worker(folder: Path) -> None:
    """Note which process worked on a program."""
    (folder / "worker.pid").write_text(str(os.getpid()))


def _die(_folder: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(folder: Path) -> None:
    if not (folder / "died").exists():
        (folder / "died").touch()
        _die(folder)


def _hang(_folder: Path) -> None:
    time.sleep(HOUR_SECONDS)


def _talk(_folder: Path) -> None:
    print("what a library says", flush=True)  # noqa: T201 - that is the rudeness
    input_of_nobody = os.read(0, 1)
    assert input_of_nobody == b""


def _exit(_folder: Path) -> None:
    raise SystemExit(0)


def _show_secrets(folder: Path) -> None:
    given: dict[str, Any] = {name: value for name, value in os.environ.items() if name.startswith(("LBN_", "PREFECT_"))}
    (folder / "seen").write_text(repr(given))


_TROUBLES = {
    "dies": _die,
    "stumbles": _die_once,
    "hangs": _hang,
    "talks": _talk,
    "exits": _exit,
    "sees": _show_secrets,
}
