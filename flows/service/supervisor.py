"""Keeping the service alive: a child that dies is started again, a signal ends all of it, and both are said."""

import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from threading import Event
from time import monotonic

from flows.service.child import Child
from flows.service.door import HEALTH
from flows.service.environment import LOOPBACK
from flows.service.log import ServiceLog
from tasks.errors import OperationError

OK = 200
LOOKS_EVERY_SECONDS = 1.0
SAYS_EVERY_SECONDS = 15.0
ANSWERS_WITHIN_SECONDS = 5.0
SILENT_FOR_SECONDS = 300.0
"""So long a server may not answer before it is taken for stuck; a slow first start is another thing."""

MOST_SHORT_LIVES, SHORT_SECONDS = 5, 60.0
"""A child that lives so shortly so many times in a row does not come to life by another start."""

DRAIN_SECONDS, CLOSE_SECONDS = 20.0, 4.0
"""How long runs that are under way may take, and the page after them: all of it ends within 30 seconds."""


class Watched:
    """A child, and how often in a row it ended soon after its start."""

    def __init__(self, child: Child, what: str) -> None:
        self.child = child
        self.what = what
        self._started_at = 0.0
        self._short_lives = 0

    def start(self) -> None:
        """Start it."""
        self._started_at = monotonic()
        self.child.start()

    def is_hopeless(self) -> bool:
        """Count the life that has just ended; whether another start would be in vain."""
        is_short = monotonic() - self._started_at < SHORT_SECONDS
        self._short_lives = self._short_lives + 1 if is_short else 0
        return self._short_lives >= MOST_SHORT_LIVES


class Supervisor:
    """Starts the page and then the runner, and keeps them running until it is asked to end."""

    def __init__(self, page: Child, runner: Child, port: int, log: ServiceLog, say: Callable[[str], None]) -> None:
        self._page = Watched(page, "Prefect's server, which shows the page,")
        self._runner = Watched(runner, "The runner, which starts the flows,")
        self._port = port
        self._log = log
        self._say = say
        self._is_to_end = Event()
        self._answered_at = monotonic()

    def run(self, when_ready: Callable[[], None]) -> None:
        """Run until a signal asks to end.

        Raises:
            OperationError: a child does not stay alive.
        """
        with self._signals_heard():
            try:
                self._page.start()
                if self._wait_for_page():
                    self._runner.start()
                    when_ready()
                    self._keep_alive()
            finally:
                self._end_all()

    def _keep_alive(self) -> None:
        self._answered_at = monotonic()
        while not self._is_to_end.wait(LOOKS_EVERY_SECONDS):
            for watched in (self._page, self._runner):
                self._start_again(watched)
            self._look_at_page()

    def _wait_for_page(self) -> bool:
        """Wait for the server's first answer, however slow the machine is, and say that we wait."""
        began_at = said_at = monotonic()
        while not self._answers():
            if self._is_to_end.wait(LOOKS_EVERY_SECONDS):
                return False
            self._start_again(self._page)
            if monotonic() - said_at > SAYS_EVERY_SECONDS:
                said_at = monotonic()
                self._tell(f"Prefect's server is starting: {said_at - began_at:.0f} seconds so far.")
        return True

    def _start_again(self, watched: Watched) -> None:
        if watched.child.is_running:
            return
        ending = f"{watched.what} ended by itself (exit code {watched.child.exit_code})"
        if watched.is_hopeless():
            self._log.write("service", f"{ending}, {MOST_SHORT_LIVES} times in a row. The service ends.")
            msg = f"{ending}, {MOST_SHORT_LIVES} times in a row. The service's log, service/serve.log in the program's "
            raise OperationError(f"{msg}folder, shows what it said last. Put that right, then start `lbn serve` again.")
        self._tell(f"{ending}; it is started again.")
        watched.start()
        self._answered_at = monotonic()

    def _look_at_page(self) -> None:
        """End a server that has not answered for minutes; it is then started again."""
        if monotonic() - self._answered_at < SAYS_EVERY_SECONDS:
            return
        if self._answers():
            self._answered_at = monotonic()
        elif monotonic() - self._answered_at > SILENT_FOR_SECONDS:
            self._tell(f"{self._page.what} has not answered for {SILENT_FOR_SECONDS / 60:.0f} minutes and is ended.")
            self._page.child.end(CLOSE_SECONDS)

    def _answers(self) -> bool:
        """Ask directly, past any proxy that the environment names."""
        line = HTTPConnection(LOOPBACK, self._port, timeout=ANSWERS_WITHIN_SECONDS)
        with suppress(OSError, HTTPException), closing(line):
            line.request("GET", HEALTH)
            return line.getresponse().status == OK
        return False

    def _end_all(self) -> None:
        """End the runner first: runs that end still tell the server how."""
        self._log.write("service", "Ending: runs that are under way are waited for.")
        if not self._runner.child.end(DRAIN_SECONDS):
            self._log.write("service", "A run took too long and was left; the next start shows it as crashed.")
        self._page.child.end(CLOSE_SECONDS)
        self._log.write("service", "Ended.")

    def _tell(self, words: str) -> None:
        self._log.write("service", words)
        with suppress(OSError):  # the terminal may be gone; the log is there
            self._say(words)

    @contextmanager
    def _signals_heard(self) -> Iterator[None]:
        """Take Ctrl-C, a closed terminal and the system's stop for the wish to end, also where a shell ignores them."""
        heard = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        before = {number: signal.signal(number, lambda *_: self._is_to_end.set()) for number in heard}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
