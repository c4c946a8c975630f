"""Reading from scratch: what differs is put right and counted, the rest of the ledger stays as it is."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.support.small_program import a_row, lbn, rows, tables, write_form, write_program

REPORT = ("report", "nysdoh-quarterly", "2024-Q1")
LEFT_ALONE = ("editions", "artifacts", "messages", "filings")


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty distributions, one row on hold, an edition."""
    folder = write_program(tmp_path_factory.mktemp("made") / "program", [*rows(20), a_row(20, kits="two")])
    assert lbn("ingest", program=folder).code == 0
    assert lbn(*REPORT, program=folder).code == 0
    return folder


@pytest.fixture
def program(made_once: Path, tmp_path: Path) -> Path:
    """Return a copy of it, to be changed."""
    return Path(copytree(made_once, tmp_path / "program"))


def damage(program: Path, *statements: str) -> None:
    """Change the ledger past the program, as a disk or a hand may."""
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def in_force(program: Path) -> list[tuple[object, ...]]:
    """What the ledger says of the form's rows, without numbers and syncs."""
    return sorted(((*row[2:-3], row[-1]) for row in tables(program)["distributions"] if row[-2] is None), key=repr)


def test_nothing_differs_and_nothing_changes(program: Path):
    before = tables(program)
    ended = lbn("ingest", "--from-scratch", "--json", program=program)
    assert (ended.code, ended.json["unchanged"]) == (0, 21)
    assert "nothing differed" in ended.words
    unchanged = {name: rows for name, rows in tables(program).items() if name not in ("programs", "seals")}
    assert unchanged == {name: before[name] for name in unchanged}


def test_a_first_reading_differs_from_nothing(tmp_path: Path):
    folder = write_program(tmp_path / "new", rows(3))
    ended = lbn("ingest", "--from-scratch", "--json", program=folder)
    assert (ended.json["new"], "nothing differed" in ended.words) == (3, True)


DAMAGES = {
    "a number": ("update distributions set kits = 9 where id = 3", "Form responses: 1 row"),
    "no date": ("update distributions set distributed_on = 'x' where id = 3", "Form responses: 1 row"),
    "a row is gone": ("delete from distributions where id = 3", "Form responses: 1 row"),
    "another row": ("update distributions set fingerprint = x'00' where id = 3", "Form responses: 1 row"),
    "a row withdrawn": ("update distributions set valid_to_sync = 1 where id < 5", "Form responses: 4 rows"),
    "a sync that isn't": ("update distributions set valid_from_sync = 99 where id = 3", "nothing differed"),
    "no text": ("update movements set item = cast(x'6bff74' as text)", "Inventory: 2 rows"),
    "a movement": ("update movements set quantity = 1", "Inventory: 2 rows"),
    "a count": ("update counts set counted = -5", "Counts: 1 row"),
    "a finding": ("update findings set row_number = 5", "Form responses: 1 row"),
    "a held row": ("delete from held_rows", "Form responses: 1 row"),
    "when it was read": ("update programs set read_at = 'never'", "nothing differed"),
    "the check of the key": ("update programs set key_check = x'00'", "nothing differed"),
    "a sync": ("update syncs set synced_at = x'ff'", "nothing differed"),
    "a word": ("update vocabulary set word = 'Harbor' where word = 'Patrol'", "nothing differed"),
}


@pytest.mark.parametrize(("statement", "said"), DAMAGES.values(), ids=DAMAGES)
def test_what_the_tabs_hold_comes_back_from_them(statement: str, said: str, program: Path):
    before, kept = in_force(program), {name: tables(program).get(name) for name in LEFT_ALONE}
    damage(program, statement)
    for call in (("figures", "2024-Q1"), ("ingest",), ("run",), ("status",), REPORT):
        refused = lbn(*call, program=program)
        assert (refused.code, "`lbn ingest --from-scratch`" in refused.words) == (1, True)
    assert "TO DO" in lbn("check", program=program).out
    ended = lbn("ingest", "--from-scratch", "--json", program=program)
    assert (ended.code, said in ended.words) == (0, True), ended.words
    assert in_force(program) == before
    assert {name: tables(program).get(name) for name in LEFT_ALONE} == kept
    assert lbn("check", program=program).code == 0
    assert not any(row[-2] for row in tables(program)["distributions"]), "damage isn't kept as history"


def test_a_damaged_ledger_is_healed_from_tabs_that_moved_on(program: Path):
    damage(program, "update distributions set kits = 9 where id = 3")
    write_form(program, [*rows(19), a_row(30)])
    assert lbn("ingest", "--from-scratch", "--json", program=program).json["accepted"] == 20
    assert lbn("figures", "2024-Q1", "--json", program=program).json["measures"]["kits_distributed"] == 20


def test_tabs_that_lost_rows_too_heal_nothing_unasked(program: Path):
    damage(program, "update distributions set kits = 9 where id = 3")
    write_form(program, rows(5))
    refused = lbn("ingest", "--from-scratch", program=program)
    assert (refused.code, "--accept-withdrawals" in refused.words) == (1, True)
    assert lbn("ingest", "--from-scratch", "--accept-withdrawals", program=program).code == 0
    assert lbn("status", "--json", program=program).json["entries"] == 5


