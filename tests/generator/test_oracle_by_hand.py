"""The oracle against little ledgers that a person can work out on paper.

A ledger's lines are: day of June 2026, what happened, where, lot, how many, and for a delivery the day on which
the lot expires ("-" means no lot; an expiry beyond June is counted on: 31 is July 1). What must come out stands
beside it: the stock at the end, and the shortfalls and variances on the way.
"""

from datetime import date, timedelta

import pytest

from tests.generator.oracle_stock import NO_LOT, Counted, Distributed, Ledger, Moved, replay

CASES = {
    "what comes in stays": (
        "1 received Central A 10 99",
        "Central A 10",
        "",
    ),
    "a transfer moves, within the day of the delivery": (
        """
        1 transferred Central>Patrol A 4
        1 received    Central        A 10 99
        """,
        "Central A 6, Patrol A 4",
        "",
    ),
    "transfers of a day happen in the tab's order": (
        """
        1 received    Central           A 3 99
        1 transferred Patrol>Detectives A 2
        1 transferred Central>Patrol    A 3
        """,
        "Detectives A 2, Patrol A 3",
        "short 1 Patrol A 2",
    ),
    "a transfer of more than is recorded arrives whole": (
        """
        1 received    Central        A 3 99
        2 transferred Central>Patrol A 5
        """,
        "Patrol A 5",
        "short 2 Central A 2",
    ),
    "a distribution draws the lot it names": (
        """
        1 received Patrol A 5 40
        1 received Patrol B 5 99
        2 left     Patrol B 2
        """,
        "Patrol A 5, Patrol B 3",
        "",
    ),
    "a lot that is not there is that lot's shortfall": (
        """
        1 received Patrol A 5 40
        2 left     Patrol B 2
        """,
        "Patrol A 5",
        "short 2 Patrol B 2",
    ),
    "without a lot the one that expires first is drawn, then the next": (
        """
        1 received Patrol A 5 99
        1 received Patrol B 3 40
        2 left     Patrol - 4
        """,
        "Patrol A 4",
        "",
    ),
    "lots that expire together are drawn by name": (
        """
        1 received Patrol B 2 40
        1 received Patrol A 2 40
        2 left     Patrol - 3
        """,
        "Patrol B 1",
        "",
    ),
    "an expired lot is drawn last": (
        """
        1 received Patrol A 2 5
        1 received Patrol B 2 40
        6 left     Patrol - 3
        """,
        "Patrol A 1",
        "",
    ),
    "a lot may be used on the day on which it expires": (
        """
        1 received Patrol A 2 5
        1 received Patrol B 2 40
        5 left     Patrol - 1
        """,
        "Patrol A 1, Patrol B 2",
        "",
    ),
    "distributions that name a lot go before those that do not": (
        """
        1 received Patrol A 2 40
        1 received Patrol B 2 99
        2 left     Patrol - 2
        2 left     Patrol A 2
        """,
        "",
        "",
    ),
    "losses go before distributions without a lot": (
        """
        1 received Patrol A 2 40
        2 left     Patrol - 2
        2 damaged  Patrol A 1
        """,
        "",
        "short 2 Patrol - 1",
    ),
    "more than all lots hold is a shortfall of no lot": (
        """
        1 received Patrol A 2 40
        2 left     Patrol - 5
        """,
        "",
        "short 2 Patrol - 3",
    ),
    "Unassigned holds nothing": (
        "2 left Unassigned - 3",
        "",
        "short 2 Unassigned - 3",
    ),
    "a count that agrees changes nothing": (
        """
        1 received Patrol A 5 40
        2 counted  Patrol A 5
        """,
        "Patrol A 5",
        "",
    ),
    "a count of a lot sets that lot alone": (
        """
        1 received Patrol A 5 40
        1 received Patrol B 5 99
        2 counted  Patrol A 7
        """,
        "Patrol A 7, Patrol B 5",
        "count 2 Patrol A 5 7",
    ),
    "a count of all lots that lacks some takes them as a distribution would": (
        """
        1 received Patrol A 5 99
        1 received Patrol B 5 40
        2 counted  Patrol - 3
        """,
        "Patrol A 3",
        "count 2 Patrol - 10 3",
    ),
    "a count of all lots that finds more gives them to no lot": (
        """
        1 received Patrol A 5 99
        2 counted  Patrol - 8
        """,
        "Patrol - 3, Patrol A 5",
        "count 2 Patrol - 5 8",
    ),
    "no lot is drawn after the unexpired lots and before the expired ones": (
        """
        1 received Patrol A 2 40
        1 received Patrol B 2 3
        2 counted  Patrol - 6
        4 left     Patrol - 3
        """,
        "Patrol - 1, Patrol B 2",
        "count 2 Patrol - 4 6",
    ),
    "a count comes at the end of its day": (
        """
        1 received Patrol A 5 40
        2 counted  Patrol A 5
        2 left     Patrol A 2
        """,
        "Patrol A 5",
        "count 2 Patrol A 3 5",
    ),
    "two counts of a day are taken one after the other": (
        """
        1 received Patrol A 5 40
        2 counted  Patrol A 4
        2 counted  Patrol - 4
        """,
        "Patrol A 4",
        "count 2 Patrol A 5 4",
    ),
    "of two expiries of a lot the earlier holds": (
        """
        1 received Patrol A 2 99
        1 received Patrol B 2 50
        1 received Patrol A 2 40
        2 left     Patrol - 3
        """,
        "Patrol A 1, Patrol B 2",
        "",
    ),
}


