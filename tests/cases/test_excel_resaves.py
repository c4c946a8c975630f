"""A CSV that somebody opened in Excel and saved: the same rows as before, whatever Excel made of them."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from tests.cases.excel import (
    Saved,
    add_midnight,
    drop_seconds,
    lose_zeros,
    make_floats,
    name_months,
    save_all,
    shorten_years,
)
from tests.cases.program import RESPONSES, Answers, Case, american, form, forms, make_grid, write_csv

DAYS = [date(2026, 2, 5) + timedelta(days=number) for number in range(12)]
EXPORTED = [
    form(american(day), submitted=f"{american(day)} {8 + n}:05:{10 + n}", kits=str(1 + n % 2), trained=str(n % 3),
         zip="06390" if n % 4 == 0 else "12207")
    for n, day in enumerate(DAYS)
]  # fmt: skip
"""Twelve forms as Google exports them: on each of twelve days one, with seconds."""


SAVED: dict[str, Saved] = {
    "the seconds are gone": drop_seconds,
    "years have two digits": shorten_years,
    "the dates are 05-Feb-26": name_months,
    "ZIPs have lost their zeros": lose_zeros,
    "numbers are 2.0": make_floats,
    "dates are of midnight": add_midnight,
    "all of it": save_all,
}


def save(case: Case, rows: Iterable[Answers], **dialect: str) -> None:
    """Write the form's tab as Excel saves it."""
    write_csv(case.folder / RESPONSES, make_grid(rows, (), {}), **dialect)


@pytest.fixture
def exported(case: Case) -> Case:
    """The twelve forms, read once as Google exported them."""
    case.write(*EXPORTED)
    assert case.ingest() == {
        "read": 12, "accepted": 12, "flagged": 0, "held": 0, "new": 12, "withdrawn": 0, "unchanged": 0,
    }  # fmt: skip
    return case


@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED)
def test_the_rows_are_the_same_as_before(saved: Saved, exported: Case):
    before = exported.ask("figures", "2026", "--by", "zip", "--by", "month")
    save(exported, map(saved, EXPORTED))
    counts = exported.ingest()
    assert (counts["new"], counts["withdrawn"], counts["unchanged"], counts["held"]) == (0, 0, 12, 0)
    assert exported.ask("figures", "2026", "--by", "zip", "--by", "month") == before
    save(exported, EXPORTED)
    assert exported.ingest()["unchanged"] == 12


@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED)
def test_the_same_is_read_into_an_empty_ledger(saved: Saved, case: Case):
    case.write(*map(saved, EXPORTED))
    assert case.codes() == []
    counted = case.measures("2026-Q1")
    assert (counted["distributions"], counted["kits_distributed"], counted["people_trained"]) == (12, 18, 12)
    assert case.table("zip", period="2026-Q1") == {"06390": 3, "12207": 15}


def test_excel_of_another_country_separates_by_semicolons(exported: Case):
    save(exported, map(save_all, EXPORTED), delimiter=";")
    assert exported.ingest()["unchanged"] == 12


def test_sorted_and_with_empty_rows_below(exported: Case):
    save(exported, [*map(drop_seconds, reversed(EXPORTED)), *([{}] * 40)])
    assert exported.ingest()["unchanged"] == 12


def test_one_row_that_is_edited_meanwhile_is_one(exported: Case):
    edited = [drop_seconds(row) for row in EXPORTED]
    edited[3]["kits"] = "9"
    save(exported, edited)
    counts = exported.ingest()
    assert (counts["new"], counts["withdrawn"], counts["unchanged"]) == (1, 1, 11)


def test_a_new_form_below_saved_ones_is_one(exported: Case):
    save(exported, [*map(drop_seconds, EXPORTED), form("2/20/2026", submitted="2/20/2026 9:00:07")])
    counts = exported.ingest()
    assert (counts["new"], counts["withdrawn"], counts["unchanged"]) == (1, 0, 12)


NEIGHBORS = {
    # when the second of two equal forms was sent, the first at 8:05:10; whether it is a double
    "20 seconds": ("2/5/2026 8:05:30", True),
    "105 seconds": ("2/5/2026 8:06:55", False),
    "an hour": ("2/5/2026 9:05:10", False),
}


@pytest.mark.parametrize(("sent", "is_double"), NEIGHBORS.values(), ids=NEIGHBORS)
def test_forms_close_together_stay_what_they_were(sent: str, is_double: bool, case: Case):
    pair = [form("2/5/2026", submitted="2/5/2026 8:05:10"), form("2/5/2026", submitted=sent)]
    case.write(*pair, *forms(10, "2026-03-01"))
    before = case.ingest()
    assert before["held"] == int(is_double)
    save(case, [*map(drop_seconds, pair), *forms(10, "2026-03-01")])
    after = case.ingest()
    assert (after["new"], after["withdrawn"], after["held"]) == (0, 0, int(is_double))
    assert case.measures("2026-02")["distributions"] == 2 - is_double


BROKEN: dict[str, tuple[dict[str, str], str, str]] = {
    # what Excel or somebody made of a column: its cells, its title, and the code of its rows
    "a formula that lost its cells": ({"kits": "#REF!"}, "Kits left", "kits_not_a_number"),
    "dates too wide for their column": ({"date": "########"}, "Date of distribution", "date_unreadable"),
    "days without a year": ({"date": "5-Feb"}, "Date of distribution", "date_unreadable"),
    "times of the day only": ({"submitted": "05:10.0"}, "Timestamp", "timestamp_unreadable"),
}


@pytest.mark.parametrize(("cells", "title", "code"), BROKEN.values(), ids=BROKEN)
def test_what_excel_destroys_stops_the_sync(cells: dict[str, str], title: str, code: str, exported: Case):
    before = exported.ask("figures", "2026")
    save(exported, (row | cells for row in EXPORTED))
    words = exported.be_refused()
    assert title in words
    assert re.search(rf"{code}|{code.replace('_', ' ')}|--accept-held", words)
    assert "--accept-withdrawals" not in words
    assert exported.ask("figures", "2026") == before
