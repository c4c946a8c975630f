"""Where a ledger stands while it is moved from one database to another; one that is in use has no such word."""

from enum import StrEnum


class LedgerMove(StrEnum):
    """Why a ledger isn't in use."""

    ARRIVING = "arriving"
    """A copy that isn't finished, or not yet known to be one: the former ledger is the one in use."""
    LEFT = "left"
    """Set aside: the ledger in use is the copy that was made of it."""
