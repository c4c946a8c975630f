"""Which periods a report is made for, which have ended, and what an agency owes."""

from contextlib import nullcontext
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.period import Cadence
from schemas.report import ReportDefinition
from tasks.errors import UsageError
from tasks.rules.reporting.periods import (
    check_may_be_previewed,
    check_report_fits,
    find_due_day,
    find_last_ended,
    find_period,
    find_period_before,
    has_ended,
    is_report_made,
    list_months,
    list_periods_between,
    list_reports_owed,
    list_trend_periods,
    parse_period,
)
from tests.support.settings import some_settings

MONTHLY, QUARTERLY, YEARLY = Cadence
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
of = parse_period


def a_definition(**changes: Any) -> ReportDefinition:
    """A report that every agency may make."""
    values = {
        "title": "A report", "addressee": "your supplier", "audience": "supplier", "cadences": [MONTHLY, QUARTERLY],
        "due_days": 10, "submit_to": "Send it", "measures": ["kits_distributed"],
    }  # fmt: skip
    return ReportDefinition.model_validate(values | changes)


DEFINITIONS = {
    "supplier": a_definition(),
    "nysdoh-quarterly": a_definition(audience="statutory", cadences=[QUARTERLY], only_for="upstate"),
    "nycdoh-monthly": a_definition(audience="statutory", cadences=[MONTHLY], only_for="nyc"),
}


@pytest.mark.parametrize(
    ("today", "ended"), [(date(2026, 9, 29), False), (date(2026, 9, 30), False), (date(2026, 10, 1), True)]
)
def test_a_period_has_ended_when_its_last_day_is_over(today: date, ended: bool):
    assert has_ended(of("2026-09"), today) is has_ended(of("2026-Q3"), today) is ended


@pytest.mark.parametrize(
    ("today", "month", "quarter", "year"),
    [
        (date(2026, 9, 30), "2026-08", "2026-Q2", "2025"),
        (date(2026, 10, 1), "2026-09", "2026-Q3", "2025"),
        (date(2026, 1, 1), "2025-12", "2025-Q4", "2025"),
        (date(2025, 12, 31), "2025-11", "2025-Q3", "2024"),
    ],
)
def test_the_last_period_that_ended(today: date, month: str, quarter: str, year: str):
    assert [find_last_ended(cadence, today).name for cadence in (MONTHLY, QUARTERLY, YEARLY)] == [month, quarter, year]


@pytest.mark.parametrize(
    ("written", "earlier"), [("2026-09", "2026-08"), ("2026-01", "2025-12"), ("2026-Q1", "2025-Q4"), ("2026", "2025")]
)
def test_the_period_before(written: str, earlier: str):
    assert find_period_before(of(written)).name == earlier


def test_the_months_of_a_period():
    assert [month.name for month in list_months(of("2026-Q3"))] == ["2026-07", "2026-08", "2026-09"]
    assert list_months(of("2026-09")) == [of("2026-09")]
    assert [month.last_month for month in list_months(of("2026"))] == list(range(1, 13))


@pytest.mark.parametrize(
    ("first", "last", "cadence", "names"),
    [
        ("2026-11-15", "2027-01-31", MONTHLY, "2026-11 2026-12 2027-01"),
        ("2026-11-15", "2027-01-30", MONTHLY, "2026-11 2026-12"),
        ("2026-08-01", "2026-12-31", QUARTERLY, "2026-Q3 2026-Q4"),
        ("2026-08-01", "2026-12-30", QUARTERLY, "2026-Q3"),
        ("2026-08-01", "2026-07-31", MONTHLY, ""),
    ],
)
def test_periods_between_two_days_are_those_that_end_there(first: str, last: str, cadence: Cadence, names: str):
    found = list_periods_between(date.fromisoformat(first), date.fromisoformat(last), cadence)
    assert " ".join(period.name for period in found) == names


def test_the_first_and_last_periods_have_neighbors():
    assert len(list_months(of("2999"))) == 12
    assert find_period_before(of("1900")).last_on == date(1899, 12, 31)
    assert find_due_day(a_definition(due_days=92), of("2999-12")) == date(3000, 4, 2)


