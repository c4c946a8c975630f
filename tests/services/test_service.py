"""`lbn serve` as a service: slots that fire, a door, and every part of it killed in every state.

One service for all of the file. LBN_SERVICE_KILLS=all tries every part in every state; the suite tries one of each.
"""

import http.client
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from prefect.client.schemas.objects import TERMINAL_STATES, FlowRun, StateType
from websockets import ConnectionClosed, Subprotocol
from websockets.sync.client import connect

from tasks.context import open_program
from tests.support.machine import clean_environment, wait_for_slots, wait_until
from tests.support.served import PARTS, Served, serving
from tests.support.small_program import rows, write_program

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")

SYNC = "ingest-entries/Read the Sheet"
SCHEDULES, SLOTS = 3, 2
EVERY_KILL = os.environ.get("LBN_SERVICE_KILLS") == "all"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service with short schedules."""
    if not Path("/proc/self/environ").exists():
        pytest.skip("looks for processes in /proc")
    folder = tmp_path_factory.mktemp("served")
    with serving(folder, write_program(folder / "program", rows(20))) as one:
        yield one


def test_every_schedule_comes_twice_and_its_runs_complete(served: Served):
    scheduled = {one.id for one in served.client().read_deployments() if one.schedules}
    assert len(scheduled) == SCHEDULES
    wait_for_slots(served.runs, scheduled, SLOTS)
    assert (served.program / "reports").is_dir()
    assert "Error scheduling" not in served.log
    assert {run.state_type for run in served.runs() if run.state_type in TERMINAL_STATES} == {StateType.COMPLETED}


def test_what_it_keeps_is_for_this_account_only(served: Served):
    for path in (served.program / "service").rglob("*"):
        assert not path.stat().st_mode & 0o077, path.name
    assert served.login in served.said.read_text(), "shown at the first start"
    assert served.login not in served.log


def test_a_second_one_is_refused(served: Served):
    command = [sys.executable, served.checkout / "lbn.py", "serve", "--program", served.program, "--port", "1"]
    second = subprocess.run(command, capture_output=True, env=clean_environment(), check=False)
    assert second.returncode == 1
    assert b"already serves this program" in second.stderr
    assert second.stderr.count(b"\n") == 1


ATTACKS: dict[str, tuple[str, str, dict[str, str], int]] = {
    "deployments without a login": ("POST", "/api/deployments/filter", {}, 401),
    "a wrong login": ("POST", "/api/deployments/filter", {"Authorization": "Basic bGJuOng="}, 401),
    "a login that cannot be read": ("POST", "/api/deployments/filter", {"Authorization": "Basic %%"}, 401),
    "a command in a deployment's steps": ("PATCH", f"/api/deployments/{UUID(int=1)}", {}, 401),
    "a run": ("POST", f"/api/deployments/{UUID(int=1)}/create_flow_run", {}, 401),
    "the end of a run": ("POST", f"/api/flow_runs/{UUID(int=1)}/set_state", {}, 401),
    "the settings": ("GET", "/api/admin/settings", {}, 401),
    "its readiness": ("GET", "/api/ready", {}, 401),
    "its documentation": ("GET", "/docs", {}, 401),
    "its interface": ("GET", "/openapi.json", {}, 401),
    "a path in capitals": ("POST", "/API/deployments/filter", {}, 401),
    "a path with doubled slashes": ("GET", "//api//admin/settings", {}, 401),
    "a path with dots": ("GET", "/x/../api/admin/settings", {}, 401),
    "a path in percent signs": ("GET", "/%61pi/admin/settings", {}, 401),
    "a method that changes the health": ("POST", "/api/health", {}, 401),
    "another host": ("GET", "/", {"Host": "rebound.example"}, 400),
    "the health by another host": ("GET", "/api/health", {"Host": "rebound.example"}, 400),
    "no host": ("GET", "/api/health", {"Host": ""}, 400),
    "a preflight of another origin": (
        "OPTIONS",
        "/api/deployments/filter",
        {"Origin": "http://other.example", "Access-Control-Request-Method": "PATCH"},
        403,
    ),
    "the health from another origin": ("GET", "/api/health", {"Origin": "http://other.example"}, 403),
    "a page without an origin": ("GET", "/api/health", {"Origin": "null"}, 403),
    "a websocket of another origin": (
        "GET",
        "/api/events/out",
        {
            "Origin": "http://other.example", "Connection": "Upgrade", "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        },
        403,
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_comes_in_without_the_login(attack: str, served: Served):
    method, path, headers, status = ATTACKS[attack]
    assert ask(served, method, path, headers) == status


def test_the_login_lets_in_from_its_own_page_only(served: Served):
    own = {"Authorization": served.client()._client.headers["Authorization"], "Content-Type": "application/json"}
    assert ask(served, "POST", "/api/deployments/filter", own | {"Origin": served.page}, "{}") == 200
    assert ask(served, "POST", "/api/deployments/filter", own | {"Origin": "http://other.example"}, "{}") == 403
    assert ask(served, "POST", "/api/deployments/filter", own | {"Host": "other.example"}, "{}") == 400
    assert ask(served, "GET", "/api/health", {}) == 200


@pytest.mark.parametrize("path", ["events/out", "events/in", "logs/out"])
def test_a_websocket_without_the_login_is_closed(path: str, served: Served):
    address = f"{served.page.replace('http', 'ws')}/api/{path}"
    with connect(address, subprotocols=[Subprotocol("prefect")], open_timeout=300) as line:
        line.send('{"type": "auth", "token": "lbn:guessed"}')
        with pytest.raises(ConnectionClosed) as closed:
            line.recv(timeout=300)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1008


def ask(served: Served, method: str, path: str, headers: dict[str, str], body: str | None = None) -> int:
    """Return the status of the answer to a request that is sent as it stands."""
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=300)) as connection:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body.encode() if body else None)
        return connection.getresponse().status


STATES = ("Scheduled", "Pending", "Running")
EVERY_PART = tuple(PARTS)
KILLS = [
    *[((part,), "Running") for part in EVERY_PART],
    (EVERY_PART, "Running"),
    (EVERY_PART, "Pending"),
    (("serve",), "Scheduled"),
    (("page", "runner"), "Running"),
]
"""What the suite tries; every combination of a part, or all of them, with a state is tried on request."""
if EVERY_KILL:
    KILLS = [(parts, state) for parts in (*((part,) for part in EVERY_PART), EVERY_PART) for state in STATES]


@pytest.mark.parametrize(
    ("parts", "state"), KILLS, ids=lambda value: value if isinstance(value, str) else "+".join(value)
)
def test_after_a_kill_the_next_run_completes(
    parts: tuple[str, ...], state: str, served: Served, capsys: pytest.CaptureFixture[str]
):
    with a_run_that_is(state, served) as hit:
        served.kill(*parts)
    if "serve" in parts:
        served.start()
    served.wait_for_server()
    ended = served.wait_for(hit, *TERMINAL_STATES)
    if EVERY_KILL:
        with capsys.disabled():
            sys.stdout.write(f"\n| {' + '.join(parts)} | {state} | {ended.state_name} |\n")
    assert ended.state_type in (StateType.COMPLETED, StateType.CRASHED)
    assert served.wait_for(served.begin(SYNC), *TERMINAL_STATES).state_type is StateType.COMPLETED
    wait_until(lambda: slot_since(served, datetime.now(UTC) - timedelta(seconds=90)), "the next slot")


@contextmanager
def a_run_that_is(state: str, served: Served) -> Iterator[UUID]:
    """Yield a run that stays in a state for the length of the block; a running one waits for the right to read."""
    if state == "Running":
        with open_program(served.program).database.syncing():
            served.begin(SYNC)  # or one of the schedules: whichever comes first waits
            yield wait_until(lambda: next((run.id for run in served.runs() if is_reading(run)), None), "a run at work")
        return
    asked = served.begin(SYNC)
    if state == "Pending":
        served.wait_for(asked, StateType.PENDING, StateType.RUNNING, StateType.COMPLETED)
    yield asked


def is_reading(run: FlowRun) -> bool:
    """Whether a run is at work and has been for some seconds, or waits for the right to read."""
    return run.state_type is StateType.RUNNING and run.state_name == "Running"


def slot_since(served: Served, moment: datetime) -> list[FlowRun]:
    """Return the scheduled runs that have begun since then and completed."""
    return [
        run
        for run in served.runs()
        if run.auto_scheduled and run.state_type is StateType.COMPLETED and run.start_time and run.start_time > moment
    ]


SLOT = "json_extract(state_details, '$.scheduled_time')"
DAYS_AGO = f"strftime('%Y-%m-%dT%H:%M:%SZ', {SLOT}, '-3 days')"
EARLIER = f"state_details = json_set(state_details, '$.scheduled_time', {DAYS_AGO})"
"""A slot of which the machine's clock says three days later that it is past."""


