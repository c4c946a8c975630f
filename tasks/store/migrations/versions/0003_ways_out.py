"""By which way a message left: by mail, or into the folder outbox/ only."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of messages that have left already nobody knows any more."""
    by_mail = sa.Column(
        "by_mail", sa.Boolean, comment="Whether it was sent by mail; none: not yet, or when this was not kept"
    )
    op.add_column("messages", by_mail)
