"""Reviews for tests: a year of a small agency that tracks everything, and changes of it."""

from datetime import date
from typing import Any

from schemas.desk import Duties
from schemas.outcome import Status
from schemas.reconciliation import Reconciliation
from schemas.review import CountsEntered, MadeAgain, OrdersEntered, ReportTally, Review
from tasks.messages.sheets.review_facts import ReviewFacts
from tasks.rules.reporting.measures import MEASURES
from tests.support.builders_desk import FINDINGS, LOW, SHELVES, TITLES, a_desk
from tests.support.builders_messages import MADE_AT
from tests.support.builders_notices import a_stock
from tests.support.settings import some_settings

UNITS = [{"name": name} for name in ("Patrol", "Traffic", "Harbor")]
SETTINGS = some_settings(
    units=UNITS,
    training={"people": {"Patrol": 40, "Traffic": 6}, "refresher_months": 24},
    procedure={"reviewed": date(2025, 11, 1)},
    source={"counts": "Counts.csv"},
)
FIGURES = dict.fromkeys(MEASURES, 0) | {
    "distributions": 120, "kits_distributed": 181, "people_trained": 96, "personnel_trained": 34, "kits_received": 200,
    "kits_on_hand_end": 46, "kits_on_order": 20, "kits_recalled": 2, "kits_count_adjustment": -3, "kits_shortfall": 1,
    "fts_distributed": 1_050, "xts_distributed": None,
}  # fmt: skip
REVIEW = Review(
    period="2025",
    reviewed_on=date(2025, 11, 1),
    due_on=date(2026, 11, 1),
    measures=FIGURES,
    tables={
        "unit": {"Patrol": 100, "Traffic": 18, "Unassigned": 2},
        "reason": {"Overdose, not transported": 80, "Requested": 101},
        "course": {"Leave-behind program": 28, "Refresher": 6},
    },
    reports={
        "supplier": ReportTally(owed=12, made=11, handed_in=1, mailed=10, overdue=1, never_made=1),
        "nysdoh-quarterly": ReportTally(owed=4, made=4, handed_in=3, mailed=0, overdue=1, never_made=0),
    },
    made_again=(
        MadeAgain("supplier", "2025-09", 2, date(2025, 11, 3), 7),
        MadeAgain("gone", "2025-Q1", 3, date(2025, 12, 1), None),
        MadeAgain("supplier", "2025-10", 2, date(2025, 12, 4), -1_200),
    ),
    is_any_made=True,
    is_any_lost=False,
    filed_count=4,
    filings=(),
    program_reviews=("2025-Q1", "2025"),
    counts=CountsEntered(9, 4),
    orders=OrdersEntered(5, 220),
    low_reports=14,
    left_empty={"people_trained": 3},
    silence=None,
    is_read_too_early=False,
)
DUTIES = {
    "silent_units": [{"unit": "Harbor", "last_on": "2026-06-28", "days": 100, "usual_days": 10}],
    "trainings": [
        {"unit": "Patrol", "people": 40, "trained": 28},
        {"unit": "Patrol", "people": 40, "trained": 2, "is_of_naloxone": True},
        {"unit": "Traffic", "people": 6, "trained": 1, "is_refresher": True},
    ],
    "filings": [
        {"report": "supplier", "period": "2025-09", "filed_edition": 1, "newest_edition": 2, "kits": 7},
    ],
}
ATTENTION = tuple(
    {"tab": found.tab.value, "row": found.row, "code": found.code.value, "ref": found.ref, "is_held": found.row != 52}
    for found in FINDINGS
)


def a_state(**changes: Any) -> Status:
    """Where the program stands."""
    usual: dict[str, Any] = {
        "entries": 400, "held": 3, "flagged": 1, "attention": ATTENTION, "editions": (), "last_read": MADE_AT,
        "newest_entry": date(2026, 10, 5), "failing": None, "due": (), "duties": Duties.model_validate(DUTIES),
    }  # fmt: skip
    return Status.model_validate(usual | changes)


def shelves_and_low(**lists: Any) -> Reconciliation:
    """The usual stock, with the shelves of the desk."""
    return a_stock(**{"shelves": SHELVES, "low": LOW} | lists)


def a_review(review: dict[str, Any] | None = None, **changes: Any) -> ReviewFacts:
    """A review of the usual year; `review` changes what the ledger knows of it."""
    usual = ReviewFacts(REVIEW._replace(**review or {}), a_desk(titles=TITLES), a_state(), shelves_and_low(), SETTINGS)
    return usual._replace(**changes)
