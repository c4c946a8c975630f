"""A Prefect server of one's own: deployed as prefect.yaml says, run by a worker, and blind to what people typed."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, StateType

from tests.leaks import Canaries, files_below
from tests.programs import FORM_HEADER, RESPONSES, TABS, write_program

ROOT = Path(__file__).resolve().parents[2]
POOL = "leave-behind"
INGEST, RUN = "ingest-entries/Read the Sheet", "run-program/Daily run"
LONGEST_WAIT = 120
ENOUGH_TO_END = 20


class Site:
    """A server and a worker with a home of their own, as an administrator sets them up beside a program's folder."""

    def __init__(self, home: Path, program: Path) -> None:
        """Nothing is started yet."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        self.home, self.program = home, program
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
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str) -> None:
        """Start a command of Prefect's that goes on, somewhere else than in the checkout."""
        with (self.home / f"{arguments[0]}.log").open("wb") as log:
            command = [sys.executable, "-m", "prefect", *arguments]
            process = subprocess.Popen(command, cwd=self.home, env=self.environment, stdout=log, stderr=log)
        self._started.append(process)

    def call(self, *command: str | Path) -> subprocess.CompletedProcess[bytes]:
        """A command in the checkout that ends."""
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, capture_output=True, check=False, timeout=120
        )

    def lbn(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """A command of the program."""
        return self.call(ROOT / "lbn.py", *arguments)

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
        while self._started:
            process = self._started.pop()
            process.terminate()
            try:
                process.wait(timeout=ENOUGH_TO_END)
            except subprocess.TimeoutExpired:
                # One that was started where SIGINT is ignored, as in the background of a script, may not heed SIGTERM.
                process.kill()
                process.wait()


@pytest.fixture
def canaries() -> Canaries:
    """The words that are planted in the program's tabs."""
    return Canaries()


@pytest.fixture
def site(tmp_path: Path, canaries: Canaries) -> Iterator[Site]:
    """A server that knows the deployments, and a worker of its pool."""
    (tmp_path / "home").mkdir()
    made = Site(tmp_path / "home", write_program(tmp_path / "program", canaries))
    try:
        made.start("server", "start", "--port", made.port)
        made.wait_for_server()
        pool = made.call("-m", "prefect", "work-pool", "create", POOL, "--type", "process")
        assert pool.returncode == 0, pool.stdout
        deployed = made.call("-m", "prefect", "--no-prompt", "deploy", "--all")
        assert deployed.returncode == 0, deployed.stdout
        made.start("worker", "start", "--pool", POOL)
        yield made
    finally:
        made.stop()


def test_a_worker_runs_the_deployments_and_prefect_keeps_nothing_that_people_typed(site: Site, canaries: Canaries):
    assert site.run(INGEST) is StateType.COMPLETED
    assert site.run(RUN) is StateType.COMPLETED
    assert (site.program / "reports/nysdoh-quarterly").is_dir()
    by_hand = site.lbn("ingest", "--json")
    assert json.loads(by_hand.stdout)["new"] == 0, by_hand.stderr

    row = ",".join(canaries("refused row") for _ in FORM_HEADER)
    (site.program / f"{RESPONSES}.csv").write_text(f"{','.join(FORM_HEADER)}\n{row}\n", encoding="utf-8")
    assert site.run(RUN) is StateType.FAILED
    refused = site.lbn("ingest")
    assert refused.returncode == 1
    assert refused.stderr.decode().count("\n") == 1, "one sentence, and nothing of Prefect's"

    of_the_command = {run.state_type for run in site.client.read_flow_runs() if run.deployment_id is None}
    assert of_the_command == {StateType.COMPLETED, StateType.FAILED}

    site.stop()
    for kept in (site.home / "storage").iterdir():
        assert json.loads(kept.read_text()).keys() == {"__exc_type__", "message"}, "a refusal is kept as its sentence"
        assert not kept.stat().st_mode & 0o077
    said = [("lbn", command.stdout + command.stderr) for command in (by_hand, refused)]
    given = [*(f"{tab}.csv" for tab in TABS), "decisions.csv"]
    assert canaries.leaks([*said, *files_below(site.home), *files_below(site.program, but=given)]) == []
