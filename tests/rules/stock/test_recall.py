"""Where a lot is and went."""

from datetime import date

import pytest

from tasks.rules.stock.recall import trace_lot
from tests.support.builders import a_history

TODAY = date(2026, 8, 1)


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
    (trace,) = trace_lot("A1", history.stock_replay, history.movements, TODAY)
    assert (trace.item, trace.received_count, trace.is_recalled) == ("kit", 20, False)
    assert trace.expires == date(2028, 12, 31)
    assert trace.on_shelf == (("Central", 10), ("Patrol", 3))
    assert trace.given_out == (("Patrol", "2026-06", 3), ("Patrol", "2026-07", 3))
    assert trace.gone == (("damaged", 1),)
    assert trace.locations == ("Central", "Patrol")


def test_a_lot_that_was_given_out_whole_is_followed_too():
    history = a_history("""
        06-01 received    2 A1 >Patrol expires 2028-12-31
        06-03 distributed 2 A1 Patrol
        06-04 received    5 B2 >Patrol expires 2028-12-31
        06-05 recalled    1 B2 Patrol>
    """)
    (trace,) = trace_lot("A1", history.stock_replay, history.movements, TODAY)
    assert (trace.on_shelf, trace.given_out, trace.gone) == ((), (("Patrol", "2026-06", 2),), ())
    (other,) = trace_lot("B2", history.stock_replay, history.movements, TODAY)
    assert (trace.locations, other.locations) == (("Patrol",), ("Patrol",))
    assert (other.is_recalled, other.on_shelf, other.gone) == (True, (("Patrol", 4),), (("recalled", 1),))


def test_a_lot_that_never_came_has_no_trace():
    history = a_history("06-01 received 2 A1 >Patrol expires 2028-12-31")
    assert trace_lot("C3", history.stock_replay, history.movements, TODAY) == []
    assert trace_lot("A1", history.stock_replay, history.movements, date(2026, 5, 31)) == []


@pytest.mark.parametrize(
    ("then", "on_shelf", "missing"),
    [
        ("06-03 distributed 3 A1 Patrol", (("Central", 10),), 3),
        ("06-03 transferred 4 A1 Central>Patrol\n06-04 distributed 3 A1 Patrol", (("Central", 6), ("Patrol", 1)), 0),
        ("06-03 distributed 3 A1 Patrol\n06-04 counted 7 A1 Central", (("Central", 7),), 0),
        ("06-03 distributed 3 A1 Patrol\n06-04 counted 8 A1 Central", (("Central", 8),), 1),
        ("06-03 distributed 3 A1 Patrol\n06-04 counted 12 A1 Central", (("Central", 12),), 3),
        ("06-04 counted 12 A1 Central", (("Central", 12),), 0),
        ("06-03 transferred 50 A1 Central>Patrol", (("Patrol", 50),), 40),
        ("06-03 distributed 30 A1 Patrol", (("Central", 10),), 30),
    ],
    ids=["given out where none was", "moved there before", "counted since", "counted, not all missed",
         "more found", "only more found", "a transfer mistyped", "more than there were"],
)  # fmt: skip
def test_no_more_is_on_the_shelf_than_can_be(then: str, on_shelf: object, missing: int):
    history = a_history(f"06-01 received 10 A1 >Central expires 2028-12-31\n{then}")
    (trace,) = trace_lot("A1", history.stock_replay, history.movements, TODAY)
    assert (trace.on_shelf, trace.missing_count) == (on_shelf, missing)


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
    (trace,) = trace_lot("A1", history.stock_replay, history.movements, TODAY)
    assert trace.unfound_count == unfound
