"""How new the ledger is: what every figure is as of."""

from datetime import date, datetime
from typing import NamedTuple


class AsOf(NamedTuple):
    """When the tabs were last read, at the agency, and the newest day of distribution."""

    read_at: datetime | None
    newest_entry: date | None
    questions_missing: tuple[str, ...] = ()
    """Titles of the optional questions that the form's tab lacked then, and that nobody said aren't asked."""
