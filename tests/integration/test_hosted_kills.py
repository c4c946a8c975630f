"""A host and its workers, killed at any moment, end as one undisturbed run of all programs ends.

Each program has the rows of 18 months; a tenth of them is broken, and is named at the end as it would have been. The
ledgers are files, or all in one database of PostgreSQL. LBN_KILLED_PROGRAMS and LBN_KILLS make it larger.
"""

import json
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from random import Random
from time import monotonic, sleep

import pytest

from tests.integration.test_hosted import BROKEN, by_the_machines_clock, host_command, run_host, write_key  # noqa: F401 - a fixture
from tests.support.machine import clean_environment
from tests.support.postgresql import empty_database
from tests.support.small_program import a_row, write_program, write_settings
from tests.support.twins import Twins

PROGRAMS = int(os.environ.get("LBN_KILLED_PROGRAMS", "10"))
KILLS = int(os.environ.get("LBN_KILLS", "20"))
START_SECONDS = 2
"""About what a host and its workers take before they begin to work, beside what they take for it."""


def list_workers(host: int) -> list[int]:
    """The processes that the host has started and that live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == host and fields[0] != "Z":
                found.append(int(path.parent.name))
    return found


def start_and_kill(host: Path, rng: Random, longest: float) -> None:
    """Start the command, and kill the host or one of its workers at some moment."""
    command = host_command(host, "run", "--workers", "2")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment())
    sleep(rng.uniform(0, longest))
    victims = [process.pid, *list_workers(process.pid)]
    with suppress(ProcessLookupError):
        os.kill(rng.choice(victims), signal.SIGKILL)
    if rng.random() < 0.5:
        process.kill()
    process.wait()


def eighteen_months(number: int) -> list[dict[str, str]]:
    """The rows of a program: one every other day or so, and no two programs have as many."""
    return [a_row(hours) for hours in range(0, 13_000, 48 + number % 25)]


def write_hosts(host: Path, alone: Path) -> tuple[list[str], list[str]]:
    """Two equal hosts, of whose programs a tenth is broken; return the names of the well ones and of those."""
    ways = [hurt for way, hurt in BROKEN.items() if way != "locked"]
    names = [f"program-{number:03}" for number in range(PROGRAMS)]
    for number, name in enumerate(names):
        folder = write_program(host / name, eighteen_months(number), write_settings(program={"id": f"k7qm{number:04}"}))
        write_key(folder)
        if number % 10 == 9:
            ways[number // 10 % len(ways)](folder)
    shutil.copytree(host, alone)
    return [name for name in names if not name.endswith("9")], [name for name in names if name.endswith("9")]


def keep_ledgers_at(url: str, host: Path, names: list[str]) -> None:
    """Keep the ledgers of these programs in one database."""
    for name in names:
        settings = host / name / "lbn.toml"
        settings.write_text(f"{settings.read_text('utf-8')}\n[store]\nurl = {json.dumps(url)}\n", encoding="utf-8")


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the workers in /proc")
def test_a_host_killed_at_any_moment_ends_as_undisturbed(database: str, tmp_path: Path, request: pytest.FixtureRequest):
    rng, host, alone = Random(2026), tmp_path / "host", tmp_path / "alone"
    well, broken = write_hosts(host, alone)
    if database == "PostgreSQL":
        server = request.getfixturevalue("postgresql_server")
        for of_programs in (host, alone):
            keep_ledgers_at(empty_database(server), of_programs, well)
    began = monotonic()
    assert run_host(alone, "run", "--workers", "2").returncode == bool(broken)
    took = monotonic() - began
    for _ in range(KILLS):
        start_and_kill(host, rng, 2 * took / KILLS + START_SECONDS)
    ended = json.loads(run_host(host, "run", "--workers", "2", "--json").stdout)["programs"]
    assert [one["folder"] for one in ended if one["code"]] == broken, ended
    for name in well:
        without_notices(host / name)
        Twins(host / name, alone / name).assert_equal_but_for_the_time()
    again = json.loads(run_host(host, "run", "--json").stdout)["programs"]
    assert {(one["made"], one["sent"], one["ready"]) for one in again if not one["code"]} == {(0, 0, 0)}
    assert [one["folder"] for one in again if one["code"]] == broken


def without_notices(folder: Path) -> None:
    """Check that no run was told as failed: one whose worker dies is tried again."""
    assert not list((folder / "outbox").glob("*running*"))
