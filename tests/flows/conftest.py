"""Prefect's server for the tests of the flows: one for all of them, without the parts that they do not need."""

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

    services = ("TASK_RUN_RECORDER", "EVENT_PERSISTER", "TRIGGERS", "SCHEDULER", "LATE_RUNS", "FOREMAN", "REPOSSESSOR",
                "CANCELLATION_CLEANUP", "PAUSE_EXPIRATIONS", "CLEANUP_RECONCILER")  # fmt: skip
    unneeded = (*(f"SERVICES_{service}_ENABLED" for service in services), "UI_ENABLED", "REGISTER_BLOCKS_ON_START")
    home = {PREFECT_HOME: tmp_path_factory.mktemp("prefect")}
    quick = {PREFECT_LOGGING_TO_API_ENABLED: False, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
    with pytest.MonkeyPatch.context() as patch, temporary_settings(home | quick):
        for part in unneeded:
            patch.setenv(f"PREFECT_SERVER_{part}", "false")
        with prefect_test_harness(server_startup_timeout=600):
            yield
