"""Which item a lot is of, where a program gives out more than one naloxone item."""

from tasks.rules.stock.daily import find_item, find_items_of_lots
from tests.support.builders import a_movement
from tests.support.settings import some_settings

SETTINGS = some_settings(
    items=[
        {"code": "fts", "name": "Strip", "kind": "fts"},
        {"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 2},
        {"code": "vial", "name": "Vial", "kind": "naloxone", "doses": 1},
    ]
)


def items_of(*received: tuple[str, str | None]) -> dict[str, str]:
    """The items of lots, by their codes."""
    movements = [a_movement(item=item, lot=lot) for item, lot in received]
    return {lot: item.code for lot, item in find_items_of_lots(movements, SETTINGS).items()}


def test_a_lot_is_of_the_item_that_received_it():
    assert items_of(("kit", "A11"), ("vial", "B88"), ("vial", "B88")) == {"A11": "kit", "B88": "vial"}


def test_a_lot_of_two_items_is_of_the_first_of_them():
    for both in ((("kit", "A11"), ("vial", "A11")), (("vial", "A11"), ("kit", "A11"))):
        assert items_of(*both) == {"A11": "kit"}


def test_a_lot_of_strips_or_without_a_receipt_is_of_none():
    assert items_of(("fts", "A11"), ("fts", None)) == {}
    assert find_items_of_lots([a_movement(kind="lost", origin="Central", destination=None)], SETTINGS) == {}


def test_without_a_known_lot_it_is_the_first_naloxone_item():
    lots = find_items_of_lots([a_movement(item="vial", lot="B88")], SETTINGS)
    assert [find_item(lot, lots, SETTINGS).code for lot in ("B88", "A11", None)] == ["vial", "kit", "kit"]
