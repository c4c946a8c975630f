"""The command in processes of its own: to be killed, to run beside others, and under limits of a small machine.

They are forked from a server that has imported everything already, so that a process begins with the work and not with
a second of imports.
"""

import ctypes
import multiprocessing
import os
import resource
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import NamedTuple

import alembic.command
import alembic.config
import alembic.ddl.sqlite
import pandas as pd
import rich.console

import lbn
import tasks.operations.backfill_reports
import tasks.operations.check_program
import tasks.operations.ingest_entries
import tasks.operations.run_program
import tasks.operations.send_report
import tasks.operations.summarize_status
import tasks.sample
from tests.support.small_program import MACHINES_CLOCK, TODAYS_VARIABLES, Ended, its_clock

LOADED = (alembic, pd, rich.console, tasks)
"""What a command imports when it first needs it; a process that may not read the libraries must have it already."""

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["tests.support.processes"])


class Limits(NamedTuple):
    """What the machine allows a process; none means no limit."""

    file_bytes: int | None = None
    memory_bytes: int | None = None
    obeys_permissions: bool = False


class Running(NamedTuple):
    """A command that was started."""

    process: ForkServerProcess
    out: Path
    words: Path

    def kill(self) -> bool:
        """SIGKILL; whether it was still at work."""
        self.process.kill()
        self.process.join()
        return self.process.exitcode != 0

    def ended(self) -> Ended:
        """Wait for its end."""
        self.process.join()
        code = self.process.exitcode
        assert code is not None
        return Ended(code, self.out.read_text("utf-8"), self.words.read_text("utf-8"))


def start(
    name: str,
    *arguments: str | Path,
    scratch: Path,
    limits: Limits = Limits(),  # noqa: B008
    **variables: str,
) -> Running:
    """Start a command; `name` tells its output from that of others in the folder `scratch`."""
    out, words = scratch / f"{name}.out", scratch / f"{name}.err"
    command = [str(argument) for argument in arguments]
    clock = {MACHINES_CLOCK: os.environ[MACHINES_CLOCK]} if MACHINES_CLOCK in os.environ else {}
    process = _SERVER.Process(target=_run, args=(command, out, words, limits, variables | clock))
    process.start()
    return Running(process, out, words)


def _run(arguments: list[str], out: Path, words: Path, limits: Limits, variables: Mapping[str, str]) -> None:
    for number, path in ((1, out), (2, words)):
        os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644), number)
    for name in (*TODAYS_VARIABLES, MACHINES_CLOCK):
        os.environ.pop(name, None)
    os.environ.update(variables)
    os.umask(0o077)
    if limits.file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, resource.RLIM_INFINITY))
    if limits.memory_bytes is not None:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    if limits.obeys_permissions:
        _give_up_privileges()
    sys.argv = ["lbn", *arguments]
    with its_clock():
        lbn.app()


def _give_up_privileges() -> None:
    """Let permissions hold for root too, as they do for everybody else."""
    if os.geteuid() == 0:
        version_3, every_half = 0x20080522, (0,) * 6
        header, none = (ctypes.c_uint32 * 2)(version_3, 0), (ctypes.c_uint32 * 6)(*every_half)
        assert ctypes.CDLL(None).capset(header, none) == 0
