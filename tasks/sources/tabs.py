"""Take apart what a source handed over: a tab's rows in one form."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from hashlib import blake2b
from typing import TypeVar

from schemas.settings import Settings
from schemas.tabs import COLUMNS, Cells, Tab, TabRows
from tasks.errors import OperationError
from tasks.messages.formatting import format_count
from tasks.rules.intake.choices import count_unfit_choices
from tasks.rules.intake.date_order import WrongDateOrder, check_date_order, describe_wrong_orders, find_other_order
from tasks.rules.intake.dates import DateOrder, DateStyle
from tasks.rules.intake.fields_asked import (
    describe_missing,
    find_fields_missing,
    hide_not_asked,
    list_fields_found,
    say_remedy,
)
from tasks.rules.intake.headers import locate_columns
from tasks.rules.intake.normalize import normalize_rows
from tasks.sources.source import MOST_ROWS, RawTab, count_filled

Made = TypeVar("Made")


def digest_tabs(tabs: Mapping[Tab, RawTab], key: bytes) -> bytes:
    """Make a keyed digest of the tabs as they came: the same bytes need not be looked at again."""
    digest = blake2b(key=key, digest_size=16, person=b"tabs")
    for tab, raw in tabs.items():
        digest.update(f"{tab.name} {len(raw.body)} ".encode())
        digest.update(raw.body)
    return digest.digest()


def take_apart_once(tab: Tab, raw: RawTab, settings: Settings) -> RawTab:
    """Take a tab apart now, and check its columns and the order of its dates; later the same cells are given.

    Raises:
        OperationError: it cannot be taken apart, lacks a column, or has dates in the other order.
    """
    cells = raw.take_apart(raw.body)
    apart = raw._replace(take_apart=lambda _: cells)
    _find_unclear(tab, apart, settings, settings.source.dates)
    return apart


def do_for_each(tabs: Mapping[Tab, RawTab], work: Callable[[Tab, RawTab], Made], settings: Settings) -> dict[Tab, Made]:
    """Do something with each tab, in their order.

    Args:
        tabs: as they came.
        work: what to do.
        settings: of the program.

    Raises:
        OperationError: it couldn't be done with some; what is wrong with each of them is told together.
    """
    made: dict[Tab, Made] = {}
    problems: list[OperationError] = []
    for tab in sorted(tabs, key=list(Tab).index):
        try:
            made[tab] = work(tab, tabs[tab])
        except OperationError as problem:
            problems.append(problem)
    if orders := {one.tab: one.count for one in problems if isinstance(one, WrongDateOrder)}:
        others = [tab for tab in made if _is_of_this_order(tab, tabs[tab], settings)]
        told = OperationError(describe_wrong_orders(orders, others, settings.source.dates))
        problems = [told, *(one for one in problems if not isinstance(one, WrongDateOrder))]
    if len(problems) > 1:
        raise OperationError(" ".join(dict.fromkeys(map(str, problems))))
    if problems:
        raise problems[0]
    return {tab: made[tab] for tab in tabs}


def _is_of_this_order(tab: Tab, raw: RawTab, settings: Settings) -> bool:
    """Tell whether a tab that can be read couldn't if the settings named the other order."""
    try:
        _find_unclear(tab, raw, settings, find_other_order(settings.source.dates))
    except OperationError:
        return True
    return False


def _find_unclear(tab: Tab, raw: RawTab, settings: Settings, order: DateOrder) -> Collection[int]:
    """Find the columns whose dates in digits are unclear, in some order."""
    cells = raw.take_apart(raw.body)
    check_row_count(tab, count_filled(cells.rows))
    return check_date_order(
        tab, cells.rows, locate_columns(tab, hide_not_asked(tab, cells.header, settings), settings), order
    )


def normalize_tab(tab: Tab, raw: RawTab, settings: Settings, used: Collection[str] = ()) -> TabRows:
    """Bring the rows of a tab into one form, without empty ones.

    Args:
        tab: which tab.
        raw: as it came.
        settings: of the program.
        used: optional fields of which rows that count say something.

    Raises:
        OperationError: it has more rows than any, a required column is missing or there twice, or dates are written in
            the other order.
    """
    cells = raw.take_apart(raw.body)
    check_row_count(tab, count_filled(cells.rows))
    indexes = locate_columns(tab, hide_not_asked(tab, cells.header, settings), settings, used)
    unclear = check_date_order(tab, cells.rows, indexes, settings.source.dates)
    style = DateStyle(settings.agency.zone, settings.source.dates)
    rows = normalize_rows(COLUMNS[tab], cells.rows, indexes, style, unclear)
    read = _number_filled(list(rows), cells.header_row + 1)
    if tab is not Tab.RESPONSES:
        return read
    header = cells.header if raw.header is None else raw.header
    return read._replace(fields=list_fields_found(header, settings), missing=find_fields_missing(header, settings))


def _number_filled(rows: list[Cells], first: int) -> TabRows:
    """Count the rows as they stand in the tab, and leave out empty ones, of which most tabs have none."""
    numbers = range(first, first + len(rows))
    if all(map(any, rows)):
        return TabRows(list(numbers), rows)
    filled = [(number, row) for number, row in zip(numbers, rows, strict=True) if any(row)]
    return TabRows([number for number, _ in filled], [row for _, row in filled])


def check_row_count(tab: Tab, filled_count: int) -> None:
    """Check that a tab has not more rows than any program's; empty ones take nothing and don't count.

    Raises:
        OperationError: it has.
    """
    if filled_count > MOST_ROWS:
        msg = (
            f"The tab {tab.value} has more than {MOST_ROWS:,} rows, which is more than any form's answers. Nothing was "
            "changed. Check that it is the right file or Sheet, and delete the rows that aren't answers."
        )
        raise OperationError(msg)


def count_rows(tabs: Mapping[Tab, RawTab], settings: Settings) -> str:
    """Say how many rows each tab has, and how many answers of the form fit no choice.

    Raises:
        OperationError: a required column is missing or there twice, dates are written in the other order, or an
            optional column is missing.
    """
    read = do_for_each(tabs, partial(normalize_tab, settings=settings), settings)
    counts = "; ".join(f"{tab.value}: {format_count(len(rows.numbers), 'row')}" for tab, rows in read.items())
    fits = count_unfit_choices(read[Tab.RESPONSES].cells) if Tab.RESPONSES in read else []
    unfit = [
        f" {fit.unfit_count} of {fit.answered_count} answers to “{fit.title}” fit no choice of the list."
        for fit in fits
        if fit.unfit_count
    ]
    found = "".join([f"{counts}.", *unfit])
    missing = [column for rows in read.values() for column in rows.missing]
    if not missing:
        return found
    words = "; ".join(describe_missing(column) for column in missing)
    they_are = "it is" if len(missing) == 1 else "they are"
    msg = f"{found} In the tab {Tab.RESPONSES.value} {words}, so {they_are} not tracked. {say_remedy(missing)}"
    raise OperationError(msg)
