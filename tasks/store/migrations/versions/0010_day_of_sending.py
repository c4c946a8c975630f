"""The day on which a form was sent, and no longer the second, by which a dispatch record can be found.

A column holds a keyed mark of the minute, by which rows are known again whose times a spreadsheet changed. A migration
doesn't know the key, so the rows of an older ledger have none; the next reading of the tabs fills them in.

The table is written anew, and nothing of the old times stays behind: SQLite overwrites the pages that it frees, and
PostgreSQL keeps a new file of the table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COMMENT = "Keyed mark of the minute of sending; none: not known, or no longer in force"
FORMER, NEW = "submitted_at DATETIME NOT NULL", "sent_on DATE NOT NULL"
IDENTITY = ("program", "fingerprint", "occurrence")


def upgrade() -> None:
    """Cut the times to their day; all else in the ledger stays as it is."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("alter table distributions alter column submitted_at type date using submitted_at::date")
        op.execute("alter table distributions rename column submitted_at to sent_on")
    else:
        _rewrite_on_sqlite()
    op.add_column("distributions", sa.Column("sent_mark", sa.LargeBinary(8), comment=COMMENT))


def _rewrite_on_sqlite() -> None:
    """Copy the rows into a new table: every page of the old one is freed with it, and overwritten."""
    connection = op.get_bind()
    definition = connection.exec_driver_sql("select sql from sqlite_master where name = 'distributions'").scalar_one()
    names = [column["name"] for column in sa.inspect(connection).get_columns("distributions")]
    copied = ", ".join("substr(submitted_at, 1, 10)" if name == "submitted_at" else name for name in names)
    op.execute("alter table distributions rename to former_distributions")
    connection.exec_driver_sql(definition.replace(FORMER, NEW))
    op.execute(f"insert into distributions select {copied} from former_distributions")  # noqa: S608 - names of its own
    op.execute("drop table former_distributions")
    is_valid = sa.text("valid_to_sync is null")
    op.create_index("distributions_in_force", "distributions", list(IDENTITY), unique=True, sqlite_where=is_valid)
