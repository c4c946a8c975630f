"""Whether a program's ledger is on its way here or has left: neither is in use (`lbn migrate-store`)."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOVES = "ledger_move = 'arriving' or ledger_move = 'left'"
COMMENT = "Why the program's ledger isn't in use here; none: it is"


def upgrade() -> None:
    """Add both columns, empty: a ledger that is there is in use."""
    check = sa.CheckConstraint(MOVES, name="ledger_move_is_listed")
    op.add_column("programs", sa.Column("ledger_move", sa.String, check, comment=COMMENT))
    op.add_column("programs", sa.Column("ledger_moved_at", sa.DateTime, comment="Since when"))
