"""Turns: workers that share the programs of a host do each of them once in a round, whoever comes first.

A program has a lock, which ends with the process that works on it however that ends, and a record of how it ended.
Both lie in one folder of the host that all workers see. So the programs of a worker that was killed, hangs or has lost
its database are done by the others, and what is done is never begun again in that round.
"""

from collections.abc import Callable
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

from pydantic import ValidationError

from schemas.hosted import HostedProgram, Job, Turn, TurnRecord
from tasks.errors import OperationError
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.bounded_file import NotReadable, read_bounded
from tasks.program_folder.lock_files import LOCKED, lock_file

FOLDER = ".lbn-hosted"
MOST_BYTES = 100_000
_DIGEST_BYTES = 8

LATEST = timedelta(days=7)
"""A round that was planned for so much later was so by a wrong clock, and ends no round of today."""


def find_folder(host: Path) -> Path:
    """Find where the rounds of a host are kept: in its folder, or beside its list."""
    return (host if host.is_dir() else host.parent).resolve() / FOLDER


def work_in_turn(job: Job, work: Callable[[Job], HostedProgram | None]) -> HostedProgram | None:
    """Work on a program if nobody else does or has in this round; how it ended, or nothing.

    Args:
        job: the program, and the round that is shared; without one it is simply worked on.
        work: works on it, or finds that it is to wait.
    """
    if job.turn is None:
        return work(job)
    path = _find_record(job.turn, job.name)
    problem = ""
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        return _work_alone(job, job.turn, path, work)
    except OSError as error:
        problem = error.strerror or type(error).__name__
    except OperationError as error:
        problem = str(error)
    return HostedProgram(folder=job.name, code=1, words=_describe_problem(path.parent, problem))


def load_record(turn: Turn, name: str) -> HostedProgram | None:
    """Load how a program ended in this round or in one after it; nothing where nobody has finished it."""
    try:
        record = TurnRecord.model_validate_json(read_bounded(_find_record(turn, name), MOST_BYTES))
    except (NotReadable, ValidationError):
        return None
    is_of_round = turn.round_at <= record.round_at <= turn.round_at + LATEST
    return record.ended.model_copy(update={"folder": name}) if is_of_round else None


def is_free(turn: Turn, name: str) -> bool:
    """Tell whether nobody works on a program now."""
    path = _find_record(turn, name).with_suffix(".lock")
    if not path.exists():
        return True
    with lock_file(path, 0) as problem:
        return LOCKED not in problem


def _work_alone(job: Job, turn: Turn, path: Path, work: Callable[[Job], HostedProgram | None]) -> HostedProgram | None:
    """Hold the program's lock while it is worked on, and until that is written down."""
    with lock_file(path.with_suffix(".lock"), 0) as problem:
        if problem:
            if LOCKED in problem:
                return None
            raise OperationError(problem)
        ended = None if load_record(turn, job.name) else work(job)
        if ended:
            record = TurnRecord(round_at=turn.round_at, ended=ended)
            atomic_write(path, record.model_dump_json().encode() + b"\n")
        return ended


def _find_record(turn: Turn, name: str) -> Path:
    """Find the record of a program; a name may be a path, so a digest of it takes its place."""
    return Path(turn.folder) / f"{blake2b(name.encode(), digest_size=_DIGEST_BYTES).hexdigest()}.json"


def _describe_problem(folder: Path, problem: str) -> str:
    return (
        f"Workers share the programs by files in {folder.name} in the host's folder, which cannot be used ({problem}). "
        "Let their account write there."
    )
