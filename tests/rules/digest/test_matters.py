"""By what each matter of the digest is known, and when it counts as worse."""

from datetime import date
from typing import Any

import pytest

from schemas.desk import Duties
from schemas.stock_actions import Urgency
from schemas.to_do import ToDo
from tasks.rules.digest.matters import find_matter, list_said_matters, read_levels, write_levels
from tasks.rules.digest.to_do import list_to_do
from tasks.rules.stock.actions import list_actions
from tests.support.builders_messages import MADE_AT
from tests.support.builders_notices import DUTIES, REMINDERS, a_move, a_stock, to_do_about

ALL = list_to_do(
    list_actions(a_stock(), MADE_AT.date()), REMINDERS, DUTIES.model_copy(update={"is_training_recorded": False})
)
NEVER_MADE, MADE = list_to_do((), REMINDERS, Duties())


def changed(kind: str, **changes: Any) -> ToDo:
    """One of the duties, changed."""
    (duty,) = getattr(DUTIES, kind)
    return list_to_do((), (), Duties(**{kind: (duty.model_copy(update=changes),)}))[0]


def test_each_matter_is_known_by_itself():
    matters = [find_matter(one) for one in ALL]
    assert len({one.thing for one in matters}) == len(ALL) == 14


@pytest.mark.parametrize(
    ("before", "now", "is_known", "is_worse"),
    [
        (changed("counts"), changed("counts", days=95), True, False),
        (changed("counts"), changed("counts", days=180), True, True),
        (changed("counts"), changed("counts", days=None), True, False),
        (changed("counts"), changed("counts", location="Patrol"), False, False),
        (changed("counts"), changed("counts", last_counted_on=date(2026, 9, 1)), False, False),
        (changed("silent_units"), changed("silent_units", days=200), True, False),
        (changed("silent_units"), changed("silent_units", last_on=date(2026, 9, 1)), False, False),
        (changed("trainings"), changed("trainings", trained=30), True, False),
        (changed("trainings"), changed("trainings", trained=20), True, True),
        (changed("trainings", trained=20), changed("trainings"), True, False),
        (changed("trainings"), changed("trainings", is_refresher=True), False, False),
        (changed("filings"), changed("filings", newest_edition=3), False, False),
    ],
)
def test_when_it_is_the_same_and_when_it_is_worse(before: ToDo, now: ToDo, is_known: bool, is_worse: bool):
    first, second = find_matter(before), find_matter(now)
    assert (first.thing == second.thing, second.level.is_worse_than(first.level)) == (is_known, is_worse)


def test_how_soon_makes_it_urgent_or_pressing():
    matters = [find_matter(MADE.model_copy(update={"urgency": urgency})) for urgency in Urgency]
    assert [(one.is_urgent, one.is_pressing) for one in matters] == [(True, True), (False, True), (False, False)]
    assert (find_matter(NEVER_MADE).is_urgent, find_matter(NEVER_MADE).is_pressing) == (True, False)
    said = [list_said_matters(["rows"], urgency)[0] for urgency in Urgency]
    assert [(one.is_urgent, one.is_pressing) for one in said] == [(True, False), (False, False), (False, False)]


@pytest.mark.parametrize(
    ("origins", "reason", "is_urgent", "is_pressing"),
    [
        pytest.param(["Central"], "shelf", True, False, id="which was emptied"),
        pytest.param(["Central", "K9"], "shelf", True, False, id="from two places"),
        pytest.param(["Central"], "aging", False, True, id="else kits expire"),
    ],
)
def test_what_fills_a_quiet_shelf_is_said_once(origins: list[str], reason: str, is_urgent: bool, is_pressing: bool):
    shelf = {"location": "Patrol", "item": "kit", "usable": 0, "shelf": 3, "days_left": None, "is_emptied": True}
    moves = [a_move(origin=one, destination="Patrol", reason=reason, days_left=20) for one in origins]
    (matter,) = map(find_matter, to_do_about(moves=moves, shelves=[shelf]))
    assert (matter.is_urgent, matter.is_pressing) == (is_urgent, is_pressing)


@pytest.mark.parametrize(("is_early", "makes_mail"), [(False, True), (True, False)])
def test_a_shelf_that_is_not_due_yet_makes_no_digest(is_early: bool, makes_mail: bool):
    assert find_matter(changed("counts", is_early=is_early)).makes_mail is makes_mail


def test_levels_are_read_as_they_were_written():
    levels = {one.thing: one.level for one in map(find_matter, ALL)}
    assert read_levels(write_levels(levels)) == levels
    assert (write_levels({}), read_levels(""), read_levels("3f0a5c9d7e21")) == ("", {}, {})


def test_a_level_tells_nothing_of_what_it_is_about():
    assert set(write_levels({one.thing: one.level for one in map(find_matter, ALL)})) <= set("0123456789abcdef:. ")
