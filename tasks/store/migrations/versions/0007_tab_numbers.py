"""The numbers of a Sheet's tabs, by which a row of it can be linked to."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

HAS_NAMES_AND_NUMBERS = "rtrim(tab_numbers, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ') = ''"
COMMENT = "The numbers of the Sheet's tabs as of the last sync, each behind its tab's name; none: files"


def upgrade() -> None:
    """Add the column, empty; the next sync of a Sheet fills it in."""
    check = sa.CheckConstraint(HAS_NAMES_AND_NUMBERS, name="tab_numbers_are_names_and_numbers")
    op.add_column("programs", sa.Column("tab_numbers", sa.String, check, comment=COMMENT))
