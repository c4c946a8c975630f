"""What the ledger keeps for the next reading of the tabs, beside what rows say: names, numbers, marks, and no cell."""

from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any

from sqlalchemy import CheckConstraint, Column, Date, DateTime, LargeBinary, String

from schemas.ledger_move import LedgerMove
from tasks.store.checks import check_listed

MARK_BYTES = 8


def make_mark_column() -> Column[bytes]:
    """Make the column of a distribution by which its row is known again when a spreadsheet changed its time."""
    comment = "Keyed mark of the minute of sending; none: not known, or no longer in force"
    return Column("sent_mark", LargeBinary(MARK_BYTES), comment=comment)


def make_reading_columns() -> tuple[Column[Any], ...]:
    """Make the columns of a program that say what the last reading found of fields and tabs, and what isn't read."""
    fields = _check_characters("fields_asked", f"{ascii_lowercase} ", "has_only_letters")
    numbers = _check_characters("tab_numbers", f"{ascii_uppercase}{digits} ", "are_names_and_numbers")
    of_fields = "The form's fields that the last sync found, by name; none: not known"
    of_tabs = "The numbers of the Sheet's tabs as of the last sync, each behind its tab's name; none: files"
    before = "What is dated before this day is closed: such rows of the tabs are no longer read"
    return (
        Column("fields_asked", String, fields, comment=of_fields),
        Column("tab_numbers", String, numbers, comment=of_tabs),
        Column("closed_before", Date, comment=before),
        Column("closed_at", DateTime, comment="When it was closed"),
    )


def make_moving_columns() -> tuple[Column[Any], ...]:
    """Make the columns of a program that say whether its ledger is on its way here or has left."""
    comment = "Why the program's ledger isn't in use here; none: it is"
    return (
        Column("ledger_move", String, check_listed("ledger_move", LedgerMove), comment=comment),
        Column("ledger_moved_at", DateTime, comment="Since when"),
    )


def _check_characters(column: str, characters: str, name: str) -> CheckConstraint:
    """Check that a text has no other characters than these."""
    return CheckConstraint(f"rtrim({column}, '{characters}') = ''", name=f"{column}_{name}")
