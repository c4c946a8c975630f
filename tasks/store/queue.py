"""The queue of messages, by name: what a message holds is loaded one at a time, however many wait."""

from typing import NamedTuple

from sqlalchemy import Connection, select, update

from schemas.delivery import DeliveryReason, DeliveryState
from tasks.errors import OperationError
from tasks.store.messages import load_message
from tasks.store.tables import messages


class DamagedMessage(OperationError):
    """The ledger doesn't hold a message as it was queued (exit code 1)."""


class Queued(NamedTuple):
    """A message in the queue, by its name and its report."""

    name: str
    report: str


def list_waiting(connection: Connection, program: str, state: DeliveryState) -> list[Queued]:
    """Return the messages in a state, oldest first."""
    chosen = select(messages.c.name, messages.c.report).where(
        messages.c.program == program, messages.c.state == state.value
    )
    return [Queued(*row) for row in connection.execute(chosen.order_by(messages.c.queued_at, messages.c.name))]


def load_raw(connection: Connection, program: str, name: str) -> bytes:
    """Return a message as it is sent.

    Raises:
        DamagedMessage: the ledger does not hold it as it was queued.
    """
    message = load_message(connection, program, name)
    if not message.is_whole:
        msg = f"the message {name} is damaged in the ledger and was not sent: restore a backup"
        raise DamagedMessage(msg)
    return message.raw


def note_reason(connection: Connection, program: str, reason: DeliveryReason, report: str | None = None) -> None:
    """Note why all that waits does so, of one report or of any: nobody tried each of them."""
    ours = [messages.c.program == program, messages.c.state == DeliveryState.QUEUED.value]
    ours.append(messages.c.reason.is_distinct_from(reason.value))  # a row is written with all that its message holds
    if report is not None:
        ours.append(messages.c.report == report)
    connection.execute(update(messages).where(*ours).values(reason=reason.value))
