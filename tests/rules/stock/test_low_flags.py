"""Which ticks of "Kits running low?" still stand: the day of each delivery and count against that of the tick."""

from datetime import date

import pytest

from tasks.rules.stock.reconcile import reconcile_stock
from tests.support.builders import a_history
from tests.support.settings import some_settings

TODAY = date(2026, 7, 31)
FILLED = "06-01 received 20 A1 >Patrol expires 2028-12-31\n06-01 received 40 A1 >Central expires 2028-12-31"
BROUGHT = "transferred 3 A1 Central>Patrol"


def standing(history: str, flagged: str = "06-20", par_level: int | None = 12) -> date | None:
    """The day of Patrol's tick, if it still stands."""
    settings = some_settings(units=[{"name": "Patrol"} | ({"par_level": par_level} if par_level else {})])
    settings = settings.model_copy(
        update={"program": settings.program.model_copy(update={"started": date(2026, 6, 1)})}
    )
    played = a_history(f"{FILLED}\n{history}")
    flags = {"Patrol": date.fromisoformat(f"2026-{flagged}")}
    found = reconcile_stock(played.stock_replay, played.movements, flags, {}, settings, TODAY)
    return next((one.flagged_on for one in found.low), None)


@pytest.mark.parametrize(
    ("history", "stands"),
    [
        pytest.param("", True, id="nobody has answered"),
        pytest.param(f"06-19 {BROUGHT}", True, id="kits came before"),
        pytest.param(f"06-20 {BROUGHT}", True, id="kits came on its day: nobody knows which was first"),
        pytest.param(f"06-21 {BROUGHT}", False, id="kits came after"),
        pytest.param(f"06-20 {BROUGHT}\n06-27 counted 12 A1 Patrol", False, id="a later count found enough"),
        pytest.param(f"06-20 {BROUGHT}\n06-27 counted 11 A1 Patrol", True, id="a later count found too few"),
        pytest.param("06-20 counted 20 A1 Patrol", True, id="a count of its day: nobody knows which was first"),
        pytest.param("06-19 counted 20 A1 Patrol", True, id="an earlier count"),
        pytest.param("06-27 counted 20 A1 Patrol\n07-04 counted 3 A1 Patrol", False, id="found enough once since"),
        pytest.param("06-27 counted 40 A1 Central", True, id="another shelf was counted"),
        pytest.param("08-01 counted 20 A1 Patrol", True, id="a count of tomorrow"),
        pytest.param("06-27 counted 9 A1 Patrol\n06-27 counted 3 - Patrol", True, id="a count by lot and one of all"),
        pytest.param("06-21 recalled 1 A1 Central>\n06-27 counted 20 A1 Patrol", True, id="what it found is recalled"),
        pytest.param("06-02 received 20 OLD >Patrol expires 2026-06-25\n06-21 lost 19 A1 Patrol>\n"
                     "06-27 counted 20 OLD Patrol", True, id="what it found had expired"),
    ],
)  # fmt: skip
def test_a_tick_stands_until_it_is_answered(history: str, stands: bool):
    assert (standing(history) == date(2026, 6, 20)) is stands


def test_where_nobody_knows_what_is_enough_no_count_answers():
    assert standing("06-27 counted 20 A1 Patrol", par_level=None)
    assert not standing(f"06-27 {BROUGHT}", par_level=None)
