"""Messages of a run that aren't reports, for tests: the digest, what does not run; with the usual content."""

from datetime import date, timedelta
from typing import Any

from schemas.desk import CountDue, Duties, FilingDiffers, ReviewDue, SilentUnit, TrainingDue
from schemas.digest import DigestMessage
from schemas.due import Due, DueState
from schemas.due_reminder import DueReminder
from schemas.edition_made import EditionMade
from schemas.finding import Code, Finding
from schemas.message import NotRunningMessage
from schemas.reconciliation import Reconciliation
from schemas.stock_actions import Move, Order, Urgency
from schemas.tabs import Tab
from schemas.to_do import ToDo
from tasks.rules.digest.to_do import list_to_do
from tasks.rules.stock.actions import list_actions
from tests.support.builders_messages import AGENCY, MADE_AT, READ_BEFORE


def a_digest(**changes: Any) -> DigestMessage:
    """Return a digest of seven rows, all that the stock can want, and one of each duty beside it."""
    held = [(Tab.RESPONSES, row, f"{row:06x}", Code.KITS_MISSING) for row in (14, 15, 31)]
    held += [(Tab.RESPONSES, 44, "7f3a91", Code.POSSIBLE_DUPLICATE), (Tab.INVENTORY, 9, "c0ffee", Code.LOT_INVALID)]
    flagged = [(Tab.RESPONSES, 52, "a1b2c3", Code.ZIP_INVALID), (Tab.RESPONSES, 60, "d4e5f6", Code.LOT_UNKNOWN)]
    values: dict[str, Any] = {
        "agency": AGENCY, "made_at": MADE_AT, "read_at": MADE_AT - READ_BEFORE, "held_count": 5, "flagged_count": 2,
        "findings": tuple(Finding(*one) for one in held + flagged),
        "stock": {"supplier": "Example Regional EMS Program", "nouns": {"kit": "kit", "fts": "Fentanyl test strip"}},
        "to_do": list_to_do(list_actions(a_stock(**TO_MOVE), MADE_AT.date()), REMINDERS, DUTIES),
        "order_letters": ({
            "to": "orders@supplier.example", "subject": f"Order of 12 kits, {AGENCY}",
            "lines": (f"{AGENCY} orders for its Leave-Behind Naloxone Program:", "12 of: Naloxone nasal spray kit"),
        },),
        "newest_entry": MADE_AT.date() - timedelta(days=1),
        "titles": {"supplier": "Supplier report", "nysdoh-quarterly": "NYSDOH quarterly report"},
        "editions": (EditionMade(title="NYSDOH quarterly report", period="2026-Q3", edition=1),),
    }  # fmt: skip
    return DigestMessage.model_validate(values | changes)


def a_notice(**changes: Any) -> NotRunningMessage:
    """Return a question of the form that was reworded two days ago."""
    values: dict[str, Any] = {
        "agency": AGENCY, "made_at": MADE_AT, "read_at": MADE_AT - timedelta(days=2), "work": "daily run",
        "words": "The column “Kits left” of Form Responses 1.csv is missing. Restore the title of the question, or add "
        "the new one under [source.columns] in lbn.toml. Nothing was changed.",
        "since": MADE_AT - timedelta(days=1), "at": MADE_AT, "is_well": False,
    }  # fmt: skip
    return NotRunningMessage.model_validate(values | changes)


USUAL_LOW = (
    {"location": "Patrol", "item": "kit", "on_hand": 3, "par_level": 12, "flagged_on": "2026-10-04", "days_left": 9},
    {"location": "Harbor", "item": "kit", "on_hand": 0, "par_level": 8, "flagged_on": None},
)


USUAL_ORDER = {
    "item": "kit", "quantity": 12, "by": "2026-10-16", "is_late": False, "have": 31, "on_order": 0, "needed": 36,
    "monthly": 20, "lead_days": 30, "waste": 0,
}  # fmt: skip
"""What is to be ordered of kits."""


def an_order_to_make(**changes: Any) -> Order:
    """The usual order, changed."""
    return Order.model_validate(USUAL_ORDER | changes)


