"""What is owed, what has become of it, and what a run makes: nothing owed is missed."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.period import Cadence, ReportPeriod
from schemas.settings import Settings
from tasks.errors import UsageError
from tasks.rules.reporting.due import (
    check_can_be_filed,
    find_missed,
    group_never_made,
    group_to_hand_in,
    list_due,
    list_owed,
    list_to_come,
)
from tasks.rules.reporting.periods import find_owed_since, has_ended, parse_period
from tests.rules.reporting.test_periods import DEFINITIONS
from tests.support.settings import some_settings

SLUG = "supplier"


def an_agency(cadence: str = "monthly", started: str = "2026-01-15", **program: object) -> Settings:
    """An agency whose supplier asks for its report, or a health department for its own."""
    supplier = {"kind": "regional-ems", "name": "Example EMS", "cadence": cadence}
    return some_settings(program={"started": date.fromisoformat(started), "supplier": supplier, **program})


def some(written: str, slug: str = SLUG) -> list[ReportPeriod]:
    """Reports for periods written in a row."""
    return [ReportPeriod(slug, parse_period(name)) for name in written.split()]


def names(owed: list[ReportPeriod]) -> str:
    """Their periods in a row."""
    return " ".join(one.period.name for one in owed)


@pytest.mark.parametrize(
    ("settings", "today", "owed"),
    [
        (an_agency(), "2026-01-31", ""),
        (an_agency(), "2026-02-01", "2026-01"),
        (an_agency(), "2026-04-10", "2026-01 2026-02 2026-03"),
        (an_agency("quarterly"), "2026-06-30", "2026-Q1"),
        (an_agency("quarterly", started="2026-03-31"), "2026-07-01", "2026-Q1 2026-Q2"),
        (an_agency("on-request"), "2027-01-01", ""),
        (an_agency("on-request", oopp="upstate"), "2026-10-01", "2026-Q1 2026-Q2 2026-Q3"),
        (an_agency("on-request", oopp="upstate", oopp_since=date(2026, 6, 30)), "2026-10-01", "2026-Q2 2026-Q3"),
        (an_agency("on-request", oopp="upstate", oopp_since=date(2026, 7, 1)), "2026-10-01", "2026-Q3"),
        (an_agency("on-request", oopp="upstate", oopp_since=date(2020, 7, 1)), "2026-06-01", "2026-Q1"),
        (an_agency("on-request", oopp="upstate", oopp_since=date(2027, 7, 1)), "2026-10-01", ""),
    ],
)
def test_a_report_is_owed_for_each_period_since_the_start(settings: Settings, today: str, owed: str):
    assert names(list_owed(settings, DEFINITIONS, date.fromisoformat(today))) == owed


def test_only_a_health_department_counts_from_the_registration():
    settings = an_agency(oopp="upstate", oopp_since=date(2026, 7, 1))
    assert find_owed_since(DEFINITIONS["nysdoh-quarterly"], settings) == date(2026, 7, 1)
    assert find_owed_since(DEFINITIONS[SLUG], settings) == date(2026, 1, 15)


@pytest.mark.parametrize(
    ("owed", "made", "missed"),
    [
        # never made: only the last one
        ("2026-01 2026-02 2026-03", "", "2026-03"),
        # nothing was missed
        ("2026-01 2026-02 2026-03", "2026-03", ""),
        ("2026-01 2026-02 2026-03", "2026-02", "2026-03"),
        # two months without a run
        ("2026-01 2026-02 2026-03 2026-04", "2026-01", "2026-02 2026-03 2026-04"),
        # what is older than the newest edition is listed as owed, and not made by itself
        ("2026-01 2026-02 2026-03 2026-04", "2026-02", "2026-03 2026-04"),
        # an edition of another length isn't one of these, unless there is no other: the supplier asks more seldom now
        ("2026-06 2026-07 2026-08", "2026-06 2026-Q3", "2026-07 2026-08"),
        ("2026-Q1 2026-Q2 2026-Q3", "2026-02 2026-05", "2026-Q2 2026-Q3"),
        # nothing is owed yet
        ("", "2025-12", ""),
    ],
)
def test_a_run_makes_what_was_missed_since_the_newest_edition(owed: str, made: str, missed: str):
    assert names(find_missed(some(owed), some(made) + some("2026-12", "program-review"))) == missed


def test_each_report_is_looked_at_by_itself():
    owed = [*some("2026-01 2026-02"), *some("2026-Q1 2026-Q2", "nysdoh-quarterly")]
    found = find_missed(owed, some("2026-Q1", "nysdoh-quarterly"))
    assert found == [*some("2026-02"), *some("2026-Q2", "nysdoh-quarterly")]


@pytest.mark.parametrize(
    ("made", "filed", "today", "state"),
    [
        (False, False, "2026-10-10", "owed"),
        (False, False, "2026-10-11", "overdue"),
        (True, False, "2026-10-10", "made"),
        (True, False, "2026-10-11", "overdue"),
        (True, True, "2026-12-31", "filed"),
        (True, True, "2026-10-10", "filed"),
        (False, True, "2026-12-31", "filed"),
    ],
)
def test_what_has_become_of_a_report(made: bool, filed: bool, today: str, state: str):
    one = some("2026-09")
    [due] = list_due(one, DEFINITIONS, one if made else (), one if filed else (), date.fromisoformat(today))
    assert due.model_dump(mode="json") == {
        "report": SLUG, "period": "2026-09", "due_on": "2026-10-10", "state": state,
    }  # fmt: skip


def test_what_was_mailed_to_a_supplier_is_never_overdue():
    one = some("2026-09")
    [due] = list_due(one, DEFINITIONS, one, (), date(2026, 12, 31), has_left=one)
    assert (due.state, due.is_to_hand_in, due.is_never_made) == ("made", False, False)


def test_what_is_due_first_comes_first():
    owed = [*some("2026-09 2026-10"), *some("2026-Q3", "nysdoh-quarterly")]
    listed = list_due(owed, DEFINITIONS, (), (), date(2026, 11, 1))
    assert [(due.period, due.report) for due in listed] == [
        ("2026-Q3", "nysdoh-quarterly"),
        ("2026-09", SLUG),
        ("2026-10", SLUG),
    ]


@pytest.mark.parametrize(
    ("written", "on", "why"),
    [
        ("2026-09", "2026-09-30", None),
        ("2026-09", "2026-11-05", None),
        ("2026-09", "2026-09-29", "lies before the end of 2026-09"),
        ("2026-09", "2026-11-06", "is still to come"),
        ("2026-11", "2026-11-05", "nothing can have been handed in"),
        ("2026", "2026-11-05", "is monthly or quarterly"),
        ("2026-Q3", "2026-11-05", "is owed monthly here"),
        ("2025-12", "2026-11-05", "ended before the program started"),
    ],
)
def test_what_cannot_have_been_handed_in(written: str, on: str, why: str | None):
    asked = (SLUG, DEFINITIONS[SLUG], parse_period(written), an_agency(), date.fromisoformat(on), date(2026, 11, 5))
    with pytest.raises(UsageError, match=why) if why else nullcontext():
        check_can_be_filed(*asked)


def test_what_was_never_made_is_one_line_a_report():
    owed = [*some("2026-07 2026-08 2026-09 2026-10"), *some("2026-Q3", "nysdoh-quarterly")]
    made, filed = some("2026-08"), some("2026-09")
    listed = list_due(owed, DEFINITIONS, made, filed, date(2026, 11, 5))
    grouped = [(one.report, one.first, one.last, one.count, one.is_overdue) for one in group_never_made(listed)]
    assert grouped == [
        (SLUG, "2026-07", "2026-10", 2, True),
        ("nysdoh-quarterly", "2026-Q3", "2026-Q3", 1, True),
    ]
    assert not group_never_made(list_due(owed, DEFINITIONS, owed, (), date(2026, 11, 5)))


def test_each_that_is_made_is_to_be_handed_in_by_its_day():
    owed = [*some("2026-05 2026-06 2026-07 2026-08 2026-09 2026-10"), *some("2026-Q3", "nysdoh-quarterly")]
    made = [*some("2026-05 2026-06 2026-08 2026-09 2026-10"), *some("2026-Q3", "nysdoh-quarterly")]
    listed = list_due(owed, DEFINITIONS, made, some("2026-08"), date(2026, 10, 12))
    grouped = group_to_hand_in(listed)
    assert [(one.report, one.first, one.others, one.last, one.count, one.is_overdue) for one in grouped] == [
        (SLUG, "2026-05", ("2026-06",), "2026-06", 2, True),
        (SLUG, "2026-09", (), "2026-09", 1, True),
        ("nysdoh-quarterly", "2026-Q3", (), "2026-Q3", 1, True),
        (SLUG, "2026-10", (), "2026-10", 1, False),
    ]


@given(
    st.sampled_from(["monthly", "quarterly"]),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.lists(st.integers(0, 200), min_size=1, max_size=12),
)
def test_whatever_days_it_runs_every_period_is_made(cadence: str, started: date, pauses: list[int]):
    settings, today, made = an_agency(cadence, started.isoformat()), started, []
    for pause in pauses:
        today += timedelta(days=pause)
        missed = find_missed(list_owed(settings, DEFINITIONS, today), made)
        assert not set(missed) & set(made)
        assert all(has_ended(one.period, today) for one in missed)
        made += missed
        owed = list_owed(settings, DEFINITIONS, today)
        since = min((one.period.first_on for one in made), default=today)
        assert made == [one for one in owed if one.period.first_on >= since]
        assert bool(made) == bool(owed)
    assert len({one.period.cadence for one in made} | {Cadence(cadence)}) == 1


@pytest.mark.parametrize(
    ("settings", "today", "to_come"),
    [
        (an_agency(), "2026-01-31", ["supplier 2026-01"]),
        (an_agency(), "2026-02-01", ["supplier 2026-02"]),
        (an_agency(), "2025-12-31", []),
        (an_agency("on-request"), "2026-02-01", []),
        (
            an_agency(oopp="upstate", oopp_since=date(2026, 4, 1)),
            "2026-05-01",
            ["supplier 2026-05", "nysdoh-quarterly 2026-Q2"],
        ),
        (an_agency(oopp="upstate", oopp_since=date(2026, 7, 1)), "2026-05-01", ["supplier 2026-05"]),
    ],
)
def test_what_comes_next_is_of_the_period_that_runs_now(settings: Settings, today: str, to_come: list[str]):
    listed = list_to_come(settings, DEFINITIONS, date.fromisoformat(today))
    assert [f"{one.report} {one.period}" for one in listed] == to_come
    assert [one.due_on for one in listed] == sorted(one.due_on for one in listed)
