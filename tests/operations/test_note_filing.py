"""What a person handed in: noted, replaced, undone, and what cannot have been."""

from datetime import date, timedelta
from typing import Any

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.list_duties import list_duties
from tasks.operations.make_editions import make_editions
from tasks.operations.note_filing import Handed, note_filing, undo_filing
from tasks.operations.summarize_status import summarize_status
from tasks.rules.reporting.periods import parse_period
from tasks.store.editions import keep_lost_edition
from tests.operations.test_make_editions import QUARTER
from tests.support.small_program import rows, write_form
from tests.support.watched import clock_after

HANDED = Handed(QUARTER.report, QUARTER.period)


def filed_on(program: ProgramContext) -> list[date | None]:
    """List when each edition was handed in."""
    return [edition.filed_on for edition in summarize_status(program).editions]


def test_the_newest_edition_is_handed_in_today_by_default(program: ProgramContext):
    make_editions(program, [QUARTER])
    filed = note_filing(program, HANDED)
    assert (filed.edition, filed.filed_on, filed_on(program)) == (1, program.today(), [program.today()])
    earlier = date(2024, 4, 1)
    filed = note_filing(program, HANDED._replace(on=earlier))
    assert (filed.edition, filed.filed_on, filed.is_made_since) == (1, earlier, True)
    assert filed_on(program) == [earlier]
    undo_filing(program, HANDED)
    assert filed_on(program) == [None]


@pytest.mark.parametrize(
    ("handed_in_after", "edition"),
    [
        pytest.param(-1, 2, id="on paper, before any was made: what was made since stands for it"),
        pytest.param(0, 1, id="on the day of the first"),
        pytest.param(4, 1, id="between the two: the second cannot have been it"),
        pytest.param(5, 2, id="on the day of the second"),
        pytest.param(9, 2, id="later"),
    ],
)
def test_what_was_made_later_was_not_handed_in_then(handed_in_after: int, edition: int, program: ProgramContext):
    make_editions(program, [QUARTER])
    first_day = program.today()
    program = program._replace(clock=clock_after(5))
    write_form(program.folder, rows(13))
    ingest_entries(program)
    make_editions(program, [QUARTER])
    program = program._replace(clock=clock_after(10))
    filed = note_filing(program, HANDED._replace(on=first_day + timedelta(days=handed_in_after)))
    assert filed.edition == edition
    with program.database.reading() as connection:
        differing = [one.newest_edition for one in list_duties(program, connection).filings]
    assert differing == ([2] if edition == 1 else [])


def test_what_was_handed_in_on_paper_has_no_edition(program: ProgramContext):
    assert note_filing(program, HANDED).edition is None


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "county-board"},
        {"edition": 2},
        {"edition": 1, "on": date(2024, 4, 1)},
        {"on": date(2024, 3, 30)},
        {"on": date(2999, 1, 1)},
        {"period": parse_period("2024-Q2")},
    ],
    ids=["no report", "no edition", "before it was made", "before its end", "to come", "a period that goes on"],
)
def test_what_cannot_have_been_handed_in_is_a_wrong_call(changes: dict[str, Any], program: ProgramContext):
    make_editions(program, [QUARTER])
    with pytest.raises(UsageError):
        note_filing(program, HANDED._replace(**changes))


def test_what_is_not_noted_cannot_be_undone(program: ProgramContext):
    with pytest.raises(OperationError, match="not noted as handed in"):
        undo_filing(program, HANDED)
    with pytest.raises(UsageError):
        undo_filing(program, HANDED._replace(slug="county-board"))


def test_what_was_lost_was_made_before_what_came_since(program: ProgramContext):
    """A note of what was handed in before the loss is of the edition that was lost, whenever its loss was seen."""
    with program.database.writing() as connection:
        keep_lost_edition(connection, program.slug, (QUARTER.report, QUARTER.period.name, 1), program.now())
    later = program._replace(clock=clock_after(5))
    make_editions(later, [QUARTER], is_asked=True)
    before = program.today() - timedelta(days=1)
    for handed, edition in ((HANDED, 1), (HANDED._replace(edition=1), 1)):
        filed = note_filing(later, handed._replace(on=before))
        assert (filed.edition, filed.is_made_since) == (edition, False)
    with pytest.raises(UsageError, match=r"Edition 2 .* was made on 2024-04-07, so it can't have been handed in on"):
        note_filing(later, HANDED._replace(edition=2, on=before))
