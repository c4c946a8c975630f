"""Compare the recorded stock with what was counted, and find what is to be done about it."""

from collections.abc import Mapping
from datetime import date

from schemas.reconciliation import Reconciliation
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.messages.item_words import name_items
from tasks.messages.order_words import write_move_why, write_order_why
from tasks.operations.load_ledger import LoadedLedger, load_ledger
from tasks.rules.reporting.distributed import list_distributed
from tasks.rules.reporting.tracked import is_kit_stock_tracked
from tasks.rules.stock import counting, reconcile
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
    if Tab.INVENTORY not in loaded.tracked.tabs:
        return NOT_TRACKED
    settings, today = program.settings, program.today()
    distributed = list_distributed(loaded.rows, loaded.movements, settings, today)
    stock = reconcile.reconcile_stock(loaded.stock_replay, loaded.movements, low_flags, distributed, settings, today)
    return _say_why(_add_counts(stock, loaded, settings, today), name_items(settings.items))


def _add_counts(stock: Reconciliation, loaded: LoadedLedger, settings: Settings, today: date) -> Reconciliation:
    """Add which shelves are to be counted, and at which the last counts missed kits.

    Where no row of the Counts tab can be used, nobody knows what was counted: its rows are to be fixed first, and only
    a large shortfall is told, as where no counts are kept. Kits of which nobody keeps stock aren't counted against
    anything.
    """
    if not is_kit_stock_tracked(loaded.tracked):
        return stock
    due = counting.list_counts_due(loaded.stock_replay.lines, loaded.counts, settings, today)
    if Tab.COUNTS in loaded.unusable_tabs:
        large = (one.model_copy(update={"is_counted": False}) for one in due if one.is_large)
        return stock.model_copy(update={"counts": tuple(large)})
    short = counting.list_short_counts(loaded.stock_replay.variances, loaded.counts, settings, today)
    return stock.model_copy(update={"counts": tuple(due), "short_counts": tuple(short)})


def _say_why(stock: Reconciliation, nouns: Mapping[str, str]) -> Reconciliation:
    """Add to each piece of advice why it is given."""
    orders = (one.model_copy(update={"why": write_order_why(one, nouns[one.item])}) for one in stock.order)
    moves = (one.model_copy(update={"why": write_move_why(one, nouns[one.item])}) for one in stock.moves)
    return stock.model_copy(update={"order": tuple(orders), "moves": tuple(moves)})
