"""What the daily run takes when `lbn serve` or a worker does it, beside the direct one, as ratios within one run.

Direct: the process `lbn run`, from its start to its end. Work: a run of the deployment “Daily run”, asked for while
service and worker are idle, from Running to Completed as Prefect notes them. Whole: with the loading of its process,
which the direct one pays too. How long a run waited until it was taken stands apart: service and worker look for runs
every 2 and 1 s here, and every 10 and 15 s where nothing else is set. All on one sample program, in turn: with tabs as
before, and with one row more. Aim: the work takes at most 3 s longer than the direct run. Each figure is a median, with
the best below it: on a machine that does other work as well, the best says more.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import NamedTuple
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType

from tasks.sample import write_sample
from tests.support.machine import clean_environment, copy_checkout, wait_until
from tests.support.served import Served
from tests.support.worker_site import RUN, Site

TODAY = date.today()  # noqa: DTZ011 - a sample that ends today, as its reader's would
RUNS = 5
MOST_ADDED_SECONDS = 3
NO_SLOT_MEANWHILE = {r"interval: \d+": "interval: 86400"}
SETTLES_SECONDS = 5
"""What a run leaves to be written down is written then."""


class Parts(NamedTuple):
    """A served run, in seconds."""

    waited: float
    loaded: float
    worked: float


def main() -> None:
    """Measure, and print a table for each way."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        checkout = copy_checkout(folder / "checkout", NO_SLOT_MEANWHILE)
        for name, serving in (("`lbn serve`", _service), ("a worker", _worker)):
            program = folder / "program"
            write_sample(program, TODAY)
            _run_directly(program)  # all reports of the past are made
            with serving(checkout, program, folder / "home") as client:
                _compare(name, program, client)
            shutil.rmtree(program)


def _compare(name: str, program: Path, client: SyncPrefectClient) -> None:
    print(f"\n| {name} | direct | work | × | adds | whole | × | adds | waited |\n|---|---|---|---|---|---|---|---|---|")
    _run_served(client)  # the first one compiles what the next ones find
    for what, change in (("tabs as before", lambda _number: None), ("one row more", lambda n: _add_row(program, n))):
        direct, served = [], []
        for number in range(RUNS):
            change(2 * number)
            direct.append(_run_directly(program))
            change(2 * number + 1)
            served.append(_run_served(client))
        for which, choose in (("median", median), ("best", min)):
            _say(f"{what}, {which}", choose(direct), Parts(*map(choose, zip(*served, strict=True))))


def _say(what: str, direct: float, served: Parts) -> None:
    told = [what, f"{direct:.2f} s"]
    for seconds, aim in ((served.worked, f" (aim: {MOST_ADDED_SECONDS})"), (served.loaded + served.worked, "")):
        told += [f"{seconds:.2f} s", f"{seconds / direct:.2f}", f"{seconds - direct:+.2f} s{aim}"]
    print(f"| {' | '.join(told)} | {served.waited:.2f} s |", flush=True)


def _run_directly(program: Path) -> float:
    command = [sys.executable, ROOT / "lbn.py", "run", "--program", program]
    began = perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=clean_environment())
    return perf_counter() - began


def _run_served(client: SyncPrefectClient) -> Parts:
    sleep(SETTLES_SECONDS)
    asked = client.create_flow_run_from_deployment(client.read_deployment_by_name(RUN).id).id
    wait_until(lambda: client.read_flow_run(asked).state_type is StateType.COMPLETED, "the run is Completed")
    return _parts_of(client, asked)


def _parts_of(client: SyncPrefectClient, run: UUID) -> Parts:
    reached = {state.type: state.timestamp for state in client.read_flow_run_states(run)}
    created, taken, begun, ended = (
        reached[name] for name in (StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING, StateType.COMPLETED)
    )
    return Parts(*(span.total_seconds() for span in (taken - created, begun - taken, ended - begun)))


def _add_row(program: Path, number: int) -> None:
    day = TODAY - timedelta(days=1)
    sent = f"{day.month}/{day.day}/{day.year}"
    with (program / "Form Responses 1.csv").open("a", newline="", encoding="utf-8") as file:
        file.write(f"{sent} 10:{number:02}:00,,{sent},Patrol,12207,,1,,1,,,,,,\r\n")


@contextmanager
def _service(checkout: Path, program: Path, _home: Path) -> Iterator[SyncPrefectClient]:
    """Run the program under `lbn serve`."""
    service = Served(checkout, program)
    try:
        service.start()
        yield service.client()
    finally:
        service.stop()
        service.clear_away()


@contextmanager
def _worker(checkout: Path, program: Path, home: Path) -> Iterator[SyncPrefectClient]:
    """Run the program under a server and a worker."""
    home.mkdir()
    site = Site(home, program, checkout)
    try:
        site.set_up()
        yield site.client
    finally:
        site.stop()


if __name__ == "__main__":
    main()
