"""Rates, shelves, and the quantile that they rest on."""

from math import comb

import pytest

from tasks.rules.stock.ordering.demand import Given, find_demand, find_need, find_shelf
from tasks.rules.stock.ordering.quantile import find_quantile


@pytest.mark.parametrize(
    ("mean", "variance", "share", "kits"),
    [
        (0, 0, 0.98, 0),
        (5.6, 8.92, 0.98, 13),
        (2.8, 4.33, 0.99, 9),
        (4000, 9000, 0.98, 4197),  # where a chance alone is too small for a number
        (20000, 80000, 0.98, 20585),
        (300_000, 900_000_000, 0.98, 364780),  # and far below the mean as well
    ],
)
def test_a_quantile(mean: float, variance: float, share: float, kits: int):
    assert find_quantile(mean, variance, share) == kits


@pytest.mark.parametrize("share", [0.5, 0.9, 0.98])
def test_a_quantile_is_the_least_number_that_covers_the_share(share: float):
    size, success = 3, 0.25  # failures before the third success: chances by counting
    chances = [comb(kits + size - 1, kits) * success**size * (1 - success) ** kits for kits in range(100)]
    mean = size * (1 - success) / success
    found = find_quantile(mean, mean / success, share)
    assert sum(chances[: found + 1]) >= share > sum(chances[:found])


def test_a_rate_goes_by_days_with_kits_and_leans_to_that_of_all():
    demand = find_demand({"Patrol": Given(30, 150), "New": Given(0, 0)}, 73, 365, {})
    assert demand.rates == pytest.approx({"Patrol": 0.2, "New": 0.2})
    assert demand.rate == pytest.approx(0.6)


def test_where_no_day_was_seen_there_is_no_rate():
    demand = find_demand({"Patrol": Given(0, 0)}, 0, 0, {})
    assert (demand.rate, demand.reserve, find_need(demand, 30, 0.98)) == (0, 3, 0)


@pytest.mark.parametrize(
    ("rate", "kits"),
    [
        (0, 3),  # never fewer
        (0.2, 9),
        (2 / 365, 3),
        (12 / 365, 4),
        (3, 62),
    ],
)
def test_a_shelf(rate: float, kits: int):
    assert find_shelf(rate, 365) == kits


def test_a_par_level_is_the_shelf():
    demand = find_demand({"Patrol": Given(73, 365), "K9": Given(0, 365)}, 0, 365, {"Patrol": 2})
    assert demand.shelves == {"Patrol": 2, "K9": find_shelf(demand.rates["K9"], 365)}
