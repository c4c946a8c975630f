"""What stock rows are validated against: names in small letters, suppliers, and the days of a program."""

from datetime import date

import pytest

from tasks.rules.intake.stock_vocabulary import build_stock_vocabulary, find_first_day
from tests.support.settings import KIT, some_settings

TODAY = date(2026, 10, 1)


def test_names_lead_to_one_unit_or_item():
    words = build_stock_vocabulary(some_settings(), TODAY)
    assert words.locations == {
        "central": "Central", "patrol": "Patrol", "patrol division": "Patrol", "detectives": "Detectives",
    }  # fmt: skip
    assert words.items["kit"] == words.items["naloxone 4 mg nasal spray kit"] == "kit"
    assert words.today == TODAY


def test_items_are_told_apart_by_what_they_need():
    items = [KIT, *({"code": kind, "name": f"A {kind}", "kind": kind} for kind in ("fts", "xts", "other"))]
    words = build_stock_vocabulary(some_settings(items=items), TODAY)
    assert (words.strips, words.lasting) == ({"fts", "xts"}, {"other"})


def test_the_supplier_is_known_by_its_name_and_by_words_for_any():
    suppliers = build_stock_vocabulary(some_settings(), TODAY).suppliers
    assert suppliers >= {"example regional ems program", "supplier", "nysdoh", "matters"}
    units = [{"name": "Matters", "aliases": ["Vendor"]}]
    assert not {"matters", "vendor"} & build_stock_vocabulary(some_settings(units=units), TODAY).suppliers


@pytest.mark.parametrize(
    ("started", "first_on"),
    [
        ("2026-01-01", "2024-01-01"),
        ("2028-02-29", "2026-02-28"),
        ("2026-02-28", "2024-02-28"),
        ("0001-03-01", "0001-03-01"),
    ],
)
def test_the_first_day_is_two_years_before_the_program(started: str, first_on: str):
    assert find_first_day(date.fromisoformat(started)) == date.fromisoformat(first_on)
