"""What holds for every history: nothing appears or vanishes unsaid, and a count is right."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schemas.inventory import Count, MovementKind
from tasks.rules.stock.daily import DailyDistribution
from tasks.rules.stock.flows import Flow
from tasks.rules.stock.replay import StockReplay
from tests.support.builders import History, a_count, a_movement

FIRST = date(2026, 6, 1)
LOCATIONS = st.sampled_from(["Central", "Patrol", "Detectives"])
ITEMS = st.sampled_from(["kit", "fts"])
LOTS = st.sampled_from(["A1", "B2", "C3", None])
DAYS = st.integers(0, 9).map(lambda days: FIRST + timedelta(days=days))
FEW = st.integers(1, 6)
EXPIRIES = st.none() | st.integers(-3, 15).map(lambda days: FIRST + timedelta(days=days))
MOVEMENTS = st.builds(
    lambda kind, origin, destination, **facts: a_movement(
        kind=kind,
        origin=None if kind in (MovementKind.RECEIVED, MovementKind.ORDERED) else origin,
        destination=destination if kind in (MovementKind.RECEIVED, MovementKind.TRANSFERRED) else None,
        **facts,
    ),
    kind=st.sampled_from([MovementKind.RECEIVED] * 3 + [*MovementKind]), origin=LOCATIONS, destination=LOCATIONS,
    moved_on=DAYS, item=ITEMS, lot=LOTS, expires_on=EXPIRIES, quantity=FEW, day_order=st.integers(0, 3),
)  # fmt: skip
DISTRIBUTIONS = st.builds(DailyDistribution, DAYS, LOCATIONS, ITEMS, LOTS, FEW)
COUNTS = st.builds(
    a_count, counted_on=DAYS, location=LOCATIONS, item=ITEMS, lot=LOTS, counted=st.integers(0, 12),
    day_order=st.integers(0, 3),
)  # fmt: skip
HISTORIES = st.builds(
    History, st.lists(MOVEMENTS, max_size=8), st.lists(DISTRIBUTIONS, max_size=6), st.lists(COUNTS, max_size=3)
)

Shelf = tuple[str, str, str | None]
Flows = dict[Shelf, dict[str, int]]


def flows(stock_replay: StockReplay, first_on: date, last_on: date) -> Flows:
    """What happened on each shelf in a period, by the names of the contract."""
    sums: Flows = defaultdict(lambda: defaultdict(int))
    for line in stock_replay.lines:
        if first_on <= line.on <= last_on:
            sums[line.location, line.item, line.lot][line.flow.value] += line.quantity
    return sums


def end_of(start: int, flow: dict[str, int]) -> int:
    """The stock at the end of a period, by the contract's own sentence."""
    return (
        start + flow["received"] + flow["transferred_in"] - flow["transferred_out"] - flow["distributed"]
        - flow["returned"] - flow["damaged"] - flow["lost"] - flow["expired"] - flow["recalled"]
        + flow["count_adjustment"] + flow["shortfall"]
    )  # fmt: skip


def stock_at_end_of(stock_replay: StockReplay, day: date) -> dict[Shelf, int]:
    """What each shelf holds: the whole history summed."""
    return {stock: end_of(0, flow) for stock, flow in flows(stock_replay, date.min, day).items()}


@given(HISTORIES, DAYS, st.integers(0, 9))
def test_nothing_appears_or_vanishes_unsaid(history: History, first_on: date, length: int):
    """Conservation for every period, location, item and lot; and no stock is ever negative."""
    stock_replay, last_on = history.stock_replay, first_on + timedelta(days=length)
    start, end = stock_at_end_of(stock_replay, first_on - timedelta(days=1)), stock_at_end_of(stock_replay, last_on)
    within = flows(stock_replay, first_on, last_on)
    for stock in {*start, *end}:
        assert end[stock] == end_of(start.get(stock, 0), within[stock])
        assert end[stock] >= 0


