"""What `lbn status` says of the stock: a few lines whose numbers are those of `lbn reconcile`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from schemas.desk import CountDue, Shelf
from schemas.on_order import OnOrder
from schemas.reconciliation import Reconciliation
from schemas.stock import Low, Recalled
from schemas.stock_actions import Order, Origin, Unused
from schemas.tabs import Tab
from tasks.console.stock_glance import list_stock_lines
from tests.support.small_program import a_row, lbn, write_program

NOUNS = {"kit": "kit", "fts": "fentanyl test strip"}
NOTHING: dict[str, Any] = dict.fromkeys(
    ("stock", "variances", "shortfalls", "low", "expiring", "recalled", "order"), ()
)
SHELVES = tuple(
    Shelf(location=location, item=item, usable=usable, shelf=None, days_left=None)
    for location, item, usable in (("Central", "kit", 20), ("Patrol", "kit", 1), ("Central", "fts", 1200))
)
LOW = Low(location="Patrol", item="kit", on_hand=1, par_level=6, flagged_on=None)
ORDER = Order(
    item="kit",
    quantity=24,
    by=date(2026, 10, 9),
    is_late=False,
    have=21,
    on_order=0,
    needed=40,
    monthly=9,
    lead_days=21,
)
UNUSED = Unused(
    item="kit", lot="A1", quantity=2, expires=date(2027, 1, 1), origins=(Origin(location="Central", quantity=2),)
)
COUNT_DUE = CountDue(location="Patrol", last_counted_on=None, days=None, shortfall_count=0, on_hand=1)


def say(silence: str = "", unusable: Sequence[Tab] = (), held_count: int = 0, **found: Any) -> list[str]:
    """What is said of a stock of which this was found."""
    stock = Reconciliation(**{**NOTHING, "shelves": SHELVES, **found})
    return list_stock_lines(stock, NOUNS, unusable, held_count, silence)


def test_what_is_usable_is_added_up_by_item():
    assert say() == ["21 usable kits in all.", "1,200 usable fentanyl test strips in all."]


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ({"low": (LOW,)}, "Low on kits: Patrol (1)."),
        ({"low": (LOW, LOW.model_copy(update={"location": "K9"}))}, "Low on kits: Patrol (1) and K9 (1)."),
        ({"order": (ORDER,)}, "Order 24 kits by Fri, Oct 9, 2026."),
        ({"unused": (UNUSED,)}, "Beside that: 1 offer to the supplier."),
        ({"recalled": tuple(Recalled(location="Central", item="kit", lot=lot, on_hand=on_hand, distributed=1)
                            for lot, on_hand in (("A1", 2), ("A1", 3), ("B2", 0)))},
         "Beside that: 1 recalled lot on a shelf."),
        ({"counts": (COUNT_DUE, COUNT_DUE.model_copy(update={"location": "K9"}))}, "Beside that: 2 shelves to count."),
    ],
)  # fmt: skip
def test_what_is_to_be_done_is_named_or_counted(found: dict[str, Any], line: str):
    assert say(**found)[2:] == [line]


def test_what_is_on_order_stands_beside_it():
    on_order = OnOrder(item="kit", quantity=12, since=date(2026, 9, 1), is_late=False)
    assert say(on_order=(on_order,))[0] == "21 usable kits in all, 12 on order."


def test_forms_that_may_be_missing_are_said_first():
    assert (
        say(silence="No form since Sep 1: is the export current?")[0] == "Forms may be missing, so less may be there."
    )


def test_a_stock_that_is_not_tracked_is_no_zero():
    assert say(shelves=()) == ["Not tracked: nothing is recorded as received."]


def test_rows_on_hold_make_it_doubtful():
    assert say(held_count=3)[0].startswith("Check first: 3 rows of the Inventory and Counts tabs")


def test_a_tab_that_cannot_be_used_is_not_empty():
    [line] = say(shelves=(), unusable=[Tab.INVENTORY])
    assert line == "No row of Inventory can be used: stock isn't known."


def test_status_says_what_reconcile_says(tmp_path: Any):
    program = write_program(tmp_path / "program", [a_row(0)])
    assert "Stock (" not in lbn("status", program=program).out, "nothing has been read"
    assert lbn("ingest", program=program).code == 0
    shelves = lbn("reconcile", "--json", program=program).json["shelves"]
    usable = sum(one["usable"] for one in shelves if one["item"] == "kit")
    said = lbn("status", program=program).out
    assert "Stock (`lbn reconcile` says more):" in said
    assert f"{usable:,} usable kits in all" in said