@pytest.mark.parametrize(
    ("written", "started", "names"),
    [
        ("2026-03", "2025-01-01", "2025-08 2025-09 2025-10 2025-11 2025-12 2026-01 2026-02 2026-03"),
        ("2026-03", "2026-01-31", "2026-01 2026-02 2026-03"),
        ("2026-03", "2026-02-01", "2026-02 2026-03"),
        ("2026-03", "2026-03-31", "2026-03"),
        ("2026-Q1", "2025-09-30", "2025-Q3 2025-Q4 2026-Q1"),
    ],
)
def test_a_trend_is_eight_periods_from_the_start_at_most(written: str, started: str, names: str):
    assert " ".join(period.name for period in list_trend_periods(of(written), date.fromisoformat(started))) == names


@pytest.mark.parametrize(
    ("audience", "today", "is_refused"),
    [
        ("public", date(2026, 9, 30), True),
        ("public", date(2026, 10, 1), False),
        ("supplier", date(2026, 9, 30), False),
        ("agency", date(2026, 9, 30), False),
    ],
)
def test_only_for_the_public_there_is_no_preview(audience: str, today: date, is_refused: bool):
    said = "public-summary is for the public, .* 2026-Q3 ends on 2026-09-30. Ask again after that day"
    with pytest.raises(UsageError, match=said) if is_refused else nullcontext():
        check_may_be_previewed("public-summary", a_definition(audience=audience), of("2026-Q3"), today)


@pytest.mark.parametrize(("days", "due"), [(0, date(2026, 9, 30)), (10, date(2026, 10, 10)), (92, date(2026, 12, 31))])
def test_a_report_is_due_some_days_after_its_period(days: int, due: date):
    definition = a_definition(due_days=days)
    assert find_due_day(definition, of("2026-09")) == find_due_day(definition, of("2026-Q3")) == due


@pytest.mark.parametrize(
    ("oopp", "cadence", "owed"),
    [
        ("none", "monthly", {"supplier": MONTHLY}),
        ("none", "quarterly", {"supplier": QUARTERLY}),
        ("none", "on-request", {}),
        ("upstate", "on-request", {"nysdoh-quarterly": QUARTERLY}),
        ("upstate", "monthly", {"nysdoh-quarterly": QUARTERLY, "supplier": MONTHLY}),
        ("nyc", "on-request", {"nycdoh-monthly": MONTHLY}),
        ("nyc", "quarterly", {"nycdoh-monthly": MONTHLY, "supplier": QUARTERLY}),
    ],
)
def test_which_reports_an_agency_owes(oopp: str, cadence: str, owed: dict[str, Cadence]):
    supplier = {"kind": "regional-ems", "name": "Example EMS", "cadence": cadence}
    settings = some_settings(program={"oopp": oopp, "supplier": supplier})
    assert list_reports_owed(settings, DEFINITIONS) == owed
    assert "supplier" not in list_reports_owed(settings, {})


def test_a_report_of_a_rhythm_nobody_asked_for_is_refused():
    quarterly = {**DEFINITIONS, "supplier": a_definition(cadences=[QUARTERLY])}
    supplier = {"kind": "regional-ems", "name": "Example EMS", "cadence": "monthly"}
    with pytest.raises(
        UsageError, match=r"program\.supplier\.cadence in lbn\.toml is 'monthly', which the cadences in"
    ):
        list_reports_owed(some_settings(program={"supplier": supplier}), quarterly)


def refusal(slug: str, written: str, oopp: str = "none") -> str:
    """The sentence of a refusal."""
    with pytest.raises(UsageError) as refused:
        check_report_fits(slug, DEFINITIONS[slug], of(written), some_settings(program={"oopp": oopp}))
    assert refused.value.exit_code == 2
    return str(refused.value)


