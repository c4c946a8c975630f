"""A server and a worker of one's own: slots that fire, and what is seen after a kill of any part."""

from collections.abc import Iterator

import pytest
from prefect.client.schemas.objects import FlowRun, StateType

from flows._looking_after import WATCH
from flows._marks import MARK
from tasks.context import open_program
from tests.support.machine import BEGUN, copy_checkout, wait_for_slots, wait_until
from tests.support.small_program import rows, write_program
from tests.support.worker_site import INGEST, RUN, Site, site_of

SCHEDULES, SLOTS = 3, 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a server and a worker with short schedules."""
    folder = tmp_path_factory.mktemp("site")
    program, checkout = write_program(folder / "program", rows(20)), copy_checkout(folder / "checkout")
    with site_of(folder, program, "--limit", "3", checkout=checkout) as made:
        yield made


def test_every_schedule_comes_twice_and_its_runs_complete(site: Site):
    deployments = site.client.read_deployments()
    scheduled = {one.id for one in deployments if any(schedule.active for schedule in one.schedules)}
    assert len(scheduled) == SCHEDULES
    wait_for_slots(lambda: begun(site), scheduled, SLOTS)
    assert "Error scheduling" not in (site.home / "server.log").read_text()


def test_the_server_watches_for_runs_without_a_sign_of_life(site: Site):
    assert site.ended(site.ask(INGEST)).state_name == "Completed"
    assert {one.name for one in site.client.read_automations()} == {WATCH}
    assert "could not be looked after" not in (site.home / "worker.log").read_text()


@pytest.mark.parametrize("parts", [("run",), ("worker", "run"), ("server",), ("server", "worker", "run")], ids="+".join)
def test_after_a_kill_the_next_run_completes(parts: tuple[str, ...], site: Site):
    with open_program(site.program).database.syncing():
        site.ask(INGEST)  # or one of the schedules: whichever comes first waits for the right to read
        hit = wait_until(lambda: next(filter(is_at_work, begun(site)), None), "a run that waits for the right to read")
        kill(site, hit, parts)
    if "server" in parts:
        site.start_server()
    if "worker" in parts:
        site.start_worker("--limit", "3")
    assert site.ended(hit).state_type in (StateType.COMPLETED, StateType.CRASHED)
    assert site.ended(site.ask(INGEST)).state_type is StateType.COMPLETED
    assert site.ended(site.ask(RUN)).state_type is StateType.COMPLETED


def kill(site: Site, run: FlowRun, parts: tuple[str, ...]) -> None:
    """SIGKILL them, the one that watches before the one that is watched."""
    for part in parts:
        if part == "run":
            site.kill_run(run)
        else:
            site.kill(part)


def is_at_work(run: FlowRun) -> bool:
    """Whether it runs, has left its mark, and does not wait for another try."""
    return run.state_name == "Running" and any(tag.startswith(MARK) for tag in run.tags)


def begun(site: Site) -> list[FlowRun]:
    """Return the latest runs whose time has come."""
    return site.client.read_flow_runs(flow_run_filter=BEGUN, limit=200)
