"""The stock alert: what to do, where and how soon, the most urgent first; and an all-clear."""

from typing import Any

import pytest

from tasks.messages.stock_alert.view import Task, Urgency, build_stock_alert_view, count_tasks
from tests.support.builders_notices import a_stock_alert

NOTHING: dict[str, Any] = {"low": (), "expiring": (), "recalled": (), "order": ()}


def only(**lists: Any) -> Task:
    """The one thing to do of a stock."""
    view = build_stock_alert_view(a_stock_alert(**NOTHING | lists), 25)
    ((task,),) = (due.tasks for due in view.due)
    return task


def expiring(days: int, expires: str = "2026-10-10") -> dict[str, Any]:
    return {"location": "Harbor", "item": "kit", "lot": "A1", "expires": expires, "on_hand": 6, "days": days,
            "within": 30}  # fmt: skip


def low(on_hand: int, par_level: int | None = 12, flagged_on: str | None = None, **more: Any) -> dict[str, Any]:
    unit = {"location": "Patrol", "item": "kit", "on_hand": on_hand, "par_level": par_level, "flagged_on": flagged_on}
    return unit | more


def test_the_first_thing_to_do_is_the_subject():
    view = build_stock_alert_view(a_stock_alert(), 25)
    assert view.subject == "[Naloxone] Take recalled lot R1909 off the shelf at Patrol; 5 more to do"
    assert [due.words for due in view.due] == ["Today", "This week", "This month"]
    assert view.result == "6 things to do about the stock, 3 of them today."
    assert count_tasks(a_stock_alert()) == 6


def test_when_all_is_done_it_says_so():
    view = build_stock_alert_view(a_stock_alert(**NOTHING), 25)
    assert (view.subject, view.title, view.is_clear, view.due) == (
        "[Naloxone] Stock: all clear", "Stock: all clear", True, (),
    )  # fmt: skip


def test_a_recalled_lot_that_is_gone_is_no_news():
    recalled = [{"location": "Patrol", "item": "kit", "lot": "R1", "on_hand": 0, "distributed": 5}]
    assert count_tasks(a_stock_alert(**NOTHING | {"recalled": recalled})) == 0


@pytest.mark.parametrize(
    ("days", "urgency", "reason"),
    [
        (-1, Urgency.TODAY, "6 kits expired on Oct 10, 2026, 1 day ago."),
        (0, Urgency.THIS_WEEK, "6 kits expire on Oct 10, 2026, today."),
        (30, Urgency.THIS_WEEK, "6 kits expire on Oct 10, 2026, in 30 days."),
        (31, Urgency.THIS_MONTH, "6 kits expire on Oct 10, 2026, in 31 days."),
    ],
)
def test_a_lot_that_expires(days: int, urgency: Urgency, reason: str):
    task = only(expiring=[expiring(days)])
    assert (task.urgency, task.reason) == (urgency, reason)


@pytest.mark.parametrize(
    ("unit", "urgency", "action", "reason"),
    [
        (low(3), Urgency.THIS_WEEK, "Bring 9 kits to Patrol", "3 usable kits are left (par level 12)."),
        (low(0, days_left=0), Urgency.TODAY, "Bring 12 kits to Patrol", "No usable kit is left (par level 12)."),
        (low(4, days_left=9), Urgency.THIS_WEEK, "Bring 8 kits to Patrol",
         "4 usable kits are left (par level 12): about 9 days at the pace of the last 8 weeks."),
        (low(1, days_left=0), Urgency.THIS_WEEK, "Bring 11 kits to Patrol",
         "1 usable kit is left (par level 12): less than a day at the pace of the last 8 weeks."),
        (low(1, None, "2026-10-04"), Urgency.THIS_WEEK, "Bring more to Patrol",
         "1 usable kit is left. An officer said on Oct 4, 2026 that they run low."),
        (low(14, 12, "2026-10-04"), Urgency.THIS_WEEK, "Bring more to Patrol",
         "14 usable kits are left (par level 12). An officer said on Oct 4, 2026 that they run low."),
    ],
)  # fmt: skip
def test_a_unit_that_runs_low(unit: dict[str, Any], urgency: Urgency, action: str, reason: str):
    task = only(low=[unit])
    assert (task.urgency, task.action, task.reason) == (urgency, action, reason)
    there = "Central has 12: take them from there and record the movement “transferred” in the Inventory tab."
    assert task.how == there


def test_what_lasts_for_the_fewest_days_comes_first():
    units = [low(1), low(9, days_left=20, location="Harbor"), low(9, days_left=3, location="Marine")]
    (due,) = build_stock_alert_view(a_stock_alert(**NOTHING | {"low": units}), 25).due
    assert [task.action for task in due.tasks] == [
        "Bring 3 kits to Marine", "Bring 3 kits to Harbor", "Bring 11 kits to Patrol",
    ]  # fmt: skip


def test_where_central_has_too_few_the_rest_is_to_be_ordered():
    few = [{"location": "Central", "item": "kit", "lot": "A1", "expires": None, "on_hand": 5}]
    assert only(low=[low(3)], stock=few).how == (
        "Central has only 5: take those, record the movement “transferred” in the Inventory tab, and order the rest."
    )


def test_what_lies_at_central_is_promised_to_no_two_units():
    units = [low(3), low(8, location="Harbor")]
    (due,) = build_stock_alert_view(a_stock_alert(**NOTHING | {"low": units}), 25).due
    shared = "Central has 12 for all units, which want 13: share them out"
    assert [task.how.partition(", record")[0] for task in due.tasks] == [shared, shared]


def test_what_expires_in_the_store_is_sent_to_the_units():
    assert only(expiring=[expiring(30) | {"location": "Central"}]).how == "Send these to the units before others."


def test_where_central_has_none_some_are_to_be_ordered():
    expired = [{"location": "Central", "item": "kit", "lot": "A1", "expires": "2026-10-05", "on_hand": 40}]
    assert only(low=[low(3)], stock=expired).how == "Central has none: order some, or move them from another unit."


def test_an_item_that_the_settings_no_longer_have_goes_by_its_code():
    assert only(low=[low(3) | {"item": "old"}]).action == "Bring 9 olds to Patrol"


@pytest.mark.parametrize(("at_central", "urgency"), [(0, Urgency.THIS_WEEK), (1, Urgency.THIS_MONTH)])
def test_what_to_order(at_central: int, urgency: Urgency):
    order = {"item": "kit", "quantity": 9 - at_central, "below_par": 9, "at_central": at_central}
    task = only(order=[order])
    assert (task.urgency, task.action) == (urgency, f"Order {9 - at_central} kits")
    assert task.how == "Ask Example Regional EMS Program for them."


def test_a_long_list_is_cut_and_says_so():
    view = build_stock_alert_view(a_stock_alert(**NOTHING | {"low": [low(1)] * 30}), 25)
    assert view.rest_of_tasks == "25 of 30 shown, the rest in what “lbn reconcile” says."
