"""A Prefect server and a worker for tests, as an administrator sets them up beside a program's folder."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, StateType

from tests.support.machine import ROOT, clean_environment, free_port, processes, wait_until

POOL = "leave-behind"
INGEST, RUN = "ingest-entries/Read the Sheet", "run-program/Daily run"
LONGEST_WAIT = 900
"""For anything at all, on a machine that is busy."""

ENOUGH_TO_END = 20


class Site:
    """A server and a worker with a home of their own, as an administrator sets them up beside a program's folder."""

    def __init__(self, home: Path, program: Path, checkout: Path = ROOT, at: str = "127.0.0.1") -> None:
        """Nothing is started yet; the server will listen at an address of this machine."""
        self.port = str(free_port())
        self.home, self.program, self.checkout = home, program, checkout
        address = f"http://{at}:{self.port}/api"
        self.client = SyncPrefectClient(address)
        self.environment = clean_environment(
            PREFECT_HOME=str(home),
            PREFECT_API_URL=address,
            PREFECT_SERVER_API_HOST=at,
            PREFECT_SERVER_ANALYTICS_ENABLED="false",
            PREFECT_WORKER_QUERY_SECONDS="1",
            DO_NOT_TRACK="1",
            LBN_PROGRAM=str(program),
        )
        self._started: dict[str, subprocess.Popen[bytes]] = {}

    def set_up(self, *of_the_worker: str) -> None:
        """Start the server, tell it of the deployments, and start a worker of their pool."""
        self.set_up_server()
        self.start_worker(*of_the_worker)

    def set_up_server(self) -> None:
        """Start the server, and tell it of the deployments."""
        self.start_server()
        for command in (("work-pool", "create", POOL, "--type", "process"), ("--no-prompt", "deploy", "--all")):
            called = self.call("-m", "prefect", *command)
            assert called.returncode == 0, called.stdout

    def start_server(self) -> None:
        """Start the server, and wait until it answers."""
        self.start("server", "start", "--port", self.port)
        self.wait_for_server()

    def start_worker(self, *more: str) -> None:
        """Start a worker."""
        self.start("worker", "start", "--pool", POOL, *more)

    def start(self, *arguments: str, named: str = "", within: Sequence[str] = (), **variables: str) -> int:
        """Start a command of Prefect's that goes on, somewhere else than in the checkout; its process."""
        name = named or arguments[0]
        with (self.home / f"{name}.log").open("ab") as log:
            command = [*within, sys.executable, "-m", "prefect", *arguments]
            environment = self.environment | variables
            process = subprocess.Popen(command, cwd=self.home, env=environment, stdout=log, stderr=log)
        self._started[name] = process
        return process.pid

    def kill(self, what: str) -> None:
        """SIGKILL the server or the worker."""
        process = self._started.pop(what)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def kill_run(self, run: FlowRun) -> None:
        """SIGKILL the process of a run, and those that it has started."""
        for pid in self.pids_of(run):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def pids_of(self, run: FlowRun) -> list[int]:
        """Return the processes that work on a run: their environment names it."""
        return [one.pid for one in processes() if f"PREFECT__FLOW_RUN_ID={run.id}" in one.environment]

    def is_running(self, run: FlowRun) -> bool:
        """Whether it is at work."""
        return self.client.read_flow_run(run.id).state_type is StateType.RUNNING

    def call(self, *command: str | Path) -> subprocess.CompletedProcess[bytes]:
        """Call a command in the checkout that ends."""
        how = {"cwd": self.checkout, "env": self.environment, "capture_output": True, "timeout": LONGEST_WAIT}
        return subprocess.run([sys.executable, *command], check=False, **how)

    def lbn(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Call a command of the program."""
        return self.call(self.checkout / "lbn.py", *arguments)

    def run(self, deployment: str) -> StateType:
        """Run a deployment by the worker; return the state in which it ended."""
        state = self.ended(self.ask(deployment)).state
        assert state
        return state.type

    def ask(self, deployment: str, **parameters: str) -> FlowRun:
        """Ask for a run, as the page does."""
        asked = self.client.read_deployment_by_name(deployment).id
        return self.client.create_flow_run_from_deployment(asked, parameters=parameters)

    def ended(self, run: FlowRun, patience: float = LONGEST_WAIT) -> FlowRun:
        """Wait for its end."""

        def seen() -> FlowRun | None:
            now = self.client.read_flow_run(run.id)
            return now if now.state and now.state.is_final() else None

        ended: FlowRun = wait_until(seen, f"an end of {run.name}", patience)
        return ended

    def wait_for_server(self) -> None:
        """Until it answers."""
        wait_until(lambda: not self.client.api_healthcheck(), "an answer of the server", LONGEST_WAIT)

    def stop(self) -> None:
        """End what was started, the worker first."""
        self.client._client.close()
        while self._started:
            _, process = self._started.popitem()
            process.terminate()
            try:
                process.wait(timeout=ENOUGH_TO_END)
            except subprocess.TimeoutExpired:
                # One that was started where SIGINT is ignored, as in the background of a script, may not heed SIGTERM.
                process.kill()
                process.wait()


@contextmanager
def site_of(folder: Path, program: Path, *of_the_worker: str, checkout: Path = ROOT) -> Iterator[Site]:
    """Yield a server that knows the deployments, and a worker of its pool."""
    (folder / "home").mkdir()
    made = Site(folder / "home", program, checkout)
    try:
        made.set_up(*of_the_worker)
        yield made
    finally:
        made.stop()
