"""The top of the desk: a sentence and a few numbers, each of which leads to where it comes from."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.desk_page import Desk
from tasks.messages.desk.unknown import name_no_stock, say_no_stock
from tasks.messages.formatting import MONTHS, format_count, format_near_date, format_number, join_words

UNKNOWN = "?"


class Tile(NamedTuple):
    """One number at the top, and the section of the page that it is from."""

    title: str
    value: str
    note: str
    section: str
    is_urgent: bool = False


class Counted(NamedTuple):
    """What the top of the page counts."""

    tasks: int
    tasks_of_today: int
    reports: int
    is_any_overdue: bool
    shelves: int
    """Those that can be low."""
    low_shelves: int
    rows: int
    held_rows: int
    others: int = 0
    """What else is to be fixed, beside rows."""


def write_headline(desk: Desk, counted: Counted, *, has_alarms: bool) -> str:
    """Say in a sentence whether anything is to be done."""
    counts = (
        (counted.tasks, "thing", "to do"),
        (counted.reports, "report", "to hand in"),
        (counted.rows, "row", "to fix"),
        (counted.others, "other thing" if counted.rows else "thing", "to fix"),
    )
    if said := tuple(f"{format_count(count, noun)} {what}" for count, noun, what in counts if count):
        return f"{join_words(said)}."
    if say_no_stock(desk):
        return "Nothing to do, as far as is known."
    return "Apart from that, nothing to do." if has_alarms else "Nothing to do."


def list_tiles(desk: Desk, counted: Counted) -> Iterator[Tile]:
    """List the numbers at the top."""
    note = "without the shelves" if say_no_stock(desk) else f"{_write_few(counted.tasks_of_today)} today"
    yield Tile("To do", format_number(counted.tasks), note, "to-do", bool(counted.tasks_of_today))
    note = "some overdue" if counted.is_any_overdue else "none overdue"
    yield Tile("To hand in", format_number(counted.reports), note, "due", counted.is_any_overdue)
    yield _count_low_shelves(desk, counted)
    yield from _count_this_month(desk)
    yield _count_rows(desk, counted)


def _count_low_shelves(desk: Desk, counted: Counted) -> Tile:
    if say_no_stock(desk):
        return Tile("Shelves low", UNKNOWN, name_no_stock(desk), "stock")
    if not counted.shelves:
        return Tile("Shelves low", UNKNOWN, "no par level or rate", "stock")
    low, note = counted.low_shelves, f"of {format_number(counted.shelves)} in use"
    return Tile("Shelves low", format_number(low), note, "stock", bool(low))


def _count_this_month(desk: Desk) -> Iterator[Tile]:
    """Count what went out this month and in the one before; nothing before the program starts."""
    named = [(MONTHS[int(month.month[-2:]) - 1], month.kits) for month in desk.months[-2:]]
    if named:
        *before, (name, kits) = named
        since = desk.months[-2].since if before else None
        partly = f", since {format_near_date(since, since)}" if since else ""
        note = f"{before[0][0]}: {_write_known(before[0][1])}{partly}" if before else "the first month"
        yield Tile(f"Kits in {name}", _write_known(kits), note, "trend")


def _count_rows(desk: Desk, counted: Counted) -> Tile:
    if desk.read_at is None:
        return Tile("Rows to fix", UNKNOWN, "not known", "rows")
    note = f"{_write_few(counted.held_rows)} not counted" if counted.rows else "all are counted"
    return Tile("Rows to fix", format_number(counted.rows), note, "rows", bool(counted.held_rows))


def _write_few(count: int) -> str:
    return format_number(count) if count else "none"


def _write_known(kits: int | None) -> str:
    return UNKNOWN if kits is None else format_number(kits)