def test_another_programs_key_heals_nothing(program: Path):
    (program / "secret.key").write_text("cd" * 32, encoding="ascii")
    before = tables(program)
    refused = lbn("ingest", "--from-scratch", program=program)
    assert (refused.code, "key" in refused.words) == (1, True)
    assert tables(program) == before


def spoil_pages(program: Path, table: str) -> None:
    """Make the pages of a table unreadable."""
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        pages = connection.execute("select pageno from dbstat where name = ? and pagetype <> 'overflow'", (table,))
        numbers = [number for (number,) in pages]
    content = bytearray((program / "lbn.db").read_bytes())
    for number in numbers:
        content[(number - 1) * 4096 : number * 4096] = b"\xa5" * 4096
    (program / "lbn.db").write_bytes(content)


@pytest.mark.parametrize("table", ["distributions", "movements", "findings", "distributions_in_force", "vocabulary"])
def test_pages_that_cannot_be_read_are_read_around(table: str, program: Path):
    before, kept = in_force(program), {name: tables(program).get(name) for name in LEFT_ALONE}
    spoil_pages(program, table)
    assert lbn("figures", "2024-Q1", program=program).code == 1
    ended = lbn("ingest", "--from-scratch", program=program)
    assert (ended.code, "made anew" in ended.words) == (0, True), ended.words
    assert in_force(program) == before
    assert {name: tables(program).get(name) for name in LEFT_ALONE} == kept
    assert lbn("check", program=program).code == 0
    assert (program / "lbn.db-damaged").stat().st_mode & 0o777 == 0o600


def test_the_number_of_a_lost_edition_is_not_given_again(program: Path):
    before = (program / "reports/nysdoh-quarterly/2024-Q1/edition-1/figures.json").read_bytes()
    spoil_pages(program, "editions")
    ended = lbn("ingest", "--from-scratch", program=program)
    assert (ended.code, "nysdoh-quarterly 2024-Q1: edition 1 lies in reports/" in ended.words) == (0, True)
    assert lbn(*REPORT, "--json", program=program).json["edition"] == 2
    assert (program / "reports/nysdoh-quarterly/2024-Q1/edition-1/figures.json").read_bytes() == before


def overwrite(program: Path, *places: tuple[int, bytes]) -> bytes:
    """Write over bytes of the ledger; what it holds then."""
    content = bytearray((program / "lbn.db").read_bytes())
    for first, written in places:
        content[first : first + len(written)] = written
    (program / "lbn.db").write_bytes(content)
    return bytes(content)


def find_all(program: Path, words: bytes) -> list[int]:
    """Where some words stand in the ledger."""
    return [found.start() for found in re.finditer(re.escape(words), (program / "lbn.db").read_bytes())]


LISTS = {
    "no header": lambda _program: [(0, bytes(100))],
    "other pages": lambda _program: [(16, b"\x20")],
    "not to be written": lambda _program: [(18, b"\x03")],
    "other letters": lambda _program: [(59, b"\x02")],
    "no first page": lambda _program: [(100, b"\xa5" * 3996)],
    "a table without a name": lambda program: [
        (at, b"create tablf") for at in find_all(program, b"CREATE TABLE counts")
    ],
    "a table at no page": lambda program: [(at - 1, b"\xff") for at in find_all(program, b"CREATE TABLE movements")],
}


@pytest.mark.parametrize("places", LISTS.values(), ids=LISTS)
def test_a_list_of_tables_that_is_damaged_is_made_anew(places: Callable[[Path], Any], program: Path):
    before, kept = in_force(program), {name: tables(program).get(name) for name in LEFT_ALONE}
    overwrite(program, *places(program))
    refused = lbn("ingest", program=program)
    assert (refused.code, "is damaged" in refused.words or "isn't a ledger" in refused.words) == (1, True)
    ended = lbn("ingest", "--from-scratch", program=program)
    assert (ended.code, "made anew" in ended.words) == (0, True), ended.words
    assert in_force(program) == before
    assert {name: tables(program).get(name) for name in LEFT_ALONE} == kept
    assert lbn("check", program=program).code == 0
    assert not [path for path in program.iterdir() if path.name.startswith((".lbn-draft", "lbn.db-re"))]


def test_a_ledger_without_a_list_of_tables_wants_a_backup(program: Path):
    content = overwrite(program, *((at, b"create tablf") for at in find_all(program, b"CREATE TABLE")))
    refused = lbn("ingest", "--from-scratch", program=program)
    assert (refused.code, "Restore a backup" in refused.words) == (1, True)
    assert (program / "lbn.db").read_bytes() == content


def test_what_a_lost_table_held_is_told(program: Path):
    for name in ("messages", "filings", "seals"):
        overwrite(program, *((at, b"create tablf") for at in find_all(program, f"CREATE TABLE {name}".encode())))
    damage_layout(program)
    ended = lbn("ingest", "--from-scratch", program=program)
    assert ended.code == 0, ended.words
    assert "which messages have left; what `lbn status` says of reports handed in" in ended.words


def damage_layout(program: Path) -> None:
    """Have a table begin elsewhere than in a new ledger, so that those whose names are lost can't be found."""
    content = (program / "lbn.db").read_bytes()
    (at,) = find_all(program, b"CREATE TABLE syncs")
    page = content[at - 1] - 1
    moved = len(content) // 4096 + 1
    (program / "lbn.db").write_bytes(content + content[page * 4096 : (page + 1) * 4096])
    overwrite(program, (at - 1, bytes((moved,))))
