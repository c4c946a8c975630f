"""The replay, on little ledgers that a person can work out on paper (their notation: tests/support/builders.py)."""

from datetime import date

import pytest

from schemas.stock import Variance
from tasks.rules.stock.daily import DailyDistribution
from tasks.rules.stock.flows import SIGN, Flow
from tasks.rules.stock.replay import find_earliest_expiries, replay_stock
from tests.support.builders import a_count, a_history, a_movement, shelf

CASES = {
    "what is received is there": (
        "06-01 received 10 A1 >Central expires 12-31",
        "Central A1 10",
    ),
    "a transfer moves what came on the same day, whatever the order of rows": (
        """
        06-01 transferred  4 A1 Central>Patrol
        06-01 received    10 A1 >Central expires 12-31
        """,
        "Central A1 6, Patrol A1 4",
    ),
    "the transfers of a day follow the tab: in this order they pass through": (
        """
        06-01 received    4 A1 >Central expires 12-31
        06-01 transferred 4 A1 Central>Patrol
        06-01 transferred 4 A1 Patrol>Detectives
        """,
        "Detectives A1 4",
    ),
    "in the other order the first one lacks what the second one brings": (
        """
        06-01 received    4 A1 >Central expires 12-31
        06-01 transferred 4 A1 Patrol>Detectives
        06-01 transferred 4 A1 Central>Patrol
        """,
        "Detectives A1 4, Patrol A1 4 | 06-01 shortfall Patrol A1 4",
    ),
    "a transfer of more than was recorded arrives whole": (
        """
        06-01 received    3 A1 >Central expires 12-31
        06-02 transferred 5 A1 Central>Patrol
        """,
        "Patrol A1 5 | 06-02 shortfall Central A1 2",
    ),
    "whatever leaves is taken off the shelf it left": (
        """
        06-01 received 9 A1 >Patrol expires 12-31
        06-02 returned 1 A1 Patrol>
        06-02 damaged  1 A1 Patrol>
        06-02 lost     1 A1 Patrol>
        06-02 expired  1 A1 Patrol>
        06-02 recalled 1 A1 Patrol>
        """,
        "Patrol A1 4",
    ),
    "more leaving than was recorded is a shortfall, never a negative stock": (
        """
        06-01 received 2 A1 >Patrol expires 12-31
        06-02 damaged  3 A1 Patrol>
        """,
        "| 06-02 shortfall Patrol A1 1",
    ),
    "what comes after a shortfall is there in full": (
        """
        06-01 distributed 3 A1 Patrol
        06-02 received   5 A1 >Patrol expires 12-31
        """,
        "Patrol A1 5 | 06-01 shortfall Patrol A1 3",
    ),
    "a distribution draws the lot it names": (
        """
        06-01 received   5 A1 >Patrol expires 07-31
        06-01 received   5 B1 >Patrol expires 12-31
        06-02 distributed 2 B1 Patrol
        """,
        "Patrol A1 5, Patrol B1 3",
    ),
    "and no other one, though it lies beside it": (
        """
        06-01 received   5 A1 >Patrol expires 07-31
        06-02 distributed 2 B1 Patrol
        """,
        "Patrol A1 5 | 06-02 shortfall Patrol B1 2",
    ),
    "without a lot it draws the one that expires first, then the next": (
        """
        06-01 received   5 A1 >Patrol expires 12-31
        06-01 received   3 B1 >Patrol expires 07-31
        06-02 distributed 4 - Patrol
        """,
        "Patrol A1 4",
    ),
    "lots that expire together are drawn by their names": (
        """
        06-01 received   2 B1 >Patrol expires 12-31
        06-01 received   2 A1 >Patrol expires 12-31
        06-02 distributed 3 - Patrol
        """,
        "Patrol B1 1",
    ),
    "an expired lot is drawn where nothing else is left": (
        """
        06-01 received   2 A1 >Patrol expires 06-05
        06-01 received   2 B1 >Patrol expires 12-31
        06-06 distributed 3 - Patrol
        """,
        "Patrol A1 1",
    ),
    "of expired lots the one that expired first": (
        """
        06-01 received   1 A1 >Patrol expires 06-05
        06-01 received   1 B1 >Patrol expires 06-04
        06-06 distributed 1 - Patrol
        """,
        "Patrol A1 1",
    ),
    "on the day on which it expires a lot is still good": (
        """
        06-01 received   1 A1 >Patrol expires 06-05
        06-01 received   1 B1 >Patrol expires 12-31
        06-05 distributed 1 - Patrol
        """,
        "Patrol B1 1",
    ),
    "a lot whose expiry nobody wrote down comes after the good ones": (
        """
        06-01 received   1 B1 >Patrol expires 12-31
        06-01 received   1 A1 >Patrol
        06-02 distributed 1 - Patrol
        """,
        "Patrol A1 1",
    ),
    "but before the expired ones": (
        """
        06-01 received   1 B1 >Patrol expires 06-05
        06-01 received   1 A1 >Patrol
        06-06 distributed 1 - Patrol
        """,
        "Patrol B1 1",
    ),
    "it draws at its own unit only": (
        """
        06-01 received   5 A1 >Central expires 12-31
        06-02 distributed 2 - Patrol
        """,
        "Central A1 5 | 06-02 shortfall Patrol - 2",
    ),
    "what no lot can give is a shortfall of an unknown lot": (
        """
        06-01 received   2 A1 >Patrol expires 12-31
        06-02 distributed 5 - Patrol
        """,
        "| 06-02 shortfall Patrol - 3",
    ),
    "distributions that name a lot go before those that do not": (
        """
        06-01 received   2 A1 >Patrol expires 07-31
        06-01 received   2 B1 >Patrol expires 12-31
        06-02 distributed 2 - Patrol
        06-02 distributed 2 A1 Patrol
        """,
        "",
    ),
    "what is damaged goes before distributions without a lot": (
        """
        06-01 received   2 A1 >Patrol expires 12-31
        06-02 distributed 2 - Patrol
        06-02 damaged    1 A1 Patrol>
        """,
        "| 06-02 shortfall Patrol - 1",
    ),
    "days count, not the order of rows": (
        """
        06-03 distributed 2 A1 Patrol
        06-02 transferred 3 A1 Central>Patrol
        06-01 received   5 A1 >Central expires 12-31
        """,
        "Central A1 2, Patrol A1 1",
    ),
}


