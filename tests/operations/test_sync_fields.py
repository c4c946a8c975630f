"""Optional columns that are missing: those that were there stop a sync, others are told until they are not asked."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.small_program import HEADER, a_row, lbn, rows, write_form, write_program
from tests.support.syncing import ingest, refuse, set_up

ROWS = 30


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return thirty distributions, read."""
    folder = write_program(tmp_path / "program", rows(ROWS))
    ingest(folder)
    return folder


def header_with(before: str, after: str) -> list[str]:
    """The form's header with one title worded otherwise."""
    return [after if title == before else title for title in HEADER]


TRAINED = "People shown how to use it (optional)"


def test_an_optional_column_that_was_there_stops_the_sync(program: Path):
    write_form(program, rows(ROWS), header_with(TRAINED, "Number of people you trained"))
    words = refuse(program)
    assert f"the column “{TRAINED}” is missing (nearest found: “Number of people you trained”)" in words
    assert 'source.not_asked = ["trained"]' in words
    set_up(program, source={"not_asked": ["trained"]})
    ended, counts = ingest(program)
    assert (counts["new"], counts["withdrawn"]) == (0, 0)
    assert "is missing" not in ended.words
    set_up(program)
    assert "is missing" in ingest(program)[0].words


def test_an_optional_column_that_was_never_there_is_told(tmp_path: Path):
    program = write_program(tmp_path / "program")
    write_form(program, rows(ROWS), header_with(TRAINED, "Number of people you trained"))
    for _ in range(2):
        words = ingest(program)[0].words
        assert f"the column “{TRAINED}” is missing" in words
    checked = lbn("check", program=program)
    assert checked.code == 1
    assert "(nearest found: “Number of people you trained”), so it is not tracked" in checked.out


def test_a_ledger_that_knows_no_fields_stops_nothing(program: Path):
    for header in (HEADER, header_with(TRAINED, "Taught")):
        with closing(sqlite3.connect(program / "lbn.db")) as connection, connection:
            connection.execute("update programs set fields_asked = null")
            connection.execute("delete from seals")  # as an earlier version kept it
        write_form(program, rows(ROWS), header)
        ingest(program)
        with closing(sqlite3.connect(program / "lbn.db")) as connection, connection:
            (asked,) = connection.execute("select fields_asked from programs").fetchone()
        assert ("trained" in asked.split()) == (header is HEADER)


def test_a_column_that_is_not_asked_is_not_read(tmp_path: Path):
    answers = [a_row(number, trained="2" if number else "many") for number in range(9)]
    program = write_program(tmp_path / "program", answers)
    assert ingest(program)[1]["flagged"] == 1
    set_up(program, source={"not_asked": ["trained"]})
    counts = ingest(program)[1]
    assert (counts["flagged"], counts["accepted"]) == (0, 9)


def test_only_optional_fields_may_be_not_asked(program: Path):
    set_up(program, source={"not_asked": ["kits"]})
    ended = lbn("ingest", program=program)
    assert ended.code == 2
    assert "source.not_asked" in ended.words
    assert "lot, trained, recipient, reason, fts, xts, low" in ended.words
