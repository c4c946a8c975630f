"""The rows of a program are found by an index on a server, whose tables many programs share.

A file holds one program's ledger, so that it would only grow by it.
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLES = ("syncs", "distributions", "movements", "counts", "trainings", "held_rows")


def upgrade() -> None:
    """Make the indexes."""
    if op.get_bind().dialect.name == "postgresql":
        for table in _TABLES:
            op.create_index(f"{table}_of_program", table, ["program", "id"])