def test_after_three_days_off_one_run_of_each_is_enough(served: Served):
    wait_until(lambda: len({run.deployment_id for run in served.planned()}) == SCHEDULES, "slots of each schedule")
    assert served.stop() == 0
    with closing(sqlite3.connect(served.program / "service/prefect/prefect.db")) as database, database:
        planned = "auto_scheduled and state_type = 'SCHEDULED'"
        missed = dict(database.execute(f"select deployment_id, count(*) from flow_run where {planned} group by 1"))  # noqa: S608
        of_planned = f"flow_run_id in (select id from flow_run where {planned})"  # noqa: S608
        database.execute(f"update flow_run_state set {EARLIER} where {of_planned}")  # noqa: S608
        for column in ("expected_start_time", "next_scheduled_start_time"):
            database.execute(f"update flow_run set {column} = datetime({column}, '-3 days') where {planned}")  # noqa: S608
    assert len(missed) == SCHEDULES
    served.start()
    long_ago = datetime.now(UTC) - timedelta(days=2)
    left = [one for one in StateType if one not in TERMINAL_STATES]
    wait_until(lambda: served.runs_before(long_ago, left) == [], "an end of all that was missed")
    made_up = served.runs_before(long_ago, [StateType.COMPLETED])
    assert sorted(str(run.deployment_id) for run in made_up) == sorted(str(UUID(one)) for one in missed)


def test_a_system_that_shuts_down_lets_the_run_end(served: Served):
    if served.has_ended:
        served.start()
    with a_run_that_is("Running", served) as run:
        assert served._process
        served._process.terminate()
        wait_until(lambda: "Ending" in served.log.splitlines()[-1] or "Ending" in served.log, "the end begins")
    assert served.stop() == 0
    assert not served.pids("")
    with closing(sqlite3.connect(served.program / "service/prefect/prefect.db")) as database:
        (name,) = database.execute("select state_name from flow_run where id = ?", [str(run)]).fetchone()
    assert name == "Completed"
