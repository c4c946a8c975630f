"""Where a lot is and went, so that a recall reaches every kit of it that can be reached."""

from schemas.recall import Recall
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.messages.formatting import format_count
from tasks.operations.check_clock import check_clock
from tasks.operations.load_ledger import LoadedLedger, load_ledger
from tasks.operations.read_before_reporting import read_before_reporting
from tasks.operations.summarize_status import check_was_read
from tasks.rules.intake.stock_cells import read_lot_number
from tasks.rules.stock.recall import trace_lot


def recall_lot(program: ProgramContext, lot: str, *, as_known: bool = False, is_date_known: bool = False) -> Recall:
    """Read the tabs, and trace a lot, once for each item that has it.

    Args:
        program: which one.
        lot: as the recall notice has it.
        as_known: trace it in what was last read, and read nothing.
        is_date_known: a person knows that the date is right, where the clock seems to have jumped.

    Raises:
        UsageError: it can't be a lot.
        OperationError: the tabs can't be read, were never read, or no kits of this lot were ever received.
    """
    name = read_lot_number(lot)
    if name is None:
        msg = "This can't be a lot: a lot is 2 to 20 letters, digits and hyphens. Copy it from the recall notice."
        raise UsageError(msg)
    if as_known:
        check_clock(program, is_date_known=is_date_known)
    else:
        read_before_reporting(program, is_date_known=is_date_known)
    check_was_read(program)
    with program.database.reading() as connection:
        loaded = load_ledger(connection, program.slug, program.settings)
    if Tab.INVENTORY not in loaded.tracked.tabs:
        why = _find_why_unknown(program, loaded)
        msg = f"{why}, so nobody can say where a lot is. Look at the cartons on every shelf."
        raise OperationError(msg)
    traces = trace_lot(name, loaded.stock_replay, loaded.movements, loaded.counts, program.today())
    if not traces:
        msg = (
            f"Lot {name} was never received, as the Inventory tab has it. Compare the number with the cartons on every "
            "shelf, for a row may be missing or mistyped."
        )
        raise OperationError(msg)
    held = {tab: len(days) for tab, days in loaded.held_days.items()}
    return Recall(tuple(traces), held[Tab.INVENTORY] + held[Tab.COUNTS], held[Tab.RESPONSES])


def _find_why_unknown(program: ProgramContext, loaded: LoadedLedger) -> str:
    """Find why there is no stock: no tab of it, none of its rows can be used, or it has none."""
    if Tab.INVENTORY not in program.settings.source.titles:
        return "lbn.toml names no Inventory tab"
    if count := len(loaded.held_days[Tab.INVENTORY]):
        return f"None of the {format_count(count, 'row')} of the Inventory tab can be used until fixed"
    return "The Inventory tab has no rows"
