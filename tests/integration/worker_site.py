"""A Prefect server and a worker for tests, as an administrator sets them up beside a program's folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, StateType

ROOT = Path(__file__).resolve().parents[2]
POOL = "leave-behind"
INGEST, RUN = "ingest-entries/Read the Sheet", "run-program/Daily run"
LONGEST_WAIT = 900
"""For anything at all, on a machine that is busy."""

ENOUGH_TO_END = 20


class Site:
    """A server and a worker with a home of their own, as an administrator sets them up beside a program's folder."""

    def __init__(self, home: Path, program: Path, checkout: Path = ROOT) -> None:
        """Nothing is started yet."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.home, self.program, self.checkout = home, program, checkout
        address = f"http://127.0.0.1:{self.port}/api"
        self.client = SyncPrefectClient(address)
        ours = ("PREFECT_", "LBN_")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": address,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            "DO_NOT_TRACK": "1",
            "LBN_PROGRAM": str(program),
        }
        self._started: dict[str, subprocess.Popen[bytes]] = {}

    def set_up(self, *of_the_worker: str) -> None:
        """Start the server, tell it of the deployments, and start a worker of their pool."""
        self.start_server()
        for command in (("work-pool", "create", POOL, "--type", "process"), ("--no-prompt", "deploy", "--all")):
            called = self.call("-m", "prefect", *command)
            assert called.returncode == 0, called.stdout
        self.start_worker(*of_the_worker)

    def start_server(self) -> None:
        """Start the server, and wait until it answers."""
        self.start("server", "start", "--port", self.port)
        self.wait_for_server()

    def start_worker(self, *more: str) -> None:
        """Start a worker."""
        self.start("worker", "start", "--pool", POOL, *more)

    def start(self, *arguments: str) -> None:
        """Start a command of Prefect's that goes on, somewhere else than in the checkout."""
        with (self.home / f"{arguments[0]}.log").open("ab") as log:
            command = [sys.executable, "-m", "prefect", *arguments]
            process = subprocess.Popen(command, cwd=self.home, env=self.environment, stdout=log, stderr=log)
        self._started[arguments[0]] = process

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
        """The processes that work on a run: their environment names it."""
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):  # it has ended meanwhile
                if f"PREFECT__FLOW_RUN_ID={run.id}".encode() in path.read_bytes():
                    found.append(int(path.parent.name))
        return found

    def is_running(self, run: FlowRun) -> bool:
        """Whether it is at work."""
        return self.client.read_flow_run(run.id).state_type is StateType.RUNNING

    def call(self, *command: str | Path) -> subprocess.CompletedProcess[bytes]:
        """A command in the checkout that ends."""
        how = {"cwd": self.checkout, "env": self.environment, "capture_output": True, "timeout": LONGEST_WAIT}
        return subprocess.run([sys.executable, *command], check=False, **how)

    def lbn(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """A command of the program."""
        return self.call(self.checkout / "lbn.py", *arguments)

    def run(self, deployment: str) -> StateType:
        """A run of a deployment by the worker; the state in which it ended."""
        state = self.ended(self.ask(deployment)).state
        assert state
        return state.type

    def ask(self, deployment: str, **parameters: str) -> FlowRun:
        """Ask for a run, as the page does."""
        asked = self.client.read_deployment_by_name(deployment).id
        return self.client.create_flow_run_from_deployment(asked, parameters=parameters)

    def ended(self, run: FlowRun, patience: float = LONGEST_WAIT) -> FlowRun:
        """Wait for its end."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            now = self.client.read_flow_run(run.id)
            if now.state and now.state.is_final():
                return now
            time.sleep(0.3)
        pytest.fail(f"{run.name} does not end")

    def wait_for_server(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + LONGEST_WAIT
        while self.client.api_healthcheck():
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.2)

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
