"""What is to be done beside the stock, as the ledger knows it: asked, taught, reviewed, handed in again."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest

from schemas.desk import Duties, FilingDiffers, ReviewDue, SilentUnit, TrainingDue
from schemas.stock_actions import Urgency
from tasks.context import ProgramContext, open_program
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.list_duties import list_duties
from tasks.operations.make_editions import make_editions
from tasks.operations.note_filing import Handed, note_filing
from tests.operations.test_make_editions import QUARTER
from tests.support.small_program import STOCK, a_row, rows, write_form, write_settings
from tests.support.watched import clock_after

HANDED = Handed(QUARTER.report, QUARTER.period)
FIRST_ON = date(2024, 1, 2)


def find_duties(program: ProgramContext) -> Duties:
    """List what is to be done."""
    with program.database.reading() as connection:
        return list_duties(program, connection)


def reopen(program: ProgramContext, days: float = 0, **sections: Any) -> ProgramContext:
    """Open the program under other settings, so many days later."""
    (program.folder / "lbn.toml").write_text(write_settings(**sections), encoding="utf-8")
    return open_program(program.folder, clock_after(days))


def read_again(program: ProgramContext, answers: Iterable[dict[str, str]]) -> None:
    """Write the form's tab anew and read it."""
    write_form(program.folder, answers)
    ingest_entries(program, accept_withdrawals=True)


def daily(days: int, unit: str = "Patrol") -> list[dict[str, str]]:
    """One form a day since the program started."""
    return [a_row(24 * day, unit=unit, zip="12207" if unit == "Patrol" else "12208") for day in range(days)]


def test_before_the_first_reading_only_the_review_is_known(unread: ProgramContext):
    wanted = {"training": {"people": {"Patrol": 40}}, "procedure": {"reviewed": date(2023, 4, 1)}}
    review = ReviewDue(reviewed_on=date(2023, 4, 1), due_on=date(2024, 4, 1), pack="2024-Q1", urgency=Urgency.TODAY)
    assert find_duties(reopen(unread, **wanted)) == Duties(review=review)


def test_a_program_that_asks_for_nothing_has_nothing_to_do(program: ProgramContext):
    read_again(program, daily(90))
    assert find_duties(program) == Duties()


@pytest.mark.parametrize("days_later", [0, 300])
def test_a_silent_unit_is_named_as_of_the_reading(program: ProgramContext, days_later: int):
    read_again(program, [*daily(90), *daily(31, "Detectives"), *daily(31, "Night shift")])
    last_on = FIRST_ON + timedelta(days=30)
    (silent,) = find_duties(program._replace(clock=clock_after(days_later))).silent_units
    assert silent == SilentUnit(
        unit="Detectives", last_on=last_on, days=(date(2024, 4, 2) - last_on).days, usual_days=1, is_counted=True
    )


@pytest.mark.parametrize(("where", "is_asked"), [("Detectives", False), ("Patrol", True)])
def test_a_count_of_the_unit_answers_its_silence(program: ProgramContext, where: str, is_asked: bool):
    count = f"3/31/2024,{where},kit,A123,0\r\n"
    (program.folder / "Counts.csv").write_text(STOCK["Counts.csv"] + count, encoding="utf-8", newline="")
    read_again(program, [*daily(90), *daily(31, "Detectives")])
    assert bool(find_duties(program).silent_units) is is_asked


def test_where_all_of_the_program_is_silent_no_unit_is_blamed(program: ProgramContext):
    read_again(program, [*daily(40), *daily(31, "Detectives")])
    assert find_duties(program).silent_units == ()


def test_a_unit_that_lbn_toml_lacks_is_not_asked_about(program: ProgramContext):
    read_again(program, [*daily(90), *daily(31, "Detectives")])
    assert find_duties(program).silent_units
    assert find_duties(reopen(program, units=[{"name": "Patrol"}])).silent_units == ()


