"""Figures: sums that a person can check on paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES
from schemas.inventory import COURSE_CHOICES
from schemas.period import Period
from schemas.report import TableDefinition
from tasks.errors import UsageError
from tasks.rules.reporting.figures import (
    check_names,
    count_distributions,
    count_kits,
    select_measures,
    sum_measures,
    tabulate,
)
from tasks.rules.reporting.frames import LedgerFrames
from tasks.rules.reporting.measures import GROUPINGS, MEASURES
from tasks.rules.reporting.periods import parse_period
from tests.support.builders import a_count, a_distribution, a_ledger, a_movement, a_training

SEPTEMBER, QUARTER = parse_period("2026-09"), parse_period("2026-Q3")
AUGUST_31, SEPTEMBER_1, OCTOBER_1 = date(2026, 8, 31), date(2026, 9, 1), date(2026, 10, 1)
LEDGER = a_ledger(
    a_distribution(kits=1, trained=3, distributed_on=AUGUST_31, zip="12180", county="Rensselaer"),
    a_distribution(kits=2, trained=1, distributed_on=SEPTEMBER_1, fts=10, lot="A123"),
    a_distribution(kits=3, unit="Detectives", zip=None, county=None, recipient="survivor"),
    a_distribution(kits=4, unit=None, zip="11201", county="Kings", xts=5, reason="other"),
    a_distribution(kits=100, distributed_on=OCTOBER_1),
    trainings=[a_training(), a_training(unit="Detectives", people=2, trained_on=AUGUST_31)],
    movements=[
        a_movement(moved_on=AUGUST_31, quantity=20, destination="Patrol"),
        a_movement(moved_on=SEPTEMBER_1, quantity=7),
        a_movement(moved_on=SEPTEMBER_1, quantity=2, kind="transferred", origin="Central", destination="Detectives"),
        a_movement(moved_on=SEPTEMBER_1, quantity=1, kind="damaged", origin="Patrol"),
        a_movement(moved_on=SEPTEMBER_1, quantity=50, item="fts", destination="Patrol"),
        *[
            a_movement(kind="ordered", lot=None, quantity=number, moved_on=day, destination=None)
            for day, number in ((date(2026, 8, 1), 25), (date(2026, 9, 20), 30), (OCTOBER_1, 99))
        ],
    ],
    counts=[a_count(counted_on=date(2026, 9, 30), counted=14)],
)


def rows_of(by: str, names: str, ledger: LedgerFrames = LEDGER, period: Period = SEPTEMBER) -> list[tuple[Any, ...]]:
    """The rows of a table."""
    definition = TableDefinition(title="A table", by=tuple(by.split()), measures=tuple(names.split()))
    return list(tabulate(ledger.within(period), definition).rows)


WORKED_OUT = [
    ("distributions", 3, 4), ("kits_distributed", 9, 10), ("doses_distributed", 18, 20),
    ("nyc_units_distributed", 9, 10), ("people_trained", 1, 4), ("personnel_trained", 5, 7),
    ("fts_distributed", 10, 10), ("xts_distributed", 5, 5),
    ("kits_on_hand_start", 19, 0), ("kits_received", 7, 27), ("kits_damaged", 1, 1), ("kits_lost", 0, 0),
    ("kits_returned", 0, 0), ("kits_expired", 0, 0), ("kits_recalled", 0, 0),
    ("kits_count_adjustment", -2, -2), ("kits_shortfall", 5, 5), ("kits_on_hand_end", 19, 19),
    ("kits_on_order", 30, 30),
]  # fmt: skip


@pytest.mark.parametrize(("name", "september", "quarter"), WORKED_OUT)
def test_measures(name: str, september: int, quarter: int):
    """On paper: Patrol 20 - 1 - 1 - 2 = 16, counted 14; Detectives 2 - 3; Unassigned 0 - 4; Central 7 - 2 = 5.

    On order: 25 less 20 and 5 of 7 that were received, then 30; what is ordered in October is of no September.
    """
    assert sum_measures(LEDGER.within(SEPTEMBER), (name,)) == {name: september}
    assert sum_measures(LEDGER.within(QUARTER), (name,)) == {name: quarter}


def test_every_measure_was_worked_out_by_hand():
    assert [name for name in MEASURES if name not in {row[0] for row in WORKED_OUT}] == []


def test_measures_come_in_the_order_asked_for_and_are_exact():
    asked = ("xts_distributed", "distributions", "kits_lost")
    found = sum_measures(LEDGER.within(SEPTEMBER), asked)
    assert tuple(found) == asked
    assert all(type(value) is int for value in sum_measures(LEDGER.within(SEPTEMBER), tuple(MEASURES)).values())


def test_an_empty_ledger_has_all_measures_and_no_rows():
    empty = a_ledger().within(QUARTER)
    assert sum_measures(empty, tuple(MEASURES)) == dict.fromkeys(MEASURES, 0)
    for grouping in GROUPINGS:
        assert rows_of(grouping, " ".join(select_measures((), (grouping,))), a_ledger()) == []


@pytest.mark.parametrize(
    ("by", "names", "rows"),
    [
        ("unit", "kits_distributed distributions", [("Detectives", 3, 1), ("Patrol", 2, 1), ("Unassigned", 4, 1)]),
        ("unit", "personnel_trained kits_distributed",
         [("Detectives", 0, 3), ("Patrol", 5, 2), ("Unassigned", 0, 4)]),
        ("zip", "kits_distributed", [("11201", 4), ("12207", 2), ("Unknown", 3)]),
        ("county", "kits_distributed", [("Albany", 2), ("Kings", 4), ("Unknown", 3)]),
        ("borough", "doses_distributed", [("Brooklyn", 8), ("Unknown", 10)]),
        ("jurisdiction", "people_trained", [("City of Albany", 1)]),
        ("recipient", "kits_distributed", [("Survivor", 3), ("Not recorded", 6)]),
        ("reason", "kits_distributed", [("Other", 4), ("Not recorded", 5)]),
        ("month", "kits_distributed kits_received", [("2026-09", 9, 7)]),
        ("item", "kits_distributed kits_on_hand_end", [("Naloxone 4 mg nasal spray kit", 9, 19)]),
        ("item", "kits_on_order kits_received", [("Naloxone 4 mg nasal spray kit", 30, 7)]),
        ("course", "personnel_trained", [("Leave-behind program", 5)]),
        ("course unit", "personnel_trained", [("Leave-behind program", "Patrol", 5)]),
        ("lot", "kits_distributed kits_received kits_on_hand_end", [("A123", 4, 7, 19), ("Unknown", 5, 0, 0)]),
        ("unit lot", "kits_on_hand_end", [("Central", "A123", 5), ("Patrol", "A123", 14)]),
        ("zip unit", "distributions",
         [("11201", "Unassigned", 1), ("12207", "Patrol", 1), ("Unknown", "Detectives", 1)]),
    ],
)  # fmt: skip
def test_tables(by: str, names: str, rows: list[tuple[Any, ...]]):
    assert rows_of(by, names) == rows


def test_a_stock_by_month_is_that_of_each_months_end():
    assert rows_of("month", "kits_on_hand_start kits_on_hand_end kits_received", period=QUARTER) == [
        ("2026-08", 0, 19, 20), ("2026-09", 19, 19, 7),
    ]  # fmt: skip
    assert rows_of("month", "kits_on_order", period=QUARTER) == [("2026-08", 5), ("2026-09", 30)]
    assert rows_of("unit month lot", "kits_on_hand_end", period=QUARTER) == [
        ("Central", "2026-09", "A123", 5), ("Patrol", "2026-08", "A123", 19), ("Patrol", "2026-09", "A123", 14),
    ]  # fmt: skip


def test_courses_stand_in_the_tabs_order():
    trainings = [a_training(course=course) for course in reversed(COURSE_CHOICES.values())]
    rows = rows_of("course", "personnel_trained", a_ledger(trainings=trainings))
    assert rows == [(title, 5) for title in COURSE_CHOICES]


def test_two_courses_of_the_same_officers_are_two_attendances():
    trainings = [a_training(course=course, people=12) for course in ("administration", "leave_behind")]
    ledger = a_ledger(trainings=trainings)
    assert rows_of("course", "personnel_trained", ledger) == [
        ("Naloxone administration", 12), ("Leave-behind program", 12),
    ]  # fmt: skip
    assert sum_measures(ledger.within(SEPTEMBER), ("personnel_trained",)) == {"personnel_trained": 24}


def test_a_row_in_which_nothing_happened_is_left_out():
    assert rows_of("unit", "fts_distributed") == [("Patrol", 10)]
    assert rows_of("unit", "kits_lost") == []


def test_rows_stand_in_the_forms_order_no_names_last():
    distributions = [a_distribution(recipient=code) for code in [None, *reversed(RECIPIENT_CHOICES.values())]]
    assert [label for label, _ in rows_of("recipient", "distributions", a_ledger(*distributions))] == [
        *RECIPIENT_CHOICES, "Not recorded",
    ]  # fmt: skip
    distributions = [a_distribution(reason=code) for code in [None, *reversed(REASON_CHOICES.values())]]
    assert [label for label, _ in rows_of("reason", "distributions", a_ledger(*distributions))] == [
        *REASON_CHOICES, "Not recorded",
    ]  # fmt: skip
    distributions = [a_distribution(unit=unit) for unit in (None, "Zoo Patrol", "Academy", "Patrol")]
    units = [label for label, _ in rows_of("unit", "distributions", a_ledger(*distributions))]
    assert units == ["Academy", "Patrol", "Zoo Patrol", "Unassigned"]


def test_how_many_distributions_and_kits_stand_behind_a_row():
    assert count_distributions(LEDGER.within(QUARTER), ("unit",)) == {
        ("Patrol",): 2, ("Detectives",): 1, ("Unassigned",): 1,
    }  # fmt: skip
    assert count_kits(LEDGER.within(QUARTER), ("lot",)) == {("A123",): 5, ("Unknown",): 5}


@pytest.mark.parametrize(
    ("names", "by", "said"),
    [
        (["kits"], [], "There is no measure “kits”. There are: distributions, kits_distributed, "),
        ([], ["city"], "There is no grouping “city”. There are: month, unit, zip, "),
        (["kits_lost"], ["zip"], "kits_lost cannot be grouped by zip, only by month, unit, item, lot."),
        (["kits_distributed"], ["zip", "lot"], "kits_distributed cannot be grouped by zip and lot, only by month, "),
        (
            ["personnel_trained"],
            ["county"],
            "personnel_trained cannot be grouped by county, only by month, unit, course.",
        ),
    ],
)
def test_what_does_not_exist_or_go_together_is_refused(names: Sequence[str], by: Sequence[str], said: str):
    with pytest.raises(UsageError) as refused:
        check_names(names, by)
    assert str(refused.value).startswith(said)


def test_totals_and_tables_refuse_by_themselves():
    with pytest.raises(UsageError):
        sum_measures(LEDGER.within(SEPTEMBER), ("kits",))
    with pytest.raises(UsageError):
        rows_of("lot", "distributions")


def test_the_measures_of_a_grouping_are_all_that_go_with_it():
    assert select_measures((), ("month",)) == (*select_measures((), ("unit",)), "kits_on_order") == tuple(MEASURES)
    assert select_measures((), ("course",)) == ("personnel_trained",)
    assert select_measures((), ("zip",)) == (
        "distributions", "kits_distributed", "doses_distributed", "nyc_units_distributed", "people_trained",
        "fts_distributed", "xts_distributed",
    )  # fmt: skip
    assert "distributions" not in select_measures((), ("lot",))


def test_measures_that_do_not_fit_a_grouping_are_left_out():
    asked = ("kits_on_hand_end", "kits_distributed", "people_trained")
    assert select_measures(asked, ("lot",)) == ("kits_on_hand_end", "kits_distributed")
    assert select_measures(asked, ("zip",)) == ("kits_distributed", "people_trained")
    with pytest.raises(UsageError, match="people_trained cannot be grouped by lot"):
        select_measures(("people_trained",), ("lot",))