@pytest.mark.parametrize(
    ("slug", "written", "oopp"),
    [
        ("supplier", "2026-09", "none"), ("supplier", "2026-Q3", "upstate"), ("supplier", "2025-01", "nyc"),
        ("nysdoh-quarterly", "2026-Q3", "upstate"), ("nycdoh-monthly", "2026-09", "nyc"),
    ],
)  # fmt: skip
def test_a_report_that_fits_is_not_refused(slug: str, written: str, oopp: str):
    check_report_fits(slug, DEFINITIONS[slug], of(written), some_settings(program={"oopp": oopp}))


def test_a_health_departments_report_is_for_registered_programs():
    assert refusal("nysdoh-quarterly", "2026-Q3") == (
        "The report nysdoh-quarterly is owed by registered OOPPs only (program.oopp = 'upstate'), and Village of "
        "Example Police Department has program.oopp = 'none' in lbn.toml. Its figures go to the supplier: use the "
        "report supplier."
    )
    said = refusal("nycdoh-monthly", "2026-09", oopp="upstate")
    assert said.endswith("has program.oopp = 'upstate' in lbn.toml.")


def test_a_period_of_another_length_is_refused_with_an_example():
    assert refusal("nysdoh-quarterly", "2026-09", "upstate").endswith(
        "is quarterly; 2026-09 is not. Write a period such as 2026-Q3."
    )
    assert refusal("supplier", "2026").endswith("is monthly or quarterly; 2026 is not. Write a period such as 2026-09.")


def test_a_period_before_the_program_is_refused():
    said = refusal("supplier", "2024-12")
    assert said == "2024-12 ended before the program started (2025-01-01, program.started in lbn.toml)."


def test_before_the_registration_only_the_state_gets_nothing():
    settings = some_settings(program={"oopp": "upstate", "oopp_since": date(2026, 7, 1)})
    for slug, written in (("supplier", "2026-Q2"), ("nysdoh-quarterly", "2026-Q3")):
        check_report_fits(slug, DEFINITIONS[slug], of(written), settings)
    with pytest.raises(UsageError) as refused:
        check_report_fits("nysdoh-quarterly", DEFINITIONS["nysdoh-quarterly"], of("2026-Q2"), settings)
    assert str(refused.value) == (
        "The report nysdoh-quarterly is not owed for 2026-Q2: the agency is registered since 2026-07-01 "
        "(program.oopp_since in lbn.toml)."
    )


def test_a_start_on_a_periods_last_day_owes_the_period():
    settings = some_settings(program={"started": date(2025, 1, 31)})
    check_report_fits("supplier", DEFINITIONS["supplier"], of("2025-01"), settings)


@given(DAYS, st.sampled_from(Cadence))
def test_the_last_ended_period_is_the_one_before_todays(today: date, cadence: Cadence):
    last = find_last_ended(cadence, today)
    assert has_ended(last, today)
    assert not has_ended(find_period(today, cadence), today)
    assert last.last_on + timedelta(days=1) == find_period(today, cadence).first_on


@given(DAYS, st.integers(0, 1500), st.sampled_from(Cadence))
def test_periods_follow_each_other_without_gap(first_on: date, days: int, cadence: Cadence):
    found = list(list_periods_between(first_on, first_on + timedelta(days=days), cadence))
    assert all(find_period_before(later) == earlier for earlier, later in pairwise(found))
    assert all(sum(day in period for period in found) <= 1 for day in (first_on, first_on + timedelta(days=days // 2)))


@pytest.mark.parametrize(
    ("slug", "written", "is_made"),
    [
        pytest.param("supplier", "2026-09", True, id="one that is owed"),
        pytest.param("supplier", "2026-10", False, id="its period goes on"),
        pytest.param("supplier", "2024-12", False, id="before the program"),
        pytest.param("nysdoh-quarterly", "2026-Q3", False, id="one that this agency doesn't owe"),
    ],
)
def test_an_edition_can_be_made(slug: str, written: str, is_made: bool):
    settings = some_settings(program={"oopp": "none"})
    assert is_report_made(slug, DEFINITIONS[slug], of(written), settings, date(2026, 10, 6)) is is_made
