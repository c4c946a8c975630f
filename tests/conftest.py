"""What every test shares: how hypothesis searches and what is measured; Google and PostgreSQL here for some."""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.support.measured import (  # noqa: F401 - hooks of pytest
    pytest_collection,
    pytest_make_collect_report,
    pytest_runtest_protocol,
    pytest_sessionstart,
)
from tests.support.quick import (  # noqa: F401 - hooks likewise
    pytest_collection_finish,
    pytest_xdist_make_scheduler,
    write_without_waiting,
)

if TYPE_CHECKING:
    from tests.support.google.account import Patience
    from tests.support.google.server import GoogleServer

# No deadline in either: the first example of a test pays for imports, and a busy machine isn't a bug.
settings.register_profile("dev", deadline=None)
# The same examples on every run, so that a change is validated by what it did and not by chance.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def leave_dumps_possible() -> None:
    """Leave the tests' own process its hard bound: those of crashes switch core dumps on in processes that they start.

    Flows set it to 0 as they are imported, which conftests below this one do, and then nobody can.
    """
    with suppress(ImportError):  # Windows has none
        import resource  # noqa: PLC0415

        hard, bound = resource.getrlimit(resource.RLIMIT_CORE)[1], resource.setrlimit
        resource.setrlimit = lambda what, limits: bound(what, (0, hard) if what == resource.RLIMIT_CORE else limits)


leave_dumps_possible()
write_without_waiting()


@pytest.fixture
def walled(monkeypatch: pytest.MonkeyPatch) -> "Iterator[tuple[GoogleServer, Patience]]":
    """Google on this machine, no other address, and no real waiting."""
    from tests.support.google.small import walled_google  # noqa: PLC0415 - most tests need none of Google's libraries

    with walled_google(monkeypatch) as (server, patience):
        yield server, patience


@pytest.fixture
def google(walled: "tuple[GoogleServer, Patience]") -> "GoogleServer":
    """The server."""
    return walled[0]


@pytest.fixture
def patience(walled: "tuple[GoogleServer, Patience]") -> "Patience":
    """The time that was waited."""
    return walled[1]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server, without the name of a database."""
    from tests.support.postgresql import running_server  # noqa: PLC0415 - most tests need no server

    with running_server() as address:
        yield address


@pytest.fixture
def url(postgresql_server: str) -> str:
    """The address of an empty database on it."""
    from tests.support.postgresql import empty_database  # noqa: PLC0415

    return empty_database(postgresql_server)
