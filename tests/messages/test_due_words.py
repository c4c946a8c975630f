"""What is owed, in words: reports never made first, and what is to be handed in, each with its day and command."""

from datetime import date

import pytest

from schemas.due import Due, DueState, NeverMade, ToHandIn
from schemas.due_reminder import DueReminder
from schemas.months_left_out import MonthsLeftOut
from schemas.stock_actions import Urgency
from tasks.messages.due_words import (
    describe_months_left_out,
    format_due_never_made,
    format_periods,
    list_due_lines,
    name_periods,
    write_others,
    write_reminder,
)

BACKFILL = "lbn backfill 2026-01 2026-01 --report supplier"
MADE = "supplier 2026-09, made, due Oct 10, 2026; once you have handed it in: lbn filed supplier 2026-09"
LATE = (
    "supplier 2026-06 to 2026-08 (3 reports), made, overdue since Jul 10, 2026; once you have handed the first in: "
    "lbn filed supplier 2026-06, and the same with 2026-07 and 2026-08"
)


def missing(**changes: object) -> NeverMade:
    """A supplier's report of which one was never made."""
    usual = {
        "report": "supplier", "first": "2026-01", "last": "2026-01", "count": 1, "due_on": date(2026, 2, 10),
        "is_overdue": True,
    }  # fmt: skip
    return NeverMade.model_validate(usual | changes)


def to_hand_in(**changes: object) -> ToHandIn:
    """A supplier's report that was made."""
    usual = {
        "report": "supplier", "first": "2026-09", "last": "2026-09", "count": 1, "due_on": date(2026, 10, 10),
        "is_overdue": False,
    }  # fmt: skip
    return ToHandIn.model_validate(usual | changes)


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
    assert (format_periods(one), format_due_never_made(one)) == (periods, by)


@pytest.mark.parametrize(
    ("never_made", "made", "lines"),
    [
        ([], [], []),
        (
            [missing()], [],
            [f"supplier 2026-01, never made, overdue since Feb 10, 2026: {BACKFILL}"],
        ),
        (
            [], [to_hand_in()],
            [MADE],
        ),
        (
            [], [to_hand_in(first="2026-06", last="2026-08", others=("2026-07", "2026-08"), count=3,
                            due_on=date(2026, 7, 10), is_overdue=True), to_hand_in()],
            [LATE, MADE],
        ),
    ],
)  # fmt: skip
def test_each_that_is_owed_is_said(never_made: list[NeverMade], made: list[ToHandIn], lines: list[str]):
    assert list_due_lines(never_made, made) == lines


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
    assert name_periods(one) == words


def reminder(days_left: int, **changes: object) -> DueReminder:
    """NYSDOH's report for the third quarter, made and not handed in."""
    one = Due(report="nysdoh-quarterly", period="2026-Q3", due_on=date(2026, 10, 15), state=DueState.MADE)
    usual = {"due": one, "urgency": Urgency.THIS_WEEK, "days_left": days_left, "edition": 2, "never_made": None,
             "to_hand_in": to_hand_in(first=one.period, last=one.period)}  # fmt: skip
    return DueReminder.model_validate(usual | changes)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (reminder(3), "It is due Thu, Oct 15, 2026."),
        (reminder(0), "It is due today."),
        (reminder(-1), "It was due on Oct 15, 2026, 1 day ago."),
    ],
)
def test_a_reminder_says_by_when_and_what_to_hand_in(one: DueReminder, reason: str):
    assert write_reminder(one, "NYSDOH quarterly report") == (
        "Hand in: NYSDOH quarterly report, Q3 2026, edition 2",
        reason,
        "Once you have: “lbn filed nysdoh-quarterly 2026-Q3”.",
    )


def test_a_reminder_of_several_names_them_all():
    several = to_hand_in(first="2026-Q3", last="2027-Q1", others=("2026-Q4", "2027-Q1"), count=3, is_overdue=True)
    assert write_reminder(reminder(-183, to_hand_in=several, edition=None), "NYSDOH quarterly report") == (
        "Hand in: NYSDOH quarterly report, Q3 2026 to Q1 2027 (3 reports)",
        "The first was due on Oct 15, 2026, 183 days ago.",
        "Once you have: “lbn filed nysdoh-quarterly 2026-Q3”, and the same with 2026-Q4 and 2027-Q1.",
    )


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ("", ""),
        ("2026-10", "the same with 2026-10"),
        ("2026-10 2026-11", "the same with 2026-10 and 2026-11"),
        ("2026-10 2026-11 2026-12", "the same with each of 2026-10 to 2026-12"),
    ],
)
def test_each_of_several_has_its_command(others: str, said: str):
    assert write_others(to_hand_in(others=tuple(others.split()))) == said


def test_a_reminder_of_what_was_never_made_says_how_to_make_it():
    one = reminder(-5, never_made=missing(last="2026-09", count=9), to_hand_in=None, edition=None)
    command = "“lbn backfill 2026-01 2026-09 --report supplier”"
    how = f"{command} makes them. What was handed in on paper is noted with “lbn filed”."
    assert write_reminder(one, "Supplier report") == (
        "Make: Supplier report, January 2026 to September 2026 (9 reports)",
        "None of them was made, overdue since Feb 10, 2026.",
        how,
    )
    single = write_reminder(reminder(-5, never_made=missing(), to_hand_in=None, edition=None), "Supplier report")
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
