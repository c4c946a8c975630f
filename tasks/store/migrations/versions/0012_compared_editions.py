"""As of which sync each newest edition was compared with the ledger: what has not changed since needs no second look.

The seals of the tables get a word more; as every migration removes the seals, their table is made anew (see 0009).
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SLUG = "report = lower(report) and report not like '% %' and length(report) between 1 and 60"
PERIOD = (
    "rtrim(substr(period, 1, 4), '0123456789') = '' and (length(period) = 4 or length(period) = 7 and "
    "substr(period, 5, 1) = '-' and (substr(period, 6, 1) = 'Q' and substr(period, 7, 1) between '1' and '4' or "
    "rtrim(substr(period, 6, 2), '0123456789') = ''))"
)
SEALED = (
    "programs", "vocabulary", "syncs", "distributions", "movements", "counts", "trainings", "held_rows", "findings",
    "editions", "artifacts", "filings", "messages", "releases", "compared_editions",
)  # fmt: skip


def upgrade() -> None:
    """Add the table, empty, so that every edition is compared once more; and let it be sealed."""
    of_rows = "Keyed digest of what rows of other days decide for it"
    op.create_table(
        "compared_editions",
        sa.Column("program", sa.String, sa.ForeignKey("programs.program"), primary_key=True),
        sa.Column("report", sa.String, sa.CheckConstraint(SLUG, name="report_is_a_slug"), primary_key=True),
        sa.Column("period", sa.String, sa.CheckConstraint(PERIOD, name="period_is_a_period"), primary_key=True),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column(
            "as_of_sync",
            sa.Integer,
            sa.ForeignKey("syncs.id"),
            nullable=False,
            comment="The last sync with whose rows it was so",
        ),
        sa.Column(
            "made_by",
            sa.LargeBinary,
            nullable=False,
            comment="Keyed digest of settings, reports and this program",
        ),
        sa.Column("known_by", sa.LargeBinary, nullable=False, comment=of_rows),
    )
    op.drop_table("seals")
    sealed = " or ".join(f"sealed = '{word}'" for word in SEALED)
    op.create_table(
        "seals",
        sa.Column("program", sa.String, sa.ForeignKey("programs.program"), primary_key=True),
        sa.Column("sealed", sa.String, sa.CheckConstraint(sealed, name="sealed_is_listed"), primary_key=True),
        sa.Column("digest", sa.LargeBinary, nullable=False, comment="Keyed digest of the program's rows of the table"),
    )
