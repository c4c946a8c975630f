"""A program whose daily run is watched, with a clock that tests set, and what it told by mail."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from schemas.failure import Failing, Work
from tasks.context import open_program
from tasks.errors import OperationError
from tasks.operations.run_program import run_program
from tasks.operations.watch_work import watch_work
from tasks.program_folder.failing_file import load_failing
from tests.support.small_program import RESPONSES

START = datetime(2024, 4, 2, 10, 30, tzinfo=UTC)
"""The day after the first quarter of the small program."""


def clock_after(days: float) -> Callable[[], datetime]:
    """Return a clock that stands still, so many days after the start."""
    return lambda: START + timedelta(days=days)


def run_daily(folder: Path, days: float) -> bool:
    """Do the daily run, so many days after the start; return whether it came to its end."""
    clock = clock_after(days)
    with suppress(OperationError), watch_work(folder, Work.DAILY_RUN, clock):
        run_program(open_program(folder, clock))
        return True
    return False


def reword(folder: Path, before: str = "Kits left", after: str = "Kits given") -> None:
    """Word a question of the form otherwise."""
    path = folder / RESPONSES
    path.write_text(path.read_text("utf-8").replace(before, after), encoding="utf-8", newline="")


def restore(folder: Path) -> None:
    """Word it again as it was."""
    reword(folder, "Kits given", "Kits left")


def known(folder: Path) -> Failing:
    """Return what the program knows of what fails."""
    return load_failing(folder)


def subjects(received: list[bytes]) -> list[str]:
    """Return the subjects of the notices among some messages, in the order in which they came."""
    every = [str(message_from_bytes(raw, policy=default)["Subject"]) for raw in received]
    return [subject for subject in every if "unning " in subject]


def in_outbox(folder: Path) -> list[str]:
    """Return the subjects of the notices in the outbox, in the order of their names."""
    paths = sorted((folder / "outbox").glob("*.eml"), key=lambda path: path.name.partition("-20")[2])
    return subjects([path.read_bytes() for path in paths])
