"""Find the tabs of which no row can be used: what they are about isn't known."""

from sqlalchemy import Connection

from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.rules.reporting.tracked import list_unusable_tabs
from tasks.store.held_days import load_held_days
from tasks.store.rows import has_rows


def find_unusable_tabs(connection: Connection, program: ProgramContext) -> tuple[Tab, ...]:
    """Find the tabs other than the form's of which every row is held."""
    held = [tab for tab, days in load_held_days(connection, program.slug).items() if days]
    return list_unusable_tabs([tab for tab in held if has_rows(connection, program.slug, tab)], held)


def find_unusable_tabs_of(program: ProgramContext) -> tuple[Tab, ...]:
    """Find them in a program that is open."""
    with program.database.reading() as connection:
        return find_unusable_tabs(connection, program)


def count_stock_rows_on_hold(program: ProgramContext) -> int:
    """Count the held rows of the stock's tabs; a tab of which no row can be used is told as such."""
    with program.database.reading() as connection:
        held, unusable = load_held_days(connection, program.slug), find_unusable_tabs(connection, program)
    return sum(len(held[tab]) for tab in {Tab.INVENTORY, Tab.COUNTS} - {*unusable})
