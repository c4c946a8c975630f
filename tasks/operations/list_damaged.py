"""What the ledger holds otherwise than it was written, and no tab gives back: editions and messages, in words."""

from sqlalchemy import Connection

from tasks.store.editions import list_damaged_editions, list_editions, list_lost_editions
from tasks.store.messages import list_damaged_messages


def list_damaged(connection: Connection, program: str) -> list[str]:
    """List the damaged editions and messages of a program.

    An edition that was lost, and that a later one has replaced, isn't among them: no backup of this ledger holds it,
    and all that can be done about it has been.
    """
    newest = {(report, period): number for report, period, number in list_editions(connection, program)}
    replaced = [one for one in list_lost_editions(connection, program) if one[2] < newest[one[:2]]]
    editions = [
        f"edition {number} of {report} for {period}"
        for report, period, number in list_damaged_editions(connection, program)
        if (report, period, number) not in replaced
    ]
    return [*editions, *(f"the message {name}" for name in list_damaged_messages(connection, program))]
