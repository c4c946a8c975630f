"""Lots that look like a person's number or name aren't named in a mail."""

from datetime import date

import pytest

from schemas.stock_actions import Fill, MoveKits, OfferBack, Origin, Restock, TakeRecalled, UnitFill, Urgency
from schemas.to_do import GatherLot, ToDo
from tasks.rules.digest.hidden_lots import hide_doubtful_lots
from tasks.rules.digest.to_do import list_to_do
from tests.support.builders_notices import DUTIES, a_move

RECALLED = TakeRecalled(
    urgency=Urgency.TODAY, location="Patrol", item="kit", lot="518-555-0123", on_hand=2, distributed=0
)
LACKS = Restock(
    urgency=Urgency.TODAY, location="Patrol", item="kit", on_hand=0, par_level=9, shelf=9, flagged_on=None,
    days_left=None, wanted=9, still_lacking=0, from_central=0, at_central=9,
    fills=(Fill(lot="JOHN-DOE", quantity=5, origin="Central"), Fill(lot="A1", quantity=4, origin="Central")),
)  # fmt: skip
OFFERED = OfferBack(
    urgency=Urgency.THIS_MONTH, item="kit", lot="A1", quantity=5, expires=date(2027, 3, 31), days_left=90, others=0,
    origins=(Origin(location="Patrol", quantity=5),),
    refills=(UnitFill(lot="JOHN-DOE", quantity=3, origin="Central", unit="Patrol"),),
)  # fmt: skip


def moves(lot: str) -> GatherLot:
    """Moves of a lot from two places."""
    both = (a_move(lot=lot, origin=origin) for origin in ("K9", "Harbor"))
    return GatherLot(moves=tuple(MoveKits(urgency=Urgency.THIS_MONTH, **one.model_dump()) for one in both))


@pytest.mark.parametrize(
    "about", [RECALLED, LACKS, moves("JOHN-DOE"), OFFERED], ids=["a lot", "fills", "moves", "refills"]
)
def test_wherever_it_stands(about: TakeRecalled | Restock | GatherLot | OfferBack):
    hidden = str(hide_doubtful_lots(ToDo(urgency=Urgency.TODAY, about=about)))
    assert "[looks like" in hidden
    assert not [lot for lot in ("518-555-0123", "JOHN-DOE") if lot in hidden]


def test_all_else_stays():
    for one in (*list_to_do((), (), DUTIES), ToDo(urgency=Urgency.TODAY, about=moves("A1"))):
        assert hide_doubtful_lots(one) == one
