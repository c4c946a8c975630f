"""All that is to be done, the most urgent first."""

from datetime import date

import pytest

from schemas.desk import CountDue, Duties
from schemas.due_reminder import DueReminder
from schemas.stock_actions import Move, MoveKits, OrderUnknown, Urgency
from schemas.tabs import Tab
from schemas.to_do import GatherLot, ToDo
from schemas.young_supply import YoungSupply
from tasks.rules.digest.matters import find_matter
from tasks.rules.digest.to_do import find_to_do, list_to_do
from tasks.rules.stock.actions import list_actions
from tests.support.builders_messages import MADE_AT
from tests.support.builders_notices import DUTIES, REMINDERS, a_move, a_stock


def test_the_most_urgent_comes_first_of_these_the_stock():
    actions = list_actions(a_stock(), MADE_AT.date())
    found = list_to_do(actions, REMINDERS, DUTIES)
    assert [one.urgency for one in found] == sorted(one.urgency for one in found)
    weekly = [type(one.about).__name__ for one in found if one.urgency is Urgency.THIS_WEEK]
    assert weekly == ["Restock", "DueReminder", "FilingDiffers"]
    monthly = [type(one.about).__name__ for one in found if one.urgency is Urgency.THIS_MONTH]
    assert monthly == ["UseFirst", "OrderMore", "CountDue", "SilentUnit", "TrainingDue", "ReviewDue"]


def test_moves_of_a_lot_to_the_same_place_are_one_thing():
    def move(origin: str, lot: str = "A1", destination: str = "Central") -> Move:
        return a_move(origin=origin, lot=lot, destination=destination, reason="aging", shelf=None)

    moves = [move("Traffic"), move("K9", "B2"), move("Patrol"), move("K9", destination="Patrol")]
    stock = a_stock(low=(), expiring=(), recalled=(), order=(), moves=moves)
    found = [one.about for one in list_to_do(list_actions(stock, MADE_AT.date()), (), Duties())]
    assert [one.origin for one in found if isinstance(one, MoveKits)] == ["K9", "K9"]
    (gathered,) = (one for one in found if isinstance(one, GatherLot))
    assert sorted(one.origin for one in gathered.moves) == ["Patrol", "Traffic"]


@pytest.mark.parametrize(("unusable_tabs", "is_known"), [((), True), ((Tab.COUNTS,), True), ((Tab.INVENTORY,), False)])
def test_about_a_stock_that_is_not_known_nothing_is(unusable_tabs: tuple[Tab, ...], is_known: bool):
    stock = a_stock(counts=DUTIES.counts)
    found = find_to_do(stock, unusable_tabs, REMINDERS, Duties(), MADE_AT.date())
    beside = list_to_do((), REMINDERS, Duties(counts=DUTIES.counts))
    assert (len(found) > len(beside)) is is_known
    assert [one for one in found if isinstance(one.about, CountDue | DueReminder)] == beside


@pytest.mark.parametrize(("used", "is_said"), [(None, False), (38, False), (39, True)])
def test_par_levels_that_are_too_low_are_for_the_week(used: int | None, is_said: bool):
    young = YoungSupply(lead_days=21, par_levels=38, used=used, have=28, known_on=date(2026, 12, 1))
    found = find_to_do(a_stock(young=young), (), (), Duties(), MADE_AT.date())
    assert [one.about for one in found if one.about == young and one.urgency is Urgency.THIS_WEEK] == [young] * is_said


@pytest.mark.parametrize(("unusable_tabs", "is_said"), [((), True), ((Tab.INVENTORY,), False)])
def test_what_is_not_known_of_orders_is_said(unusable_tabs: tuple[Tab, ...], is_said: bool):
    unknown = OrderUnknown(units=("Traffic",), known_on=date(2026, 12, 1), least=3)
    found = find_to_do(a_stock(order_unknown=unknown), unusable_tabs, (), Duties(), MADE_AT.date())
    assert [(one.about, one.urgency) for one in found if isinstance(one.about, OrderUnknown)] == (
        [(unknown, Urgency.THIS_MONTH)] if is_said else []
    )
    first, later = (
        find_matter(ToDo(urgency=Urgency.THIS_MONTH, about=one))
        for one in (unknown, unknown.model_copy(update={"units": ()}))
    )
    assert (first.thing, first.is_pressing, first.makes_mail) == (later.thing, False, True)  # said once


def test_nothing_to_do():
    assert list_to_do((), (), Duties()) == []


@pytest.mark.parametrize(("is_large", "urgency"), [(True, Urgency.TODAY), (False, Urgency.THIS_MONTH)])
def test_a_large_shortfall_is_for_today(is_large: bool, urgency: Urgency):
    due = DUTIES.counts[0].model_copy(update={"is_large": is_large})
    assert [one.urgency for one in list_to_do((), (), Duties(counts=(due,)))] == [urgency]
