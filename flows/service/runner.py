"""Starting the flows as they fall due, and each minute putting right what a kill has left: a process of its own."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer
from time import monotonic

from prefect.client.orchestration import PrefectClient, get_client
from prefect.runner import Runner

from flows._deployments import deployments
from flows._settings import FOLDER
from flows.service.parent import end_with_parent
from flows.service.stuck import put_right
from flows.service.unplanned import Plans
from tasks.operations.watch_work import note_silence

CHECKOUT = Path(__file__).resolve().parents[2]
MOST_RUNS = 3
"""At once: each is a process that takes seconds to load, and one that waits for the network keeps its place."""

DRAIN_SECONDS = 16.0
"""How long runs that are under way may take once the service is to end; then they are cancelled."""

LOOKS_EVERY_SECONDS = 60.0
POLLS_WITHIN_SECONDS = 900.0
"""A runner that has not asked for runs for so long is stuck; the supervisor starts another."""


class ServiceRunner(Runner):
    """Prefect's runner, which on a signal takes no new run and lets those that are under way end.

    Its own way cancels them at once. The names that begin with _ are private to Prefect: its version is pinned, and
    tests/services/test_service.py ends a service while a run is under way.
    """

    def handle_sigterm(self, *_args: object, **_kwargs: object) -> None:
        """Take no new run; after some seconds cancel what still runs."""
        if not self.started or self._loop is None:
            sys.exit(0)
        self._loop.call_soon_threadsafe(self._loops_task_group.cancel_scope.cancel)
        too_long = Timer(DRAIN_SECONDS, lambda: self.execute_in_background(self.cancel_all))
        too_long.daemon = True
        too_long.start()

    def find_own_runs(self) -> frozenset[str]:
        """Find the runs that this runner has in hand, from their submission to their end."""
        return frozenset(str(run) for run in self._scheduled_run_poller._submitting_flow_run_ids)

    def is_stuck(self, now: datetime) -> bool:
        """Say whether it has not asked for runs for so long that it never will."""
        return self.last_polled is not None and (now - self.last_polled).total_seconds() > POLLS_WITHIN_SECONDS


async def serve_deployments(checkout: Path) -> None:
    """Serve every deployment of prefect.yaml until a signal ends it; the schedules stay switched on."""
    runner = ServiceRunner(name="lbn-serve", limit=MOST_RUNS, pause_on_shutdown=False)
    async with get_client() as client:
        await put_right(client, own_runs=frozenset())  # before any run is taken: of those missed, one of each is enough
        for deployment in deployments(checkout):
            await runner.aadd_deployment(deployment)
        watch = asyncio.create_task(_look_each_minute(runner, client))
        try:
            await runner.start()
        finally:
            watch.cancel()


async def _look_each_minute(runner: ServiceRunner, client: PrefectClient) -> None:
    plans, watched_since = Plans(monotonic()), datetime.now(UTC).replace(tzinfo=None)
    program = Path(os.environ[FOLDER])
    while True:
        await asyncio.sleep(LOOKS_EVERY_SECONDS)
        if runner.is_stuck(datetime.now(UTC)):
            print("The runner has asked for no run for a long time; it ends, to be started again.")  # noqa: T201 - as below
            os._exit(1)
        try:
            for words in [*await put_right(client, runner.find_own_runs()), *await plans.find_missing(client)]:
                print(words)  # noqa: T201 - the supervisor writes it to the log
            await asyncio.to_thread(note_silence, program, watched_since)
        except Exception as problem:  # noqa: BLE001 - the server may be away for a while; the next minute looks again
            print(f"The look at the runs failed ({type(problem).__name__}); tried again in a minute.")  # noqa: T201 - as above


if __name__ == "__main__":
    os.chdir(CHECKOUT)
    end_with_parent()
    asyncio.run(serve_deployments(CHECKOUT))
