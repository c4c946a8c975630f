"""Digests of what is kept, by which damage is found: of each edition, file and message, and of each table's rows.

A migration doesn't know the key, so what an older ledger holds has none; the next writing fills them in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COMMENTS = {
    "editions": "Keyed digest of the edition; none: not checked",
    "artifacts": "Keyed digest of the file; none: not checked",
    "messages": "Keyed digest of the message; none: not checked",
}
SEALED = (
    "programs", "vocabulary", "syncs", "distributions", "movements", "counts", "trainings", "held_rows", "findings",
    "editions", "artifacts", "filings", "messages",
)  # fmt: skip


def upgrade() -> None:
    """Add the digests and the table of seals, all empty; what is in the ledger stays as it is."""
    for table, comment in COMMENTS.items():
        op.add_column(table, sa.Column("digest", sa.LargeBinary, comment=comment))
    listed = " or ".join(f"sealed = '{name}'" for name in SEALED)
    op.create_table(
        "seals",
        sa.Column("program", sa.String, sa.ForeignKey("programs.program"), primary_key=True),
        sa.Column("sealed", sa.String, sa.CheckConstraint(listed, name="sealed_is_listed"), primary_key=True),
        sa.Column("digest", sa.LargeBinary, nullable=False, comment="Keyed digest of the program's rows of the table"),
    )
