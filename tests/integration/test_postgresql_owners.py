"""Programs in one database: with two keys no figure crosses, whatever is swapped, and none waits for another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Connection, create_engine, select

from tasks.context import open_program
from tasks.store.tables import metadata
from tests.support.postgresql import ask, kept_at
from tests.support.processes import start
from tests.support.small_program import STOCK, a_row, lbn, rows, tables, write_form, write_program, write_settings
from tests.support.strangers import CALLS, attempt, ids

ONE, OTHER = "programa", "programb"
KEYS = {ONE: "ab" * 32, OTHER: "cd" * 32}
MINUTES = 300
Everything = dict[str, list[tuple[Any, ...]]]


class Two(NamedTuple):
    """Two programs of agencies of one name, in one database."""

    url: str
    one: Path
    other: Path
    looking: Connection
    """Looks into the database before and after; it holds no transaction open."""

    def everything(self) -> Everything:
        """Every row of every table."""
        return {name: sorted(map(tuple, self.looking.execute(select(table))), key=repr)
                for name, table in metadata.tables.items()}  # fmt: skip


def made(folder: Path, url: str, program_id: str, answers: list[dict[str, str]]) -> Path:
    """Make a program with a key of its own."""
    program = write_program(folder / program_id, answers, kept_at(url, program_id))
    write_key(program, KEYS[program_id])
    return program


def write_key(program: Path, key: str) -> None:
    """Put a key into a program's folder."""
    (program / "secret.key").write_text(key, encoding="ascii")


def write_id(program: Path, url: str, program_id: str) -> None:
    """Write another id into its settings."""
    (program / "lbn.toml").write_text(kept_at(url, program_id), encoding="utf-8")


