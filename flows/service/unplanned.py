"""Whether the schedules have a next run: a scheduler that fails in silence once passed for one that works."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from time import monotonic
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.responses import DeploymentResponse

PLANNED_WITHIN_SECONDS = 300.0
SAID_EVERY_SECONDS = 3600.0


class Plans:
    """Remembers since when a deployment with a schedule has had no next run."""

    def __init__(self, began_at: float) -> None:
        self._began_at = began_at
        self._planned_at: dict[str, float] = {}
        self._said_at: dict[str, float] = {}

    async def find_missing(self, client: PrefectClient) -> list[str]:
        """Find the deployments for which Prefect plans nothing, and word it once an hour."""
        plans = {one.name: await _is_planned(client, one.id) for one in await _scheduled(client)}
        return list(self.say_missing(plans, monotonic()))

    def say_missing(self, plans: Mapping[str, bool], now: float) -> Iterator[str]:
        """Word which plans have been missing for minutes."""
        for name, is_planned in plans.items():
            if is_planned:
                self._planned_at[name] = now
            elif now - self._planned_at.get(name, self._began_at) > PLANNED_WITHIN_SECONDS and (
                now - self._said_at.get(name, -SAID_EVERY_SECONDS) >= SAID_EVERY_SECONDS
            ):
                self._said_at[name] = now
                yield f"Prefect plans no next run of “{name}”, so it would not run by itself. Look further up."


async def _scheduled(client: PrefectClient) -> list[DeploymentResponse]:
    """Read the deployments that have a schedule which is switched on."""
    found = await client.read_deployments()
    return [one for one in found if not one.paused and any(schedule.active for schedule in one.schedules)]


async def _is_planned(client: PrefectClient, deployment: UUID) -> bool:
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"after_": datetime.now(UTC)}),
    )
    only = DeploymentFilter(id=DeploymentFilterId(any_=[deployment]))
    return bool(await client.read_flow_runs(flow_run_filter=wanted, deployment_filter=only, limit=1))
