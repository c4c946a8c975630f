"""What to offer to the supplier, from where, and what to bring in its place, in sentences."""

from datetime import date
from typing import Any

import pytest

from schemas.stock_actions import OfferBack, Unused, Urgency
from tasks.messages.offer_words import write_offer, write_offer_task, write_unused
from tasks.messages.task import Task

EXPIRES = date(2026, 12, 31)


def taken(**origins: int) -> dict[str, Any]:
    """Kits of a lot to be offered, so many of each location."""
    parts = [{"location": location, "quantity": kits} for location, kits in origins.items()]
    return {"item": "kit", "lot": "A1234", "quantity": sum(origins.values()), "expires": EXPIRES, "origins": parts}


def bring(unit: str, quantity: int, lot: str = "B2", origin: str = "Central") -> dict[str, Any]:
    """What to bring to a unit."""
    return {"lot": lot, "quantity": quantity, "origin": origin, "unit": unit}


MANY = {f"Unit {number}": number for number in range(1, 9)}


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
    assert write_unused(Unused(**taken(**origins)), "kit") == f"{said}; its last day is Dec 31, 2026"


def test_a_mail_names_a_few_places_and_reconcile_all():
    unused = Unused(**taken(**MANY))
    first = "1 from Unit 1, 2 from Unit 2, 3 from Unit 3, 4 from Unit 4"
    assert write_offer(unused, "kit", 5).endswith(
        f"now: {first}, 5 from Unit 5 and 21 from 3 other places that `lbn reconcile` names"
    )
    assert write_offer(unused, "kit").endswith(
        f"{first}, 5 from Unit 5, 6 from Unit 6, 7 from Unit 7 and 8 from Unit 8"
    )


@pytest.mark.parametrize(
    ("refills", "said"),
    [
        pytest.param([], [], id="no unit is left without any"),
        pytest.param(
            [bring("K9", 3)], ["Then K9 has none left: bring it 3 kits of lot B2 from Central."], id="one lot, one unit"
        ),
        pytest.param(
            [bring("K9", 1), bring("Parks", 2), bring("K9", 1_200, "C3", "Patrol")],
            [
                "Then K9 has none left: bring it 1 kit of lot B2 from Central and 1,200 kits of lot C3 from Patrol.",
                "Then Parks has none left: bring it 2 kits of lot B2 from Central.",
            ],
            id="two units, each once",
        ),
        pytest.param(
            [bring(unit, 1) for unit in MANY],
            [f"Then Unit {number} has none left: bring it 1 kit of lot B2 from Central." for number in range(1, 6)]
            + ["The next digest says the same of 3 other units."],
            id="many units",
        ),
    ],
)
@pytest.mark.parametrize(("others", "more"), [(0, []), (28, ["Use the other 28 of this lot before other lots."])])
def test_what_to_offer_back(others: int, more: list[str], refills: list[dict[str, Any]], said: list[str]):
    offer = OfferBack(**taken(Central=12), urgency=Urgency.THIS_WEEK, days_left=120, others=others, refills=refills)
    ask = "Ask Example Regional EMS Program to take them; when they leave, record the movement “returned” in the "
    assert write_offer_task(offer, "kit", "Example Regional EMS Program") == Task(
        "Offer 12 kits of lot A1234 from Central to the supplier now",
        "The last day of this lot is Dec 31, 2026, in 120 days, and at the rate of the last year nobody here will use "
        "so many.",
        " ".join([f"{ask}Inventory tab.", *more, *said]),
    )


def test_a_young_offer_says_since_when_the_rate_is_known():
    offer = OfferBack(**taken(Central=12), urgency=Urgency.THIS_WEEK, days_left=120, others=0)
    assert write_offer_task(offer, "kit", "MATTERS", date(2026, 3, 2)).reason == (
        "The last day of this lot is Dec 31, 2026, in 120 days, and at the rate since Mar 2, 2026 nobody here will use "
        "so many."
    )
