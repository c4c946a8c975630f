"""The first tables.

They are made as they stood in version 0001: this file may lean on the metadata only while it is the one migration;
the second one freezes them here.
"""

from alembic import op

from tasks.store.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    """Drop all tables."""
    metadata.drop_all(op.get_bind())
