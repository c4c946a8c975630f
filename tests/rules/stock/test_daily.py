"""What leaves the shelves by distributions: a line per day, unit, item and lot, in the order of days."""

from collections.abc import Sequence
from datetime import date

from schemas.distribution import Distribution
from schemas.inventory import Movement
from schemas.settings import Settings
from tasks.rules.stock.daily import DailyDistribution, find_items_of_lots, list_daily_distributions
from tests.support.builders import a_distribution, a_movement, daily_rows
from tests.support.settings import some_settings


def given_out(
    *distributions: Distribution, settings: Settings | None = None, received: Sequence[Movement] = ()
) -> list[tuple[object, ...]]:
    """What left the shelves by some distributions, without the day."""
    known = settings or some_settings()
    lots = find_items_of_lots(received, known)
    return [tuple(daily[1:]) for daily in list_daily_distributions(daily_rows(*distributions), known, lots)]


def test_equal_distributions_of_a_day_add_up():
    distributions = [
        a_distribution(kits=1),
        a_distribution(kits=2),
        a_distribution(kits=4, lot="A123"),
        a_distribution(kits=8, unit=None),
    ]
    assert given_out(*distributions) == [
        ("Patrol", "kit", None, 3), ("Patrol", "kit", "A123", 4), ("Unassigned", "kit", None, 8),
    ]  # fmt: skip


def test_strips_leave_the_shelf_too_but_of_no_lot():
    """The form's lot is that of the kits."""
    both = (a_distribution(kits=1, lot="A123", fts=5, xts=0), a_distribution(kits=1, lot="A123", fts=2, xts=None))
    assert given_out(*both) == [
        ("Patrol", "kit", "A123", 2), ("Patrol", "fts", None, 7),
    ]  # fmt: skip
    assert given_out(a_distribution(kits=1, xts=3)) == [("Patrol", "kit", None, 1), ("Patrol", "xts", None, 3)]


def test_a_program_without_strips_keeps_no_stock_of_them():
    settings = some_settings(items=[{"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 2}])
    assert given_out(a_distribution(fts=5), settings=settings) == [("Patrol", "kit", None, 1)]


def test_kits_are_of_the_item_of_their_lot():
    items = [{"code": code, "name": code, "kind": "naloxone", "doses": 2} for code in ("kit", "vial")]
    distributions = [a_distribution(kits=kits, lot=lot) for kits, lot in ((1, None), (2, "A11"), (4, "B88"))]
    received = [a_movement(lot="A11"), a_movement(lot="B88", item="vial")]
    assert given_out(*distributions, settings=some_settings(items=items), received=received) == [
        ("Patrol", "kit", None, 1), ("Patrol", "kit", "A11", 2), ("Patrol", "vial", "B88", 4),
    ]  # fmt: skip


def test_no_distributions_give_nothing_out():
    assert given_out() == []


def test_the_days_are_in_order_whatever_order_the_rows_have():
    """The stock replay goes by them; the ledger hands rows over in no order."""
    days = [date(2026, 9, 3), date(2026, 9, 1), date(2026, 9, 2)]
    rows = daily_rows(*(a_distribution(distributed_on=day) for day in days))
    found = list_daily_distributions(rows, some_settings(), {})
    assert found == [DailyDistribution(day, "Patrol", "kit", None, 1) for day in sorted(days)]
