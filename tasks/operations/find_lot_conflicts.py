"""Find the lots that were given two expiration dates, and those that look like something else."""

from sqlalchemy import Connection

from schemas.stock import DoubtfulLot, LotConflict
from tasks.context import ProgramContext
from tasks.operations.read_rows import read_movements
from tasks.rules.stock.doubtful_lots import list_doubtful_lots
from tasks.rules.stock.lot_conflicts import list_lot_conflicts


def find_lot_conflicts(connection: Connection, program: ProgramContext) -> list[LotConflict]:
    """Find the lots whose rows of the Inventory tab say different last days."""
    return list_lot_conflicts(read_movements(connection, program.slug))


def find_doubtful_lots(connection: Connection, program: ProgramContext) -> list[DoubtfulLot]:
    """Find the receipts in the Inventory tab whose lot looks like a phone number, a date or a word."""
    return list_doubtful_lots(read_movements(connection, program.slug))
