"""What to offer to the supplier, from where, and what to bring in its place, in sentences."""

from datetime import date
from typing import Any

import pytest

from schemas.stock_actions import OfferBack, Unused, Urgency
from tasks.messages.offer_words import write_offer_task, write_unused
from tasks.messages.task import Task

EXPIRES = date(2026, 12, 31)


def taken(**origins: int) -> dict[str, Any]:
    """Kits of a lot to be offered, so many of each location."""
    parts = [{"location": location, "quantity": kits} for location, kits in origins.items()]
    return {"item": "kit", "lot": "A1234", "quantity": sum(origins.values()), "expires": EXPIRES, "origins": parts}


def bring(destination: str, quantity: int, lot: str = "B2", origin: str = "Central") -> dict[str, Any]:
    """What to bring to a unit."""
    return {"lot": lot, "quantity": quantity, "origin": origin, "destination": destination}


@pytest.mark.parametrize(
    ("origins", "said"),
    [
        ({"Central": 1}, "Offer 1 kit of lot A1234 from Central to the supplier now"),
        ({"Patrol": 9}, "Offer 9 kits of lot A1234 from Patrol to the supplier now"),
        ({"Central": 4, "Patrol": 1_000, "K9": 1},
         "Offer 1,005 kits of lot A1234 to the supplier now: 4 from Central, 1,000 from Patrol and 1 from K9"),
    ],
)  # fmt: skip
def test_what_nobody_will_use(origins: dict[str, int], said: str):
    assert write_unused(Unused(**taken(**origins)), "kit") == f"{said}; its last day is Dec 31, 2026."


REFILLS = [
    pytest.param([], [], id="no unit lacks any"),
    pytest.param(
        [bring("K9", 3)], ["Then K9 has {lack} left: bring it 3 of lot B2 from Central."], id="one lot for one unit"
    ),
    pytest.param(
        [bring("K9", 1), bring("Parks", 2), bring("K9", 1_200, "C3", "Patrol")],
        [
            "Then K9 has {lack} left: bring it 1 of lot B2 from Central and 1,200 of lot C3 from Patrol.",
            "Then Parks has {lack} left: bring it 2 of lot B2 from Central.",
        ],
        id="two units, each once",
    ),
]


@pytest.mark.parametrize(("refills", "said"), REFILLS)
def test_what_takes_its_place(refills: list[dict[str, Any]], said: list[str]):
    told = " ".join(["its last day is Dec 31, 2026.", *said]).format(lack="too few")
    assert write_unused(Unused(**taken(K9=9), refills=refills), "kit").endswith(told)


@pytest.mark.parametrize(("refills", "said"), REFILLS)
@pytest.mark.parametrize(("others", "more"), [(0, []), (28, ["Use the other 28 of this lot before other lots."])])
def test_what_to_offer_back(others: int, more: list[str], refills: list[dict[str, Any]], said: list[str]):
    fills = [{"unit" if key == "destination" else key: one[key] for key in one} for one in refills]
    offer = OfferBack(**taken(Central=12), urgency=Urgency.THIS_WEEK, days_left=120, others=others, refills=fills)
    ask = "Ask Example Regional EMS Program to take them; when they leave, record the movement “returned” in the "
    assert write_offer_task(offer, "kit", "Example Regional EMS Program") == Task(
        "Offer 12 kits of lot A1234 from Central to the supplier now",
        "The last day of this lot is Dec 31, 2026, in 120 days, and at the rate of the last year nobody here will use "
        "so many.",
        " ".join([f"{ask}Inventory tab.", *more, *said]).format(lack="none"),
    )
