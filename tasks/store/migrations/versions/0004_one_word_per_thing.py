"""One word per thing in the tables, too; and what a digest or stock alert said in a column, not in its name.

Constraints of PostgreSQL follow their columns and tables by name; SQLite gives keys no name and cannot rename a check,
which keeps the name that it had.
"""

import re
from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROWS_OF_TABS = ("distributions", "movements", "counts", "trainings", "held_rows")
RENAMED = {"entries": "distributions", "known_in": "valid_from_sync", "withdrawn_in": "valid_to_sync"}

MESSAGE_NAME = re.compile(r"(?:attention|stock-alert)-\d+-([0-9a-f]{12})\.eml")
"""Names of digests and stock alerts ended in a digest of what was said."""

DIGEST_OF_NOTHING = blake2b(b"", digest_size=6).hexdigest()
IS_OF_DIGESTS = "rtrim(said, '0123456789abcdef:. ') = ''"


def upgrade() -> None:
    """Rename, and add the column of what was said; what is in the ledger stays as it is."""
    op.execute("alter table entries rename to distributions")
    _rename_columns()
    _rename_indexes()
    if op.get_bind().dialect.name == "postgresql":
        _rename_on_postgresql()
    _add_said()


def _rename_columns() -> None:
    for table in ROWS_OF_TABS:
        for former in ("known_in", "withdrawn_in"):
            op.execute(f"alter table {table} rename column {former} to {RENAMED[former]}")
    op.execute("alter table editions rename column known_in to as_of_sync")
    op.execute("alter table messages rename column obstacle to reason")


def _rename_indexes() -> None:
    """SQLite cannot rename an index, so it is made anew."""
    is_valid = sa.text("valid_to_sync is null")
    op.drop_index("entries_in_force", "distributions")
    op.create_index(
        "distributions_in_force", "distributions", ["program", "fingerprint", "occurrence"],
        unique=True, sqlite_where=is_valid, postgresql_where=is_valid,
    )  # fmt: skip


def _rename_on_postgresql() -> None:
    op.execute("alter sequence entries_id_seq rename to distributions_id_seq")
    found = op.get_bind().exec_driver_sql(
        "select conrelid::regclass::text, conname from pg_constraint "
        "where conrelid > 0 and connamespace = current_schema()::regnamespace"
    )
    for table, former in found.all():
        name = former.replace("known_in", "as_of_sync") if table == "editions" else former
        for word, new in RENAMED.items():
            name = name.replace(word, new)
        if name != former:
            op.execute(f"alter table {table} rename constraint {former} to {name}")
    op.execute("comment on column programs.context is 'Digest of what rows were validated by'")
    op.execute("comment on column messages.reason is 'Why the last attempt failed'")


def _add_said() -> None:
    """Add the column and fill it from the names: what the last message said still counts as said."""
    op.add_column(
        "messages",
        sa.Column(
            "said", sa.String, sa.CheckConstraint(IS_OF_DIGESTS, name="said_is_of_digests"),
            comment="What a digest or stock alert said, so that it's said once",
        ),
    )  # fmt: skip
    messages = sa.table("messages", sa.column("program"), sa.column("name"), sa.column("said"))
    connection = op.get_bind()
    for program, name in connection.execute(sa.select(messages.c.program, messages.c.name)).all():
        if found := MESSAGE_NAME.fullmatch(name):
            said = "" if found[1] == DIGEST_OF_NOTHING else found[1]
            ours = (messages.c.program == program, messages.c.name == name)
            connection.execute(sa.update(messages).where(*ours).values(said=said))
