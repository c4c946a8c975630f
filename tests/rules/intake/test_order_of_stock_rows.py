"""The order of the Inventory tab's rows says how a day's transfers follow each other, and nothing else."""

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schemas.finding import HeldRow
from schemas.inventory import Movement
from schemas.tabs import Cells
from tasks.rules.intake.stock_vocabulary import build_stock_vocabulary
from tasks.rules.intake.validate_stock import find_received_lots, validate_movements
from tests.support.settings import some_settings

WORDS = build_stock_vocabulary(some_settings(), date(2026, 10, 1))
ROWS = st.tuples(
    st.sampled_from(["2026-06-01", "2026-06-02", "2062-06-01", ""]),
    st.sampled_from(["received", "Transfer", "lost", "returned", "ordered", "moved"]),
    st.sampled_from(["kit", "fts", "pens"]),
    st.sampled_from(["A1", "B2", "", "?"]),
    st.sampled_from(["2028-06", ""]),
    st.sampled_from(["5", "x"]),
    st.sampled_from(["Central", "", "supplier"]),
    st.sampled_from(["Patrol", "", "supplier"]),
)


def without_order(row: Movement | HeldRow) -> Movement | HeldRow:
    """The same row, wherever among the day's transfers it stands."""
    return row if isinstance(row, HeldRow) else row.model_copy(update={"day_order": 0})


@given(st.lists(ROWS, max_size=8, unique=True), st.integers().map(Random))
def test_a_row_is_validated_alike_wherever_it_stands(rows: list[Cells], chance: Random):
    shuffled = chance.sample(rows, len(rows))
    before, after = (
        dict(zip(order, map(without_order, validate_movements(order, WORDS)), strict=True))
        for order in (rows, shuffled)
    )
    assert after == before


@given(st.lists(ROWS, max_size=8))
def test_no_accepted_row_is_of_a_lot_that_never_came(rows: list[Cells]):
    accepted = [row for row in validate_movements(rows, WORDS) if isinstance(row, Movement)]
    received = find_received_lots(accepted)
    assert {(row.item, row.lot) for row in accepted if row.kind != "ordered"} <= received


@given(st.lists(ROWS, max_size=8))
def test_orders_change_nothing_for_the_other_rows(rows: list[Cells]):
    others = [row for row in rows if row[1] != "ordered"]
    kept = [value for row, value in zip(rows, validate_movements(rows, WORDS), strict=True) if row[1] != "ordered"]
    assert kept == validate_movements(others, WORDS)
