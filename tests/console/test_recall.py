"""What `lbn recall` says, to somebody who has a recall notice in hand."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from schemas.recall import GivenOut, LotTrace, OnShelf, Recall
from tasks.console.recall import NEXT, UNKNOWN_LOTS, summarize_recall
from tasks.messages.lot_words import NONE_GIVEN_OUT
from tasks.rules.intake.dates import DateOrder, DateStyle
from tasks.rules.intake.normalize import normalize_day

TODAY = date(2026, 11, 6)
AS_OF = "Tabs last read on Nov 1, 2026."
TRACE = LotTrace(
    item="kit",
    lot="A1234",
    expires=date(2028, 12, 31),
    received_count=20,
    is_recalled=False,
    on_shelf=(OnShelf("Central", 9), OnShelf("Patrol", 1)),
    given_out=(GivenOut("Patrol", "2026-09", 4), GivenOut("Patrol", "2026-10", 1), GivenOut("Traffic", "2026-10", 1)),
    gone=(("damaged", 4),),
    locations=("Central", "Patrol", "Traffic"),
)


def said(trace: LotTrace) -> list[str]:
    """What is said of a lot."""
    as_of, *lines = summarize_recall(Recall((trace,), 0), {"kit": "kit"}, AS_OF, TODAY).splitlines()
    assert as_of == AS_OF
    return lines


def test_where_it_is_where_it_went_and_what_to_enter():
    assert said(TRACE) == [
        "Lot A1234 (kit, last day Dec 31, 2028): 20 kits received.",
        "On the shelf:",
        "  Central: 9 kits",
        "  Patrol: 1 kit",
        NEXT,
        "  Date, Movement, Item, Lot, Expires, Quantity, From, To",
        "  2026-11-06, recalled, kit, A1234, , 9, Central,",
        "  2026-11-06, recalled, kit, A1234, , 1, Patrol,",
        "Given out:",
        "  Patrol: 5 kits (September 2026: 4, October 2026: 1)",
        "  Traffic: 1 kit (October 2026: 1)",
        UNKNOWN_LOTS,
        "Left otherwise:",
        "  damaged: 4 kits",
    ]


@pytest.mark.parametrize("order", ["mdy", "dmy"])
def test_the_row_to_enter_is_of_today_in_any_order(order: DateOrder):
    days = [line.split(",")[0] for line in said(TRACE) if ", recalled, " in line]
    assert {normalize_day(day, DateStyle(ZoneInfo("America/New_York"), order)) for day in days} == {"2026-11-06"}


def test_nothing_left_is_no_reason_not_to_look():
    bare = TRACE._replace(expires=None, on_shelf=(), given_out=(), gone=(("recalled", 20),), is_recalled=True)
    assert said(bare) == [
        "Lot A1234 (kit): 20 kits received.",
        "A recall of this lot is recorded; no unit is told to use it.",
        "None is left on any shelf, by the recorded stock. Look at the cartons all the same.",
        NONE_GIVEN_OUT,
        "Left otherwise:",
        "  recalled: 20 kits",
    ]


@pytest.mark.parametrize(("received", "unfound"), [(20, None), (21, "1 kit of it is"), (23, "3 kits of it are")])
def test_kits_that_counts_missed_are_said_to_be_nowhere(received: int, unfound: str | None):
    last = (
        f"{unfound} neither on a shelf nor recorded as gone: when shelves were counted, so many were missing. They may "
        "be somewhere else, or given out without a form."
    )
    assert said(TRACE._replace(received_count=received))[-1] == (last if unfound else "  damaged: 4 kits")


@pytest.mark.parametrize(("forms", "words"), [(1, "1 form is"), (2, "2 forms are")])
def test_forms_on_hold_may_be_of_this_lot(forms: int, words: str):
    as_of, held, *_ = summarize_recall(Recall((TRACE,), 0, forms), {}, AS_OF, TODAY).splitlines()
    assert (as_of, held) == (
        AS_OF,
        f"{words} held, and not counted until fixed: kits of this lot may have been given out by them, too.",
    )


def test_rows_on_hold_are_said_before_what_they_may_hold():
    as_of, held, head, *_ = summarize_recall(Recall((TRACE,), 1), {}, AS_OF, TODAY).splitlines()
    assert as_of == AS_OF
    assert held == "1 row of the Inventory and Counts tabs can't be used until fixed: look there for this lot, too."
    assert head == "Lot A1234 (kit, last day Dec 31, 2028): 20 kits received."  # an item that lbn.toml no longer has


def test_where_fewer_can_be_there_the_rows_have_no_number():
    lines = said(TRACE._replace(missing_count=3))
    assert lines[4] == (
        "By the record 3 more of this lot left than were where they left from. So of the 10 kits on the shelf at most "
        "7 can be there, in all, unless those were of another lot. Count it first, and enter what you find."
    )
    assert [line.split(", ")[5] for line in lines if ", recalled, " in line] == ["what you find"] * 2


def test_none_may_be_there():
    lines = said(TRACE._replace(missing_count=12))
    assert "So of the 10 kits on the shelf none can be there" in lines[4]
    assert [line.split(", ")[5] for line in lines if ", recalled, " in line] == ["what you find"] * 2
