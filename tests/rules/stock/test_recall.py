"""Where a lot is and went."""

from datetime import date

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
