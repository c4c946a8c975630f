"""The ledger on a real PostgreSQL: the figures of SQLite, programs apart from each other, runs that wait."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, Table, create_engine, text

from schemas.period import Cadence
from tasks.context import open_program
from tasks.errors import OperationError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.reconcile_stock import reconcile_stock
from tasks.store import row_digests
from tasks.store.rows import count_in_force
from tasks.store.tables import SEALED
from tests.generator.comparison import disagreements
from tests.generator.exports import Style, write_folder
from tests.generator.oracle import Expected
from tests.generator.programs import ProgramMaker, random_program
from tests.support.audited import close
from tests.support.postgresql import ask, kept_at
from tests.support.processes import start
from tests.support.small_program import SETTINGS, a_row, files, lbn, rows, write_form, write_program

SEEDS = (3, 8)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ledger_is_what_the_tabs_say(seed: int, url: str, tmp_path: Path):
    maker = ProgramMaker(seed)
    generated, before = maker.first, None
    for step in range(2):
        expected = Expected(generated)
        write_folder(generated, tmp_path, tuple(Style)[seed % 3], Random(seed + step))
        with (tmp_path / "lbn.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[store]\nurl = "{url}"\n')
        program = open_program(tmp_path)
        read = ingest_entries(program, accept_withdrawals=True, accept_held=True)
        assert read.model_dump() == expected.ingested(before)
        generated, before = maker.later(generated), expected
    assert not disagreements(expected, program, (Cadence.YEARLY,))
    assert not (tmp_path / "lbn.db").exists()


def test_the_same_program_in_both_databases_says_the_same(url: str, tmp_path: Path):
    generated = random_program(5)
    said = []
    for name, store in (("sqlite", ""), ("postgresql", f'\n[store]\nurl = "{url}"\n')):
        folder = tmp_path / name
        write_folder(generated, folder, Style.SHEETS, Random(5))
        with (folder / "lbn.toml").open("a", encoding="utf-8") as file:
            file.write(store)
        (folder / "secret.key").write_text("ab" * 32, encoding="ascii")
        counts = lbn("ingest", "--json", program=folder).json
        period = generated.last_day.strftime("%Y")
        figures = lbn("figures", period, "--by", "unit", "--by", "lot", "--json", program=folder).json
        status = lbn("status", "--json", program=folder).json
        assert status.pop("last_read")  # each program at its own time
        attention = (folder / "needs-attention.csv").read_bytes()
        said.append((counts, figures, status, attention, reconcile_stock(open_program(folder))))
    assert said[0] == said[1]


def test_days_are_closed_there_as_in_a_file(url: str, tmp_path: Path):
    said = []
    for is_server in (False, True):
        settings = kept_at(url) if is_server else SETTINGS
        folder = write_program(tmp_path / str(is_server), [*rows(30), a_row(2, kits="two")], settings)
        assert lbn("ingest", program=folder).code == 0
        write_form(folder, [*rows(29), a_row(2, kits="two")])
        for quarter in ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"):
            assert lbn("filed", "nysdoh-quarterly", quarter, program=folder).code == 0
        before = lbn("figures", "2024-Q1", "--by", "unit", "--json", program=folder).json
        purged = lbn("purge", "--before", "2024-01-03", program=folder)
        counts = lbn("ingest", "--json", program=folder).json
        after = lbn("figures", "2024-Q1", "--by", "unit", "--json", program=folder).json
        assert (before["measures"]["distributions"], after["measures"]["distributions"]) == (30, 29)
        lines = [line for line in purged.out.splitlines() if "VACUUM FULL" not in line]
        assert len(purged.out.splitlines()) - len(lines) == is_server
        said.append((lines, counts, after))
    assert said[0] == said[1]


def test_reports_amendments_and_messages(url: str, tmp_path: Path):
    program = write_program(tmp_path / "program", rows(10), kept_at(url))
    assert lbn("run", program=program).code == 0
    first = lbn("report", "nysdoh-quarterly", "2024-Q1", "--json", program=program).json
    write_form(program, [*rows(10), a_row(10)])
    assert lbn("run", program=program).code == 0
    again = lbn("report", "nysdoh-quarterly", "2024-Q1", "--edition", "1", "--json", program=program)
    assert again.json == first
    second = lbn("report", "nysdoh-quarterly", "2024-Q1", "--json", program=program).json
    assert (second["edition"], second["measures"]["kits_distributed"]) == (2, 11)
    before = files(program)
    assert lbn("run", program=program).code == 0
    assert files(program) == before


def test_an_audit_asks_the_server_about_its_own_program(url: str, tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(2), kept_at(url))
    people = tmp_path / "people.txt"
    people.write_text("Quillon Vantreight\nCity of Albany\n", "utf-8")
    assert lbn("run", program=folder).code == 0
    close(folder)
    assert lbn("audit", program=folder).code == 0
    found = lbn("audit", "--find", people, program=folder)
    assert (found.code, "line 2 in the ledger, vocabulary.word" in found.out) == (1, True)
    assert "line 1 in" not in found.out


def test_two_programs_in_one_database_do_not_see_each_other(url: str, tmp_path: Path):
    one = write_program(tmp_path / "one", rows(10), kept_at(url))
    other = write_program(tmp_path / "other", [a_row(n, lot="A123") for n in range(50, 53)], kept_at(url, "thecity2"))
    for _ in range(2):
        assert lbn("run", program=one).code == lbn("run", program=other).code == 0
    assert lbn("report", "nysdoh-quarterly", "2024-Q1", "--no-send", program=one).code == 0
    distributions = [lbn("status", "--json", program=folder).json["entries"] for folder in (one, other)]
    kits = [
        lbn("figures", "2024", "--json", program=folder).json["measures"]["kits_distributed"] for folder in (one, other)
    ]
    states = [lbn("status", "--json", program=folder).json for folder in (one, other)]
    editions = [{edition["period"] for edition in state["editions"]} for state in states]
    assert (distributions, kits) == ([10, 3], [10, 3])
    assert editions[0] - editions[1] == {"2024-Q1"}
    assert len(ask(url, "select program from programs")) == 2


@pytest.mark.parametrize("is_new", [True, False], ids=["the first time", "again"])
def test_commands_side_by_side_wait_for_each_other(is_new: bool, url: str, tmp_path: Path):
    program = write_program(tmp_path / "program", rows(60), kept_at(url))
    if not is_new:
        assert lbn("ingest", program=program).code == 0
        write_form(program, [*rows(60), *(a_row(n) for n in range(60, 80))])
    started = [start(f"run-{n}", "run", "--program", program, scratch=tmp_path) for n in range(3)]
    endings = [running.ended() for running in started]
    assert [(ended.code, ended.words) for ended in endings] == [(0, "")] * 3
    assert ask(url, "select count(*) from distributions where valid_to_sync is null") == [(60 if is_new else 80,)]
    assert ask(url, "select count(*) from syncs") == [(1 if is_new else 2,)]
    assert ask(url, "select count(*) from editions where edition > 1") == [(0,)]


def test_a_run_waits_while_another_writes(url: str, tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(10), kept_at(url))
    assert lbn("ingest", program=folder).code == 0
    write_form(folder, rows(12))
    with open_program(folder).database.writing():
        running = start("waiting", "ingest", "--program", folder, scratch=tmp_path)
        running.process.join(3)
        assert running.process.is_alive()
        assert lbn("status", "--json", program=folder).json["entries"] == 10
    assert running.ended().code == 0
    assert lbn("status", "--json", program=folder).json["entries"] == 12


def test_a_reading_sees_the_ledger_as_it_was_when_it_began(url: str, tmp_path: Path):
    folder = write_program(tmp_path / "program", rows(10), kept_at(url))
    assert lbn("ingest", program=folder).code == 0
    query = text("select count(*) from distributions where valid_to_sync is null")
    with open_program(folder).database.reading() as connection:
        before = connection.execute(query).scalar()
        write_form(folder, rows(12))
        assert lbn("ingest", program=folder).code == 0
        assert connection.execute(query).scalar() == before == 10


def test_a_server_that_is_not_there(tmp_path: Path):
    nowhere = f"postgresql+psycopg://lbn:Canary-password@/x?host={tmp_path}"
    program = write_program(tmp_path / "program", rows(3), kept_at(nowhere))
    for command in ("ingest", "status"):
        ended = lbn(command, program=program)
        assert (ended.code, ended.out) == (1, "")
        assert "PostgreSQL" in ended.words
        assert "store.url" in ended.words
        assert len(ended.words.strip().splitlines()) == 1


def test_no_password_is_shown(url: str, tmp_path: Path):
    program = write_program(tmp_path / "program", rows(3), kept_at(url.replace("lbn@", "lbn:Canary-password@")))
    ended = lbn("check", program=program)
    assert ended.code == 0
    assert "Canary-password" not in ended.out + ended.words


@pytest.fixture
def digested(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables whose rows were digested so far."""
    names: list[str] = []

    def read_all(connection: Connection, program: str, table: Table) -> Iterator[Sequence[Any]]:
        names.append(table.name)
        return read(connection, program, table)

    read = row_digests._read_all
    monkeypatch.setattr(row_digests, "_read_all", read_all)
    return names


