"""Digests of the parts of a table beside its seal, so that a sync digests again only the parts that it changed.

Seals of before it go on to hold, without parts; the next writing of a table makes its own with them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    parts = "Keyed digests of parts of the table; none: it has no parts"
    op.add_column("seals", sa.Column("parts", sa.LargeBinary(256 * 17), comment=parts))