@pytest.fixture(scope="module")
def both_have_run(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Both have run."""
    from tests.support.postgresql import empty_database  # noqa: PLC0415 - beside the fixture that starts the server

    url, folder = empty_database(postgresql_server), tmp_path_factory.mktemp("shared")
    one, other = made(folder, url, ONE, rows(10)), made(folder, url, OTHER, rows(53)[50:])
    for program in (one, other):
        assert lbn("run", program=program).code == 0
        assert lbn("report", "nysdoh-quarterly", "2024-Q1", program=program).code == 0
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as looking:
        yield Two(url, one, other, looking)
    engine.dispose()


@pytest.fixture
def shared(both_have_run: Two) -> Two:
    """Return the same, each with its own id and key, whatever the test before has swapped."""
    for program, program_id in ((both_have_run.one, ONE), (both_have_run.other, OTHER)):
        write_id(program, both_have_run.url, program_id)
        write_key(program, KEYS[program_id])
    return both_have_run


@pytest.fixture(params=["its own key", "the key by the variable", "no key"])
def variables(request: pytest.FixtureRequest, shared: Two) -> dict[str, str]:
    """Return the other program's folder with the first one's id, and what it has for a key."""
    write_id(shared.other, shared.url, ONE)
    if request.param == "its own key":
        return {}
    (shared.other / "secret.key").unlink()
    return {"LBN_SECRET_KEY": KEYS[OTHER]} if "variable" in request.param else {}


@pytest.mark.parametrize("call", CALLS, ids=ids)
def test_with_the_id_of_another_nothing_is_read_or_written(
    call: tuple[str, ...], shared: Two, variables: dict[str, str]
):
    before = shared.everything()
    ended = attempt(call, shared.other, **variables)
    assert ended.code == 1
    assert ("LBN_SECRET_KEY" if variables else "secret.key") in ended.words
    assert shared.everything() == before


@pytest.mark.parametrize("call", CALLS, ids=ids)
@pytest.mark.parametrize("name", ["one", "other"])
def test_with_the_key_of_another_nothing_is_read_or_written(name: str, call: tuple[str, ...], shared: Two):
    folder, key_of = (shared.one, OTHER) if name == "one" else (shared.other, ONE)
    write_key(folder, KEYS[key_of])
    before = shared.everything()
    assert attempt(call, folder).code == 1
    assert shared.everything() == before


@pytest.mark.parametrize("call", CALLS, ids=ids)
def test_without_an_id_nothing_is_begun(call: tuple[str, ...], shared: Two):
    (shared.one / "lbn.toml").write_text(write_settings(store={"url": shared.url}), encoding="utf-8")
    before = shared.everything()
    ended = attempt(call, shared.one)
    assert ended.code == 2
    assert [word for word in ("program.id", 'id = "', "[program]") if word not in ended.words] == []
    assert shared.everything() == before


@pytest.mark.parametrize("its_id", [OTHER, ONE, "programc"])
def test_no_one_takes_over_what_another_has_the_key_of(its_id: str, shared: Two):
    write_id(shared.other, shared.url, its_id)
    before = shared.everything()
    ended = lbn("ingest", "--take-over", ONE, program=shared.other)
    assert ended.code in (1, 2)
    assert ended.out == ""
    assert shared.everything() == before


def test_a_new_id_shows_an_empty_program(shared: Two):
    write_id(shared.other, shared.url, "programc")
    assert lbn("status", "--json", program=shared.other).json["entries"] == 0
    assert lbn("figures", "2024", "--json", program=shared.other).code == 1, "nothing is known of it yet"
    assert lbn("report", "nysdoh-quarterly", "2024-Q1", "--as-known", program=shared.other).code == 1
    assert "programc" not in {name for (name,) in ask(shared.url, "select program from programs")}
    write_id(shared.other, shared.url, OTHER)
    assert lbn("status", "--json", program=shared.other).json["entries"] == 3


def test_the_first_sync_records_id_and_key_together(url: str, tmp_path: Path):
    """Two programs that were given one id by mistake: the first to read its tabs has it."""
    first, second = made(tmp_path, url, ONE, rows(10)), made(tmp_path, url, OTHER, rows(3))
    write_id(second, url, ONE)
    started = [start(folder.name, "ingest", "--program", folder, scratch=tmp_path) for folder in (first, second)]
    endings = [running.ended() for running in started]
    assert sorted(ended.code for ended in endings) == [0, 1], endings
    [(name, length)] = ask(url, "select program, length(key_check) from programs")
    assert (name, length) == (ONE, 16)
    winner = (first, second)[[ended.code for ended in endings].index(0)]
    assert lbn("status", "--json", program=winner).json["entries"] in (3, 10)


def test_a_lost_key_opens_no_way_into_a_shared_ledger(url: str, tmp_path: Path):
    program = made(tmp_path, url, ONE, rows(10))
    assert lbn("ingest", program=program).code == 0
    (program / "secret.key").unlink()
    for _ in range(2):
        ended = lbn("ingest", "--accept-withdrawals", program=program)
        assert (ended.code, (program / "secret.key").exists()) == (1, False)
        assert "new id" in ended.words
    write_id(program, url, "programn")
    assert lbn("ingest", "--json", program=program).json["new"] == 10
    assert len(ask(url, "select 1 from distributions where valid_to_sync is null")) == 20


def test_the_agency_may_be_renamed(url: str, tmp_path: Path):
    program = made(tmp_path, url, ONE, rows(10))
    assert lbn("run", program=program).code == 0
    renamed = kept_at(url, ONE).replace("Village of Example", "City of Other")
    (program / "lbn.toml").write_text(renamed, encoding="utf-8")
    counts = lbn("ingest", "--json", program=program).json
    assert (counts["new"], counts["withdrawn"], counts["unchanged"]) == (0, 0, 10)


@pytest.mark.parametrize("command", ["ingest", "run", "status"])
def test_no_program_waits_for_another(command: str, shared: Two, tmp_path: Path):
    write_form(shared.other, [*rows(53)[50:], *(a_row(n) for n in (60, 61))])
    database = open_program(shared.one).database
    with database.syncing(), database.sending(), database.writing():
        running = start("other", command, "--program", shared.other, scratch=tmp_path)
        running.process.join(MINUTES)
        assert not running.process.is_alive()
    assert running.ended().code == 0


def test_ids_of_one_lock_number_do_not_wait_either(url: str, tmp_path: Path):
    """Its own hash has 32 bits: among so many ids there are two of one hash."""
    names = "select lpad(to_hex(n), 8, 'z') as id from generate_series(1, 600000) as n"
    found = f"select min(id), max(id) from ({names}) as ids group by hashtext(id || ' writing') having count(*) > 1"  # noqa: S608
    first, second = ask(url, f"{found} limit 1")[0]
    one, other = (write_program(tmp_path / name, rows(3), kept_at(url, name)) for name in (first, second))
    with open_program(one).database.writing():
        running = start("other", "ingest", "--program", other, scratch=tmp_path)
        running.process.join(MINUTES)
        assert not running.process.is_alive()
    assert running.ended().code == 0


def test_programs_in_one_sqlite_file_are_told_apart_too(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    one, other = made(tmp_path, url, ONE, rows(10)), made(tmp_path, url, OTHER, rows(3))
    for program in (one, other):
        assert lbn("run", program=program).code == 0
        assert tables(program) == {}
    assert [lbn("status", "--json", program=program).json["entries"] for program in (one, other)] == [10, 3]
    write_id(other, url, ONE)
    for call in CALLS:
        assert attempt(call, other).code == 1
    with open_program(one).database.syncing():
        write_id(other, url, OTHER)
        write_form(other, [*rows(3), a_row(9)])
        assert lbn("ingest", program=other).code == 0


def test_the_stock_of_both_is_their_own(shared: Two):
    """The same lots in both: what one receives is not on the other's shelf."""
    for program, quantity in ((shared.one, 2000), (shared.other, 700)):
        inventory = STOCK["Inventory.csv"].replace(",2000,", f",{quantity},").replace(",1500,", ",100,")
        (program / "Inventory.csv").write_text(inventory, encoding="utf-8", newline="")
        assert lbn("ingest", "--accept-withdrawals", program=program).code == 0
    received = [lbn("figures", "2024", "--json", program=program).json["measures"]["kits_received"]
                for program in (shared.one, shared.other)]  # fmt: skip
    assert received == [2000, 700]
