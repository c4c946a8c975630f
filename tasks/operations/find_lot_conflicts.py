"""Find the lots that were given two expiration dates."""

from typing import cast

from sqlalchemy import Connection

from schemas.inventory import Movement
from schemas.stock import LotConflict
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.rules.stock.lot_conflicts import list_lot_conflicts
from tasks.store.rows import load_facts


def find_lot_conflicts(connection: Connection, program: ProgramContext) -> list[LotConflict]:
    """Find the lots whose rows of the Inventory tab say different last days."""
    return list_lot_conflicts(cast("list[Movement]", load_facts(connection, program.slug, Tab.INVENTORY)))
