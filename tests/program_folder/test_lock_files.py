"""A lock of a file is free again however its process ends, and leaves nothing but its own file."""

import os
import signal
from multiprocessing import get_context
from pathlib import Path

from tasks.program_folder.lock_files import LOCKED, lock_file


def hold_and_be_killed(path: Path) -> None:
    """Die as a process dies that is killed."""
    with lock_file(path, 0) as problem:
        assert not problem
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_process_leaves_its_lock_free_and_no_file(tmp_path: Path):
    path = tmp_path / "lbn.db-sending"
    process = get_context("spawn").Process(target=hold_and_be_killed, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert list(tmp_path.iterdir()) == [path]
    with lock_file(path, 0) as problem:
        assert not problem


def test_a_held_lock_is_said_to_be_held_and_is_free_after(tmp_path: Path):
    path = tmp_path / "lbn.db-sending"
    with lock_file(path, 0) as first, lock_file(path, 0) as second:
        assert (first, LOCKED in second) == ("", True)
    with lock_file(path, 0) as again:
        assert not again
