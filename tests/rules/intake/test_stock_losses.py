"""Which rows of the stock's tabs are gone, and which were corrected: those say nearly what they said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.finding import Code, HeldRow
from schemas.inventory import Count, Movement, MovementKind
from schemas.losses import Losses
from schemas.tabs import Tab
from tasks.rules.intake.fingerprint import Identity
from tasks.rules.intake.stock_losses import StockRead, Stored, count_corrected, count_losses_of_stock

ONE, TWO, THREE, FOUR = ((b"x", number) for number in range(1, 5))
HELD = HeldRow((Code.COUNT_INVALID,), None)


def count(counted: int = 7, location: str = "Central", **other: object) -> Count:
    """A count of kits, whatever is asked otherwise."""
    values = {"counted_on": date(2026, 6, 1), "item": "kit", "lot": "A123", "day_order": 0} | other
    return Count(counted=counted, location=location, **values)  # type: ignore[arg-type]  # values of any field


WAS, CORRECTED, OTHER = count(), count(8), count(9, "Patrol")


@pytest.mark.parametrize(
    ("accepted", "known", "found", "gone_count", "held_count", "rewritten_count"),
    [
        pytest.param({ONE, TWO}, {ONE, TWO}, {ONE: WAS, TWO: WAS}, 0, 0, 0, id="a rerun"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {ONE: WAS, TWO: HELD}, 0, 1, 0, id="held where it stands"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {ONE: WAS, THREE: HELD}, 0, 1, 1, id="held with another text"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {ONE: WAS, TWO: WAS, THREE: HELD}, 0, 0, 0, id="a new row is held"),
        pytest.param({ONE}, {ONE, TWO}, {ONE: WAS, TWO: HELD}, 0, 0, 0, id="held before"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {THREE: HELD, FOUR: HELD}, 0, 2, 2, id="all of them"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {ONE: WAS}, 1, 0, 0, id="one is gone"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {}, 2, 0, 0, id="all are gone"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {ONE: WAS, THREE: CORRECTED}, 0, 0, 0, id="one is corrected"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {ONE: WAS, THREE: OTHER}, 1, 0, 0, id="another one in its place"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {THREE: CORRECTED}, 1, 0, 0, id="one is gone, one corrected"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {THREE: OTHER, FOUR: OTHER}, 2, 0, 0, id="another program's"),
        pytest.param({ONE, TWO}, {ONE, TWO}, {THREE: OTHER, FOUR: HELD}, 1, 1, 1, id="another and a held one"),
        pytest.param({ONE}, {ONE, TWO}, {ONE: WAS}, 0, 0, 0, id="what is gone was on hold"),
        pytest.param({ONE}, {ONE}, {ONE: WAS, TWO: OTHER, THREE: OTHER}, 0, 0, 0, id="new rows"),
        pytest.param({ONE}, {ONE, TWO}, {THREE: OTHER}, 1, 0, 0, id="one is gone, one on hold corrected"),
        pytest.param({ONE}, {ONE, TWO}, {THREE: OTHER, FOUR: HELD}, 0, 1, 1, id="one held now, one no more"),
    ],
)
def test_rows_of_the_stock_that_would_be_gone_or_held(
    accepted: set[Identity],
    known: set[Identity],
    found: dict[Identity, Stored],
    gone_count: int,
    held_count: int,
    rewritten_count: int,
):
    losses = count_losses_of_stock(
        Tab.COUNTS, StockRead(accepted, known, found), lambda asked: dict.fromkeys(asked, WAS)
    )
    held = {Code.COUNT_INVALID: held_count} if held_count else {}
    assert losses == Losses(gone_count, 0, {}, held_count, held, rewritten_count=rewritten_count)


def test_of_nothing_that_went_nothing_is_loaded():
    read = StockRead({ONE}, {ONE}, {ONE: WAS, TWO: OTHER})
    assert count_losses_of_stock(Tab.COUNTS, read, lambda _: pytest.fail("nothing to load")).gone_count == 0


MOVED = ("2026-06-01", MovementKind.TRANSFERRED, "kit", "A123", None, 6, "Central", "Patrol")


@pytest.mark.parametrize(
    ("now", "corrected_count"),
    [
        (MOVED, 1),
        (("2026-06-02", *MOVED[1:]), 1),
        (("2026-06-02", *MOVED[1:5], 7, *MOVED[6:]), 1),
        (("2026-06-02", *MOVED[1:5], 7, "Central", "K9"), 0),
        ((*MOVED[:3], "B77", None, 7, "Central", "K9"), 0),
    ],
    ids=["the same in other letters", "its day", "day and quantity", "day, quantity and place", "another movement"],
)
def test_a_correction_changes_a_quarter_of_the_columns(now: tuple[object, ...], corrected_count: int):
    assert count_corrected([MOVED], [now]) == corrected_count


def test_each_row_that_came_stands_for_one():
    assert count_corrected([MOVED] * 3, [MOVED] * 2) == 2


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 5)), st.lists(st.tuples(*[st.integers(0, 2)] * 5)))
def test_never_more_are_corrected_than_went_or_came(removed: list[tuple[int, ...]], new: list[tuple[int, ...]]):
    counted = count_corrected(removed, new)
    same = sum(min(removed.count(one), new.count(one)) for one in set(removed))
    assert same <= counted <= min(len(removed), len(new))


def test_the_place_among_the_days_is_no_column():
    def moved(place: int, quantity: int) -> Movement:
        values = {"moved_on": date(2026, 6, 1), "kind": MovementKind.TRANSFERRED, "item": "kit", "lot": "A123"}
        ends = {"expires_on": None, "origin": "Central", "destination": "Patrol"}
        return Movement(**values, **ends, quantity=quantity, day_order=place)  # type: ignore[arg-type]  # of any field

    read = StockRead({ONE}, {ONE}, {TWO: moved(5, 6).model_copy(update={"lot": "B77"})})
    assert count_losses_of_stock(Tab.INVENTORY, read, lambda _: {ONE: moved(0, 7)}).gone_count == 0
