"""A tab of which every row is held says nothing: its figures are not known, which is told first, and never 0."""

import re

import pytest

from tasks.messages.unusable_words import describe_held_stock
from tests.cases.program import Case, form, forms, received

SHELF = received("1/2/2026", "A1", 40)
BROKEN = received("1/2/2026", "A1", 40, expires="see carton")
NOT_KNOWN = "No row of Inventory can be used: stock isn't known."
OTHERS = {
    "training": (["2/2/2026", "Patrol", "Refresher", "5"], ["2/2/2026", "Patrol", "Refresher", "five"],
                 (None, None), "No row of Training can be used: how many were trained isn't known."),
    "counts": (["9/30/2026", "Patrol", "kit", "", "31"], ["9/30/2026", "Patrol", "kit", "", "?"],
               (None, 0), "No row of Counts can be used: no count of the stock is known."),
}  # fmt: skip


@pytest.fixture
def broken(case: Case) -> Case:
    """A program whose one row of Inventory could be used, and no longer can."""
    case.write(*forms(9), inventory=[SHELF]).ask("run")
    return case.write(*forms(9), inventory=[BROKEN])


def test_stock_that_is_not_known_is_not_zero(broken: Case):
    assert broken.ingest()["accepted"] == 9
    measures = broken.measures()
    assert {name: measures[name] for name in ("kits_on_hand_end", "kits_received", "kits_shortfall")} == {
        "kits_on_hand_end": None, "kits_received": None, "kits_shortfall": None,
    }  # fmt: skip
    assert measures["kits_distributed"] == 9
    assert broken.stock() == {}


def test_the_terminal_says_it_wherever_stock_is_asked_for(broken: Case):
    broken.ingest()
    as_of, *said = broken.lbn("reconcile").out.splitlines()
    assert (as_of[:18], said) == ("Tabs last read on ", [NOT_KNOWN])
    assert NOT_KNOWN in broken.lbn("figures", "2026-Q3").out
    check = broken.lbn("check")
    assert re.search(rf"inventory +TO DO +{re.escape(NOT_KNOWN)}", check.out)
    assert check.code == 1


def test_digest_and_report_begin_with_it_and_no_alert_is_sent(broken: Case):
    before = [*broken.mails()]
    broken.ask("run")
    subjects = [mail.splitlines()[0] for mail in broken.mails() if mail not in before]
    assert len(subjects) == 2
    assert all(NOT_KNOWN in subject for subject in subjects), subjects
    assert not [mail for mail in broken.mails() if mail not in before and "all clear" in mail.lower()]
    made = broken.report()
    assert made.first.count(NOT_KNOWN) == 2
    assert made.figures["excluded"]["inventory"] == 1
    assert "on hand at end of period: 0" not in made.text


def test_it_is_told_once_and_no_more_when_it_is_fixed(broken: Case):
    broken.ask("run")
    count = len([*broken.mails("attention")])
    broken.ask("run")
    assert len([*broken.mails("attention")]) == count
    broken.write(*forms(9), inventory=[SHELF]).ask("run")
    *_, last = broken.mails("attention")
    assert "can be used" not in last
    assert broken.measures()["kits_on_hand_end"] == 31


@pytest.mark.parametrize("tab", OTHERS)
def test_other_tabs_are_told_likewise(tab: str, case: Case):
    right, wrong, value, said = OTHERS[tab]
    case.write(*forms(9), inventory=[SHELF], **{tab: [right]}).ingest()
    case.write(*forms(9), inventory=[SHELF], **{tab: [wrong]})
    measures = case.measures()
    assert (measures["personnel_trained"], measures["kits_count_adjustment"]) == value
    assert said in case.report("2026-Q3", "program-review").first
    assert said in case.lbn("check").out


def test_one_row_that_counts_is_enough(case: Case):
    case.write(*forms(9), inventory=[SHELF, received("1/3/2026", "A2", "a box")])
    assert case.measures()["kits_on_hand_end"] == 31
    assert "can be used" not in case.report().text


def test_lots_are_not_flagged_against_an_unusable_inventory(case: Case):
    assert case.write(form(lot="A1"), inventory=[BROKEN]).codes() == ["expiry_invalid"]


def test_forms_that_are_all_held_stay_a_zero_with_rows_held(case: Case):
    case.write(form(kits="two"))
    assert case.measures()["kits_distributed"] == 0
    assert "can be used" not in case.lbn("check").out


def test_the_stock_is_doubted_where_some_of_its_rows_are_held(case: Case):
    wrong = received("tomorrow", "B200", 10)
    case.write(form("9/1/2026"), inventory=[received("1/2/2026", "A100", 10), wrong]).ingest()
    as_of, first, *others = case.lbn("reconcile").out.splitlines()
    assert as_of.startswith("Tabs last read on Nov 26, 2026, 12:00 PM EST. Newest distribution: Sep 1, 2026.")
    assert first == describe_held_stock(1)
    assert "On hand:" in others
