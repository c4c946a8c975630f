"""What the tests of real services share: the machine's own clock, also in commands beside a service."""

from collections.abc import Iterator

import pytest

from tests.support.small_program import MACHINES_CLOCK


@pytest.fixture(scope="package", autouse=True)
def today() -> Iterator[None]:
    """The machine's own clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(MACHINES_CLOCK, "yes")
        yield