@pytest.mark.parametrize(("lines", "stock", "events"), CASES.values(), ids=CASES.keys())
def test_a_little_ledger(lines: str, stock: str, events: str):
    ledger = replay(*_read(lines))
    assert _stock(ledger) == stock
    assert _events(ledger) == events


def test_a_day_ends_where_the_next_begins():
    moved, distributions, counts = _read("1 received Patrol A 5 40\n3 left Patrol A 2\n3 left Patrol A 1")
    assert _stock(replay(moved, distributions, counts, _day("2"))) == "Patrol A 5"
    assert _stock(replay(moved, distributions, counts, _day("3"))) == "Patrol A 2"


def _read(lines: str) -> tuple[list[Moved], list[Distributed], list[Counted]]:
    moved, distributions, counts = [], [], []
    for line in filter(None, map(str.strip, lines.splitlines())):
        day, what, where, lot, quantity, *expires = line.split()
        lot = NO_LOT if lot == "-" else lot
        if what == "left":
            distributions.append(Distributed(_day(day), where, "kit", lot, int(quantity)))
        elif what == "counted":
            counts.append(Counted(_day(day), where, "kit", lot, int(quantity)))
        else:
            expiry = _day(expires[0]) if expires else None
            origin, _, to = where.partition(">")
            moved.append(Moved(_day(day), what, "kit", lot, expiry, int(quantity), origin, to or origin))
    return moved, distributions, counts


def _day(number: str) -> date:
    return date(2026, 5, 31) + timedelta(days=int(number))


def _stock(ledger: Ledger) -> str:
    held = sorted((location, lot or "-", quantity) for (location, _, lot), quantity in ledger.held.items() if quantity)
    return ", ".join(f"{location} {lot} {quantity}" for location, lot, quantity in held)


def _events(ledger: Ledger) -> str:
    shortfalls = [
        f"short {day.day} {location} {lot or '-'} {quantity}"
        for (day, flow, (location, _, lot)), quantity in ledger.flows.items()
        if flow == "shortfall"
    ]
    variances = [
        f"count {found.day.day} {found.location} {found.lot or '-'} {found.expected} {found.counted}"
        for found in ledger.variances
    ]
    return ", ".join([*shortfalls, *variances])
