"""The labels of a family: those that everybody knows, and those that have occurred by a day."""

from datetime import date

import pytest

from schemas.family import Family
from tasks.rules.reporting.family_labels import list_labels
from tasks.rules.reporting.frames import build_distributions_frame, build_frames
from tasks.rules.stock.replay import replay_stock
from tests.support.builders import some_settings

ROWS = [
    (date(2026, day, 1), "Patrol", zip_code, "Albany", None, 1, None, None, None, None, None, None)
    for day, zip_code in ((1, "12207"), (6, "12206"))
]


@pytest.mark.parametrize(
    ("family", "until", "labels"),
    [
        (Family.ZIP, date(2026, 12, 31), {"12207", "12206"}),
        (Family.ZIP, date(2026, 5, 31), {"12207"}),
        (Family.COUNTY, date(2026, 5, 31), {"Albany"}),
        (Family.JURISDICTION, date(2026, 5, 31), {"Unknown"}),
    ],
)
def test_places_are_those_that_have_occurred(family: Family, until: date, labels: set[str]):
    assert find(family, until) == labels


def find(family: Family, until: date) -> frozenset[str]:
    """The labels of a family by a day."""
    settings = some_settings()
    frame = build_distributions_frame(ROWS, settings, {})
    ledger = build_frames(frame, (), replay_stock((), (), ()), (), settings)
    return list_labels(family, ledger, settings, until)


@pytest.mark.parametrize(
    ("family", "some"),
    [
        (Family.UNIT, {"Patrol", "Unassigned"}),
        (Family.RECIPIENT, {"Survivor", "Not recorded"}),
        (Family.REASON, {"At risk", "Not recorded"}),
    ],
)
def test_closed_lists_are_known_to_everybody(family: Family, some: set[str]):
    assert some <= find(family, date(2020, 1, 1))
