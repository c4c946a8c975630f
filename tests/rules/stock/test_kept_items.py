"""Of which items stock is kept: what the Inventory tab never names is not tracked."""

import pytest

from schemas.inventory import Movement, MovementKind
from tasks.rules.stock.kept_items import has_kit_counts, has_kit_stock, list_items_kept
from tests.support.builders import a_count, a_movement
from tests.support.settings import KIT, some_settings

VIAL = {"code": "vial", "name": "Naloxone vial", "kind": "naloxone", "doses": 1}
SETTINGS = some_settings(items=[KIT, VIAL, {"code": "fts", "name": "Fentanyl test strip", "kind": "fts"}])


def a_row(item: str, kind: MovementKind = MovementKind.RECEIVED) -> Movement:
    """A row of the Inventory tab."""
    return a_movement(item=item, kind=kind)


ORDERED = MovementKind.ORDERED


@pytest.mark.parametrize(
    ("movements", "kept", "has_kits"),
    [
        pytest.param([], {"kit"}, True, id="no row says nothing against kits"),
        pytest.param([a_row("kit")], {"kit"}, True, id="kits alone"),
        pytest.param([a_row("fts")], {"fts"}, False, id="strips alone"),
        pytest.param([a_row("kit"), a_row("fts")], {"kit", "fts"}, True, id="both"),
        pytest.param([a_row("vial")], {"kit", "vial"}, True, id="another kit: what names no lot is of the first one"),
        pytest.param([a_row("kit", ORDERED)], {"kit"}, True, id="kits on order"),
        pytest.param([a_row("fts", ORDERED)], set(), False, id="strips on order: none ever came"),
    ],
)
def test_stock_is_kept_of_what_the_tab_names(movements: list[Movement], kept: set[str], *, has_kits: bool):
    assert (list_items_kept(movements, SETTINGS), has_kit_stock(movements, SETTINGS)) == (kept, has_kits)


@pytest.mark.parametrize(
    ("items", "has_kits"),
    [((), True), (("kit",), True), (("vial", "fts"), True), (("fts",), False)],
    ids=["no count", "kits", "another kit, and strips", "strips alone"],
)
def test_kits_are_counted_where_a_count_is_of_them(items: tuple[str, ...], *, has_kits: bool):
    assert has_kit_counts([a_count(item=item) for item in items], SETTINGS) == has_kits
