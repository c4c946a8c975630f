"""What the ledger keeps of the past: how old the oldest of it is, and how much of it was withdrawn."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from tasks.store.tables import ROWS_OF, distributions, held_rows, messages


class Kept(NamedTuple):
    """What the ledger keeps."""

    oldest_on: date | None
    """The day of the oldest distribution, withdrawn ones too."""
    withdrawn: int
    """How many rows of tabs it keeps that are no longer in them."""
    messages: int
    oldest_message_at: datetime | None


def summarize_kept(connection: Connection, program: str) -> Kept:
    """Summarize what the ledger keeps of a program."""
    withdrawn = (
        connection.execute(
            select(func.count()).where(table.c.program == program, table.c.valid_to_sync.is_not(None))
        ).scalar_one()
        for table in (*ROWS_OF.values(), held_rows)
    )
    oldest = select(func.min(distributions.c.distributed_on)).where(distributions.c.program == program)
    ours = (messages.c.program == program, func.length(messages.c.raw) > 0)  # of a closed one only its name is kept
    sent = select(func.count(), func.min(messages.c.queued_at)).where(*ours)
    count, oldest_at = connection.execute(sent).one()
    return Kept(connection.execute(oldest).scalar(), sum(withdrawn), count, oldest_at)
