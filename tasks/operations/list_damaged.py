"""What the ledger holds otherwise than it was written, and no tab gives back: editions and messages, in words."""

from sqlalchemy import Connection

from tasks.store.editions import list_damaged_editions
from tasks.store.messages import list_damaged_messages


def list_damaged(connection: Connection, program: str) -> list[str]:
    """List the damaged editions and messages of a program."""
    editions = [
        f"edition {number} of {report} for {period}"
        for report, period, number in list_damaged_editions(connection, program)
    ]
    return [*editions, *(f"the message {name}" for name in list_damaged_messages(connection, program))]
