"""A ledger belongs to the key with which it was read: a file that came from another program's folder stays shut."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.small_program import SETTINGS, a_row, lbn, places_of, rows, tables, write_form, write_program
from tests.support.strangers import CALLS, NOT_OPENING, OPENING, attempt, commands_of_the_app, ids

KEYS = {"one": "ab" * 32, "other": "cd" * 32}


def test_every_command_is_known_to_open_a_program_or_not():
    assert commands_of_the_app() == {*OPENING, *NOT_OPENING}


def made(folder: Path, name: str, count: int, settings: str = SETTINGS) -> Path:
    """A program with a key of its own and so many distributions."""
    program = write_program(folder / name, rows(count), settings)
    (program / "secret.key").write_text(KEYS[name], encoding="ascii")
    return program


@pytest.fixture(scope="module")
def that_has_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that has run."""
    program = made(tmp_path_factory.mktemp("has run"), "one", 10)
    assert lbn("run", program=program).code == 0
    assert lbn("report", "nysdoh-quarterly", "2024-Q1", program=program).code == 0
    return program


@pytest.fixture
def one(that_has_run: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return shutil.copytree(that_has_run, tmp_path / "one")


@pytest.fixture
def with_its_ledger(one: Path, tmp_path: Path) -> Path:
    """Another program, into whose folder the ledger of the first was copied."""
    other = made(tmp_path, "other", 3)
    shutil.copy(one / "lbn.db", other / "lbn.db")
    return other


def key_check(program: Path) -> bytes | None:
    """The check value that the ledger keeps."""
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        [(check,)] = connection.execute("select key_check from programs")
    return check if check is None else bytes(check)


@pytest.mark.parametrize("call", [call for call in CALLS if "--accept-withdrawals" not in call], ids=ids)
def test_a_ledger_of_another_program_is_shut(call: tuple[str, ...], with_its_ledger: Path):
    before = tables(with_its_ledger)
    ended = attempt(call, with_its_ledger)
    assert ended.code == 1
    assert "secret.key" in ended.words
    assert "another program" in ended.words
    assert tables(with_its_ledger) == before


@pytest.mark.parametrize("call", [call for call in CALLS if "--accept-withdrawals" not in call], ids=ids)
def test_without_a_key_the_ledger_is_shut(call: tuple[str, ...], with_its_ledger: Path):
    """Else taking the key away would open what another key keeps shut."""
    (with_its_ledger / "secret.key").unlink()
    before = tables(with_its_ledger)
    ended = attempt(call, with_its_ledger)
    assert ended.code == 1
    assert "secret.key is gone" in ended.words
    assert tables(with_its_ledger) == before
    assert not (with_its_ledger / "secret.key").exists()


def test_the_variable_wins_over_the_file(one: Path):
    assert lbn("status", program=one, LBN_SECRET_KEY=KEYS["one"]).code == 0
    ended = lbn("status", program=one, LBN_SECRET_KEY=KEYS["other"])
    assert (ended.code, ended.out) == (1, "")
    assert "LBN_SECRET_KEY" in ended.words
    (one / "secret.key").unlink()
    assert lbn("status", program=one, LBN_SECRET_KEY=KEYS["one"]).code == 0


@pytest.mark.parametrize("has_another", [True, False], ids=["another key", "no key"])
def test_a_lost_key_of_a_ledger_of_its_own(has_another: bool, one: Path):
    """It goes on with a new key when that is said, and knows that one from then on."""
    before = key_check(one)
    if has_another:
        (one / "secret.key").write_text(KEYS["other"], encoding="ascii")
    else:
        (one / "secret.key").unlink()
    assert lbn("ingest", program=one).code == 1
    assert key_check(one) == before
    counts = lbn("ingest", "--accept-withdrawals", "--json", program=one).json
    assert (counts["new"], counts["withdrawn"]) == (10, 10)
    assert key_check(one) not in (None, before)
    assert lbn("status", "--json", program=one).json["entries"] == 10
    assert lbn("status", program=one, LBN_SECRET_KEY=KEYS["one"]).code == 1


def test_a_refused_sync_leaves_the_check_value(one: Path):
    """Accepting a new key is part of the sync: one that fails for another reason has not accepted it."""
    before = key_check(one)
    (one / "secret.key").write_text(KEYS["other"], encoding="ascii")
    (one / "Inventory.csv").unlink()
    assert lbn("ingest", "--accept-withdrawals", program=one).code == 1
    assert key_check(one) == before


def test_the_check_value_tells_nothing(one: Path):
    check = key_check(one)
    assert check is not None
    assert len(check) == 16
    with closing(sqlite3.connect(one / "lbn.db")) as connection:
        prints = {bytes(found) for (found,) in connection.execute("select fingerprint from distributions")}
    assert check not in prints
    assert list(places_of(one, KEYS["one"])) == ["secret.key"]
    assert bytes.fromhex(KEYS["one"]) not in (one / "lbn.db").read_bytes()


def test_the_agency_may_be_renamed(one: Path):
    settings = SETTINGS.replace("Village of Example Police", "City of Example Police")
    (one / "lbn.toml").write_text(settings, encoding="utf-8")
    assert lbn("status", "--json", program=one).json["entries"] == 10


def test_a_ledger_deeper_in_the_folder_is_the_programs_own(tmp_path: Path):
    """It needs no id; one that an earlier version named after the agency there is not begun anew."""
    settings = SETTINGS + '\n[store]\nurl = "sqlite:///data/lbn.db"\n'
    program = made(tmp_path, "one", 10, settings)
    (program / "data").mkdir()
    assert lbn("ingest", "--json", program=program).json["new"] == 10
    former = "village-of-example-police-department"
    with closing(sqlite3.connect(program / "data/lbn.db")) as connection:
        for (table,) in connection.execute(
            "select name from sqlite_master where sql like '%program%' and type = 'table'"
        ).fetchall():
            connection.execute(f"update {table} set program = '{former}'")  # noqa: S608
        connection.execute("update programs set key_check = null")
        connection.execute("delete from seals")  # as an earlier version kept it
        connection.commit()
    assert f"--take-over {former}" in lbn("ingest", program=program).words
    assert lbn("ingest", "--take-over", former, "--json", program=program).json["unchanged"] == 10


def test_a_folder_that_was_copied_whole_is_the_same_program(one: Path, tmp_path: Path):
    copied = shutil.copytree(one, tmp_path / "copied")
    assert lbn("status", "--json", program=copied).json["entries"] == 10
    write_form(copied, [*rows(10), a_row(10)])
    assert lbn("ingest", "--json", program=copied).json["new"] == 1
