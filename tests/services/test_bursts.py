"""Many runs asked for at once: all are made, all end Completed, under `lbn serve` and with a server and worker.

Prefect keeps its runs in SQLite here, where two who write at once may get a 503. Prefect's own client asks again then;
the page in a browser does not, nor does a plain POST. LBN_BURST raises how many runs are asked for.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.exceptions import PrefectHTTPStatusError

from tests.support.machine import copy_checkout, wait_until
from tests.support.served import Served, serving
from tests.support.small_program import rows, write_program
from tests.support.worker_site import INGEST, RUN, Site, site_of

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")

BURST = int(os.environ.get("LBN_BURST", "12"))
CALLERS = 10
ONE_WAITS_SECONDS = 600
MOST_REPEATS = 10
NO_SLOT_MEANWHILE = {r"interval: \d+": "interval: 86400"}

Ask = Callable[[int], UUID]
"""Asks for the run of a number."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Yield a service, with no slot that comes in between."""
    with serving(tmp_path, write_program(tmp_path / "program", rows(20)), NO_SLOT_MEANWHILE) as one:
        yield one


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Yield a server and a worker, likewise."""
    checkout = copy_checkout(tmp_path / "checkout", NO_SLOT_MEANWHILE)
    with site_of(tmp_path, write_program(tmp_path / "program", rows(20)), "--limit", "3", checkout=checkout) as made:
        yield made


def test_the_service_takes_a_burst_from_clients_and_calls(served: Served):
    by_client, plain = asking_by_client(served.client()), asking_plainly(served)
    assert_all_complete(served.client(), lambda number: (by_client if number % 2 else plain)(number))


def test_a_worker_takes_a_burst_from_prefects_client(site: Site):
    assert_all_complete(site.client, asking_until_taken(site.client))


def assert_all_complete(client: SyncPrefectClient, ask: Ask) -> None:
    """None is lost, none comes twice, none crashes."""
    with ThreadPoolExecutor(CALLERS) as callers:
        asked = list(callers.map(ask, range(BURST)))
    for run in asked:
        wait_until(partial(has_ended, client, run), "the end of a run")
    by_hand = [run for run in client.read_flow_runs(limit=200) if not run.auto_scheduled]
    assert {run.id for run in by_hand} == set(asked)
    assert Counter(run.state_name for run in by_hand) == {"Completed": BURST}


def has_ended(client: SyncPrefectClient, run: UUID) -> bool:
    """Whether it is over, one way or another."""
    state = client.read_flow_run(run).state
    return state is not None and state.is_final()


def asking_by_client(client: SyncPrefectClient) -> Ask:
    """Ask as scripts and commands of Prefect's do: a call that the server could not take is repeated."""
    deployments = ids_of(client)
    return lambda number: client.create_flow_run_from_deployment(deployments[number % 2]).id


def asking_until_taken(client: SyncPrefectClient) -> Ask:
    """Ask as one must whose server is Prefect's own on SQLite: on a busy machine even five repeats can be too few."""
    deployments = ids_of(client)

    def ask(number: int) -> UUID:
        key = str(uuid4())  # by it a call that is repeated makes no second run
        for _ in range(MOST_REPEATS):
            with suppress(PrefectHTTPStatusError):
                return client.create_flow_run_from_deployment(deployments[number % 2], idempotency_key=key).id
        return client.create_flow_run_from_deployment(deployments[number % 2], idempotency_key=key).id

    return ask


def asking_plainly(served: Served) -> Ask:
    """Ask as the page does: once."""
    deployments = ids_of(served.client())
    login = httpx.BasicAuth(*served.login.split(":", 1))

    def ask(number: int) -> UUID:
        address = f"{served.page}/api/deployments/{deployments[number % 2]}/create_flow_run"
        answer = httpx.post(address, json={}, auth=login, timeout=ONE_WAITS_SECONDS)
        assert answer.status_code == 201, answer.text
        return UUID(answer.json()["id"])

    return ask


def ids_of(client: SyncPrefectClient) -> tuple[UUID, UUID]:
    """Return the two deployments of which runs are asked for in turn."""
    return client.read_deployment_by_name(INGEST).id, client.read_deployment_by_name(RUN).id
