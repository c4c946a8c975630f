"""What rows of later days decide for a period: of each lot that was named up to its end, what it is and until when."""

from datetime import date

from schemas.tabs import Tab
from schemas.tracked import Tracked
from tasks.rules.reporting.lots_seen import LotSeen, count_seen, describe_tracked, list_lots_seen
from tests.support.builders import a_count, a_movement
from tests.support.settings import some_settings

KIT = some_settings().items[0]
JAN, FEB, MAR = (date(2026, month, 5) for month in (1, 2, 3))


def test_a_lot_is_seen_from_the_first_day_that_names_it():
    movements = [a_movement(moved_on=FEB, lot="A1"), a_movement(moved_on=MAR, lot="B1"), a_movement(lot=None)]
    counts = [a_count(counted_on=FEB, lot="B1"), a_count(lot=None)]
    seen = list_lots_seen([(MAR, "A1"), (JAN, "A1"), (JAN, None), (MAR, "C1")], movements, counts, {"A1": KIT}, {})
    assert seen == [LotSeen(JAN, "A1", "kit", ()), LotSeen(FEB, "B1", "", ()), LotSeen(MAR, "C1", "", ())]
    assert [count_seen(seen, until) for until in (date(2025, 12, 31), JAN, FEB, MAR)] == [0, 1, 2, 3]


def test_it_says_when_it_expires_as_each_item():
    expiries = {("kit", "A1"): MAR, ("fts", "A1"): FEB}
    (seen,) = list_lots_seen([(JAN, "A1")], [], [], {}, expiries | {("kit", "never named"): JAN})
    assert seen.expiries == ("fts 2026-02-05", "kit 2026-03-05")


def test_what_is_tracked_is_described_the_same_in_any_order():
    tabs, fields = frozenset({Tab.COUNTS, Tab.INVENTORY}), frozenset({"zip", "lot"})
    assert describe_tracked(Tracked(tabs, fields)) == describe_tracked(Tracked(frozenset(reversed(list(tabs))), fields))
    assert describe_tracked(Tracked(tabs, fields)) != describe_tracked(Tracked(tabs, frozenset({"zip"})))
    assert describe_tracked(Tracked(tabs, fields)) != describe_tracked(Tracked(tabs, fields, has_kit_stock=False))
    assert describe_tracked(Tracked(tabs, fields)) != describe_tracked(Tracked(tabs, fields, has_kit_counts=False))
