"""A round of all programs on Prefect: who joins, when it is over, and what becomes of a run that is killed again."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import FlowRun
from prefect.states import Completed, Crashed, Pending, Running

from flows._rounds import AGAIN, JOINING, MOST_TRIES, Round, ask_others_to_join, find_round, is_over
from flows.run_hosted import run_hosted
from tasks.errors import NotAllDone, OperationError

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture
def client() -> Iterator[SyncPrefectClient]:
    """A client of the tests' server."""
    with get_client(sync_client=True) as made:
        yield made


@pytest.fixture
def first(client: SyncPrefectClient) -> FlowRun:
    """The run that the schedule began, in a pool of three workers."""
    pool = f"pool-{uuid4()}"
    client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    for name in ("one", "two", "three"):
        client.send_worker_heartbeat(pool, name, heartbeat_interval_seconds=30)
    flow = client.create_flow(run_hosted)
    deployment = client.create_deployment(flow, f"deployed-{pool}", work_pool_name=pool)
    return client.create_flow_run_from_deployment(deployment, parameters={"is_date_known": True})


def work_as(run: UUID, monkeypatch: pytest.MonkeyPatch) -> Round:
    """Find the round as the process of a run does."""
    monkeypatch.setenv("PREFECT__FLOW_RUN_ID", str(run))
    found = find_round()
    assert found
    return found


def joined(client: SyncPrefectClient, first: FlowRun) -> list[FlowRun]:
    """The runs that were asked to join."""
    return [one for one in client.read_flow_runs() if f"{JOINING}:{first.id}" in one.tags]


def test_a_run_without_a_worker_shares_with_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PREFECT__FLOW_RUN_ID", raising=False)
    assert find_round() is None


@pytest.mark.parametrize(("programs", "asked"), [(600, 2), (2, 1), (1, 0)])
def test_the_other_workers_are_asked_once(
    programs: int, asked: int, client: SyncPrefectClient, first: FlowRun, monkeypatch: pytest.MonkeyPatch
):
    shared = work_as(first.id, monkeypatch)
    assert shared.is_first
    for _ in range(2):  # a run that is begun again asks again
        ask_others_to_join(shared, programs)
    runs = joined(client, first)
    assert [one.parameters for one in runs] == [{"is_date_known": True}] * asked
    assert len(client.read_automations_by_name(AGAIN)) == 1


def test_a_run_that_joins_is_of_the_same_round(
    client: SyncPrefectClient, first: FlowRun, monkeypatch: pytest.MonkeyPatch
):
    shared = work_as(first.id, monkeypatch)
    ask_others_to_join(shared, 9)
    other = work_as(joined(client, first)[0].id, monkeypatch)
    assert (other.is_first, other.first_id, other.planned_at) == (False, first.id, shared.planned_at)
    ask_others_to_join(other, 9)
    assert len(joined(client, first)) == 2

    assert not is_over(other)
    client.set_flow_run_state(first.id, Crashed(), force=True)
    assert not is_over(other), "it goes on without the one that was killed"
    client.set_flow_run_state(first.id, Completed(), force=True)
    assert is_over(other)
    assert not is_over(shared)
    assert not is_over(other._replace(first_id=uuid4())), "a server that cannot say goes in nobody's way"


def test_a_run_that_is_killed_time_and_again_gives_up(
    client: SyncPrefectClient, first: FlowRun, monkeypatch: pytest.MonkeyPatch
):
    for _ in range(MOST_TRIES):
        assert work_as(first.id, monkeypatch)
        for state in (Pending(), Running(), Crashed()):
            client.set_flow_run_state(first.id, state, force=True)
    client.set_flow_run_state(first.id, Running(), force=True)
    with pytest.raises(OperationError, match=f"was killed {MOST_TRIES} times"):
        work_as(first.id, monkeypatch)


def test_a_round_is_worked_on_and_told_by_who_began_it(
    client: SyncPrefectClient, first: FlowRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from flows import _hosting  # noqa: PLC0415 - what it leaves is looked at
    from tests.support.small_program import rows, write_program  # noqa: PLC0415 - as above

    pages: list[str] = []
    monkeypatch.setattr(_hosting, "leave_page", lambda _key, make: pages.append(make().in_short))
    monkeypatch.setattr(_hosting, "look_after_runs", lambda: None)
    monkeypatch.setenv("LBN_PROGRAMS", str(tmp_path))
    for name in ("albany", "troy"):
        write_program(tmp_path / name, rows(3))
    (tmp_path / "troy" / "lbn.toml").write_text("[[[")
    (tmp_path / "operator.toml").write_text('name = "Example"\nto = "a@example.gov"\n[mail]\nfrom = "b@example.gov"\n')
    work_as(first.id, monkeypatch)
    with pytest.raises(NotAllDone) as told:
        run_hosted()
    assert [one.code for one in told.value.outcome.programs] == [0, 2]
    assert [page.partition(":")[0] for page in pages] == ["2 programs"]
    (told_operator,) = (tmp_path / "outbox").iterdir()
    told_operator.unlink()
    (tmp_path / "operator.json").unlink()

    work_as(joined(client, first)[0].id, monkeypatch)
    outcome = run_hosted()
    assert [(one.read, one.code) for one in outcome.programs] == [(3, 0), (None, 2)], "from what the round has kept"
    assert len(pages) == 1
    assert not list((tmp_path / "outbox").iterdir())
