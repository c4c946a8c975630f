"""Where a program's service keeps what is its own, and that there is only one service at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tasks.errors import OperationError

FOLDER_NAME = "service"
PREFECT_HOME = "PREFECT_HOME"


class Home(NamedTuple):
    """The folder `service` of a program: login, address, log, lock, and Prefect's own database."""

    folder: Path

    @property
    def login(self) -> Path:
        """The file with the login of the page."""
        return self.folder / "login"

    @property
    def page(self) -> Path:
        """The file with the address of the page, as it was at the last start."""
        return self.folder / "page"

    @property
    def log(self) -> Path:
        """The file that says what the service did; older ones have a number behind their name."""
        return self.folder / "serve.log"

    @property
    def lock(self) -> Path:
        """The file whose lock says that a service runs."""
        return self.folder / "lock"

    @property
    def prefect(self) -> Path:
        """Where Prefect keeps its database: here, unless PREFECT_HOME names another folder."""
        return Path(os.environ.get(PREFECT_HOME) or self.folder / "prefect")


def make_home(program: Path) -> Home:
    """Make the folder of a program's service, for this account only."""
    home = Home(program.resolve() / FOLDER_NAME)
    for folder in (home.folder, home.prefect):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


@contextmanager
def hold_alone(home: Home) -> Iterator[None]:
    """Hold what only one service at a time may have: the program, and Prefect's database.

    The system takes the locks back when the process ends, however it ends.

    Raises:
        OperationError: another service has one of them.
    """
    with _hold(home.lock, "this program"), _hold(home.prefect / "lbn-serve.lock", f"from {home.prefect}"):
        yield


@contextmanager
def _hold(path: Path, what: str) -> Iterator[None]:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+") as file:
        is_taken = False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            is_taken = True
        if is_taken:
            number = file.read(20).strip()
            msg = f"`lbn serve` already serves {what} (process {number or 'unknown'}). Stop that one first."
            raise OperationError(msg)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
