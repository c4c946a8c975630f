"""What a person handed in: noted, replaced, undone, and what cannot have been."""

from datetime import date
from typing import Any

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.operations.make_editions import make_editions
from tasks.operations.note_filing import Handed, note_filing, undo_filing
from tasks.operations.summarize_status import summarize_status
from tasks.rules.reporting.periods import parse_period
from tests.operations.test_make_editions import QUARTER

HANDED = Handed(QUARTER.report, QUARTER.period)


def filed_on(program: ProgramContext) -> list[date | None]:
    """List when each edition was handed in."""
    return [edition.filed_on for edition in summarize_status(program).editions]


def test_the_newest_edition_is_handed_in_today_by_default(program: ProgramContext):
    make_editions(program, [QUARTER])
    filed = note_filing(program, HANDED)
    assert (filed.edition, filed.filed_on, filed_on(program)) == (1, program.today(), [program.today()])
    earlier = date(2024, 4, 1)
    assert note_filing(program, HANDED._replace(on=earlier, edition=1)).filed_on == earlier
    assert filed_on(program) == [earlier]
    undo_filing(program, HANDED)
    assert filed_on(program) == [None]


def test_what_was_handed_in_on_paper_has_no_edition(program: ProgramContext):
    assert note_filing(program, HANDED).edition is None


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "county-board"},
        {"edition": 2},
        {"on": date(2024, 3, 30)},
        {"on": date(2999, 1, 1)},
        {"period": parse_period("2024-Q2")},
    ],
    ids=["no report", "no edition", "before its end", "to come", "a period that goes on"],
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
