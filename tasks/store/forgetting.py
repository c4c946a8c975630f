"""Forgetting what nothing rests on any more: words that no row says, and what messages said that have left."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from schemas.delivery import DeliveryState
from tasks.store.seals import sign
from tasks.store.tables import ROWS_OF, messages, vocabulary


def forget_words(connection: Connection, program: str, kept: Collection[str]) -> None:
    """Forget the words that no row says, but for some: a lot that was corrected is one."""
    ours = vocabulary.c.program == program
    used = {
        word
        for table in ROWS_OF.values()
        for key in table.foreign_keys
        if key.column is vocabulary.c.word
        for word in connection.execute(select(key.parent).where(table.c.program == program).distinct()).scalars()
    }
    known = connection.execute(select(vocabulary.c.word).where(ours)).scalars().all()
    for word in sorted({*known} - used - {*kept}):
        connection.execute(delete(vocabulary).where(ours, vocabulary.c.word == word))


def forget_messages(connection: Connection, program: str, before: datetime) -> int:
    """Forget what messages said that have left and were queued before a moment, and count them.

    Their names and what became of them stay, so that none is sent twice; of one that waits nothing is forgotten.
    """
    old = (
        messages.c.program == program,
        messages.c.state == DeliveryState.SENT.value,
        messages.c.queued_at < before,
        func.length(messages.c.raw) > 0,
    )
    columns = [column for column in messages.columns if column is not messages.c.raw]
    rows = connection.execute(select(*columns).where(*old)).mappings().all()
    for row in rows:
        this = (messages.c.program == program, messages.c.name == row["name"])
        empty = {"raw": b"", "digest": sign(connection, messages, row, b"")}
        connection.execute(update(messages).where(*this).values(empty))
    return len(rows)


def count_unsent(connection: Connection, program: str, before: datetime) -> int:
    """Count the messages that were queued before a moment and have not left."""
    chosen = select(func.count()).select_from(messages)
    is_unsent = messages.c.state != DeliveryState.SENT.value
    ours = (messages.c.program == program, is_unsent, messages.c.queued_at < before)
    return int(connection.execute(chosen.where(*ours)).scalar_one())
