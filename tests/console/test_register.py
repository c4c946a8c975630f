"""What `lbn status` says of the register: short, however much was released."""

from datetime import date
from typing import Any

import pytest

from schemas.register import Register
from tasks.console.register import list_register_lines

OCT_5, NOV_5 = date(2026, 10, 5), date(2026, 11, 5)
NO_LONGER = "put into the folder outbox on Nov 5, 2026, no longer there; if it was not sent:"


def edition(period: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    """An edition of the supplier's report, which lies in the folder outbox."""
    usual = {"report": "supplier", "period": period, "edition": number, "addressee": "Example EMS", "made_on": NOV_5}
    return usual | {"sent": "outbox", "sent_on": NOV_5, "filed_on": None} | changes


def table(by: str, period: str, made_on: date = OCT_5) -> dict[str, Any]:
    """A table that was made once."""
    return {"by": by, "period": period, "made_on": made_on}


def lines(*editions: dict[str, Any], tables: tuple[dict[str, Any], ...] = ()) -> list[str]:
    """What is said of a register."""
    return list_register_lines(Register.model_validate({"editions": editions, "tables": tables}))


def test_of_nothing_released_nothing_is_said():
    assert lines() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"there_since": NOV_5}, "ready in the folder outbox since Nov 5, 2026"),
        ({}, f"{NO_LONGER} lbn report supplier 2026-10 --resend"),
        ({"sent": True}, "sent on Nov 5, 2026"),
        ({"sent": False, "sent_on": None, "made_on": OCT_5}, "made on Oct 5, 2026, not sent"),
        ({"filed_on": date(2026, 11, 9)}, "handed in on Nov 9, 2026"),
    ],
)
def test_an_edition_is_told_with_how_far_it_has_come(changes: dict[str, Any], said: str):
    assert lines(edition("2026-10", **changes)) == [f"supplier, for Example EMS: 2026-10, edition 1, {said}"]


def test_five_years_of_months_are_one_line():
    months = [f"{year}-{month:02d}" for year in range(2022, 2027) for month in range(1, 13)]
    some = [edition(month, filed_on=OCT_5 if month < "2026" else None) for month in months]
    (line,) = lines(*some)
    assert line.startswith("supplier, for Example EMS: 60 editions, 2022-01 to 2026-12, 48 of them noted as handed in")
    assert line.endswith("; the last: 2026-12, edition 1, put into the folder outbox on Nov 5, 2026, no longer there; "
                         "if it was not sent: lbn report supplier 2026-12 --resend")  # fmt: skip


def test_editions_of_one_period_are_told_by_the_last():
    (line,) = lines(edition("2026-10"), edition("2026-10", 2, sent=True))
    assert line == "supplier, for Example EMS: 2 editions, 2026-10; the last: 2026-10, edition 2, sent on Nov 5, 2026"


def test_each_addressee_has_a_line():
    some = (
        edition("2026-09", addressee=None), edition("2026-10"),
        edition("2026", report="public-summary", addressee="the public"),
    )  # fmt: skip
    assert [line.partition(":")[0] for line in lines(*some)] == [
        "public-summary, for the public", "supplier, for Example EMS", "supplier, for an addressee that wasn't noted",
    ]  # fmt: skip


def test_editions_of_a_lost_ledger_say_so():
    some = [edition(f"2026-0{month}", addressee=None, sent=False, sent_on=None, is_lost=True) for month in (1, 2, 3)]
    made = "supplier, made by a ledger that was lost, for whom their folders in reports/ say"
    assert lines(*some) == [f"{made}: 3 editions, 2026-01 to 2026-03; the last: 2026-03, edition 1"]
    assert lines(some[0] | {"addressee": "Example EMS"}) == [
        "supplier, for Example EMS: 2026-01, edition 1, made by a ledger that was lost"
    ]
    assert lines(some[0] | {"filed_on": NOV_5}) == [f"{made}: 2026-01, edition 1, handed in on Nov 5, 2026"]


def test_tables_of_which_the_same_was_released_are_one_line():
    alike = [table(by, period) for period in ("2026-Q3", "2026-Q2") for by in ("reason", "zip", "recipient")]
    of_units = (table("unit", "2026-Q3", NOV_5), table("unit", "2026-Q4"))
    assert [line.removeprefix("Tables made once, by ") for line in lines(tables=(*alike, *of_units))] == [
        "ZIP code, who took the kit and why it was offered: 2026-Q2 to 2026-Q3, made on Oct 5, 2026",
        "unit: 2026-Q3 to 2026-Q4, made from Oct 5, 2026 to Nov 5, 2026",
    ]
