"""Times that lost their seconds on the way, or have them again: for a sync the rows are what they were."""

from pathlib import Path

import pytest

from tests.support.small_program import a_row, tables, write_form, write_program
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
