"""Times that lost their seconds on the way, or have them again: for a sync the rows are what they were."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.small_program import a_row, lbn, tables, write_form, write_program
from tests.support.syncing import Answers, ingest, set_up


def lose_seconds(answers: Answers) -> Answers:
    """The rows as Excel saves them: 1/2/2024 8:00."""
    return [row | {"submitted": row["submitted"].rpartition(":")[0]} for row in answers]


def at(clock: str) -> dict[str, str]:
    """The same answers, sent at this time."""
    return a_row(0, submitted=f"1/2/2024 {clock}")


SECONDS = [
    pytest.param([a_row(n, submitted=f"1/{n}/2024 9:15:{n + 9}", date="1/1/2024") for n in range(1, 20)], id="many"),
    pytest.param([at("10:03:10"), at("10:04:55")], id="105 seconds apart"),
    pytest.param([at("10:03:10"), at("10:03:40")], id="a form sent twice"),
    pytest.param([at("10:03:10"), at("10:03:40"), a_row(3, kits="two")], id="and one on hold"),
]


@pytest.mark.parametrize("answers", SECONDS)
def test_a_file_that_lost_its_seconds_changes_nothing(answers: Answers, tmp_path: Path):
    program = write_program(tmp_path / "program", answers)
    first = ingest(program)[1]
    write_form(program, lose_seconds(answers))
    again = ingest(program)[1]
    assert (again["new"], again["withdrawn"], again["held"]) == (0, 0, first["held"])
    write_form(program, [*lose_seconds(answers), a_row(500)])
    assert ingest(program)[1] == first | {"read": first["read"] + 1, "accepted": first["accepted"] + 1, "new": 1,
                                          "unchanged": first["read"]}  # fmt: skip
    write_form(program, answers)
    assert ingest(program)[1]["withdrawn"] == 1


@pytest.mark.parametrize("answers", SECONDS)
def test_seconds_that_are_seen_for_once_change_nothing(answers: Answers, tmp_path: Path):
    program = write_program(tmp_path / "program", lose_seconds(answers))
    ingest(program)
    write_form(program, answers)
    again = ingest(program)[1]
    assert (again["new"], again["withdrawn"]) == (0, 0)
    fresh = write_program(tmp_path / "fresh", answers)
    assert again["held"] == ingest(fresh)[1]["held"]
    set_up(program, privacy={"smallest_cell": 12})
    before = tables(program)["distributions"]
    assert ingest(program)[1]["withdrawn"] == 0
    assert tables(program)["distributions"] == before


def forget_marks(program: Path) -> None:
    """Leave the ledger as the migration leaves one that was read by earlier rules: without marks and seals."""
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        connection.execute("update distributions set sent_mark = null")
        connection.execute("update programs set source = x'00', context = x'00'")
        connection.execute("delete from seals")
        connection.commit()


def marks_of(program: Path) -> list[tuple[bytes | None, bool]]:
    """The mark of each distribution, and whether the distribution counts."""
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        return connection.execute("select sent_mark, valid_to_sync is null from distributions order by id").fetchall()


@pytest.mark.parametrize("answers", SECONDS)
def test_rows_without_marks_are_known_again_and_marked(answers: Answers, tmp_path: Path):
    program = write_program(tmp_path / "program", answers)
    first, marks = ingest(program)[1], marks_of(program)
    forget_marks(program)
    write_form(program, lose_seconds(answers))
    again = ingest(program)[1]
    assert (again["new"], again["withdrawn"], again["held"]) == (0, 0, first["held"])
    assert marks_of(program) == marks
    assert lbn("check", program=program).code == 0


def test_only_distributions_that_count_have_a_mark(tmp_path: Path):
    """What is withdrawn is never known again, so nothing of its time is kept."""
    program = write_program(tmp_path / "program", [a_row(n) for n in range(9)])
    ingest(program)
    assert len(set(marks_of(program))) == 9
    write_form(program, [a_row(n, kits="two" if n == 4 else "3" if n == 5 else "1") for n in range(8)])
    ingest(program)
    assert [(mark is None, counts) for mark, counts in marks_of(program)].count((True, False)) == 3
    assert all((mark is None) is not counts for mark, counts in marks_of(program))


def test_another_key_makes_other_marks(tmp_path: Path):
    program = write_program(tmp_path / "program", [a_row(n) for n in range(9)])
    ingest(program)
    before = marks_of(program)
    (program / "secret.key").write_text("cd" * 32, encoding="ascii")
    ingest(program, "--accept-withdrawals")
    marks = {mark for mark, counts in marks_of(program) if counts}
    assert len(marks) == 9
    assert None not in marks
    assert marks.isdisjoint(mark for mark, _ in before)


def test_marks_are_no_difference_from_scratch(tmp_path: Path):
    """A ledger of an earlier version has none, and one whose marks are damaged says what it said."""
    program = write_program(tmp_path / "program", [a_row(n) for n in range(9)])
    ingest(program)
    marks = marks_of(program)
    forget_marks(program)
    assert "nothing differed" in lbn("ingest", "--from-scratch", program=program).words
    assert marks_of(program) == marks
    with closing(sqlite3.connect(program / "lbn.db")) as connection:
        connection.execute("update distributions set sent_mark = x'00' where id = 3")
        connection.commit()
    assert lbn("check", program=program).code == 1
    ended = lbn("ingest", "--from-scratch", program=program)
    assert (ended.code, marks_of(program)) == (0, marks)
    assert "nothing differed" in ended.words
    assert lbn("check", program=program).code == 0
