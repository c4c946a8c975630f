"""The tabs are read before anything is reported from them."""

from tasks.context import Program
from tasks.errors import CannotGoOn, NotPublished
from tasks.messages.formatting import when
from tasks.operations.ingest_entries import ingest
from tasks.operations.read_as_of import known_as_of


def read_before_reporting(program: Program) -> None:
    """Bring the ledger up to date before figures are made from it.

    A status tab that cannot be written keeps no report waiting; the next run says so.

    Raises:
        CannotGoOn: the tabs cannot be read; the sentence says how to report from what was read before.
    """
    problem = None
    try:
        ingest(program)
    except NotPublished:
        return
    except CannotGoOn as why:
        problem = why
    if problem:
        read_at = known_as_of(program).read_at
        known = f" `--as-known` makes it from what was read on {when(read_at)}." if read_at else ""
        raise type(problem)(f"{problem}{known}")
