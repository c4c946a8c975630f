"""The deployments that prefect.yaml declares, for `lbn serve`: one place says what runs when."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import ConcurrencyLimitConfig
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from ruamel.yaml import YAML

FILE_NAME = "prefect.yaml"


class OwnRunner(Runner):
    """Starts the flows as they fall due, and ends in one way, whatever asks it to."""

    def handle_sigterm(self, *_args: object, **_kwargs: object) -> None:
        """End as Ctrl-C does, which lets the runner finish; its own way leaves it in the middle."""
        signal.raise_signal(signal.SIGINT)


def serve_all(checkout: Path) -> None:
    """Run the flows as they fall due, until a signal ends it; the schedules stay switched on for the next time."""
    runner = OwnRunner(pause_on_shutdown=False)
    for deployment in deployments(checkout):
        runner.add_deployment(deployment)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have told a background process to ignore it
    signal.signal(signal.SIGHUP, runner.handle_sigterm)  # the terminal was closed
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())


def deployments(checkout: Path) -> list[RunnerDeployment]:
    """Every deployment, its flow loaded by its path as a worker would."""
    return [_deployment(declared) for declared in YAML(typ="safe").load(checkout / FILE_NAME)["deployments"]]


def _deployment(declared: dict[str, Any]) -> RunnerDeployment:
    limit = declared.get("concurrency_limit")
    return RunnerDeployment.from_entrypoint(
        declared["entrypoint"],
        name=declared["name"],
        description=declared["description"],
        tags=declared["tags"],
        schedules=[_schedule(**schedule) for schedule in declared.get("schedules", ())],
        concurrency_limit=ConcurrencyLimitConfig(**limit) if limit else None,
    )


def _schedule(slug: str, **clock: Any) -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate.model_validate({"slug": slug, "schedule": clock})
