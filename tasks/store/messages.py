"""Messages on their way: raw bytes as they are sent, and where they stand.

A message is queued in the transaction that made its edition, so neither can be without the other.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, RowMapping, exists, func, insert, select, tuple_, update

from schemas.delivery import DeliveryReason, DeliveryState, Unsent
from tasks.store.seals import is_whole, sign
from tasks.store.tables import messages


class Message(NamedTuple):
    """A message on its way, or sent."""

    name: str
    report: str
    period: str | None
    edition: int | None
    state: DeliveryState
    raw: bytes
    said: str | None = None
    """What a digest says, so that it's said once; none for other messages."""
    is_whole: bool = True
    """Whether the ledger still holds it as it was written."""


_KEPT = tuple(name for name in Message._fields if name != "is_whole")
_OF_UNSENT = ("name", "report", "period", "edition", "state", "reason")
_MESSAGE = (*(messages.c[name] for name in _KEPT), messages.c.queued_at, messages.c.digest)


def _message(connection: Connection, row: RowMapping) -> Message:
    whole = is_whole(connection, messages, row, row["raw"])
    return Message(**{name: row[name] for name in _KEPT}, is_whole=whole)._replace(state=DeliveryState(row["state"]))


def queue_message(connection: Connection, program: str, message: Message, at: datetime) -> None:
    """Put a message in the queue."""
    values = {name: value for name, value in message._asdict().items() if name in _KEPT} | {"queued_at": at}
    digest = sign(connection, messages, values, message.raw)
    connection.execute(insert(messages).values(program=program, digest=digest, **values))


def load_message(connection: Connection, program: str, name: str) -> Message:
    """Load a message, and whether the ledger holds it as it was queued."""
    chosen = select(*_MESSAGE).where(messages.c.program == program, messages.c.name == name)
    return _message(connection, connection.execute(chosen).mappings().one())


def list_message_names(connection: Connection, program: str, report: str) -> Sequence[str]:
    """Return the names of all messages of a report, in the order in which they were queued."""
    chosen = select(messages.c.name).where(messages.c.program == program, messages.c.report == report)
    return connection.execute(chosen.order_by(*_order(messages))).scalars().all()


def _order(of: FromClause) -> tuple[ColumnElement[Any], ...]:
    """Sort messages of a report by when they were queued; their names tell apart those of one moment."""
    return of.c.queued_at, func.length(of.c.name), of.c.name


def find_last_queued_at(connection: Connection, program: str, report: str, until: datetime) -> datetime | None:
    """Return when the last message of a report was queued, but for those that a wrong clock queued later."""
    ours = (messages.c.program == program, messages.c.report == report, messages.c.queued_at <= until)
    chosen = select(func.max(messages.c.queued_at)).where(*ours)
    return connection.execute(chosen).scalar()


class LastSaid(NamedTuple):
    """The last digest: its name, when it was queued, and what of it still counts as said."""

    name: str
    queued_at: datetime
    said: str


def find_last_said(connection: Connection, program: str, report: str, until: datetime) -> LastSaid | None:
    """Return the last message of a report that keeps what it said, but for those that a wrong clock queued later."""
    chosen = select(*(messages.c[name] for name in LastSaid._fields)).where(
        messages.c.program == program,
        messages.c.report == report,
        messages.c.said.is_not(None),
        messages.c.queued_at <= until,
    )
    row = connection.execute(chosen.order_by(*(part.desc() for part in _order(messages))).limit(1)).first()
    return LastSaid(*row) if row else None


def save_said(connection: Connection, program: str, name: str, said: str) -> None:
    """Keep what of a message still counts as said."""
    ours = (messages.c.program == program, messages.c.name == name)
    connection.execute(update(messages).where(*ours).values(said=said))


class SentEdition(NamedTuple):
    """A message of an edition that has left: when, and by which way, where that was kept."""

    name: str
    report: str
    period: str
    edition: int
    sent_at: datetime
    by_mail: bool | None