@given(HISTORIES)
def test_what_the_tabs_say_is_what_the_stock_says(history: History):
    """Every movement and distribution is in the stock with its whole quantity: none is refused, none counted twice."""
    said: dict[tuple[str, str, str], int] = defaultdict(int)
    for moved in history.movements:
        if moved.kind is MovementKind.ORDERED:
            continue
        if moved.kind is MovementKind.TRANSFERRED:
            said["transferred_out", moved.origin or "", moved.item] += moved.quantity
            said["transferred_in", moved.destination or "", moved.item] += moved.quantity
        else:
            said[moved.kind.value, moved.origin or moved.destination or "", moved.item] += moved.quantity
    for distribution in history.distributions:
        said["distributed", distribution.location, distribution.item] += distribution.quantity
    booked: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in history.stock_replay.lines:
        if line.flow not in (Flow.SHORTFALL, Flow.COUNT_ADJUSTMENT):
            booked[line.flow.value, line.location, line.item] += line.quantity
    assert booked == said


@given(HISTORIES)
def test_every_line_is_dated_and_positive_but_for_adjustments(history: History):
    lines = history.stock_replay.lines
    assert [line.on for line in lines] == sorted(line.on for line in lines)
    assert all(line.quantity > 0 or (line.quantity < 0 and line.flow is Flow.COUNT_ADJUSTMENT) for line in lines)


@given(HISTORIES, COUNTS)
def test_after_a_count_the_stock_is_what_was_counted(history: History, count: Count):
    last = count.model_copy(update={"day_order": 9})
    before, after = (
        stock_at_end_of(stock_replay, last.counted_on)
        for stock_replay in (history.stock_replay, history._replace(counts=[*history.counts, last]).stock_replay)
    )
    counted = [stock for stock in {*before, *after} if stock[:2] == (last.location, last.item)]
    of_lot = [stock for stock in counted if not last.lot or stock[2] == last.lot]
    assert sum(after.get(stock, 0) for stock in of_lot) == last.counted
    untouched = {*before, *after}.difference(of_lot)
    assert all(after.get(stock, 0) == before.get(stock, 0) for stock in untouched)


@given(HISTORIES)
def test_a_difference_is_told_once_and_added_in_full(history: History):
    stock_replay = history.stock_replay
    told = sum(variance.counted - variance.expected for variance in stock_replay.variances)
    assert told == sum(line.quantity for line in stock_replay.lines if line.flow is Flow.COUNT_ADJUSTMENT)
    assert all(variance.counted != variance.expected for variance in stock_replay.variances)


@given(HISTORIES, st.integers().map(Random))
def test_the_order_of_rows_with_an_order_decides_nothing(history: History, chance: Random):
    numbered = History(
        [moved.model_copy(update={"day_order": index}) for index, moved in enumerate(history.movements)],
        history.distributions,
        [count.model_copy(update={"day_order": index}) for index, count in enumerate(history.counts)],
    )
    shuffled = History(*(chance.sample(rows, len(rows)) for rows in numbered))
    assert stock_at_end_of(shuffled.stock_replay, date.max) == stock_at_end_of(numbered.stock_replay, date.max)
    assert shuffled.stock_replay.variances == numbered.stock_replay.variances


@given(HISTORIES)
def test_what_is_ordered_changes_no_stock(history: History):
    without = [moved for moved in history.movements if moved.kind is not MovementKind.ORDERED]
    expected = history._replace(movements=without).stock_replay
    assert (history.stock_replay.lines, history.stock_replay.variances) == (expected.lines, expected.variances)


@given(HISTORIES)
def test_distributions_of_a_day_may_be_added_up(history: History):
    """Two distributions of the same day, unit and lot do what one of both their kits does."""
    together: dict[tuple[date, str, str, str | None], int] = defaultdict(int)
    for distribution in history.distributions:
        together[distribution[:4]] += distribution.quantity
    added_up = history._replace(distributions=[DailyDistribution(*key, quantity) for key, quantity in together.items()])
    assert stock_at_end_of(added_up.stock_replay, date.max) == stock_at_end_of(history.stock_replay, date.max)
