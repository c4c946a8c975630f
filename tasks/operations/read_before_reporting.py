"""The tabs are read before anything is reported from them."""

from tasks.context import ProgramContext
from tasks.errors import ClockJumped, LedgerFailed, NotPublished, OperationError
from tasks.messages.formatting import format_time
from tasks.operations.ingest_entries import ingest_entries
from tasks.operations.read_as_of import read_program_as_of


def read_before_reporting(program: ProgramContext, *, is_date_known: bool = False) -> None:
    """Bring the ledger up to date before figures are made from it.

    A status tab that cannot be written keeps no report waiting; the next run says so.

    Raises:
        OperationError: the tabs cannot be read; the sentence says how to report from what was read before, where the
            ledger isn't what fails.
    """
    problem = None
    try:
        ingest_entries(program, is_date_known=is_date_known)
    except NotPublished:
        return
    except (ClockJumped, LedgerFailed):  # with what was read before, day and ledger stay the same
        raise
    except OperationError as why:
        problem = why
    if problem:
        read_at = read_program_as_of(program).read_at
        known = f" `--as-known` makes it from what was read on {format_time(read_at)}." if read_at else ""
        raise type(problem)(f"{problem}{known}")
