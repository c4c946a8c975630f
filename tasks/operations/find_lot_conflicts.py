"""Find the lots that were given two expiration dates, and those that look like something else."""

from typing import cast

from sqlalchemy import Connection

from schemas.inventory import Movement
from schemas.stock import DoubtfulLot, LotConflict
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.rules.stock.doubtful_lots import list_doubtful_lots
from tasks.rules.stock.lot_conflicts import list_lot_conflicts
from tasks.store.rows import load_facts


def find_lot_conflicts(connection: Connection, program: ProgramContext) -> list[LotConflict]:
    """Find the lots whose rows of the Inventory tab say different last days."""
    return list_lot_conflicts(_load_movements(connection, program))


def find_doubtful_lots(connection: Connection, program: ProgramContext) -> list[DoubtfulLot]:
    """Find the receipts in the Inventory tab whose lot looks like a phone number, a date or a word."""
    return list_doubtful_lots(_load_movements(connection, program))


def _load_movements(connection: Connection, program: ProgramContext) -> list[Movement]:
    return cast("list[Movement]", load_facts(connection, program.slug, Tab.INVENTORY))
