"""Units that say that kits run low, where no stock is recorded: for a month, and said once."""

from datetime import date, timedelta

import pytest

from schemas.desk import Duties, LowReported
from schemas.stock_actions import Urgency
from tasks.rules.digest.matters import find_matter
from tasks.rules.digest.to_do import list_to_do
from tasks.rules.watching.low_reports import REPORTED_DAYS, list_low_reports

TODAY = date(2026, 11, 26)
UNITS = {"Patrol", "Traffic"}


@pytest.mark.parametrize(
    ("days_ago", "is_listed"),
    [
        pytest.param(0, True, id="today"),
        pytest.param(REPORTED_DAYS, True, id="a month ago"),
        pytest.param(REPORTED_DAYS + 1, False, id="longer ago"),
        pytest.param(-1, False, id="tomorrow, by a wrong clock"),
    ],
)
def test_what_was_said_lately_is_listed(days_ago: int, is_listed: bool):
    said_on = TODAY - timedelta(days_ago)
    expected = (LowReported(unit="Patrol", reported_on=said_on),) if is_listed else ()
    assert list_low_reports({"Patrol": said_on}, UNITS, TODAY) == expected


def test_the_last_who_said_so_comes_first():
    flags = {"Patrol": date(2026, 11, 2), "Traffic": date(2026, 11, 20), "No longer a unit": TODAY}
    assert [one.unit for one in list_low_reports(flags, UNITS, TODAY)] == ["Traffic", "Patrol"]


def test_it_is_for_this_week_and_said_once():
    low = LowReported(unit="Patrol", reported_on=TODAY)
    again = low.model_copy(update={"reported_on": TODAY + timedelta(1)})
    first, later = (find_matter(one) for one in list_to_do((), (), Duties(low_reports=(low, again))))
    (to_do, _) = list_to_do((), (), Duties(low_reports=(low, again)))
    assert to_do.urgency is Urgency.THIS_WEEK
    assert (first.makes_mail, first.is_pressing) == (True, False)
    assert first.thing != later.thing
