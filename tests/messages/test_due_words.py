"""What is owed, in words: reports never made first, each with its command; then the newest that is not handed in."""

from datetime import date, timedelta

import pytest

from schemas.due import Due, DueState, NeverMade
from schemas.due_reminder import DueReminder
from schemas.months_left_out import MonthsLeftOut
from schemas.stock_actions import Urgency
from tasks.messages.due_words import (
    describe_months_left_out,
    format_due_never_made,
    format_periods_never_made,
    list_due_lines,
    name_periods_never_made,
    write_reminder,
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


def test_what_is_made_and_past_its_day_was_due():
    listed = [due("2026-09", DueState.MADE)]
    for day, verb in ((listed[0].due_on, "made, due"), (listed[0].due_on + timedelta(days=1), "made, was due")):
        assert verb in list_due_lines(listed, [], day)[0]


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


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (reminder(3), "It is due Thu, Oct 15, 2026."),
        (reminder(0), "It is due today."),
        (reminder(-1), "It was due on Oct 15, 2026, 1 day ago."),
        (reminder(0, earlier_count=1), "It is due today. 1 earlier one is not noted as handed in either."),
        (reminder(0, earlier_count=2), "It is due today. 2 earlier ones are not noted as handed in either."),
    ],
)
def test_a_reminder_says_by_when_and_what_to_hand_in(one: DueReminder, reason: str):
    assert write_reminder(one, "NYSDOH quarterly report") == (
        "Hand in: NYSDOH quarterly report, Q3 2026, edition 2",
        reason,
        "Once you have: “lbn filed nysdoh-quarterly 2026-Q3”.",
    )


def test_a_reminder_of_what_was_never_made_says_how_to_make_it():
    one = reminder(-5, never_made=missing(last="2026-09", count=9), edition=None)
    command = "“lbn backfill 2026-01 2026-09 --report supplier”"
    how = f"{command} makes them. What was handed in on paper is noted with “lbn filed”."
    assert write_reminder(one, "Supplier report") == (
        "Make: Supplier report, January 2026 to September 2026 (9 reports)",
        "None of them was made, overdue since Feb 10, 2026.",
        how,
    )
    single = write_reminder(reminder(-5, never_made=missing(), edition=None), "Supplier report")
    assert single.reason == "It was never made, overdue since Feb 10, 2026."
    assert "makes it." in single.how


ENDS_LATER = "for Q4 2026 ends in December 2026, which wasn't asked for."
QUARTERLY = {"report": "nysdoh-quarterly", "period": "2026-Q4"}


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ([], []),
        ([MonthsLeftOut(first="2026-11", last="2026-11")], ["Left out: November 2026, which isn't over."]),
        (
            [
                MonthsLeftOut(first="2026-11", last="2027-02"),
                MonthsLeftOut(first="2026-10", last="2026-10", **QUARTERLY),
            ],
            [
                "Left out: November 2026 to February 2027, which aren't over.",
                "Left out of nysdoh-quarterly: October 2026, for Q4 2026 isn't over.",
            ],
        ),
        (
            [MonthsLeftOut(first="2026-10", last="2026-11", is_over=True, **QUARTERLY)],
            [f"Left out of nysdoh-quarterly: October 2026 to November 2026, {ENDS_LATER}"],
        ),
    ],
    ids=["none", "this month", "of a quarter that isn't over", "of a quarter that is"],
)
def test_months_that_a_backfill_leaves_out(months: list[MonthsLeftOut], said: list[str]):
    assert describe_months_left_out(months) == said
