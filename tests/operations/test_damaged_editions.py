"""A damaged edition is never shown, sent, written over a file, or compared with; a damaged message is never sent."""

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree

import pytest

from tests.support.small_program import lbn, rows, tables, write_form, write_program
from tests.support.syncing import set_up

REPORT = ("report", "nysdoh-quarterly", "2024-Q1")
FOLDER = "reports/nysdoh-quarterly/2024-Q1/edition-1"
DAMAGES = {
    "figures": "update editions set figures = cast(replace(figures, ': 10', ': 11') as blob) where period = '2024-Q1'",
    "no figures": "update editions set figures = 'x' where period = '2024-Q1'",
}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with an edition."""
    folder = write_program(tmp_path_factory.mktemp("made") / "program", rows(10))
    assert lbn(*REPORT, program=folder).code == 0
    return folder


@pytest.fixture
def program(made_once: Path, tmp_path: Path) -> Path:
    """Return a copy of it, to be changed."""
    return Path(copytree(made_once, tmp_path / "program"))


def change(program: Path, statement: str) -> None:
    """Change the ledger past the program."""
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        assert connection.execute(statement).rowcount > 0
        connection.commit()


@pytest.mark.parametrize("statement", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_edition_is_used_for_nothing(statement: str, program: Path):
    before = (program / FOLDER / "figures.json").read_bytes()
    change(program, statement)
    write_form(program, rows(11))
    for call in ((*REPORT, "--edition", "1"), (*REPORT, "--resend"), ("run",)):
        ended = lbn(*call, program=program)
        assert (ended.code, "Edition 1 of nysdoh-quarterly for 2024-Q1 is damaged" in ended.words) == (1, True)
    assert (program / FOLDER / "figures.json").read_bytes() == before
    of_quarter = [row for row in tables(program)["editions"] if row[2] == "2024-Q1"]
    assert len(of_quarter) == 1, "no amendment was made from it"


def test_the_other_reports_are_made_all_the_same(program: Path):
    change(program, DAMAGES["figures"])
    assert lbn("run", program=program).code == 1
    assert {row[2] for row in tables(program)["editions"]} > {"2024-Q1", "2024-Q2"}


def test_a_person_who_asks_gets_the_next_edition(program: Path):
    change(program, DAMAGES["figures"])
    made = lbn(*REPORT, "--json", program=program).json
    assert (made["edition"], made["supersedes"], made["measures"]["kits_distributed"]) == (2, 1, 10)
    assert (made["compared"], made["changes"]) == (False, [])
    assert lbn("run", program=program).code == 0


def test_a_person_is_told_that_nobody_can_say_what_changed(program: Path):
    change(program, DAMAGES["figures"])
    assert "edition 1, which is lost or damaged, so the two could not be compared." in lbn(*REPORT, program=program).out
    write_form(program, rows(11))
    after = lbn(*REPORT, "--json", program=program).json
    assert (after["edition"], "compared" in after, len(after["changes"]) > 0) == (3, False, True)


EVERY_KIND = {
    "figures": "update editions set figures = x'00' where period = '2024-Q1'",
    "a file": "update artifacts set content = x'00' where name = 'report.pdf'",
    "a message": "update messages set raw = x'00'",
}


@pytest.mark.parametrize("statement", EVERY_KIND.values(), ids=EVERY_KIND)
def test_what_nobody_asks_for_is_found_by_a_check(statement: str, program: Path):
    assert lbn("check", program=program).code == 0
    change(program, statement)
    ended = lbn("check", program=program)
    assert (ended.code, "kept      TO DO  Damaged in the ledger: " in ended.out) == (1, True)
    assert "2024-Q1" in ended.out.rpartition("Damaged in the ledger: ")[2]


@pytest.mark.parametrize("name", ["report.pdf", "figures.json"])
def test_a_damaged_file_is_not_written(name: str, program: Path):
    change(program, f"update artifacts set content = x'00' where name = '{name}'")  # noqa: S608 - a name of ours
    (program / FOLDER / name).unlink()
    assert lbn("run", program=program).code == 1
    assert lbn(*REPORT, "--edition", "1", program=program).code == 1
    assert not (program / FOLDER / name).exists()


def test_a_damaged_message_stays_and_others_leave(program: Path):
    (program / "outbox/nysdoh-quarterly-2024-Q1-edition-1.eml").unlink()
    change(program, "update messages set state = 'queued', raw = x'00'")
    change(program, "delete from seals")
    ended = lbn("run", program=program)
    assert (ended.code, "nysdoh-quarterly-2024-Q1-edition-1.eml is damaged" in ended.words) == (1, True)
    left = {path.name for path in (program / "outbox").iterdir()}
    assert "nysdoh-quarterly-2024-Q1-edition-1.eml" not in left
    assert "nysdoh-quarterly-2024-Q2-edition-1.eml" in left
    assert "edition-1.eml, failed: the ledger holds it damaged" in lbn("status", program=program).out
    assert lbn("run", program=program).code == 0, "it is told once, not with every run"


def test_a_backfill_says_what_it_made_beside_what_is_damaged(program: Path):
    change(program, DAMAGES["figures"])
    ended = lbn("backfill", "2024-01", "2024-06", program=program)
    assert ended.code == 1
    assert "Made 1 edition, and none in the place of what is damaged: Edition 1 of nysdoh-quarterly" in ended.words
    assert {row[2] for row in tables(program)["editions"]} >= {"2024-Q1", "2024-Q2"}


LEFT = "Damaged in the ledger: {}. Only a backup (`lbn restore`) brings that back"


def test_what_was_replaced_is_told_and_keeps_nothing_waiting(program: Path):
    change(program, DAMAGES["figures"])
    assert lbn(*REPORT, program=program).code == 0
    ended = lbn("check", program=program)
    assert (ended.code, LEFT.format("edition 1 of nysdoh-quarterly for 2024-Q1") in ended.out) == (0, True)
    assert lbn("run", program=program).code == 0


def test_what_nobody_makes_any_more_is_told_and_fails_no_run(program: Path):
    change(program, DAMAGES["figures"])
    set_up(program, program={"oopp": "none"})
    assert lbn("run", program=program).code == 0
    ended = lbn("check", program=program)
    assert (ended.code, LEFT.format("edition 1 of nysdoh-quarterly for 2024-Q1") in ended.out) == (0, True)
    shown = lbn(*REPORT, "--edition", "1", program=program)
    assert (shown.code, "makes the next edition" in shown.words) == (1, False)


def test_a_damaged_file_is_replaced_by_the_next_edition(program: Path):
    change(program, EVERY_KIND["a file"])
    made = lbn(*REPORT, "--json", program=program).json
    assert (made["edition"], made["supersedes"], made["changes"], "compared" in made) == (2, 1, [], False)
    (program / FOLDER / "report.pdf").unlink()
    assert [lbn(command, program=program).code for command in ("run", "check")] == [0, 0]


def test_a_message_that_was_sent_again_is_done_with(program: Path):
    change(program, EVERY_KIND["a message"])
    assert lbn("check", program=program).code == 1
    assert lbn(*REPORT, "--resend", program=program).code == 0
    ended = lbn("check", program=program)
    assert (ended.code, LEFT.format("the message nysdoh-quarterly-2024-Q1-edition-1.eml") in ended.out) == (0, True)
