"""The columns of editions: of what was made, of what was handed in, and of what they were last compared with."""

from typing import Any

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, LargeBinary, String

from tasks.store.checks import check_period, check_slug


def make_edition_columns() -> tuple[Column[Any], ...]:
    """Make the columns of an edition as it was made."""
    return (
        *_make_key(),
        Column("edition", Integer, primary_key=True),
        Column("as_of_sync", ForeignKey("syncs.id"), comment="The last sync whose rows it knows"),
        Column("made_at", DateTime, nullable=False),
        Column("figures", LargeBinary, nullable=False, comment="figures.json as written"),
    )


def make_filing_columns() -> tuple[Column[Any], ...]:
    """Make the columns that say which report was handed in for which period, and when."""
    return (
        *_make_key(),
        Column("edition", Integer, comment="Which edition was handed in, where that is known"),
        Column("filed_on", Date, nullable=False),
    )


def make_compared_columns() -> tuple[Column[Any], ...]:
    """Make the columns that say as of which sync the newest edition was found to hold what the ledger says."""
    of_rows = "Keyed digest of what rows of other days decide for it"
    return (
        *_make_key(),
        Column("edition", Integer, nullable=False),
        Column("as_of_sync", ForeignKey("syncs.id"), nullable=False, comment="The last sync with whose rows it was so"),
        Column("made_by", LargeBinary, nullable=False, comment="Keyed digest of settings, reports and this program"),
        Column("known_by", LargeBinary, nullable=False, comment=of_rows),
    )


def _make_key() -> tuple[Column[Any], ...]:
    return (
        Column("report", String, check_slug("report", 60), primary_key=True),
        Column("period", String, check_period(), primary_key=True),
    )
