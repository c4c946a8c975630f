"""Make the workbook that says why: each number from which orders, moves and shelves follow; for the agency itself."""

from pathlib import Path

from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.messages.why_workbook import WhyMessage, write_why_workbook
from tasks.operations.load_ledger import load_ledger
from tasks.operations.reconcile_stock import reconcile_loaded
from tasks.operations.summarize_status import check_was_read
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.paths import SHEETS
from tasks.rules.reporting.distributed import list_distributed
from tasks.rules.stock.ordering.advise import Recorded
from tasks.rules.stock.ordering.explain import explain_orders
from tasks.rules.stock.reconcile import list_on_hand
from tasks.store.rows import load_low_flags


def make_why(program: ProgramContext) -> Path:
    """Make the workbook of today; return its path below the program's folder.

    Raises:
        OperationError: the tabs were never read, no stock is recorded, or the folder can't be written.
    """
    check_was_read(program)
    settings, today = program.settings, program.today()
    with program.database.reading() as connection:
        loaded = load_ledger(connection, program.slug, settings)
        low_flags = load_low_flags(connection, program.slug)
    if Tab.INVENTORY not in loaded.tracked.tabs:
        msg = "No stock is recorded, so there is nothing to explain: enter what was received in the tab Inventory."
        raise OperationError(msg)
    recorded = Recorded(
        list_on_hand(loaded.stock_replay, until=today),
        loaded.stock_replay,
        loaded.movements,
        list_distributed(loaded.rows, loaded.movements, settings, today),
    )
    message = WhyMessage(
        explain_orders(recorded, settings, today),
        reconcile_loaded(loaded, low_flags, program),
        settings,
        program.local(program.now()),
    )
    path = SHEETS / f"why-{today}.xlsx"
    atomic_write(program.folder / path, write_why_workbook(message))
    return path
