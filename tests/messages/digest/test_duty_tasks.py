"""What is to be done beside the stock in words: what, why and how."""

from datetime import date
from typing import Any

import pytest

from schemas.desk import CountDue, Duty, FilingDiffers, HandIn, ReviewDue, SilentUnit, TrainingDue
from schemas.stock_actions import Urgency
from tasks.messages.digest.duty_tasks import write_duty_task

TITLES = {"nysdoh-quarterly": "NYSDOH quarterly report"}
DUE_ON = date(2026, 10, 15)


def report(kind: Any, **values: Any) -> Any:
    """The quarterly report, to be handed in."""
    return kind.model_validate({"report": "nysdoh-quarterly", "period": "2026-Q3"} | values)


def due(**changes: Any) -> HandIn:
    """It is due in October."""
    usual = {"due_on": DUE_ON, "edition": 1, "is_overdue": False, "urgency": Urgency.THIS_WEEK}
    return report(HandIn, **usual | changes)  # type: ignore[no-any-return]


def differs(edition: int | None, kits: int | None) -> FilingDiffers:
    """It was handed in, and has changed since."""
    return report(FilingDiffers, filed_edition=edition, newest_edition=2, kits=kits)  # type: ignore[no-any-return]


def count(days: int | None, shortfall_count: int = 0) -> CountDue:
    """K9's shelf is to be counted."""
    last_on = None if days is None else DUE_ON
    return CountDue(location="K9", last_counted_on=last_on, days=days, shortfall_count=shortfall_count, on_hand=6)


def training(people: int, trained: int, *, is_refresher: bool = False) -> TrainingDue:
    """Patrol is to be trained."""
    return TrainingDue(unit="Patrol", people=people, trained=trained, is_refresher=is_refresher)


SILENT = SilentUnit(unit="Traffic", last_on=DUE_ON, days=100, usual_days=10)
HAND_IN, AGAIN = "Hand in: NYSDOH quarterly report, Q3 2026", "Hand in again: NYSDOH quarterly report, Q3 2026"


@pytest.mark.parametrize(
    ("duty", "action", "reason"),
    [
        (due(), HAND_IN, "It is due on Oct 15, 2026. Edition 1 is ready to be handed in."),
        (due(is_overdue=True), HAND_IN, "It was due on Oct 15, 2026. Edition 1 is ready to be handed in."),
        (due(edition=None), HAND_IN,
         "It is due on Oct 15, 2026. It was never made: “lbn report nysdoh-quarterly 2026-Q3” makes it."),
        (differs(1, 7), AGAIN, "Edition 1 was handed in, and edition 2 was made since, with 7 kits more."),
        (differs(1, -1), AGAIN, "Edition 1 was handed in, and edition 2 was made since, with 1 kit fewer."),
        (differs(1, 0), AGAIN, "Edition 1 was handed in, and edition 2 was made since."),
        (differs(None, None), AGAIN, "It was handed in on paper, and edition 2 was made since."),
        (count(94), "Count the shelf at K9", "The last count was 94 days ago."),
        (count(1, 2), "Count the shelf at K9",
         "The last count was 1 day ago; on 2 days since, more went out than was recorded as there."),
        (count(None), "Count the shelf at K9", "It was never counted."),
        (SILENT, "Ask Traffic whether forms are missing",
         "Traffic has sent no form for 100 days; usually one comes every 10 days."),
        (training(40, 31), "Train 9 people at Patrol", "31 of 40 attended, as the Training tab has it."),
        (training(40, 39, is_refresher=True), "Refresh the training of 1 person at Patrol",
         "39 of 40 attended in the time that lbn.toml sets, as the Training tab has it."),
        (ReviewDue(reviewed_on=date(2025, 11, 1), due_on=date(2026, 11, 1)), "Review the procedure by Nov 1, 2026",
         "It was last reviewed on Nov 1, 2025."),
    ],
)  # fmt: skip
def test_a_duty(duty: Duty, action: str, reason: str):
    task = write_duty_task(duty, TITLES)
    assert (task.action, task.reason) == (action, reason)
    assert task.how
