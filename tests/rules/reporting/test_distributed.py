"""The distributions of the last year, by item."""

from datetime import date, timedelta

from tasks.rules.reporting.distributed import list_distributed
from tasks.rules.stock.ordering.seen import Distributed
from tests.support.builders import a_movement
from tests.support.settings import KIT, some_settings

TODAY = date(2026, 12, 31)
OTHER_KIT = {"code": "im", "name": "Naloxone 2 mg vial", "kind": "naloxone", "doses": 1}
STRIP = {"code": "strip", "name": "Fentanyl test strips", "kind": "fts"}


def test_kits_go_by_their_lot_and_strips_by_their_kind():
    settings = some_settings(items=[KIT, OTHER_KIT, STRIP])
    movements = [a_movement(item="im", lot="V1")]
    rows = [
        _row(TODAY, "Patrol", kits=2, fts=5),
        _row(TODAY - timedelta(364), None, kits=1, lot="V1", xts=4),  # nobody keeps a stock of xylazine test strips
        _row(TODAY - timedelta(365), "Patrol", kits=9),
        _row(TODAY + timedelta(1), "Patrol", kits=9),
    ]
    assert list_distributed(rows, movements, settings, TODAY) == {
        "kit": [Distributed(TODAY, "Patrol", 2)],
        "im": [Distributed(TODAY - timedelta(364), "Unassigned", 1)],
        "strip": [Distributed(TODAY, "Patrol", 5)],
    }


def _row(on: date, unit: str | None, *, kits: int, lot: str | None = None, **strips: int) -> tuple[object, ...]:
    """A distribution, in the order of its columns."""
    return (on, unit, None, None, None, kits, lot, None, None, None, strips.get("fts", 0), strips.get("xts", 0))
