"""Whether a young program's par levels last until an order comes."""

from datetime import date

import pytest

from schemas.young_supply import YoungSupply
from tasks.rules.stock.ordering.order_plan import Terms
from tasks.rules.stock.ordering.par_levels import find_young_supply
from tests.support.settings import some_settings

TERMS = Terms(lead_days=21, look_days=7, cover_days=30, service=0.98, pack=1, new_life_days=720)
PARS = {"Patrol": 12, "K9": 4}


def supply(lately: dict[str, int], central: int = 0, on_order: int = 0) -> YoungSupply:
    """How long the kits last of which Patrol has 5 and K9 has 2."""
    usable = {"Central": central, "Patrol": 5, "K9": 2}
    return find_young_supply(PARS, usable, on_order, lately, TERMS, some_settings())


@pytest.mark.parametrize(
    ("lately", "central", "on_order", "units"),
    [
        pytest.param({}, 0, 0, [], id="younger than eight weeks"),
        pytest.param({"Patrol": 32, "K9": 10}, 0, 0, [], id="3.75: a full shelf lasts"),
        pytest.param({"Patrol": 30, "K9": 12}, 0, 0, [("K9", 4, 5, 2)], id="4.5: a full shelf doesn't"),
        pytest.param({"Patrol": 30, "K9": 12}, 2, 1, [], id="Central and an order have enough"),
        pytest.param({"Patrol": 30, "K9": 12}, 1, 1, [("K9", 4, 5, 4)], id="Central and an order lack one"),
        pytest.param({"Patrol": 33, "K9": 12}, 0, 0, [("Patrol", 12, 13, 5), ("K9", 4, 5, 2)], id="both"),
    ],
)
def test_a_unit_whose_own_par_level_does_not_last(
    lately: dict[str, int], central: int, on_order: int, units: list[tuple[str, int, int, int]]
):
    found = supply(lately, central, on_order)
    assert [(one.unit, one.par_level, one.used, one.have) for one in found.units] == units
    assert found.are_pars_too_low is bool(units)


@pytest.mark.parametrize(
    ("found", "used", "have", "are_too_low"),
    [
        pytest.param(supply({}), None, 7, False, id="younger than eight weeks"),
        pytest.param(supply({"Patrol": 42}), 16, 7, False, id="15.75: full shelves last"),
        pytest.param(supply({"Patrol": 43}), 17, 7, True, id="16.125: full shelves don't last"),
        pytest.param(supply({"Patrol": 43}, central=10), 17, 17, False, id="Central has enough"),
        pytest.param(supply({"Patrol": 43}, central=4, on_order=5), 17, 16, True, id="nor with what is on order"),
        pytest.param(supply({"Patrol": 40, "Jail": 40}), 15, 7, False, id="Jail has no par level"),
    ],
)
def test_how_long_a_young_programs_kits_last(found: YoungSupply, used: int | None, have: int, are_too_low: bool):
    assert (found.used, found.have, found.are_all_too_low) == (used, have, are_too_low)
    assert (found.lead_days, found.par_levels) == (21, 16)


def test_a_rate_is_known_once_90_days_were_seen():
    settings = some_settings()
    program = settings.program.model_copy(update={"started": date(2026, 1, 1)})
    of_pars = find_young_supply(PARS, {"Central": 0, "Patrol": 0, "K9": 0}, 0, {}, TERMS,
                                settings.model_copy(update={"program": program}))  # fmt: skip
    assert of_pars.known_on == date(2026, 3, 31)
