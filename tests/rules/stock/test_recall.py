"""Where a lot is and went."""

from datetime import date

import pytest

from schemas.recall import LotTrace
from tasks.rules.stock.recall import trace_lot
from tests.support.builders import History, a_history

TODAY = date(2026, 8, 1)


def trace(lot: str, history: History, today: date = TODAY) -> list[LotTrace]:
    """Where a lot is and went by a history."""
    return trace_lot(lot, history.stock_replay, history.movements, history.counts, today)


def test_a_lot_is_followed_to_where_it_went():
    history = a_history("""
        06-01 received    20 A1 >Central expires 2028-12-31
        06-01 received     5 B2 >Central expires 2028-12-31
        06-02 transferred  9 A1 Central>Patrol
        06-03 distributed  2 A1 Patrol
        06-20 distributed  1 A1 Patrol
        07-04 distributed  3 A1 Patrol
        07-05 distributed  1 B2 Patrol
        07-06 damaged      1 A1 Central>
        08-02 distributed  1 A1 Patrol
        08-02 received     7 A1 >Central expires 2028-12-31
    """)
    (found,) = trace("A1", history)
    assert (found.item, found.received_count, found.is_recalled) == ("kit", 20, False)
    assert found.expires == date(2028, 12, 31)
    assert found.on_shelf == (("Central", 10), ("Patrol", 3))
    assert found.given_out == (("Patrol", "2026-06", 3), ("Patrol", "2026-07", 3))
    assert found.gone == (("damaged", 1),)
    assert found.locations == ("Central", "Patrol")


def test_a_lot_that_was_given_out_whole_is_followed_too():
    history = a_history("""
        06-01 received    2 A1 >Patrol expires 2028-12-31
        06-03 distributed 2 A1 Patrol
        06-04 received    5 B2 >Patrol expires 2028-12-31
        06-05 recalled    1 B2 Patrol>
    """)
    (found,) = trace("A1", history)
    assert (found.on_shelf, found.given_out, found.gone) == ((), (("Patrol", "2026-06", 2),), ())
    (other,) = trace("B2", history)
    assert (found.locations, other.locations) == (("Patrol",), ("Patrol",))
    assert (other.is_recalled, other.on_shelf, other.gone) == (True, (("Patrol", 4),), (("recalled", 1),))


def test_a_lot_that_never_came_has_no_trace():
    history = a_history("06-01 received 2 A1 >Patrol expires 2028-12-31")
    assert trace("C3", history) == []
    assert trace("A1", history, date(2026, 5, 31)) == []


@pytest.mark.parametrize(
    ("then", "on_shelf", "most"),
    [
        pytest.param("06-03 distributed 3 A1 Patrol", {"Central": 10}, 7, id="given out where none was"),
        pytest.param("06-03 transferred 4 A1 Central>Patrol\n06-04 distributed 3 A1 Patrol",
                     {"Central": 6, "Patrol": 1}, 7, id="moved there before"),
        pytest.param("06-03 distributed 3 A1 Patrol\n06-04 counted 7 A1 Central", {"Central": 7}, 7,
                     id="counted since"),
        pytest.param("06-03 distributed 3 A1 Patrol\n06-04 counted 8 A1 Central", {"Central": 8}, 8,
                     id="more were counted: they are there"),
        pytest.param("06-03 distributed 3 A1 Patrol\n06-03 counted 10 A1 Central", {"Central": 10}, 10,
                     id="as many as recorded were counted"),
        pytest.param("06-02 counted 10 A1 Central\n06-03 distributed 3 A1 Patrol", {"Central": 10}, 7,
                     id="counted before"),
        pytest.param("06-03 distributed 3 A1 Patrol\n06-04 counted 12 - Central", {"Central": 10}, 7,
                     id="all lots were counted together"),
        pytest.param("06-02 transferred 2 A1 Central>Patrol\n06-03 distributed 5 A1 Traffic\n"
                     "06-04 counted 7 A1 Central", {"Central": 7, "Patrol": 2}, 7, id="one shelf of two was counted"),
        pytest.param("06-04 counted 12 A1 Central", {"Central": 12}, 12, id="only more found"),
        pytest.param("06-03 transferred 50 A1 Central>Patrol", {"Patrol": 50}, 10, id="a transfer mistyped"),
        pytest.param("06-03 distributed 30 A1 Patrol", {"Central": 10}, 0, id="more than there were"),
    ],
)  # fmt: skip
def test_no_more_is_on_the_shelf_than_can_be(then: str, on_shelf: dict[str, int], most: int):
    (found,) = trace("A1", a_history(f"06-01 received 10 A1 >Central expires 2028-12-31\n{then}"))
    assert (dict(found.on_shelf), found.most_on_shelf) == (on_shelf, most)


@pytest.mark.parametrize(
    ("then", "unfound"),
    [
        ("06-03 distributed 3 A1 Central", 0),
        ("06-03 counted 7 A1 Central", 3),
        ("06-03 counted 7 A1 Central\n06-04 counted 9 A1 Central", 1),
        ("06-03 counted 7 A1 Central\n06-04 distributed 2 A1 Patrol", 1),
        ("06-03 counted 7 A1 Central\n06-04 distributed 4 A1 Patrol", 0),
        ("06-03 counted 12 A1 Central", 0),
        ("06-03 counted 0 - Central", 10),
    ],
    ids=["all accounted for", "a count missed some", "some found later", "some were elsewhere", "more were elsewhere",
         "more found", "all lots counted together"],
)  # fmt: skip
def test_what_counts_missed_is_nowhere_unless_it_turned_up(then: str, unfound: int):
    history = a_history(f"06-01 received 10 A1 >Central expires 2028-12-31\n{then}")
    (found,) = trace("A1", history)
    assert found.unfound_count == unfound
