"""Rows of the Inventory, Counts and Training tabs become movements, counts and trainings, or are held.

A row that cannot be used is held with its codes, never guessed (contract, section "Tabs"). Lots are what was received:
a count or a movement of any other lot is held, so that no slip of the hand becomes stock.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from schemas.finding import Code, HeldRow
from schemas.inventory import Count, Movement, MovementKind, Training
from schemas.plain_text import fold_name
from schemas.tabs import Cells, Tab
from tasks.rules.intake.stock_cells import (
    read_course,
    read_expiry_of_row,
    read_lot_number,
    read_movement_kind,
    read_quantity,
)
from tasks.rules.intake.stock_rows import name_cells
from tasks.rules.intake.stock_vocabulary import StockVocabulary
from tasks.rules.intake.validate import read_day

StockRow = Movement | Count | Training | HeldRow

LotOfItem = tuple[str, str | None]
"""An item and its lot; none is what was received without one."""

Codes = tuple[Code, ...]

_NOT_OF_AN_ORDER = dict.fromkeys(("lot", "expires", "from", "to"), "")


def validate_movements(
    rows: Sequence[Cells], words: StockVocabulary, closed_lots: frozenset[LotOfItem] = frozenset()
) -> list[Movement | HeldRow]:
    """Validate the rows of the Inventory tab; the order of the day's transfers is the tab's.

    Args:
        rows: the tab's rows.
        words: the closed lists.
        closed_lots: the lots that were received on days that are closed, whose rows are no longer read.
    """
    read = [_read_movement(name_cells(Tab.INVENTORY, row), words) for row in rows]
    received = closed_lots | find_received_lots(row.value for row in read if isinstance(row.value, Movement))
    return _number_transfers([_require_received(row, received, words) for row in read])


def find_received_lots(movements: Iterable[Movement]) -> frozenset[LotOfItem]:
    """Find the lots of each item that were ever received, on whatever day."""
    return frozenset((moved.item, moved.lot) for moved in movements if moved.kind is MovementKind.RECEIVED)


def validate_counts(
    rows: Sequence[Cells], words: StockVocabulary, received: Collection[LotOfItem]
) -> list[Count | HeldRow]:
    """Validate the rows of the Counts tab; the order of the day's counts is the tab's.

    Args:
        rows: the tab's rows.
        words: the closed lists.
        received: the lots that were ever received, which alone can be counted.
    """
    todays: Counter[date] = Counter()
    validated = []
    for row in rows:
        count = _count(name_cells(Tab.COUNTS, row), words, received)
        if isinstance(count, Count):
            count = count.model_copy(update={"day_order": todays[count.counted_on]})
            todays[count.counted_on] += 1
        validated.append(count)
    return validated


def validate_trainings(rows: Sequence[Cells], words: StockVocabulary) -> list[Training | HeldRow]:
    """Validate the rows of the Training tab."""
    return [_training(name_cells(Tab.TRAINING, row), words) for row in rows]


def read_stock_day(text: str, words: StockVocabulary) -> tuple[date | None, Codes]:
    """Read the day of a row: not after today, nor long before the program started."""
    day = read_day(text)
    if day is None:
        return None, (Code.DATE_UNREADABLE,)
    if day > words.today:
        return None, (Code.DATE_IN_FUTURE,)
    return (day, ()) if day >= words.first_on else (None, (Code.DATE_BEFORE_PROGRAM,))


class _ReadMovement(NamedTuple):
    """A row of the Inventory tab by itself, and which lot it is of: the other rows say whether that was received."""

    value: Movement | HeldRow
    kind: MovementKind | None
    item: str | None
    lot: str | None


def _read_movement(row: dict[str, str], words: StockVocabulary) -> _ReadMovement:
    kind = read_movement_kind(row["movement"])
    if kind is MovementKind.ORDERED:
        row = row | _NOT_OF_AN_ORDER
    item = words.items.get(row["item"].casefold())
    return _ReadMovement(_movement(row, kind, item, words), kind, item, read_lot_number(row["lot"]))


def _movement(
    row: dict[str, str], kind: MovementKind | None, item: str | None, words: StockVocabulary
) -> Movement | HeldRow:
    moved_on, day_codes = read_stock_day(row["date"], words)
    quantity = read_quantity(row["quantity"], least=1)
    expires_on = read_expiry_of_row(row["expires"], moved_on or words.today)
    codes = (
        *day_codes,
        *_codes((Code.MOVEMENT_UNKNOWN, kind is None), (Code.ITEM_UNKNOWN, item is None)),
        *_lot_codes(row, kind, item, expires_on, words),
        *_codes((Code.QUANTITY_INVALID, quantity is None)),
        *_location_codes(row, kind, words),
    )
    if moved_on is None or kind is None or item is None or quantity is None or codes:
        return HeldRow(codes, moved_on)
    return Movement(
        moved_on=moved_on,
        kind=kind,
        item=item,
        lot=read_lot_number(row["lot"]),
        expires_on=expires_on,
        quantity=quantity,
        origin=words.locations.get(row["from"].casefold()) if _needs_origin(kind) else None,
        destination=words.locations.get(row["to"].casefold()) if _needs_destination(kind) else None,
        day_order=0,
    )


def _lot_codes(
    row: dict[str, str], kind: MovementKind | None, item: str | None, expires_on: date | None, words: StockVocabulary
) -> Codes:
    """Check lot and expiry; what does not expire needs neither, nor do strips that came without a lot, nor an order."""
    can_lack_lot = kind is MovementKind.ORDERED or item in words.lasting or item in words.strips
    can_lack_expiry = kind is not MovementKind.RECEIVED or item in words.lasting
    can_lack_expiry = can_lack_expiry or (item in words.strips and not row["lot"])
    return _codes(
        (Code.LOT_INVALID, read_lot_number(row["lot"]) is None and bool(row["lot"] or not can_lack_lot)),
        (Code.EXPIRY_INVALID, expires_on is None and bool(row["expires"] or not can_lack_expiry)),
    )


def _location_codes(row: dict[str, str], kind: MovementKind | None, words: StockVocabulary) -> Codes:
    """Check From and To: our own locations where stock leaves or enters one.

    What is received comes from outside, from whichever supplier there was then; what is returned goes to the supplier.
    """
    if kind is None:
        return ()
    lacks_origin = _needs_origin(kind) and row["from"].casefold() not in words.locations
    lacks_destination = _needs_destination(kind) and row["to"].casefold() not in words.locations
    is_from_us = kind is MovementKind.RECEIVED and fold_name(row["from"]) in words.locations
    is_to_itself = kind is MovementKind.TRANSFERRED and not lacks_origin and _is_one_location(row, words)
    is_to_nobody_known = (
        kind is MovementKind.RETURNED and bool(row["to"]) and fold_name(row["to"]) not in words.suppliers
    )
    return _codes(
        (Code.LOCATION_UNKNOWN, lacks_origin or lacks_destination),
        (Code.FROM_TO_CONFLICT, is_from_us or is_to_nobody_known or is_to_itself),
    )


def _is_one_location(row: dict[str, str], words: StockVocabulary) -> bool:
    """Tell whether From and To are one location, by whichever of its names."""
    return words.locations[row["from"].casefold()] == words.locations.get(row["to"].casefold())


def _needs_origin(kind: MovementKind) -> bool:
    return kind not in (MovementKind.RECEIVED, MovementKind.ORDERED)


def _needs_destination(kind: MovementKind) -> bool:
    return kind in (MovementKind.RECEIVED, MovementKind.TRANSFERRED)


def _require_received(
    row: _ReadMovement, received: Collection[LotOfItem], words: StockVocabulary
) -> Movement | HeldRow:
    """Hold a movement of a lot that was never received; strips without a lot need to have come without one."""
    if row.kind in (None, MovementKind.RECEIVED, MovementKind.ORDERED) or row.item is None:
        return row.value
    if (row.item, row.lot) in received or (row.lot is None and row.item not in words.strips):
        return row.value
    code = Code.LOT_UNKNOWN if row.lot else Code.LOT_INVALID
    if isinstance(row.value, Movement):
        return HeldRow((code,), row.value.moved_on)
    return HeldRow(tuple(dict.fromkeys((*row.value.codes, code))), row.value.counted_on)


def _number_transfers(rows: Iterable[Movement | HeldRow]) -> list[Movement | HeldRow]:
    todays: Counter[date] = Counter()
    numbered: list[Movement | HeldRow] = []
    for row in rows:
        if isinstance(row, Movement) and row.kind is MovementKind.TRANSFERRED:
            numbered.append(row.model_copy(update={"day_order": todays[row.moved_on]}))
            todays[row.moved_on] += 1
        else:
            numbered.append(row)
    return numbered


def _count(row: dict[str, str], words: StockVocabulary, received: Collection[LotOfItem]) -> Count | HeldRow:
    counted_on, day_codes = read_stock_day(row["date"], words)
    location = words.locations.get(row["location"].casefold())
    item = words.items.get(row["item"].casefold())
    lot = read_lot_number(row["lot"])
    counted = read_quantity(row["counted"], least=0)
    codes = day_codes + _codes(
        (Code.LOCATION_UNKNOWN, location is None),
        (Code.ITEM_UNKNOWN, item is None),
        (Code.LOT_INVALID, bool(row["lot"]) and lot is None),
        (Code.LOT_UNKNOWN, item is not None and lot is not None and (item, lot) not in received),
        (Code.COUNT_INVALID, counted is None),
    )
    if counted_on is None or location is None or item is None or counted is None or codes:
        return HeldRow(codes, counted_on)
    return Count(counted_on=counted_on, location=location, item=item, lot=lot, counted=counted, day_order=0)


def _training(row: dict[str, str], words: StockVocabulary) -> Training | HeldRow:
    trained_on, day_codes = read_stock_day(row["date"], words)
    unit = words.locations.get(row["unit"].casefold())
    course = read_course(row["course"])
    people = read_quantity(row["people"], least=0)
    codes = day_codes + _codes(
        (Code.LOCATION_UNKNOWN, unit is None),
        (Code.COURSE_INVALID, course is None),
        (Code.COUNT_INVALID, people is None),
    )
    if trained_on is None or unit is None or course is None or people is None:
        return HeldRow(codes, trained_on)
    return Training(trained_on=trained_on, unit=unit, course=course, people=people)


def _codes(*checks: tuple[Code, bool]) -> Codes:
    return tuple(code for code, is_wrong in checks if is_wrong)
