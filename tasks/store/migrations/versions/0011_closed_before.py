"""Before which day all is closed, and when that was done: rows of the tabs with such dates are no longer read."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both columns, empty: nothing is closed in a ledger in use."""
    before = "What is dated before this day is closed: such rows of the tabs are no longer read"
    op.add_column("programs", sa.Column("closed_before", sa.Date, comment=before))
    op.add_column("programs", sa.Column("closed_at", sa.DateTime, comment="When it was closed"))
