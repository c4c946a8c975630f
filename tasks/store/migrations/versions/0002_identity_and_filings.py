"""Whose key a program's ledger was read with, and which reports were handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REPORT = "report = lower(report) and report not like '% %' and length(report) between 1 and 60"
PERIOD = (
    "rtrim(substr(period, 1, 4), '0123456789') = '' and (length(period) = 4 or length(period) = 7 and "
    "substr(period, 5, 1) = '-' and (substr(period, 6, 1) = 'Q' and substr(period, 7, 1) between '1' and '4' or "
    "rtrim(substr(period, 6, 2), '0123456789') = ''))"
)


def upgrade() -> None:
    """Add the key's check value and the table of filings; what is in the ledger stays as it is."""
    key_check = sa.Column("key_check", sa.LargeBinary, comment="Check value of the key of the row fingerprints")
    op.add_column("programs", key_check)
    op.create_table(
        "filings",
        sa.Column("program", sa.String, sa.ForeignKey("programs.program"), primary_key=True),
        sa.Column("report", sa.String, sa.CheckConstraint(REPORT, name="report_is_a_slug"), primary_key=True),
        sa.Column("period", sa.String, sa.CheckConstraint(PERIOD, name="period_is_a_period"), primary_key=True),
        sa.Column("edition", sa.Integer, comment="Which edition was handed in, where that is known"),
        sa.Column("filed_on", sa.Date, nullable=False),
    )
