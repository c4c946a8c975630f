"""Orders among the movements, lots that nobody names, two more codes, and which fields the form asked at the last sync.

SQLite cannot change a table's checks: the table is written anew with the words replaced in its own definition.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEW_CODES = ("answers_conflict", "from_to_conflict")
LAST_CODE = "course_invalid"
HAS_ONLY_LETTERS = "rtrim(fields_asked, 'abcdefghijklmnopqrstuvwxyz ') = ''"
FIELDS_ASKED = "The form's fields that the last sync found, by name; none: not known"
MOVEMENT_COLUMNS = ("program", "fingerprint", "occurrence")


def upgrade() -> None:
    """Widen what the columns take; what is in the ledger stays as it is."""
    letters = sa.CheckConstraint(HAS_ONLY_LETTERS, name="fields_asked_has_only_letters")
    op.add_column("programs", sa.Column("fields_asked", sa.String, letters, comment=FIELDS_ASKED))
    if op.get_bind().dialect.name == "postgresql":
        _widen_on_postgresql()
    else:
        _widen_on_sqlite()


def _widen_on_postgresql() -> None:
    op.alter_column("movements", "lot", nullable=True)
    for table, column in (("movements", "kind"), ("findings", "code")):
        definition = _find_check(table, f"{column}_is_listed")
        words = ("ordered",) if table == "movements" else NEW_CODES
        listed = definition.removeprefix("CHECK (").removesuffix(")")
        wider = " or ".join((listed, *(f"{column} = '{word}'" for word in words)))
        op.execute(f"alter table {table} drop constraint {column}_is_listed")
        op.execute(f"alter table {table} add constraint {column}_is_listed check ({wider})")


def _find_check(table: str, name: str) -> str:
    """Return a check as PostgreSQL writes it."""
    asked = sa.text(
        "select pg_get_constraintdef(oid) from pg_constraint "
        "where conrelid = cast(:table as regclass) and conname = :name"
    )
    return str(op.get_bind().execute(asked, {"table": table, "name": name}).scalar_one())


def _widen_on_sqlite() -> None:
    _rewrite(
        "movements",
        ("kind = 'recalled'", "kind = 'recalled' or kind = 'ordered'"),
        ("lot VARCHAR NOT NULL", "lot VARCHAR"),
    )
    is_valid = sa.text("valid_to_sync is null")
    op.create_index("movements_in_force", "movements", list(MOVEMENT_COLUMNS), unique=True, sqlite_where=is_valid)
    more = " or ".join(f"code = '{word}'" for word in (LAST_CODE, *NEW_CODES))
    _rewrite("findings", (f"code = '{LAST_CODE}'", more))


def _rewrite(table: str, *replaced: tuple[str, str]) -> None:
    """Write a table anew, with words of its definition replaced."""
    connection = op.get_bind()
    definition = connection.execute(sa.text("select sql from sqlite_master where name = :table"), {"table": table})
    wider = definition.scalar_one()
    for former, new in replaced:
        wider = wider.replace(former, new)
    op.execute(f"alter table {table} rename to former_{table}")
    connection.exec_driver_sql(wider)
    op.execute(f"insert into {table} select * from former_{table}")  # noqa: S608 - names of this file
    op.execute(f"drop table former_{table}")
