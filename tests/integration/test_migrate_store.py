"""Moving a ledger to a real PostgreSQL that has another program already, and back; killed, it is completed."""

import shutil
import time
from pathlib import Path

import pytest

from tests.support.moves import OWN, PROGRAM_ID, Places, a_history
from tests.support.postgresql import ask, copy_of, empty_database, kept_at
from tests.support.processes import start
from tests.support.small_program import files, lbn, rows, write_program

SHOWN = (("status",), ("reconcile",), ("figures", "2024", "--by", "lot", "--by", "unit"))


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with a history in its own file, which its tests copy."""
    return a_history(tmp_path_factory.mktemp("history") / "program", OWN)


@pytest.fixture(scope="module")
def shared(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database in which another program has its ledger, so that numbers of rows and syncs are taken."""
    url = empty_database(postgresql_server)
    other = write_program(tmp_path_factory.mktemp("other") / "program", rows(30), kept_at(url, "thecity2"))
    assert lbn("run", program=other).code == 0
    return url


@pytest.fixture
def places(history: Path, shared: str, tmp_path: Path) -> Places:
    """A program in its own file, and a database on a server."""
    return Places(shutil.copytree(history, tmp_path / "program"), copy_of(shared))


def shown(places: Places) -> list[str]:
    """What commands say of the program."""
    return [lbn(*call, "--json", program=places.folder).out for call in SHOWN]


def test_there_and_back_nothing_is_lost(places: Places):
    before, said = places.held(OWN), shown(places)
    others = ask(places.other, "select * from distributions order by id")
    assert all(before.values())
    assert places.move(places.other).code == 0
    assert places.held(places.other) == before
    places.name(places.other)
    assert (shown(places), lbn("check", program=places.folder).code) == (said, 0)
    assert places.move(OWN, "--forget").code == 0
    assert places.move(OWN).code == 0
    for call in (("ingest",), ("status",), ("ingest", "--from-scratch")):
        ended = lbn(*call, program=places.folder)
        assert (ended.code, "has left" in ended.words) == (1, True), call
    places.name(OWN)
    assert (places.held(OWN), shown(places), lbn("check", program=places.folder).code) == (before, said, 0)
    assert places.move(places.other, "--forget").code == 0
    assert not any(places.held(places.other).values())
    assert ask(places.other, "select * from distributions order by id") == others


def test_after_it_a_run_sends_nothing_again(places: Places):
    assert places.move(places.other).code == 0
    places.name(places.other)
    before = files(places.folder)
    ran = lbn("run", "--json", program=places.folder).json
    assert (ran["sent"], ran["ingest"]["new"], ran["ingest"]["withdrawn"]) == ([], 0, 0)
    assert {name for name in before if name.startswith("outbox/")} == {
        name for name in files(places.folder) if name.startswith("outbox/")
    }
    again = lbn("report", "nysdoh-quarterly", "2024-Q1", "--json", program=places.folder).json
    assert again["edition"] == 2


def test_the_same_database_by_another_address_is_not_waited_for(places: Places):
    """Whoever holds the program's lock would wait for it."""
    assert places.move(places.other).code == 0
    places.name(places.other)
    ended = places.move(f"{places.other}&application_name=other")
    assert (ended.code, "another address" in ended.words) == (1, True)
    assert lbn("status", program=places.folder).code == 0


@pytest.mark.parametrize("seconds", [0.02, 0.06, 0.12, 0.2, 0.3, 0.5])
def test_killed_it_is_completed(seconds: float, places: Places, tmp_path: Path):
    before, sent = places.held(OWN), sorted((places.folder / "outbox").iterdir())
    running = start("move", "migrate-store", places.other, "--program", places.folder, scratch=tmp_path)
    time.sleep(seconds)  # wherever that is: what is promised holds at each moment
    running.kill()
    marks = ask(places.other, f"select ledger_move from programs where program = '{PROGRAM_ID}'")  # noqa: S608 - ours
    is_old_in_use = lbn("status", program=places.folder).code == 0
    assert not (is_old_in_use and marks == [(None,)])
    ended = places.move(places.other)
    assert (ended.code, ended.words) == (0, "")
    assert places.held(places.other) == before
    places.name(places.other)
    assert lbn("run", "--json", program=places.folder).json["sent"] == []
    assert sorted((places.folder / "outbox").iterdir()) == sent


def test_a_server_that_is_lost_leaves_the_former_ledger(places: Places, tmp_path: Path):
    said = shown(places)
    assert places.move(places.other).code == 0
    nowhere = f"postgresql+psycopg://lbn@/lbn?host={tmp_path}"
    assert places.move(nowhere).code == 1
    assert places.move(nowhere, "--take-back").code == 0
    assert shown(places) == said
