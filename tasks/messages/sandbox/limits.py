"""What a process that fills in a program's own templates may take of the machine."""

import signal
from contextlib import suppress
from types import FrameType

from tasks.private_process import keep_private

PROCESSOR_SECONDS = 10
"""For a message with all its parts; an ordinary one takes less than a tenth of one."""
MEMORY = 512 * 1024 * 1024
LARGEST_TEXT = 2_000_000
"""In bytes; a mail of 100 KB is cut off by many mail programs."""

_GRACE_SECONDS = 2
"""Until what cannot be interrupted in words is ended by the system."""


class TooLong(Exception):
    """The time is up."""


class TooLarge(Exception):
    """The text is too large."""


def limit_time_and_memory(seconds: int, memory: int) -> None:
    """Bound this process: what takes longer is told so, and ended where it does not listen."""
    keep_private()
    signal.signal(signal.SIGXCPU, _end)
    _set("RLIMIT_CPU", seconds, seconds + _GRACE_SECONDS)
    _set("RLIMIT_AS", memory, memory)


def shut_off() -> None:
    """Leave this process nothing to open, to write or to start: neither file nor line, neither thread nor program."""
    _set("RLIMIT_FSIZE", 0, 0)
    _set("RLIMIT_NPROC", 0, 0)
    _set("RLIMIT_NOFILE", 0, 0)


def _set(what: str, soft: int, hard: int) -> None:
    import resource  # noqa: PLC0415 - Windows has none, where all works but templates of one's own

    # A system that does not know a limit, as macOS does not know that of memory, has the others.
    with suppress(ValueError, OSError):
        resource.setrlimit(getattr(resource, what), (soft, hard))


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise TooLong
