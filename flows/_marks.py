"""The mark of a run that a command works on itself: by it the run of a killed process is found again."""

import os
import socket

MARK = "process"
"""How the tag begins that names the process which works on a run."""


def make_process_mark() -> str:
    """Make the tag by which a run that a command works on itself is found again: the machine and the process."""
    return f"{MARK}:{socket.gethostname()}:{os.getpid()}"
