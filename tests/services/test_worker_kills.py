"""The daily run of a worker, killed at any moment of its work: no row, edition or message is lost or comes twice.

As in tests/long/test_killed.py a program is held against its twin, here with a real server and worker, on SQLite and on
PostgreSQL: the twin's runs are direct ones that nobody disturbs. LBN_WORKER_KILLS raises how many kills are tried.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import sleep
from typing import NamedTuple

import pytest
from prefect.client.schemas.objects import FlowRun, StateType

from tests.support.machine import copy_checkout, wait_until
from tests.support.postgresql import empty_database
from tests.support.processes import start
from tests.support.twins import OWN_LEDGER, Twins, read_tables
from tests.support.worker_site import RUN, Site

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")

FEW = 4
KILLS = int(os.environ.get("LBN_WORKER_KILLS", FEW))
KILLS_A_ROUND = 4
ROUNDS_A_PROGRAM = 3
NO_SLOT_MEANWHILE = {r"interval: \d+": "interval: 86400"}


class Hosted(NamedTuple):
    """A server, a worker of all programs below one folder, and a folder for the twins that no worker knows."""

    site: Site
    twins: Path

    def make_twins(self, name: str, new_ledger: Callable[[], str]) -> Twins:
        """Two sample programs, one of them served."""
        made = Twins(self.site.program / name, self.twins / name)
        made.write_samples()
        made.keep_ledgers_at(new_ledger(), new_ledger())
        return made

    def run(self, program: str) -> FlowRun:
        """Run it undisturbed."""
        return self.site.ended(self.site.ask(RUN, program=program))

    def run_and_kill(self, program: str, after: float) -> FlowRun:
        """Run it and kill it some seconds after its work has begun; return how Prefect shows it."""
        asked = self.site.ask(RUN, program=program)
        wait_until(lambda: self.site.pids_of(asked) and self._has_begun(asked), "a run at work")
        sleep(after)
        self.site.kill_run(asked)
        return self.site.ended(asked)

    def _has_begun(self, run: FlowRun) -> bool:
        state = self.site.client.read_flow_run(run.id).state_type
        return state is StateType.RUNNING or state is StateType.COMPLETED


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """Yield a server and a worker, with no schedule that comes in between."""
    folder = tmp_path_factory.mktemp("hosted")
    for name in ("home", "programs", "twins"):
        (folder / name).mkdir()
    site = Site(folder / "home", folder / "programs", copy_checkout(folder / "checkout", NO_SLOT_MEANWHILE))
    del site.environment["LBN_PROGRAM"]
    site.environment["LBN_PROGRAMS"] = str(site.program)
    try:
        site.set_up()
        yield Hosted(site, folder / "twins")
    finally:
        site.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_ledger(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Return what gives the address of an empty ledger."""
    if request.param == "sqlite":
        return lambda: OWN_LEDGER
    server = request.getfixturevalue("postgresql_server")
    return lambda: empty_database(server)


def test_a_daily_run_killed_at_any_moment_ends_as_its_twin(
    hosted: Hosted, new_ledger: Callable[[], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    rng, killed, round_number = Random(2026), 0, 0
    store = new_ledger().partition(":")[0].partition("+")[0]
    took = seconds_of(hosted.run(hosted.make_twins(f"{store}-measured", new_ledger).disturbed.name))
    while killed < KILLS:
        number = round_number % ROUNDS_A_PROGRAM
        if not number:
            twins = hosted.make_twins(f"{store}-{round_number}", new_ledger)
        twins.write_rows(rng, number)
        for after in [rng.uniform(0, took) for _ in range(KILLS_A_ROUND)]:
            ended = hosted.run_and_kill(twins.disturbed.name, after)
            with capsys.disabled():
                tell(f"{store} | {after:.1f} s of {took:.1f} | {ended.state_name} | {held(twins)}")
            if ended.state_name != "Crashed":
                break  # the kill came too late: an undisturbed run
            killed += 1
        else:
            ended = hosted.run(twins.disturbed.name)
        assert ended.state_name == "Completed", ended.state
        took = seconds_of(ended)
        if not number:
            twins.give_both_one_key()
        undisturbed(twins.undisturbed, tmp_path)
        twins.assert_equal_but_for_the_time()
        round_number += 1


def seconds_of(ended: FlowRun) -> float:
    """How long a run was at work."""
    assert ended.start_time
    assert ended.end_time
    return (ended.end_time - ended.start_time).total_seconds()


def tell(words: str) -> None:
    """Print a line of the table of all kills, where it was asked for."""
    if KILLS > FEW:
        sys.stdout.write(f"| {words} |\n")
        sys.stdout.flush()


def held(twins: Twins) -> str:
    """Return what the ledger holds after a kill: where in its work the run was hit."""
    tables = read_tables(twins.disturbed)
    counts = {name: len(tables.get(name, ())) for name in ("syncs", "editions", "messages")}
    sent = sum(row["state"] == "sent" for row in tables.get("messages", ()))
    return ", ".join(f"{count} {name}" for name, count in counts.items()) + f", {sent} sent"


def undisturbed(folder: Path, scratch: Path) -> None:
    """Run the twin directly."""
    ended = start("undisturbed", "run", "--program", folder, scratch=scratch).ended()
    assert (ended.code, ended.words) == (0, "")
