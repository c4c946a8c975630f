"""What to do about a lot that was given two expiration dates."""

from schemas.stock import LotConflict
from tasks.messages.formatting import format_date, join_words


def describe_lot_conflict(conflict: LotConflict) -> str:
    """Name the lot and its dates, and say which one counts."""
    days = join_words(tuple(map(format_date, conflict.expiries)))
    return (
        f"Lot {conflict.lot} ({conflict.item}) has {len(conflict.expiries)} expiration dates in Inventory, {days}: the "
        "earliest counts. Look at the carton, and correct the other rows."
    )
