"""What is owed, in words: reports never made first, each with its command; then the newest that is not handed in."""

from datetime import date

import pytest

from schemas.due import Due, DueState, NeverMade
from schemas.due_reminder import DueReminder
from schemas.stock_actions import Urgency
from tasks.messages.due_words import (
    format_due_never_made,
    format_periods_never_made,
    format_reminder,
    list_due_lines,
    name_periods_never_made,
)

BACKFILL = "lbn backfill 2026-01 2026-01 --report supplier"
MADE = "supplier 2026-09, made, due Oct 10, 2026; once you have handed it in: lbn filed supplier 2026-09"


def missing(**changes: object) -> NeverMade:
    """A supplier's report of which one was never made."""
    usual = {
        "report": "supplier", "first": "2026-01", "last": "2026-01", "count": 1, "due_on": date(2026, 2, 10),
        "is_overdue": True,
    }  # fmt: skip
    return NeverMade.model_validate(usual | changes)


def due(period: str, state: DueState) -> Due:
    """A supplier's report for a month."""
    return Due(report="supplier", period=period, due_on=date(2026, 10, 10), state=state)


@pytest.mark.parametrize(
    ("one", "periods", "by"),
    [
        (missing(), "2026-01", "overdue since Feb 10, 2026"),
        (missing(last="2026-09", count=9), "2026-01 to 2026-09 (9 reports)", "overdue since Feb 10, 2026"),
        (missing(is_overdue=False), "2026-01", "due Feb 10, 2026"),
        (missing(is_overdue=False, last="2026-02", count=2), "2026-01 to 2026-02 (2 reports)",
         "the first due Feb 10, 2026"),
    ],
)  # fmt: skip
def test_what_was_never_made_says_for_when_and_by_when(one: NeverMade, periods: str, by: str):
    assert (format_periods_never_made(one), format_due_never_made(one)) == (periods, by)


@pytest.mark.parametrize(
    ("listed", "never_made", "lines"),
    [
        ([], [], []),
        ([due("2026-09", DueState.FILED)], [], []),
        (
            [], [missing()],
            [f"supplier 2026-01, never made, overdue since Feb 10, 2026: {BACKFILL}"],
        ),
        (
            [due("2026-09", DueState.MADE)], [],
            [MADE],
        ),
        (
            [due(month, DueState.MADE) for month in ("2026-07", "2026-08", "2026-09")], [],
            [f"{MADE} (2 earlier ones not noted as filed either)"],
        ),
    ],
)  # fmt: skip
def test_each_report_is_one_line(listed: list[Due], never_made: list[NeverMade], lines: list[str]):
    assert list_due_lines(listed, never_made) == lines


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (missing(), "January 2026"),
        (missing(last="2026-09", count=9), "January 2026 to September 2026 (9 reports)"),
        (
            missing(report="nysdoh-quarterly", first="2026-Q1", last="2026-Q3", count=3),
            "Q1 2026 to Q3 2026 (3 reports)",
        ),
    ],
)
def test_in_a_message_periods_are_words(one: NeverMade, words: str):
    assert name_periods_never_made(one) == words


def reminder(days_left: int, **changes: object) -> DueReminder:
    """NYSDOH's report for the third quarter, made and not handed in."""
    one = Due(report="nysdoh-quarterly", period="2026-Q3", due_on=date(2026, 10, 15), state=DueState.MADE)
    usual = {"due": one, "urgency": Urgency.THIS_WEEK, "days_left": days_left, "edition": 2, "never_made": None,
             "earlier_count": 0}  # fmt: skip
    return DueReminder.model_validate(usual | changes)


NOTE_IT = "hand in edition 2, then `lbn filed nysdoh-quarterly 2026-Q3`"


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (reminder(3), f"is due Thu, Oct 15, 2026: {NOTE_IT}"),
        (reminder(0), f"is due today: {NOTE_IT}"),
        (reminder(-1), f"was due on Oct 15, 2026, 1 day ago: {NOTE_IT}"),
        (reminder(0, earlier_count=1), f"is due today: {NOTE_IT} (1 earlier one is not noted as handed in either)"),
        (reminder(0, earlier_count=2), f"is due today: {NOTE_IT} (2 earlier ones are not noted as handed in either)"),
    ],
)
def test_a_reminder_says_by_when_and_what_to_hand_in(one: DueReminder, said: str):
    assert format_reminder(one, "NYSDOH quarterly report") == f"NYSDOH quarterly report for Q3 2026 {said}"


def test_a_reminder_of_what_was_never_made_says_how_to_make_it():
    one = reminder(-5, never_made=missing(last="2026-09", count=9), edition=None)
    assert format_reminder(one, "Supplier report") == (
        "Supplier report for January 2026 to September 2026 (9 reports) was never made, overdue since Feb 10, 2026: "
        "`lbn backfill 2026-01 2026-09 --report supplier`"
    )
