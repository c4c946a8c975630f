"""What keeps the tests quick without changing what they see."""

import gc
import os
import sqlite3
from typing import Any

import pytest
from sqlalchemy import Engine, event

ON_ONE_SERVER = "tests/flows"
"""The folder whose tests share a Prefect server, which takes as long to start as a hundred of them."""


def write_without_waiting() -> None:
    """Let nothing wait until a disk has it: what a test writes need not outlive a power cut.

    Each wait takes milliseconds, and there are ten thousands. Processes that tests start, and kill, do wait.
    """
    os.fsync = lambda _file: None
    event.listen(Engine, "connect", _ask_sqlite_not_to_wait)


def _ask_sqlite_not_to_wait(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = off")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays to the end: modules, and thousands of collected tests."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)  # known only where pytest-xdist is there
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep what shares a server in one process, as a file's tests are, so that no other process starts one, too."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling  # noqa: PLC0415 - the hook is called only where it is there

    class ByFileOrServer(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            folder, _, _ = nodeid.partition("::")[0].rpartition("/")
            return folder if folder == ON_ONE_SERVER else super()._split_scope(nodeid)

    return ByFileOrServer(config, log)
