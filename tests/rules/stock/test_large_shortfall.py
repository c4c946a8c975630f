"""When a shortfall is so large that a number was mistyped or a row is missing."""

import pytest

from tasks.rules.stock.large_shortfall import find_large_shortfall, is_large_shortfall


@pytest.mark.parametrize(
    ("kits", "on_hand", "is_large"),
    [(5, 0, False), (6, 0, True), (6, 65, True), (6, 66, False), (481, 981, True), (30, 330, False), (31, 340, True)],
)
def test_more_than_five_kits_and_a_tenth_of_the_stock(kits: int, on_hand: int, is_large: bool):
    assert is_large_shortfall(kits, on_hand) is is_large


@pytest.mark.parametrize(
    ("shortfall", "adjustment", "on_hand", "kits"),
    [
        pytest.param(481, 0, 981, 481, id="a transfer mistyped"),
        pytest.param(481, None, 981, 481, id="where nothing is counted"),
        pytest.param(5, 0, 0, None, id="few"),
        pytest.param(481, -481, 500, None, id="counted since"),
        pytest.param(481, -81, 900, 400, id="counted in part"),
        pytest.param(481, 7, 988, 481, id="counts that found more settle nothing"),
        pytest.param(None, None, None, None, id="no stock"),
        pytest.param(481, 0, None, None, id="a report without kits on hand"),
    ],
)
def test_a_stock_that_cant_be_relied_on(
    shortfall: int | None, adjustment: int | None, on_hand: int | None, kits: int | None
):
    measures = {"kits_shortfall": shortfall, "kits_count_adjustment": adjustment, "kits_on_hand_end": on_hand}
    assert find_large_shortfall(measures) == kits
    assert find_large_shortfall({}) is None
