"""How new the ledger is: when the tabs were read, at the agency, and the newest distribution."""

from datetime import date

from schemas.as_of import AsOf
from tasks.context import ProgramContext
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.read_as_of import read_as_of, read_program_as_of
from tests.support.watched import START, clock_after


def test_a_ledger_that_was_never_filled_is_as_of_nothing(unread: ProgramContext):
    assert read_program_as_of(unread) == AsOf(None, None)


def test_the_last_reading_is_told_in_the_agencys_time(program: ProgramContext):
    found = read_program_as_of(program)
    assert found == AsOf(START, date(2024, 1, 2))
    assert found.read_at
    assert str(found.read_at.tzinfo) == "America/New_York"
    ingest_entries(program._replace(clock=clock_after(1)))
    with program.database.reading() as connection:
        assert (read_as_of(connection, program).read_at, found.read_at.day) == (clock_after(1)(), 2)