@pytest.mark.parametrize(("written", "expected"), CASES.values(), ids=CASES)
def test_movements_and_distributions(written: str, expected: str):
    stock_replay = a_history(written).stock_replay
    stock, _, lacks = expected.partition("|")
    short = [line for line in stock_replay.lines if line.flow is Flow.SHORTFALL]
    assert ", ".join(shelf(stock_replay)) == stock.strip()
    assert lacks.strip() == ", ".join(
        f"{line.on:%m-%d} shortfall {line.location} {line.lot or '-'} {line.quantity}" for line in short
    )
    assert not stock_replay.variances


def test_each_movement_is_written_down_under_its_own_name():
    stock_replay = a_history(CASES["whatever leaves is taken off the shelf it left"][0]).stock_replay
    assert [line.flow for line in stock_replay.lines] == [
        "received",
        "returned",
        "damaged",
        "lost",
        "expired",
        "recalled",
    ]


def test_a_transfer_is_written_down_at_both_ends():
    stock_replay = a_history(
        "06-01 received 4 A1 >Central expires 12-31\n06-02 transferred 4 A1 Central>Patrol"
    ).stock_replay
    flows = [(line.location, line.flow.value, line.quantity) for line in stock_replay.lines[1:]]
    assert flows == [("Central", "transferred_out", 4), ("Patrol", "transferred_in", 4)]


def test_items_do_not_mix():
    on = date(2026, 6, 1)
    received = [a_movement(item=item, quantity=5, destination="Patrol") for item in ("kit", "fts")]
    stock_replay = replay_stock(
        received, [DailyDistribution(on, "Patrol", "fts", None, 2)], [a_count(item="kit", counted=5)]
    )
    assert shelf(stock_replay) == ["Patrol A123 3", "Patrol A123 5"]
    assert not stock_replay.variances


def test_where_rows_differ_on_an_expiry_the_earliest_counts():
    rows = [
        a_movement(expires_on=date(2028, 6, 30)),
        a_movement(expires_on=date(2028, 5, 31)),
        a_movement(expires_on=None),
        a_movement(expires_on=date(2027, 1, 31), item="fts"),
    ]
    expected = {("kit", "A123"): date(2028, 5, 31), ("fts", "A123"): date(2027, 1, 31)}
    assert (
        find_earliest_expiries(rows)
        == find_earliest_expiries(reversed(rows))
        == replay_stock(rows, [], []).expiries
        == expected
    )


def test_every_flow_has_a_sign():
    assert SIGN.keys() == set(Flow)


def test_nothing_gives_an_empty_stock():
    assert replay_stock([], [], []) == ([], [], {}, [])


def test_variances_say_what_was_expected_and_what_was_there():
    stock_replay = a_history("06-01 received 5 A1 >Patrol expires 12-31\n06-02 counted 3 A1 Patrol").stock_replay
    said = {"date": date(2026, 6, 2), "location": "Patrol", "item": "kit", "lot": "A1", "expected": 5, "counted": 3}
    assert stock_replay.variances == [Variance.model_validate(said)]
