"""A day's round of all programs on Prefect: one run begins it, and the pool's other workers are asked to join.

Each of these runs takes programs by turns until all have ended. The one that began tells of all of them. A run whose
process was killed is begun again where there is a worker, for the same round: what has ended stays so.
"""

import os
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import WorkerFilter, WorkerFilterStatus
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from flows._deployments import OF_MANY
from flows._looking_after import OF_A_WORKER
from tasks.errors import OperationError

JOINING = "round"
"""How the tag begins that names the run which began the round."""

AGAIN = "Runs of all programs that were killed"
MOST_TRIES = 3
_OVER = (StateType.COMPLETED, StateType.FAILED, StateType.CANCELLED)


class Round(NamedTuple):
    """The round that a run works in."""

    run: FlowRun
    first_id: UUID
    planned_at: datetime

    @property
    def is_first(self) -> bool:
        """Whether the run began it, and tells of all."""
        return self.run.id == self.first_id


def find_round() -> Round | None:
    """Find the round of the run that a worker has begun here; a run without a worker shares its work with nobody.

    Raises:
        OperationError: the run's process has been killed time and again.
    """
    own = os.environ.get(OF_A_WORKER)
    if own is None:
        return None
    with get_client(sync_client=True) as client:
        run = client.read_flow_run(UUID(own))
        first = client.read_flow_run(_find_first(run))
    if run.run_count > MOST_TRIES:
        msg = (
            f"The process of this run was killed {MOST_TRIES} times, mostly because a machine had no memory left. What "
            "was done is kept, and the next run does the rest. Give the workers more memory, or start more of them."
        )
        raise OperationError(msg)
    return Round(run, first.id, first.expected_start_time or run.created or datetime.now().astimezone())


def ask_others_to_join(shared: Round, programs_count: int) -> None:
    """Ask for a run by each of the pool's other workers, and have the server begin again those that are killed."""
    run = shared.run
    with get_client(sync_client=True) as client:
        _ensure_again(client)
        if not shared.is_first or not run.deployment_id or not run.work_pool_name:
            return
        online = WorkerFilter(status=WorkerFilterStatus(any_=["ONLINE"]))
        workers = client.read_workers_for_work_pool(run.work_pool_name, worker_filter=online)
        for number in range(1, min(len(workers), programs_count)):
            client.create_flow_run_from_deployment(
                run.deployment_id,
                parameters=run.parameters,
                tags=[f"{JOINING}:{run.id}"],
                idempotency_key=f"{run.id}-{number}",  # one that is begun again asks for no more
            )


def is_over(shared: Round) -> bool:
    """Tell whether the round has been told of, or was called off: a run that joins it later has nothing to do."""
    if shared.is_first:
        return False
    try:
        with get_client(sync_client=True) as client:
            return client.read_flow_run(shared.first_id).state_type in _OVER
    except Exception:  # noqa: BLE001 - while the server is away the programs are worked on
        return False


def _find_first(run: FlowRun) -> UUID:
    named = (tag.partition(":")[2] for tag in run.tags if tag.startswith(f"{JOINING}:"))
    return UUID(next(named, str(run.id)))


def _ensure_again(client: SyncPrefectClient) -> None:
    if client.read_automations_by_name(AGAIN):
        return
    client.create_automation(
        AutomationCore(
            name=AGAIN,
            description="Begins them again, for the same round: what has ended is left as it is.",
            trigger=EventTrigger(
                expect={"prefect.flow-run.Crashed"},
                match={"prefect.resource.id": "prefect.flow-run.*"},
                match_related={"prefect.resource.id": f"prefect.tag.{OF_MANY}", "prefect.resource.role": "tag"},
                for_each={"prefect.resource.id"},
                posture=Posture.Reactive,
                threshold=1,
                within=timedelta(0),
            ),
            actions=[
                ChangeFlowRunState(
                    state=StateType.SCHEDULED, name="AwaitingRetry", message="Its process was killed; begun again."
                )
            ],
        )
    )
