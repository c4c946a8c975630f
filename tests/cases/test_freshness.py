"""How new what is known is: exports that were forgotten, periods of which nothing is known yet, and real zeros."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.program import UPSTATE, Case, american, form, forms

MONTHLY = {"program": {"supplier": UPSTATE | {"cadence": "monthly"}}}
UNTIL_SEPTEMBER_4 = forms(96, "2026-06-01")
"""A form a day, from June 1 to September 4."""
IS_CURRENT = re.compile(r"[Nn]o forms? since (Sep 4|Sep\w* 4|9/4)")


def weekly(first: str, count: int, days: int = 7) -> list[dict[str, str]]:
    """A form every so many days."""
    start = date.fromisoformat(first)
    return [form(american(start + timedelta(days=days * number))) for number in range(count)]


FORGOTTEN: dict[str, tuple[str, str, str]] = {
    # the day of the run, the report, its period
    "most of the quarter is there": ("2026-10-01", "nysdoh-quarterly", "2026-Q3"),
    "a month of which nothing is there": ("2026-11-01", "supplier", "2026-10"),
    "a month of which four days are there": ("2026-10-01", "supplier", "2026-09"),
    "long after": ("2026-11-26", "nysdoh-quarterly", "2026-Q3"),
}


@pytest.mark.parametrize(("day", "slug", "period"), FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_forgotten_export_is_asked_about_first(day: str, slug: str, period: str, case: Case):
    case.write(*UNTIL_SEPTEMBER_4, **MONTHLY).set_day(day)
    made = case.report(period, slug)
    assert IS_CURRENT.search(made.subject), made.subject
    assert IS_CURRENT.search(made.first.removeprefix(made.subject)), made.first
    assert not re.search(r"every (row|form|distribution)[^.\n]*counted", made.text)


@pytest.mark.parametrize(("day", "slug", "period"), FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_zero_of_a_forgotten_export_is_not_told_as_one(day: str, slug: str, period: str, case: Case):
    case.write(*UNTIL_SEPTEMBER_4, **MONTHLY).set_day(day)
    made = case.report(period, slug)
    assert not re.search(r"^No kits? (was|were) ", made.first.split("\n\n")[1])


SILENT: dict[str, tuple[list[dict[str, str]], str, str]] = {
    # rows, the day of the run, the period: no form is near its end, and there isn't a reason to ask
    "a form every three weeks": (weekly("2026-04-01", 9, days=21), "2026-10-01", "2026-Q3"),
    "forms after the end": ([*UNTIL_SEPTEMBER_4, *forms(5, "2026-11-10")], "2026-11-26", "2026-Q3"),
    "a form on the last day": (forms(30, "2026-09-01"), "2026-10-01", "2026-Q3"),
    "a form two days before the end": (forms(28, "2026-09-01"), "2026-10-01", "2026-Q3"),
}


@pytest.mark.parametrize(("rows", "day", "period"), SILENT.values(), ids=SILENT)
def test_a_program_that_is_silent_as_ever_is_not_asked(rows: list[dict[str, str]], day: str, period: str, case: Case):
    case.write(*rows).set_day(day)
    made = case.report(period)
    assert not re.search(r"[Nn]o forms? since", made.first), made.first


def test_a_month_of_vacation_is_a_real_zero(case: Case):
    case.write(*weekly("2026-01-07", 16), *weekly("2026-06-03", 16), **MONTHLY)
    made = case.report("2026-05", "supplier")
    assert made.figures["measures"]["kits_distributed"] == 0
    assert not re.search(r"[Nn]o forms? since", made.first), made.first


@pytest.mark.parametrize("slug", ["nysdoh-quarterly", "program-review"])
def test_every_report_says_the_newest_form_and_the_reading(slug: str, case: Case):
    case.write(*UNTIL_SEPTEMBER_4).set_day("2026-10-01")
    made = case.report("2026-Q3", slug)
    assert "Sep 4" in made.text
    assert "Oct 1, 2026" in made.text


def test_status_says_both(case: Case):
    case.write(*UNTIL_SEPTEMBER_4).set_day("2026-10-01")
    case.ingest()
    case.set_day("2026-10-20")
    state: Any = case.ask("status")
    assert state["newest_entry"].startswith("2026-09-04")
    assert state["last_read"].startswith("2026-10-01")


def test_a_report_made_later_is_of_the_day_of_the_reading(case: Case):
    case.write(*UNTIL_SEPTEMBER_4).set_day("2026-10-01")
    case.ingest()
    case.set_day("2026-10-20")
    case.ask("report", "nysdoh-quarterly", "2026-Q3", "--as-known")
    made = case.read_report("nysdoh-quarterly", "2026-Q3", 1)
    assert "Oct 1" in made.text
    assert IS_CURRENT.search(made.subject), made.subject


def test_the_run_amends_once_the_export_is_there(case: Case):
    case.write(*UNTIL_SEPTEMBER_4).set_day("2026-10-01")
    case.ask("run")
    case.write_form(*UNTIL_SEPTEMBER_4, *forms(30, "2026-09-05"))
    case.set_day("2026-10-08")
    case.ask("run")
    made = case.read_report("nysdoh-quarterly", "2026-Q3", 2)
    assert not re.search(r"[Nn]o forms? since", made.first), made.first
