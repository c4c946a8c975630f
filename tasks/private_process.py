"""A process that leaves nothing of its memory behind: called first by whatever starts one of ours.

While a sync runs, rows are in memory. A crash writes all of it into a file where core dumps are on, and hands it to a
collector where there is one.
"""

import os
import sys
from contextlib import suppress

PRIVATE = 0o077
_PR_SET_DUMPABLE = 4
"""Of prctl(2). A bound of 0 for dumps keeps no collector from getting one; this does, and is lost with each exec."""


def keep_private() -> None:
    """Keep this process's memory out of every dump, and whatever it makes from other accounts."""
    os.umask(PRIVATE)
    with suppress(ImportError, OSError, ValueError):  # Windows has none
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _forbid_dumps()


def _forbid_dumps() -> None:
    """Tell the kernel that nobody may look into this process, where Python can reach it."""
    with suppress(ImportError, OSError, AttributeError):
        import ctypes  # noqa: PLC0415 - not every Python is built with it

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
