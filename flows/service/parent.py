"""What a child of the service does when its parent is gone: it ends too, so that nothing is left unwatched."""

import os
import signal
import sys
from threading import Thread, Timer

LONGEST_END_SECONDS = 25


def end_with_parent() -> None:
    """End this process, in its usual way first, once the other end of its standard input is closed.

    The system closes it when the parent ends, however the parent ends; a `kill -9` leaves no other sign.
    """
    Thread(target=_wait_and_end, name="parent", daemon=True).start()


def _wait_and_end() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    last_resort = Timer(LONGEST_END_SECONDS, os._exit, [1])
    last_resort.daemon = True
    last_resort.start()
    os.kill(os.getpid(), signal.SIGTERM)
