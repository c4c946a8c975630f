"""A folder for drafts beside what they become; what a killed command has left of one goes with the next.

A draft of a backup holds the key: it must not lie about for good. A lock in the folder tells those at work from those
that were left.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tasks.errors import Unreachable
from tasks.program_folder.lock_files import lock_file

PREFIX = ".lbn-draft-"
_LOCK = "lock"


@contextmanager
def draft_folder(beside: Path) -> Iterator[Path]:
    """Make a folder for drafts, for this account only, that goes with the block; those left by killed commands go, too.

    Raises:
        OSError: it cannot be made there.
        Unreachable: another command has taken it for one that was left.
    """
    clear_drafts(beside)
    with TemporaryDirectory(dir=beside, prefix=PREFIX) as made, lock_file(Path(made) / _LOCK, 0) as problem:
        if problem:
            msg = f"Another command works in {beside}. Try again."
            raise Unreachable(msg)
        yield Path(made)


def clear_drafts(beside: Path) -> bool:
    """Remove the drafts that killed commands have left in a folder; whether there were any.

    One without a lock is just being made, and holds nothing.
    """
    left = [one for one in beside.glob(f"{PREFIX}*") if (one / _LOCK).is_file() and _is_left(one)]
    for one in left:
        shutil.rmtree(one, ignore_errors=True)
    return bool(left)


def _is_left(draft: Path) -> bool:
    with suppress(OSError), lock_file(draft / _LOCK, 0) as problem:
        return not problem
    return False
