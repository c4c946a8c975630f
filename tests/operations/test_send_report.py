"""One report for one period: an edition and its message, a preview, and what is refused."""

from typing import Any

import pytest

from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.operations.send_report import look_before_resending, send_report
from tests.support.small_program import RESPONSES, a_row, rows, write_form


def send(program: ProgramContext, **options: Any) -> tuple[int | None, bool, int]:
    """Send the quarter's report; give its edition, whether it is new, and how many messages left."""
    made = send_report(program, **{"report": "nysdoh-quarterly", "period": "2024-Q1"} | options)
    assert len(made.messages) <= len(list((program.folder / "outbox").glob("*.eml")))
    return made.figures.edition, made.is_new, len(made.messages)


def test_a_message_leaves_for_a_new_edition_or_when_asked_for(unread: ProgramContext):
    assert send(unread) == (1, True, 1)  # the tabs are read first
    assert send(unread) == (1, False, 0)
    assert send(unread, resend=True) == (1, False, 1)


def hold_one(program: ProgramContext) -> None:
    """Let a row come after the edition that can't be counted."""
    write_form(program.folder, [*rows(12), a_row(12, kits="two")])


@pytest.mark.parametrize("resend", [False, True])
def test_rows_on_hold_since_an_edition_are_told_with_it(resend: bool, program: ProgramContext):
    first = send_report(program, report="nysdoh-quarterly", period="2024-Q1")
    assert (first.held_since, first.figures.excluded["held"]) == (None, 0)
    before = (program.folder / str(first.folder) / "email.txt").read_bytes()
    hold_one(program)
    again = send_report(program, report="nysdoh-quarterly", period="2024-Q1", resend=resend)
    assert (again.is_new, again.figures.excluded["held"]) == (False, 0)
    assert again.held_since is not None
    assert (again.held_since.edition, again.held_since.was["held"], again.held_since.now["held"]) == (1, 0, 1)
    assert (program.folder / str(again.folder) / "email.txt").read_bytes() == before


def test_a_row_on_hold_of_another_period_says_nothing(program: ProgramContext):
    send(program)
    write_form(program.folder, [*rows(12), a_row(24 * 91, kits="two")])
    assert send_report(program, report="nysdoh-quarterly", period="2024-Q1").held_since is None


def test_an_edition_is_looked_at_before_it_is_sent_again(program: ProgramContext):
    asked: dict[str, Any] = {"report": "nysdoh-quarterly", "period": "2024-Q1", "is_date_known": False}
    assert look_before_resending(program, **asked, as_known=True) is None  # none was made yet
    send(program)
    hold_one(program)
    assert look_before_resending(program, **asked, as_known=True) is None
    found = look_before_resending(program, **asked, as_known=False)
    assert found is not None
    assert found.now["held"] == 1


def test_an_edition_that_is_replaced_is_not_looked_at(program: ProgramContext):
    asked: dict[str, Any] = {"report": "nysdoh-quarterly", "period": "2024-Q1"}
    send(program)
    write_form(program.folder, [*rows(13), a_row(13, kits="two")])
    assert look_before_resending(program, **asked, as_known=False, is_date_known=False) is None
    made = send_report(program, **asked, resend=True)
    assert (made.figures.edition, made.held_since, made.figures.excluded["held"]) == (2, None, 1)


def test_an_edition_can_be_made_and_not_sent(program: ProgramContext):
    assert send(program, send=False) == (1, True, 0)


def test_a_period_that_goes_on_is_a_preview_and_kept_nowhere(program: ProgramContext):
    assert send(program, period="2024-Q2") == (None, False, 0)
    assert not (program.folder / "reports").exists()


def test_what_was_last_read_will_do_where_that_is_asked_for(program: ProgramContext):
    (program.folder / RESPONSES).unlink()
    with pytest.raises(OperationError, match="--as-known"):
        send(program)
    assert send(program, as_known=True) == (1, True, 1)


@pytest.mark.parametrize(
    ("report", "period"),
    [("county-board", "2024-Q1"), ("nycdoh-monthly", "2024-03"), ("nysdoh-quarterly", "2024-03"), ("supplier", "x")],
)
def test_what_the_agency_has_not_is_a_wrong_call(report: str, period: str, program: ProgramContext):
    with pytest.raises(UsageError):
        send(program, report=report, period=period)
