"""Which reports a run makes: what was missed of each report owed, and editions that may be amended."""

import pytest

from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.operations.find_due_reports import find_due_reports, find_last_period, is_due
from tasks.operations.make_editions import make_editions
from tasks.rules.reporting.periods import parse_period
from tests.support.watched import clock_after


def named(found: list[ReportPeriod]) -> list[tuple[str, str]]:
    """Name reports and periods."""
    return [(one.report, one.period.name) for one in found]


def test_the_first_run_makes_the_last_period_of_what_is_owed(program: ProgramContext):
    assert named(find_due_reports(program)) == [("nysdoh-quarterly", "2024-Q1")]


def test_periods_missed_and_every_edition_are_looked_at(program: ProgramContext):
    make_editions(program, find_due_reports(program))
    make_editions(program, [ReportPeriod("supplier", parse_period("2024-02"))])
    later = program._replace(clock=clock_after(200))
    expected = [("supplier", "2024-02"), *(("nysdoh-quarterly", f"2024-Q{number}") for number in (1, 2, 3))]
    assert sorted(named(find_due_reports(later))) == sorted(expected)


@pytest.mark.parametrize(
    ("report", "period", "expected"),
    [
        ("nysdoh-quarterly", "2024-Q1", True),
        ("nysdoh-quarterly", "2024-Q2", False),  # it goes on
        ("nysdoh-quarterly", "2024-03", False),  # no such rhythm
        ("nycdoh-monthly", "2024-03", False),  # another agency's
        ("county-board", "2024-Q1", False),  # no such report
    ],
)
def test_an_edition_is_due_only_of_what_the_agency_owes(
    report: str, period: str, expected: bool, program: ProgramContext
):
    assert is_due(program, ReportPeriod(report, parse_period(period))) is expected


def test_the_last_period_is_the_one_that_is_over(program: ProgramContext):
    assert find_last_period(program, "nysdoh-quarterly") == "2024-Q1"
    assert find_last_period(program, "supplier") == "2024-03"
