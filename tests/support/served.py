"""`lbn serve` for tests, seen from outside, to be killed part by part."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType

from tests.support.machine import (
    BEGUN,
    LONGEST_WAIT,
    SHORT,
    clean_environment,
    copy_checkout,
    free_port,
    processes,
    wait_until,
)

DEPLOYMENTS = 5


class Served:
    """A program under `lbn serve`, seen from outside."""

    def __init__(self, checkout: Path, program: Path) -> None:
        """Nothing is started yet."""
        self.checkout, self.program, self.port = checkout, program, free_port()
        self.page = f"http://127.0.0.1:{self.port}"
        self.said = program.parent / f"{program.name}-serve.out"
        self._process: subprocess.Popen[bytes] | None = None
        self._client: SyncPrefectClient | None = None

    def start(self) -> None:
        """Start the service and wait until its runner asks for runs."""
        with self.said.open("ab") as said:
            said.truncate(0)
            command = [sys.executable, self.checkout / "lbn.py", "serve", "--program", self.program]
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port)], env=clean_environment(), stdout=said, stderr=said
            )
        wait_until(lambda: b"The page of the runs" in self.said.read_bytes(), "the service is ready")
        wait_until(lambda: self.pids("flows.service.runner"), "the runner")
        wait_until(self._has_deployments, "the deployments")

    def _has_deployments(self) -> bool:
        return len(_asked(self.client().read_deployments, ())) == DEPLOYMENTS

    @property
    def login(self) -> str:
        """The login, from its file."""
        return (self.program / "service/login").read_text().strip()

    @property
    def log(self) -> str:
        """What the service has written down."""
        return (self.program / "service/serve.log").read_text("utf-8")

    def client(self) -> SyncPrefectClient:
        """Prefect's own client, let in; it finds the server again after a kill."""
        self._client = self._client or SyncPrefectClient(f"{self.page}/api", auth_string=self.login)
        return self._client

    def wait_for_server(self) -> None:
        """Wait until the server answers."""
        wait_until(lambda: _asked(self.client().api_healthcheck, "no answer") is None, "an answer of the server")

    def runs(self) -> list[FlowRun]:
        """Return the latest runs whose time has come; none while the server is away."""
        return _asked(lambda: self.client().read_flow_runs(flow_run_filter=BEGUN, limit=200), []) or []

    def planned(self) -> list[FlowRun]:
        """Return the runs that are still to begin."""
        wanted = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])))
        return _asked(lambda: self.client().read_flow_runs(flow_run_filter=wanted, limit=200), []) or []

    def runs_before(self, moment: datetime, types: Sequence[StateType]) -> list[FlowRun] | None:
        """Return the runs in some states whose time came before a moment; none to be had while the server is away."""
        wanted = FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))),
            expected_start_time=FlowRunFilterExpectedStartTime(before_=moment),
        )
        found: list[FlowRun] | None = _asked(lambda: self.client().read_flow_runs(flow_run_filter=wanted), None)
        return found

    def run(self, run: UUID) -> FlowRun | None:
        """One run; none while the server is away."""
        return _asked(lambda: self.client().read_flow_run(run), None)

    def begin(self, deployment: str) -> UUID:
        """Ask for a run of a deployment, `flow/name`."""
        client = self.client()
        found = client.read_deployment_by_name(deployment)
        return client.create_flow_run_from_deployment(found.id).id

    def wait_for(self, run: UUID, *types: StateType) -> FlowRun:
        """Wait until a run is in one of some states."""

        def seen() -> FlowRun | None:
            found = self.run(run)
            return found if found and found.state_type in types else None

        return wait_until(seen, f"a run that is {' or '.join(types)}; it is {self.run(run)}")

    def pids(self, words: str) -> list[int]:
        """Return the processes of this service whose command has some words, or whose environment names a run."""
        served, asked = f"LBN_PROGRAM={self.program}", f"--program {self.program} "
        return [
            one.pid
            for one in processes()
            if words in one.command and (served in one.environment or asked in one.command)
        ]

    def kill(self, *parts: str) -> None:
        """SIGKILL some parts at once."""
        for pid in [pid for part in parts for pid in self.pids(PARTS[part])]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if "serve" in parts and self._process:
            self._process.wait()

    @property
    def has_ended(self) -> bool:
        """Whether it was stopped, or has ended by itself."""
        return self._process is None or self._process.poll() is not None

    def stop(self) -> int:
        """SIGTERM, as a system does that shuts down; the exit code."""
        if not self._process:
            return 0
        self._process.terminate()
        return self._process.wait(LONGEST_WAIT)

    def clear_away(self) -> None:
        """Leave no process behind, whatever a test has come to."""
        self.kill(*PARTS)
        if self._client:
            self._client._client.close()


PARTS = {
    "serve": "lbn.py",
    "page": "flows.service.page",
    "runner": "flows.service.runner",
    "run": "prefect.engine",
}
"""The parts of a service, and by what their command is known."""


@contextmanager
def serving(folder: Path, program: Path, schedules: Mapping[str, str] = SHORT) -> Iterator[Served]:
    """Serve a program from a copy of the checkout, and leave no process behind."""
    one = Served(copy_checkout(folder / "checkout", schedules), program)
    try:
        one.start()
        yield one
    finally:
        one.clear_away()


def _asked(ask: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return ask()
    except Exception:  # noqa: BLE001 - the server was killed by the test, or is only just starting
        return otherwise
