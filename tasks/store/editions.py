"""Editions, the files that belong to them, and the messages that carry them: kept byte for byte."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from tasks.store.tables import MessageState, artifacts, editions, messages


class Edition(NamedTuple):
    """An edition as it was made."""

    report: str
    period: str
    edition: int
    made_at: datetime
    figures: bytes


class Message(NamedTuple):
    """A message on its way, or sent."""

    name: str
    report: str
    period: str | None
    edition: int | None
    state: MessageState
    raw: bytes


_EDITION = tuple(editions.c[name] for name in Edition._fields)
_MESSAGE = tuple(messages.c[name] for name in Message._fields)


def last_editions(connection: Connection, program: str) -> dict[tuple[str, str], Edition]:
    """The newest edition of each report and period."""
    chosen = select(*_EDITION).where(editions.c.program == program).order_by(editions.c.edition)
    return {(row.report, row.period): Edition(*row) for row in connection.execute(chosen)}


def all_editions(connection: Connection, program: str) -> list[tuple[str, str, int]]:
    """Report, period and number of every edition."""
    chosen = select(editions.c.report, editions.c.period, editions.c.edition).where(editions.c.program == program)
    return [tuple(row) for row in connection.execute(chosen.order_by(*chosen.selected_columns))]


def find_edition(connection: Connection, program: str, report: str, period: str, number: int) -> Edition | None:
    """One edition, if it was made."""
    chosen = select(*_EDITION).where(
        editions.c.program == program,
        editions.c.report == report,
        editions.c.period == period,
        editions.c.edition == number,
    )
    row = connection.execute(chosen).first()
    return Edition(*row) if row else None


def add_edition(
    connection: Connection, program: str, edition: Edition, known_in: int | None, files: Mapping[str, bytes]
) -> None:
    """Keep an edition and its files."""
    connection.execute(insert(editions).values(program=program, known_in=known_in, **edition._asdict()))
    place = {"program": program, "report": edition.report, "period": edition.period, "edition": edition.edition}
    connection.execute(
        insert(artifacts), [place | {"name": name, "content": content} for name, content in files.items()]
    )


def files_of(connection: Connection, program: str, report: str, period: str, number: int) -> dict[str, bytes]:
    """The files of an edition, by name."""
    chosen = select(artifacts.c.name, artifacts.c.content).where(
        artifacts.c.program == program,
        artifacts.c.report == report,
        artifacts.c.period == period,
        artifacts.c.edition == number,
    )
    return dict(connection.execute(chosen).all())


def file_names(connection: Connection, program: str, report: str, period: str, number: int) -> Sequence[str]:
    """The names of an edition's files."""
    chosen = select(artifacts.c.name).where(
        artifacts.c.program == program,
        artifacts.c.report == report,
        artifacts.c.period == period,
        artifacts.c.edition == number,
    )
    return connection.execute(chosen).scalars().all()


def queue_message(connection: Connection, program: str, message: Message, at: datetime) -> None:
    """Put a message in the queue."""
    connection.execute(insert(messages).values(program=program, queued_at=at, **message._asdict()))


def find_messages(connection: Connection, program: str, state: MessageState) -> list[Message]:
    """The messages in a state, oldest first."""
    chosen = select(*_MESSAGE).where(messages.c.program == program, messages.c.state == state.value)
    rows = connection.execute(chosen.order_by(messages.c.queued_at, messages.c.name))
    return [Message(*row)._replace(state=state) for row in rows]


def message_names(connection: Connection, program: str, report: str) -> Sequence[str]:
    """The names of all messages of a report, in the order in which they were queued."""
    chosen = select(messages.c.name).where(messages.c.program == program, messages.c.report == report)
    order = (messages.c.queued_at, func.length(messages.c.name), messages.c.name)
    return connection.execute(chosen.order_by(*order)).scalars().all()


def sent_editions(connection: Connection, program: str) -> set[tuple[str, str, int]]:
    """Report, period and number of each edition that has left."""
    chosen = select(messages.c.report, messages.c.period, messages.c.edition).where(
        messages.c.program == program, messages.c.state == MessageState.SENT.value, messages.c.edition.is_not(None)
    )
    return {tuple(row) for row in connection.execute(chosen)}


def mark_sent(connection: Connection, program: str, name: str, at: datetime) -> None:
    """Say that a message has left."""
    ours = (messages.c.program == program, messages.c.name == name)
    connection.execute(update(messages).where(*ours).values(state=MessageState.SENT.value, sent_at=at))
