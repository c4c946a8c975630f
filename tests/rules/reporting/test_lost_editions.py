"""Which editions a ledger has lost; they are put together where their periods follow each other, and nowhere else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.period import Cadence, Period, ReportPeriod
from tasks.rules.reporting.lost_editions import find_lost, group_lost, is_next_made
from tasks.rules.reporting.periods import list_periods_between
from tests.rules.reporting.test_periods import DEFINITIONS
from tests.support.settings import some_settings

MONTHS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]


def group(*names: str) -> list[tuple[str, str, str, int]]:
    """Group editions that are written report/period."""
    lost = {
        ReportPeriod(report, Period.from_name(period)): 1 for report, _, period in (one.partition("/") for one in names)
    }
    return [(one.report, one.first, one.last, one.count) for one in group_lost(lost)]


@pytest.mark.parametrize(
    ("lost", "grouped"),
    [
        ((), []),
        (("supplier/2025-01",), [("supplier", "2025-01", "2025-01", 1)]),
        (("supplier/2026-01", "supplier/2025-12"), [("supplier", "2025-12", "2026-01", 2)]),
        (("a/2025-Q4", "a/2026-Q1"), [("a", "2025-Q4", "2026-Q1", 2)]),
        # a gap: the command of a range would make what nobody asked for
        (("a/2025-01", "a/2025-03"), [("a", "2025-01", "2025-01", 1), ("a", "2025-03", "2025-03", 1)]),
        # periods of another length, or another report
        (("a/2025-12", "a/2026-Q1"), [("a", "2025-12", "2025-12", 1), ("a", "2026-Q1", "2026-Q1", 1)]),
        (("a/2025-01", "b/2025-02"), [("a", "2025-01", "2025-01", 1), ("b", "2025-02", "2025-02", 1)]),
    ],
)
def test_periods_that_follow_each_other_are_one_group(lost: tuple[str, ...], grouped: list[tuple[str, str, str, int]]):
    assert group(*lost) == grouped


@given(st.sets(st.sampled_from(MONTHS)))
def test_the_ranges_hold_what_was_lost_and_nothing_else(months: set[str]):
    ranges = group(*(f"supplier/{month}" for month in months))
    held = [
        period.name
        for _, first, last, _ in ranges
        for period in list_periods_between(
            Period.from_name(first).first_on, Period.from_name(last).last_on, Cadence.MONTHLY
        )
    ]
    assert held == sorted(months)
    assert sum(count for *_, count in ranges) == len(months)


def test_the_number_is_that_of_the_last_one():
    lost = {ReportPeriod("a", Period.from_name("2025-02")): 3, ReportPeriod("a", Period.from_name("2025-01")): 1}
    assert [one.edition for one in group_lost(lost)] == [3]


Q1, STATE = "2026-Q1", "nysdoh-quarterly"


@pytest.mark.parametrize(
    ("on_disk", "kept", "held", "lost"),
    [
        ((), (), 0, 0),
        ((1, 2), (), 0, 2),  # the ledger knows nothing of it: the newest was in force
        ((1,), (), 1, 0),  # it's there
        ((1,), (), 2, 0),  # the next one is
        ((1,), (1,), 1, 1),  # no more than its number is there
        ((1, 2), (1,), 2, 0),  # and the next one was made since
        ((1, 2), (), 1, 2),  # a backup was restored that didn't know the second yet
    ],
)
def test_what_the_ledger_has_lost(on_disk: tuple[int, ...], kept: tuple[int, ...], held: int, lost: int):
    newest = {(STATE, Q1): held} if held else {}
    found = find_lost([(STATE, Q1, one) for one in on_disk], [(STATE, Q1, one) for one in kept], newest)
    assert found == ([(STATE, Q1, lost)] if lost else [])


@pytest.mark.parametrize(
    ("report", "period", "is_made"),
    [("supplier", "2026-02", True), ("supplier", "2026-05", False), ("old-letter", "2026-02", False)],
)
def test_the_next_one_is_made_of_what_is_still_a_report(report: str, period: str, is_made: bool):
    settings = some_settings(program={"started": date(2026, 1, 1)})
    assert is_next_made((report, period, 1), DEFINITIONS, settings, date(2026, 4, 10)) is is_made
