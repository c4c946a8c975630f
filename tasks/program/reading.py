"""The tabs are read before anything is reported from them."""

from schemas.problem import CannotGoOn, NotPublished
from tasks.presentation.words import when
from tasks.program.as_of import known_as_of
from tasks.program.ingest import ingest
from tasks.program.opening import Program


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
