"""The columns of what was released to other eyes."""

from typing import Any

from sqlalchemy import Column, Date, LargeBinary, String

from schemas.family import Family
from tasks.store.checks import check_listed, check_period


def make_release_columns() -> tuple[Column[Any], ...]:
    """Make the columns that say of which family and period it is, when it was made, and what it holds."""
    return (
        Column("family", String, check_listed("family", Family), primary_key=True),
        Column("period", String, check_period(), primary_key=True),
        Column("made_on", Date, nullable=False),
        Column(
            "content", LargeBinary, nullable=False, comment="The table made of the period, or the order drawn from it"
        ),
    )
