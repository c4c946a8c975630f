"""Released periods: one length for each family, none that overlaps another or the one an order was drawn from."""

from datetime import date

import pytest

from schemas.period import Cadence, Period
from tasks.rules.reporting.periods import parse_period
from tasks.rules.reporting.released_periods import (
    Known,
    choose_cadence,
    find_drawing_period,
    find_released_until,
    list_quoted,
    may_be_made,
)

STARTED, TODAY = date(2024, 2, 1), date(2026, 11, 5)


def known(started: date = STARTED, today: date = TODAY, released_until: date | None = None) -> Known:
    """What is known on a usual day."""
    return Known(started, today, released_until, 11)


def counting(a_day: float, facts: Known):
    """So many distributions a day since the program started."""

    def count(period: Period) -> int:
        return max(0, round(((period.last_on - max(period.first_on, facts.started)).days + 1) * a_day))

    return count


@pytest.mark.parametrize(
    ("asked", "a_day", "facts", "drawn_from", "cadence"),
    [
        pytest.param("2026-10", 4, known(), "2025", Cadence.QUARTERLY, id="the year before"),
        pytest.param("2025-03", 4, known(), "2024", Cadence.QUARTERLY, id="a first year that is not whole"),
        pytest.param("2026-10", 0.5, known(), "2025", Cadence.YEARLY, id="a quiet program"),
        pytest.param("2024-04", 4, known(), "2024-Q1", Cadence.QUARTERLY, id="the first year, busy: its first quarter"),
        pytest.param("2024-04", 0.5, known(), "2024", Cadence.YEARLY, id="the first year, quiet: all of it"),
        pytest.param("2026-10", 0.02, known(), None, None, id="too few to draw from"),
        pytest.param("2026-10", 4, known(started=date(2026, 9, 1)), "2026-Q3", Cadence.QUARTERLY, id="one month"),
        pytest.param("2026-10", 4, known(started=date(2026, 10, 1)), None, None, id="nothing has ended"),
        pytest.param(
            "2026-10", 4, known(released_until=date(2026, 5, 31)), "2026-Q3", Cadence.QUARTERLY,
            id="nothing that overlaps what an earlier rule told",
        ),
        pytest.param("2026-10", 4, known(released_until=date(2026, 9, 30)), None, None, id="all was told before"),
    ],
)  # fmt: skip
def test_the_order_is_drawn_from_a_period_without_a_table(
    asked: str, a_day: float, facts: Known, drawn_from: str | None, cadence: Cadence | None
):
    count = counting(a_day, facts)
    found = find_drawing_period(parse_period(asked), facts, count)
    assert (found.name if found else None) == drawn_from
    assert (choose_cadence(found, count(found), facts) if found else None) == cadence


@pytest.mark.parametrize(
    ("asked", "cadence", "quoted"),
    [
        ("2026-09", Cadence.QUARTERLY, ["2026-Q3"]),
        ("2026-08", Cadence.QUARTERLY, ["2026-Q2"]),
        ("2026-01", Cadence.QUARTERLY, ["2025-Q4"]),
        ("2026-Q3", Cadence.QUARTERLY, ["2026-Q3"]),
        ("2026", Cadence.QUARTERLY, ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        ("2026-Q3", Cadence.YEARLY, ["2025"]),
        ("2026-Q4", Cadence.YEARLY, ["2026"]),
        ("2026-12", Cadence.YEARLY, ["2026"]),
        ("2026", Cadence.YEARLY, ["2026"]),
    ],
)
def test_a_report_quotes_its_period_or_the_last_before(asked: str, cadence: Cadence, quoted: list[str]):
    assert [period.name for period in list_quoted(parse_period(asked), cadence)] == quoted


@pytest.mark.parametrize(
    ("period", "drawn_from", "released_until", "may_be"),
    [
        ("2026-Q3", "2025", None, True),
        ("2026-Q4", "2025", None, False),
        ("2025-Q4", "2025", None, False),
        ("2025", "2025-Q1", None, False),
        ("2026-Q3", "2025", date(2026, 7, 1), False),
        ("2026-Q3", "2025", date(2026, 6, 30), True),
    ],
)
def test_a_period_has_a_table_once_it_ended_and_overlaps_none(
    period: str, drawn_from: str, released_until: date | None, may_be: bool
):
    facts = known(released_until=released_until)
    assert may_be_made(parse_period(period), parse_period(drawn_from), facts) is may_be


def test_an_earlier_rule_ends_with_its_last_period():
    assert find_released_until([]) is None
    assert find_released_until(map(parse_period, ("2026-Q1", "2026-05", "2026-02"))) == date(2026, 5, 31)
