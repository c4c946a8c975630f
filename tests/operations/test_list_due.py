"""What is owed and what has become of it: owed, made, handed in, overdue."""

from datetime import date

from schemas.due import Due, DueState
from tasks.context import ProgramContext
from tasks.operations.find_due_reports import find_due_reports
from tasks.operations.list_due import list_due_reports, list_editions_made
from tasks.operations.make_editions import make_editions
from tasks.operations.note_filing import Handed, note_filing
from tasks.rules.reporting.periods import parse_period
from tests.support.watched import clock_after


def states(program: ProgramContext) -> list[DueState]:
    """List the states of all that is owed."""
    with program.database.reading() as connection:
        return [one.state for one in list_due_reports(program, connection)]


def test_a_report_goes_from_owed_to_made_to_handed_in(program: ProgramContext):
    with program.database.reading() as connection:
        due = Due(report="nysdoh-quarterly", period="2024-Q1", due_on=date(2024, 4, 15), state=DueState.OWED)
        assert list_due_reports(program, connection) == [due]
    assert states(program._replace(clock=clock_after(30))) == [DueState.OVERDUE]
    make_editions(program, find_due_reports(program))
    assert states(program) == [DueState.MADE]
    assert states(program._replace(clock=clock_after(30))) == [DueState.OVERDUE]
    note_filing(program, Handed("nysdoh-quarterly", parse_period("2024-Q1")))
    assert states(program) == [DueState.FILED]


def test_editions_made_are_listed_by_report_and_period(program: ProgramContext):
    wanted = find_due_reports(program)
    make_editions(program, wanted)
    with program.database.reading() as connection:
        assert list_editions_made(program, connection) == wanted
