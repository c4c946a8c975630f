"""Two more reasons why a message did not leave: the folder outbox/ cannot take it, or the ledger holds it damaged.

SQLite cannot change a table's checks: the table is written anew with the words added in its own definition.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NEW_REASONS = ("not_filed", "damaged")
CHECK = "obstacle_is_listed"
LAST_REASON = re.compile(r"(\S+) = 'lost'")


def upgrade() -> None:
    """Widen what the column takes; what is in the ledger stays as it is."""
    if op.get_bind().dialect.name == "postgresql":
        _widen_on_postgresql()
    else:
        _widen_on_sqlite()


def _widen_on_postgresql() -> None:
    asked = sa.text(
        "select pg_get_constraintdef(oid) from pg_constraint "
        "where conrelid = cast('messages' as regclass) and conname = :name"
    )
    definition = str(op.get_bind().execute(asked, {"name": CHECK}).scalar_one())
    listed = definition.removeprefix("CHECK (").removesuffix(")")
    wider = " or ".join((listed, *(f"reason = '{word}'" for word in NEW_REASONS)))
    op.execute(f"alter table messages drop constraint {CHECK}")
    op.execute(f"alter table messages add constraint {CHECK} check ({wider})")


def _widen_on_sqlite() -> None:
    connection = op.get_bind()
    definition = connection.execute(sa.text("select sql from sqlite_master where name = 'messages'")).scalar_one()
    wider = LAST_REASON.sub(
        lambda last: " or ".join((last[0], *(f"{last[1]} = '{word}'" for word in NEW_REASONS))), definition
    )
    op.execute("alter table messages rename to former_messages")
    connection.exec_driver_sql(wider)
    op.execute("insert into messages select * from former_messages")
    op.execute("drop table former_messages")
