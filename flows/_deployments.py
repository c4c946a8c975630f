"""The deployments that prefect.yaml declares, for `lbn serve`: one place says what runs when."""

from pathlib import Path
from typing import Any

from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.deployments.runner import RunnerDeployment
from ruamel.yaml import YAML

FILE_NAME = "prefect.yaml"
OF_MANY = "many programs"
"""The tag of what is for a host of many: `lbn serve` serves one program."""


def deployments(checkout: Path) -> list[RunnerDeployment]:
    """Load every deployment that is for one program, its flow by its path as a worker would."""
    declared = YAML(typ="safe").load(checkout / FILE_NAME)["deployments"]
    return [_deployment(one) for one in declared if OF_MANY not in one["tags"]]


def _deployment(declared: dict[str, Any]) -> RunnerDeployment:
    deployment = RunnerDeployment.from_entrypoint(
        declared["entrypoint"],
        name=declared["name"],
        description=declared["description"],
        tags=declared["tags"],
        schedules=[_schedule(**schedule) for schedule in declared.get("schedules", ())],
    )
    # One program is served here, so nobody is asked for which: Prefect has no public way to leave a parameter out.
    deployment._parameter_openapi_schema.properties.pop("program")
    return deployment


def _schedule(slug: str, **clock: Any) -> DeploymentScheduleCreate:
    return DeploymentScheduleCreate.model_validate({"slug": slug, "schedule": clock})