def test_rows_are_found_whole_once_for_each_state(url: str, tmp_path: Path, digested: list[str]):
    folder = write_program(tmp_path / "program", rows(3), kept_at(url))
    assert lbn("ingest", program=folder).code == 0
    program = open_program(folder)
    digested.clear()
    for _ in range(3):
        with program.database.reading() as connection:
            assert count_in_force(connection, program.slug) == 3
    assert sorted(digested) == sorted(SEALED)
    write_form(folder, rows(4))
    assert lbn("ingest", program=folder).code == 0
    digested.clear()
    with program.database.reading() as connection:
        assert count_in_force(connection, program.slug) == 4
    assert sorted(digested) == sorted(SEALED), "another process has written"


def test_what_was_changed_by_hand_is_never_written_on(url: str, tmp_path: Path):
    """An open program that has found its rows whole looks at them again before it writes."""
    folder = write_program(tmp_path / "program", rows(3), kept_at(url))
    assert lbn("ingest", program=folder).code == 0
    program = open_program(folder)
    with program.database.reading():
        pass
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("update distributions set kits = 9"))
    engine.dispose()
    with pytest.raises(OperationError, match="distributions: not as written"), program.database.writing():
        pass
    with pytest.raises(OperationError, match="distributions: not as written"), open_program(folder).database.reading():
        pass
