"""Compare the recorded stock with what was counted, and find what is to be done about it."""

from datetime import date

from schemas.stock import Reconciliation
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.operations.load_ledger import LoadedLedger, load_ledger
from tasks.rules.stock import reconcile
from tasks.store.rows import load_low_flags

NOT_TRACKED = Reconciliation(stock=(), variances=(), shortfalls=(), low=(), expiring=(), recalled=(), order=())
"""Of a stock that nobody keeps record of nothing can be said: not that it is empty, and not that it is low."""


def reconcile_stock(program: ProgramContext) -> Reconciliation:
    """Reconcile the stock of a program as its ledger knows it."""
    with program.database.reading() as connection:
        loaded, low_flags = (
            load_ledger(connection, program.slug, program.settings),
            load_low_flags(connection, program.slug),
        )
    return reconcile_loaded(loaded, low_flags, program)


def reconcile_loaded(loaded: LoadedLedger, low_flags: dict[str, date], program: ProgramContext) -> Reconciliation:
    """Reconcile the stock of a ledger that is loaded."""
    if Tab.INVENTORY not in loaded.ledger.tracked.tabs:
        return NOT_TRACKED
    settings, today = program.settings, program.today()
    return reconcile.reconcile_stock(loaded.stock_replay, loaded.movements, low_flags, settings, today)
