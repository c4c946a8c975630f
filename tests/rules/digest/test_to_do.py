"""All that is to be done, the most urgent first."""

from schemas.desk import Duties
from schemas.stock_actions import Urgency
from tasks.rules.digest.to_do import list_to_do
from tasks.rules.stock.actions import list_actions
from tests.support.builders_messages import MADE_AT
from tests.support.builders_notices import DUTIES, REMINDERS, a_stock


def test_the_most_urgent_comes_first_of_these_the_stock():
    actions = list_actions(a_stock(), MADE_AT.date())
    found = list_to_do(actions, REMINDERS, DUTIES)
    assert [one.urgency for one in found] == sorted(one.urgency for one in found)
    weekly = [type(one.about).__name__ for one in found if one.urgency is Urgency.THIS_WEEK]
    assert weekly == ["Restock", "DueReminder", "FilingDiffers"]
    monthly = [type(one.about).__name__ for one in found if one.urgency is Urgency.THIS_MONTH]
    assert monthly == ["UseFirst", "OrderMore", "CountDue", "SilentUnit", "TrainingDue", "ReviewDue"]


def test_nothing_to_do():
    assert list_to_do((), (), Duties()) == []
