"""Values for tests, with defaults that read like a usual day; a test names only what matters to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from schemas.distribution import Distribution
from schemas.finding import HeldRow
from schemas.inventory import Count, Course, Movement, MovementKind, Training
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Cells, Tab
from tasks.rules.intake.validate import Vocabulary, build_vocabulary
from tasks.rules.reporting.distribution_columns import DISTRIBUTION_COLUMNS
from tasks.rules.reporting.frames import (
    LedgerFrames,
    build_distributions_frame,
    build_frames,
)
from tasks.rules.stock.daily import (
    DAILY_COLUMNS,
    DailyDistribution,
    DailyRow,
    find_items_of_lots,
    list_daily_distributions,
)
from tasks.rules.stock.orders import list_order_lines
from tasks.rules.stock.reconcile import list_on_hand
from tasks.rules.stock.replay import StockReplay, replay_stock
from tests.support.settings import some_settings


def some_words(lots: str = "A123 B7", **sections: Any) -> Vocabulary:
    """Return what a row of the form is validated by; the inventory knows these lots."""
    return build_vocabulary(some_settings(**sections), frozenset(lots.split()))


FORM_ANSWERS = dict.fromkeys((column.field for column in COLUMNS[Tab.RESPONSES]), "") | {
    "submitted": "2026-09-30T14:03:22", "date": "2026-09-30", "unit": "Patrol", "zip": "12207",
    "jurisdiction": "City of Albany", "kits": "1",
}  # fmt: skip


def a_form_row(**answers: str) -> Cells:
    """Return a row of the form in its one form: one kit left by Patrol, with nothing optional."""
    assert answers.keys() <= FORM_ANSWERS.keys()
    return tuple((FORM_ANSWERS | answers)[column.field] for column in COLUMNS[Tab.RESPONSES])


def cells(written: str) -> Cells:
    """Return a row written as `2026-06-01 | received | kit`."""
    return tuple(cell.strip() for cell in written.split("|"))


def a_distribution(**changes: Any) -> Distribution:
    """One kit, left by Patrol in Albany."""
    values: dict[str, Any] = {
        "sent_on": date(2026, 9, 30), "distributed_on": date(2026, 9, 30),
        "unit": "Patrol", "zip": "12207", "county": "Albany", "jurisdiction": "City of Albany", "kits": 1,
        "lot": None, "trained": None, "recipient": None, "reason": None, "fts": None, "xts": None, "is_low": False,
    }  # fmt: skip
    return Distribution.model_validate(values | changes)


def a_movement(**changes: Any) -> Movement:
    """Ten kits received at Central."""
    values: dict[str, Any] = {
        "moved_on": date(2026, 6, 1), "kind": MovementKind.RECEIVED, "item": "kit", "lot": "A123",
        "expires_on": date(2028, 6, 30), "quantity": 10, "origin": None, "destination": "Central", "day_order": 0,
    }  # fmt: skip
    return Movement.model_validate(values | changes)


def a_count(**changes: Any) -> Count:
    """Nothing left of all lots at Patrol."""
    values: dict[str, Any] = {
        "counted_on": date(2026, 6, 30), "location": "Patrol", "item": "kit", "lot": None, "counted": 0, "day_order": 0,
    }  # fmt: skip
    return Count.model_validate(values | changes)


def a_training(**changes: Any) -> Training:
    """Five officers of Patrol."""
    values: dict[str, Any] = {
        "trained_on": date(2026, 9, 1), "unit": "Patrol", "course": Course.LEAVE_BEHIND, "people": 5,
    }  # fmt: skip
    return Training.model_validate(values | changes)


class History(NamedTuple):
    """What a written history holds."""

    movements: list[Movement]
    distributions: list[DailyDistribution]
    counts: list[Count]

    @property
    def stock_replay(self) -> StockReplay:
        """The replayed history."""
        return replay_stock(*self)


def a_history(written: str) -> History:
    """Play a history of kits in 2026, in the order of the tabs; `-` means no lot, and an expiry may name its year.

    06-01 received    10 A1 >Central expires 12-31
    06-02 transferred  4 A1 Central>Patrol
    06-03 distributed   1 - Patrol>
    06-04 damaged      1 A1 Patrol>
    06-05 counted      2 A1 Patrol
    """
    history = History([], [], [])
    for index, line in enumerate(line for line in written.splitlines() if line.strip()):
        day, what, quantity, lot_name, where, *rest = line.split()
        on, lot = date.fromisoformat(f"2026-{day}"), None if lot_name == "-" else lot_name
        origin, _, destination = where.partition(">")
        if what == "distributed":
            history.distributions.append(DailyDistribution(on, origin, "kit", lot, int(quantity)))
        elif what == "counted":
            history.counts.append(
                a_count(counted_on=on, location=origin, lot=lot, counted=int(quantity), day_order=index)
            )
        else:
            kind = MovementKind(what)
            history.movements.append(
                a_movement(
                    moved_on=on, kind=kind, lot=lot, quantity=int(quantity),
                    day_order=index if kind is MovementKind.TRANSFERRED else 0,
                    expires_on=date.fromisoformat(f"2026-{rest[1]}"[-10:]) if rest else None,
                    origin=origin or None, destination=destination or None,
                )
            )  # fmt: skip
    return history


def shelf(stock_replay: StockReplay) -> list[str]:
    """Return the stock in words: `Patrol A1 3`, sorted."""
    return sorted(f"{held.location} {held.lot or '-'} {held.on_hand}" for held in list_on_hand(stock_replay))


def a_ledger(
    *distributions: Distribution,
    trainings: Sequence[Training] = (),
    movements: Sequence[Movement] = (),
    counts: Sequence[Count] = (),
    settings: Settings | None = None,
) -> LedgerFrames:
    """Return the frames of a ledger that holds these facts."""
    known = settings or some_settings()
    rows = [tuple(getattr(distribution, column) for column in DISTRIBUTION_COLUMNS) for distribution in distributions]
    lots = find_items_of_lots(movements, known)
    stock_replay = replay_stock(movements, list_daily_distributions(daily_rows(*distributions), known, lots), counts)
    frame = build_distributions_frame(rows, known, lots)
    return build_frames(frame, trainings, stock_replay, list_order_lines(movements), known)


def daily_rows(*distributions: Distribution) -> list[DailyRow]:
    """What the stock needs of some distributions."""
    return [tuple(getattr(distribution, column) for column in DAILY_COLUMNS) for distribution in distributions]  # type: ignore[misc]


def codes_of(validated: object) -> tuple[str, ...]:
    """Return the codes that hold a row of the stock's tabs; none if it is used."""
    return tuple(code.value for code in validated.codes) if isinstance(validated, HeldRow) else ()
