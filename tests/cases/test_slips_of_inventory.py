"""Slips of the hand in Inventory that look like stock: an expiry far away, a transfer to where the kits are."""

import pytest

from tests.cases.program import Case, form, moved, received
from tests.support.settings import PATROL


@pytest.mark.parametrize(
    ("expires", "codes"),
    [
        ("2082-06", ["expiry_invalid"]), ("6/30/2062", ["expiry_invalid"]), ("Dec 2040", []), ("1/2/2041", []),
        ("1/3/2041", ["expiry_invalid"]), ("1999-12", ["expiry_invalid"]), ("2028-06", []),
    ],
)  # fmt: skip
def test_an_expiry_of_more_than_15_years_is_held(expires: str, codes: list[str], case: Case):
    case.write(form(), inventory=[received("1/2/2026", "A1", 10, expires=expires)])
    assert case.codes() == codes


def test_kits_transferred_to_where_they_are_are_held(case: Case):
    shelf = received("1/2/2026", "A1", 10)
    to_itself = [moved("1/3/2026", "transferred", "A1", 2, from_="Patrol", to=name) for name in ("PATROL ", "Road")]
    case.write(form(), inventory=[shelf, *to_itself], units=[{**PATROL, "aliases": ["Road"]}])
    assert case.codes() == ["from_to_conflict"] * 2


def test_kits_transferred_elsewhere_are_not(case: Case):
    rows = [received("1/2/2026", "A1", 10), moved("1/3/2026", "transferred", "A1", 2, from_="Patrol", to="Central")]
    assert case.write(form(), inventory=rows).codes() == []
