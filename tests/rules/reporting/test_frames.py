"""The ledger in frames, with the labels that people know."""

from datetime import date

import pytest

from schemas.distribution import REASON_CHOICES, RECIPIENT_CHOICES, Distribution
from tasks.rules.reporting.periods import parse_period
from tasks.rules.stock.flows import Flow
from tests.support.builders import a_distribution, a_ledger, a_movement, a_training
from tests.support.settings import some_settings

SEPTEMBER = parse_period("2026-09")


def labels(distribution: Distribution) -> dict[str, object]:
    """The columns of a distribution in its frame."""
    return a_ledger(distribution).distributions.iloc[0].to_dict()  # type: ignore[return-value]


def test_an_distribution_with_everything():
    distribution = a_distribution(kits=3, lot="A123", trained=2, fts=4, xts=5, recipient="family", reason="at_risk")
    assert labels(distribution) == {
        "distributed_on": date(2026, 9, 30), "on": date(2026, 9, 30).toordinal(), "month": "2026-09", "unit": "Patrol",
        "zip": "12207", "county": "Albany", "borough": "Unknown", "jurisdiction": "City of Albany", "kits": 3,
        "doses": 6, "nyc_units": 3.0, "lot": "A123", "trained": 2, "fts": 4, "xts": 5, "distributions": 1,
        "recipient": "Family or friend", "reason": "At risk",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("unit", "Unassigned"), ("zip", "Unknown"), ("county", "Unknown"), ("jurisdiction", "Unknown"),
        ("recipient", "Not recorded"), ("reason", "Not recorded"), ("trained", 0), ("fts", 0), ("xts", 0),
    ],
)  # fmt: skip
def test_what_is_not_known_has_a_label_of_its_own(field: str, label: object):
    assert labels(a_distribution(**{field: None}))[field] == label


def test_the_borough_follows_from_the_county():
    assert labels(a_distribution(zip="11201", county="Kings"))["borough"] == "Brooklyn"
    assert labels(a_distribution(zip=None, county=None))["borough"] == "Unknown"


def test_choices_have_the_titles_of_the_form():
    distributions = [a_distribution(recipient=code) for code in RECIPIENT_CHOICES.values()]
    assert list(a_ledger(*distributions).distributions["recipient"]) == list(RECIPIENT_CHOICES)
    distributions = [a_distribution(reason=code) for code in REASON_CHOICES.values()]
    assert list(a_ledger(*distributions).distributions["reason"]) == list(REASON_CHOICES)


def test_half_a_nyc_unit_is_the_only_fraction():
    items = [{"code": "one", "name": "One-dose kit", "kind": "naloxone", "doses": 1}]
    ledger = a_ledger(a_distribution(kits=3), settings=some_settings(items=items))
    assert ledger.distributions["nyc_units"].tolist() == [1.5]


TWO_ITEMS = [
    {"code": "kit", "name": "Kit", "kind": "naloxone", "doses": 2},
    {"code": "vial", "name": "Vial", "kind": "naloxone", "doses": 1},
    {"code": "fts", "name": "Strip", "kind": "fts"},
]


def test_doses_are_those_of_the_item_of_the_lot():
    ledger = a_ledger(
        *(a_distribution(kits=4, lot=lot) for lot in (None, "A11", "B88")),
        movements=[a_movement(lot="A11"), a_movement(item="vial", lot="B88")],
        settings=some_settings(items=TWO_ITEMS),
    )
    assert ledger.distributions[["doses", "nyc_units"]].to_numpy().tolist() == [[8, 4.0], [8, 4.0], [4, 2.0]]
    given_out = ledger.lines[ledger.lines["flow"] == "distributed"]
    assert given_out.groupby("item")["doses"].sum().to_dict() == {"Kit": 16, "Vial": 4}


def test_changes_of_what_is_on_order_are_of_naloxone():
    movements = [
        a_movement(kind="ordered", item=code, lot=None, quantity=7, destination=None, moved_on=date(2026, 5, 1))
        for code in ("vial", "fts")
    ]
    orders = a_ledger(movements=[*movements, a_movement(item="vial")], settings=some_settings(items=TWO_ITEMS)).orders
    assert orders[["item", "quantity"]].to_numpy().tolist() == [["Vial", 7], ["Vial", -7]]


def test_an_empty_ledger_has_empty_frames():
    assert all(len(frame) == 0 for frame in a_ledger()[:3])


def test_lines_are_of_naloxone_and_say_its_doses():
    movements = [a_movement(item=code, quantity=3) for code in ("kit", "vial", "fts")]
    lines = a_ledger(movements=movements, settings=some_settings(items=TWO_ITEMS)).lines
    assert lines[["item", "quantity", "doses", "nyc_units"]].to_numpy().tolist() == [
        ["Kit", 3, 6, 3.0], ["Vial", 3, 3, 1.5],
    ]  # fmt: skip


def test_a_line_of_no_known_lot_is_labelled_unknown_and_signed():
    lines = a_ledger(a_distribution(kits=2)).lines
    assert lines[["unit", "lot", "flow", "quantity", "signed"]].to_numpy().tolist() == [
        ["Patrol", "Unknown", "distributed", 2, -2], ["Patrol", "Unknown", "shortfall", 2, 2],
    ]  # fmt: skip


def test_a_period_holds_its_first_day_and_its_last():
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)]
    part = a_ledger(
        *[a_distribution(distributed_on=day) for day in days],
        trainings=[a_training(trained_on=day) for day in days],
        movements=[
            *(a_movement(moved_on=day) for day in days),
            a_movement(moved_on=days[0], kind="ordered", lot=None, quantity=15, destination=None),
        ],
    ).within(SEPTEMBER)
    inside = [day.toordinal() for day in days[1:3]]
    for frame in (part.distributions, part.trainings, part.flow(Flow.RECEIVED)):
        assert frame["on"].tolist() == inside
    assert set(part.opening["on"]) == {days[0].toordinal()}
    assert set(part.closing["on"]) == {day.toordinal() for day in days[:3]}
    assert set(part.orders["on"]) == {day.toordinal() for day in days[:3]}
    assert part.flow(Flow.LOST).empty


@pytest.mark.parametrize(("day", "count"), [("2026-08-31", 0), ("2026-09-01", 1), ("2026-09-30", 1), ("2026-10-01", 0)])
def test_a_period_is_counted_from_its_first_day_to_its_last(day: str, count: int):
    ledger = a_ledger(a_distribution(distributed_on=date.fromisoformat(day)))
    assert ledger.count_distributions(SEPTEMBER) == count == len(ledger.within(SEPTEMBER).distributions)
