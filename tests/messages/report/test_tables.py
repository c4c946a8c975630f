"""Tables as they are shown: a month in which nothing happened is there, with noughts."""

from datetime import UTC, datetime

import pytest

from schemas.figures import Table
from tasks.messages.report.tables import add_every_month
from tasks.rules.reporting.disclosure import ALL_OTHERS
from tests.support.builders_messages import a_report


@pytest.mark.parametrize(
    ("shown", "made_on", "months"),
    [
        (["2026-07", "2026-09"], "2026-10-06", [("2026-07", 5), ("2026-08", 0), ("2026-09", 5)]),
        ([], "2026-10-06", [("2026-07", 0), ("2026-08", 0), ("2026-09", 0)]),
        (["2026-07"], "2026-08-31", [("2026-07", 5), ("2026-08", 0)]),
        (["2026-07", "2026-08", "2026-09"], "2026-10-06", [("2026-07", 5), ("2026-08", 5), ("2026-09", 5)]),
        (["2026-09", ALL_OTHERS], "2026-10-06", [("2026-09", 5), (ALL_OTHERS, 5)]),
    ],
    ids=["none in August", "none at all", "September is still to come", "none is missing", "small months together"],
)
def test_no_month_is_missing(shown: list[str], made_on: str, months: list[tuple[str, int]]):
    rows = tuple((label, 5) for label in shown)
    table = Table(title="By month", by=("month",), measures=("kits_distributed",), rows=rows)
    message = a_report(period="2026-Q3", made_at=datetime.fromisoformat(made_on).replace(tzinfo=UTC))
    assert list(add_every_month(table, message).rows) == months


def test_a_table_by_something_else_stays_as_it_is():
    table = Table(title="By unit", by=("unit",), measures=("kits_distributed",), rows=(("Patrol", 5),))
    assert add_every_month(table, a_report(period="2026-Q3")) is table
