"""What a server and workers of one's own lack: somebody who looks after the runs whose process was killed.

`lbn serve` does it each minute. Here each run does it when it begins, and sees to it that the server itself calls a run
crashed that gives no sign of life: without that it would be shown as running forever.
"""

import os
from datetime import timedelta
from uuid import UUID

from prefect import get_run_logger
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.utilities.asyncutils import run_coro_as_sync

from flows._marks import make_process_mark
from flows.service.environment import HOSTS
from flows.service.stuck import put_right

OF_A_WORKER = "PREFECT__FLOW_RUN_ID"
"""Prefect's name for the run that a process was started for."""

WATCH = "Runs that give no sign of life"
SILENT_FOR = timedelta(seconds=90)
"""Three times what prefect.yaml sets: a run gives its sign of life every 30 seconds, the least that Prefect takes."""


def look_after_runs() -> None:
    """Put right what kills have left, and have the server watch for more; the run's own work never fails for it."""
    run = os.environ.get(OF_A_WORKER)
    if run is None or HOSTS in os.environ:
        return
    try:
        run_coro_as_sync(_look(run))
    except Exception as error:  # noqa: BLE001 - whatever the server has to say, this run has its work to do
        get_run_logger().warning("The other runs could not be looked after: %s", type(error).__name__)


async def _look(run: str) -> None:
    async with get_client() as client:
        await _mark(client, UUID(run))
        for words in await put_right(client, own_runs=frozenset({run}), is_alone=False):
            get_run_logger().info("%s", words)
        await _ensure_watch(client)


async def _mark(client: PrefectClient, run: UUID) -> None:
    """Leave the mark of this process on its run: whoever looks after it from this machine sees whether it lives."""
    tags = (await client.read_flow_run(run)).tags
    await client.update_flow_run(run, tags=[*tags, make_process_mark()])


async def _ensure_watch(client: PrefectClient) -> None:
    if await client.read_automations_by_name(WATCH):
        return
    await client.create_automation(
        AutomationCore(
            name=WATCH,
            description="Shows a run as crashed whose process was killed.",
            trigger=EventTrigger(
                after={"prefect.flow-run.Running", "prefect.flow-run.heartbeat"},
                expect={"prefect.flow-run.*"},
                match={"prefect.resource.id": "prefect.flow-run.*"},
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=SILENT_FOR,
            ),
            actions=[ChangeFlowRunState(state=StateType.CRASHED, message="It gave no sign of life any more.")],
        )
    )