def list_sent_editions(connection: Connection, program: str) -> list[SentEdition]:
    """Return the messages of editions that have left."""
    chosen = select(*(messages.c[name] for name in SentEdition._fields)).where(
        messages.c.program == program, messages.c.state == DeliveryState.SENT.value, messages.c.edition.is_not(None)
    )
    return [SentEdition(*row) for row in connection.execute(chosen)]


def list_on_their_way(connection: Connection, program: str) -> set[tuple[str, str]]:
    """List the reports and periods that have a message of an edition which waits to be sent, or is being sent."""
    states = (DeliveryState.QUEUED.value, DeliveryState.SENDING.value)
    chosen = select(messages.c.report, messages.c.period).where(
        messages.c.program == program, messages.c.edition.is_not(None), messages.c.state.in_(states)
    )
    return {(report, period) for report, period in connection.execute(chosen)}


def claim(connection: Connection, program: str, name: str) -> bool:
    """Take a queued message to send it; false if another sender has it."""
    ours = (messages.c.program == program, messages.c.name == name, messages.c.state == DeliveryState.QUEUED.value)
    attempt = {"state": DeliveryState.SENDING.value, "attempts": messages.c.attempts + 1}
    return connection.execute(update(messages).where(*ours).values(attempt)).rowcount == 1


class Outcome(NamedTuple):
    """What became of a message that was being sent; where it left, by which way."""

    state: DeliveryState
    at: datetime
    by_mail: bool
    reason: DeliveryReason | None = None


def settle(connection: Connection, program: str, name: str, outcome: Outcome) -> None:
    """Say what became of a message that was being sent."""
    ours = (messages.c.program == program, messages.c.name == name)
    is_sent = outcome.state is DeliveryState.SENT
    way = {"sent_at": outcome.at if is_sent else None, "by_mail": outcome.by_mail if is_sent else None}
    connection.execute(
        update(messages).where(*ours).values({"state": outcome.state.value, "reason": outcome.reason, **way})
    )


def list_unsent(connection: Connection, program: str) -> list[Unsent]:
    """Return the messages that have not left, oldest first, and why; not what they hold: thousands may wait.

    One that failed or is in doubt is left out when a later one of the same report and period has been sent: a copy that
    was asked for, or the next edition.
    """
    later = messages.alias()
    sent_since = exists().where(
        later.c.program == messages.c.program,
        later.c.report == messages.c.report,
        later.c.period.is_not_distinct_from(messages.c.period),
        tuple_(*_order(later)) > tuple_(*_order(messages)),
        later.c.state == DeliveryState.SENT.value,
    )
    is_over = messages.c.state.in_([DeliveryState.FAILED.value, DeliveryState.UNKNOWN.value]) & sent_since
    chosen = select(*(messages.c[name] for name in _OF_UNSENT)).where(
        messages.c.program == program, messages.c.state != DeliveryState.SENT.value, ~is_over
    )
    rows = connection.execute(chosen.order_by(messages.c.queued_at, messages.c.name)).all()
    return [
        Unsent(*row)._replace(state=DeliveryState(row.state), reason=DeliveryReason(row.reason) if row.reason else None)
        for row in rows
    ]


def list_damaged_messages(connection: Connection, program: str) -> list[Message]:
    """Return the messages of which the ledger holds something else than was written, in the order of their names."""
    names = connection.execute(select(messages.c.name).where(messages.c.program == program)).scalars().all()
    loaded = (load_message(connection, program, name) for name in sorted(names))
    return [message for message in loaded if not message.is_whole]


def has_whole_copy(connection: Connection, program: str, damaged: Message) -> bool:
    """Tell whether the ledger holds another message of the same edition as it was written."""
    chosen = select(messages.c.name).where(
        messages.c.program == program,
        messages.c.report == damaged.report,
        messages.c.period == damaged.period,
        messages.c.edition == damaged.edition,
    )
    names = connection.execute(chosen).scalars().all()
    return any(load_message(connection, program, name).is_whole for name in names)