def a_move(**changes: Any) -> Move:
    """A move to a shelf that holds too few."""
    move = {"item": "kit", "lot": "A1234", "quantity": 6, "origin": "Traffic", "destination": "Patrol",
            "reason": "shelf", "days_left": 52, "held": 2, "shelf": 9}  # fmt: skip
    return Move.model_validate(move | changes)


def a_stock(**lists: Any) -> Reconciliation:
    """One of each thing that the stock can want; a list named here takes the place of the usual one."""
    stock: dict[str, Any] = {
        "stock": [
            {"location": "Central", "item": "kit", "lot": "A2207", "expires": "2026-12-31", "on_hand": 12},
            {"location": "Harbor", "item": "kit", "lot": "0042-7", "expires": "2026-09-30", "on_hand": 6},
        ],
        "variances": (), "shortfalls": (),
        "low": USUAL_LOW,
        "expiring": [
            {"location": "Harbor", "item": "kit", "lot": "0042-7", "expires": "2026-09-30", "on_hand": 6, "days": -6,
             "within": 0},
            {"location": "Central", "item": "kit", "lot": "A2207", "expires": "2026-12-31", "on_hand": 12, "days": 86,
             "within": 90},
        ],
        "recalled": [{"location": "Patrol", "item": "kit", "lot": "R1909", "on_hand": 2, "distributed": 5}],
        "order": [USUAL_ORDER],
    }  # fmt: skip
    return Reconciliation.model_validate(stock | lists)


def to_do_about(**lists: Any) -> tuple[ToDo, ...]:
    """What is to be done about a stock that wants nothing but this."""
    nothing: dict[str, Any] = dict.fromkeys(("low", "expiring", "recalled", "order"), ())
    return tuple(list_to_do(list_actions(a_stock(**nothing | lists), MADE_AT.date()), (), Duties()))


TO_MOVE = {
    "moves": [a_move(reason="aging"), a_move(reason="aging", origin="K9", quantity=3)],
    "stock": [
        {"location": "Central", "item": "kit", "lot": "A2207", "expires": "2026-12-31", "on_hand": 12},
        {"location": "Harbor", "item": "kit", "lot": "0042-7", "expires": "2026-09-30", "on_hand": 6},
        {"location": "Central", "item": "kit", "lot": "B2210", "expires": "2027-01-31", "on_hand": 4},
        {"location": "Traffic", "item": "kit", "lot": "B2210", "expires": "2027-01-31", "on_hand": 5},
    ],
    "unused": [
        {
            "item": "kit",
            "lot": "B2210",
            "quantity": 9,
            "expires": "2027-01-31",
            "origins": [{"location": "Central", "quantity": 4}, {"location": "Traffic", "quantity": 5}],
        },
    ],
}
REMINDERS = (
    DueReminder(
        due=Due(report="nysdoh-quarterly", period="2026-Q3", due_on=date(2026, 10, 15), state=DueState.MADE),
        urgency=Urgency.THIS_WEEK, days_left=9, edition=1, never_made=None,
        to_hand_in={"report": "nysdoh-quarterly", "first": "2026-Q3", "last": "2026-Q3", "count": 1,
                    "due_on": date(2026, 10, 15), "is_overdue": False},
    ),
    DueReminder(
        due=Due(report="supplier", period="2026-01", due_on=date(2026, 2, 10), state=DueState.OVERDUE),
        urgency=Urgency.TODAY, days_left=-238, edition=None, to_hand_in=None,
        never_made={"report": "supplier", "first": "2026-01", "last": "2026-07", "count": 7,
                    "due_on": date(2026, 2, 10), "is_overdue": True},
    ),
)  # fmt: skip
DUTIES = Duties(
    counts=(CountDue(location="K9", last_counted_on=date(2026, 7, 4), days=94, shortfall_count=2, on_hand=12),),
    silent_units=(SilentUnit(unit="Traffic", last_on=date(2026, 6, 28), days=100, usual_days=10),),
    trainings=(TrainingDue(unit="Patrol", people=40, trained=31, is_refresher=False),),
    review=ReviewDue(reviewed_on=date(2025, 11, 1), due_on=date(2026, 11, 1)),
    filings=(FilingDiffers(report="supplier", period="2026-08", filed_edition=1, newest_edition=2, kits=7),),
)