@pytest.mark.parametrize(
    ("training", "due"),
    [
        ({"people": {"Patrol": 12}}, ()),
        ({"people": {"Patrol": 40}}, (TrainingDue(unit="Patrol", people=40, trained=12),)),
        ({"people": {"Patrol": 12}, "refresher_months": 3}, ()),
        ({"people": {"Patrol": 12}, "refresher_months": 2},
         (TrainingDue(unit="Patrol", people=12, trained=0, is_refresher=True),)),
        ({"people": {"Detectives": 1}}, (TrainingDue(unit="Detectives", people=1, trained=0),)),
    ],
)  # fmt: skip
def test_trainings_are_due_by_the_people_of_each_unit(
    program: ProgramContext, training: dict[str, Any], due: tuple[TrainingDue, ...]
):
    found = find_duties(reopen(program, training=training))
    assert (found.trainings, found.is_training_recorded) == (due, True)


@pytest.mark.parametrize(("held", "held_count"), [("", 0), ("1/16/2024,Patrol,Leave-behind program,some\r\n", 1)])
def test_held_trainings_are_told_where_any_is_due(program: ProgramContext, held: str, held_count: int):
    (program.folder / "Training.csv").write_text(STOCK["Training.csv"] + held, encoding="utf-8")
    wanted = reopen(program, training={"people": {"Patrol": 40}})
    ingest_entries(wanted)
    (due,) = find_duties(wanted).trainings
    assert (due.trained, due.held_count) == (12, held_count)


@pytest.mark.parametrize(
    ("people", "rows_of_tab", "is_recorded"),
    [
        ({"Patrol": 40}, "", False),
        ({"Patrol": 0}, "", True),
        ({}, "", True),
        ({"Patrol": 40}, "1/15/2024,Patrol,Leave-behind program,some\r\n", True),
    ],
    ids=["wanted, and no row", "nobody to train", "not wanted", "every row is held"],
)
def test_a_tab_without_rows_is_not_recorded_and_never_zero(
    program: ProgramContext, people: dict[str, int], rows_of_tab: str, is_recorded: bool
):
    header = STOCK["Training.csv"].splitlines()[0]
    (program.folder / "Training.csv").write_text(f"{header}\r\n{rows_of_tab}", encoding="utf-8")
    wanted = reopen(program, training={"people": people})
    ingest_entries(wanted, accept_withdrawals=True, accept_held=True)
    found = find_duties(wanted)
    assert (found.trainings, found.is_training_recorded) == ((), is_recorded)


def test_what_was_handed_in_differs_by_kits(program: ProgramContext):
    make_editions(program, [QUARTER])
    note_filing(program, HANDED)
    assert find_duties(program).filings == ()
    read_again(program, rows(19))
    make_editions(program, [QUARTER])
    (found,) = find_duties(program).filings
    assert found == FilingDiffers(
        report="nysdoh-quarterly", period="2024-Q1", filed_edition=1, newest_edition=2, kits=7
    )
    note_filing(program, HANDED)
    assert find_duties(program).filings == ()


def test_what_says_again_what_was_handed_in_does_not_differ(program: ProgramContext):
    for count in (12, 19, 12):
        read_again(program, rows(count))
        make_editions(program, [QUARTER])
        note_filing(program, HANDED._replace(edition=1))
    assert find_duties(program).filings == ()


def test_of_paper_and_of_a_damaged_edition_no_kits_are_known(program: ProgramContext):
    note_filing(program, HANDED)
    make_editions(program, [QUARTER])
    (on_paper,) = find_duties(program).filings
    assert (on_paper.filed_edition, on_paper.newest_edition, on_paper.kits) == (None, 1, None)
    note_filing(program, HANDED)
    read_again(program, rows(19))
    make_editions(program, [QUARTER])
    with closing(sqlite3.connect(program.folder / "lbn.db")) as connection, connection:
        connection.execute("update editions set figures = ? where edition = 1", (b"{}",))
    (damaged,) = find_duties(program).filings
    assert (damaged.filed_edition, damaged.newest_edition, damaged.kits) == (1, 2, None)
