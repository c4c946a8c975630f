"""Prefect's server for the tests of the flows: one for all of them, without the services that they do not need."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start a temporary server with a home of its own; a flow takes a third of a second on it."""
    from prefect.settings import (  # noqa: PLC0415
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        PREFECT_HOME,
        PREFECT_LOGGING_TO_API_ENABLED,
        temporary_settings,
    )
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415

    unneeded = ("TASK_RUN_RECORDER", "EVENT_PERSISTER", "TRIGGERS")
    home = {PREFECT_HOME: tmp_path_factory.mktemp("prefect")}
    quick = {PREFECT_LOGGING_TO_API_ENABLED: False, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with pytest.MonkeyPatch.context() as patch, temporary_settings(home | quick):
        for service in unneeded:
            patch.setenv(f"PREFECT_SERVER_SERVICES_{service}_ENABLED", "false")
        with prefect_test_harness(server_startup_timeout=600):
            yield
