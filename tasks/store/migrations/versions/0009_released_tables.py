"""The tables that were released, and the orders that they follow: each is made once, and quoted forever after.

The seals of the tables get a word more. SQLite cannot change a table's checks; as every migration removes the seals,
which the next writing makes anew, their table is made anew too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FAMILIES = ("zip", "county", "borough", "jurisdiction", "unit", "recipient", "reason")
PERIOD = (
    "rtrim(substr(period, 1, 4), '0123456789') = '' and (length(period) = 4 or length(period) = 7 and "
    "substr(period, 5, 1) = '-' and (substr(period, 6, 1) = 'Q' and substr(period, 7, 1) between '1' and '4' or "
    "rtrim(substr(period, 6, 2), '0123456789') = ''))"
)
SEALED = (
    "programs", "vocabulary", "syncs", "distributions", "movements", "counts", "trainings", "held_rows", "findings",
    "editions", "artifacts", "filings", "messages", "releases",
)  # fmt: skip


def upgrade() -> None:
    """Add the table of releases, empty, and let it be sealed."""
    listed = " or ".join(f"family = '{word}'" for word in FAMILIES)
    op.create_table(
        "releases",
        sa.Column("program", sa.String, sa.ForeignKey("programs.program"), primary_key=True),
        sa.Column("family", sa.String, sa.CheckConstraint(listed, name="family_is_listed"), primary_key=True),
        sa.Column("period", sa.String, sa.CheckConstraint(PERIOD, name="period_is_a_period"), primary_key=True),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Column(
            "content",
            sa.LargeBinary,
            nullable=False,
            comment="The table made of the period, or the order drawn from it",
        ),
    )
    op.drop_table("seals")
    sealed = " or ".join(f"sealed = '{word}'" for word in SEALED)
    op.create_table(
        "seals",
        sa.Column("program", sa.String, sa.ForeignKey("programs.program"), primary_key=True),
        sa.Column("sealed", sa.String, sa.CheckConstraint(sealed, name="sealed_is_listed"), primary_key=True),
        sa.Column("digest", sa.LargeBinary, nullable=False, comment="Keyed digest of the program's rows of the table"),
    )
