"""What to do about a lot that was given two expiration dates, or that looks like something else; which lot it was."""

from schemas.recall import LotTrace
from schemas.stock import DoubtfulLot, LotConflict
from tasks.messages.formatting import format_count, format_date, format_number, join_words, write_are

UNKNOWN_LOTS = (
    "A distribution for which no lot was written is taken to be of the lot that expires first, so some of these kits "
    "may have been of another lot, and others of this one."
)
NONE_GIVEN_OUT = (
    "By the record none was given out. A distribution for which no lot was written is taken to be of the lot that "
    "expires first, so some may have been all the same."
)


def describe_missing(trace: LotTrace, noun: str) -> str | None:
    """Say that fewer of a lot can be on the shelves than are recorded there, and why; none where that isn't so."""
    if trace.most_on_shelf == trace.on_shelf_count:
        return None
    recorded = format_count(trace.on_shelf_count, noun)
    more = format_number(trace.missing_count)
    most = f"at most {format_number(trace.most_on_shelf)}" if trace.most_on_shelf else "none"
    return (
        f"By the record {more} more of this lot left than were where they left from. So of the {recorded} on the shelf "
        f"{most} can be there, in all, unless those were of another lot. Count it first, and enter what you find."
    )


def describe_unfound(trace: LotTrace, noun: str) -> str | None:
    """Say that kits of a lot are nowhere by the record, so that they are looked for; none where that isn't so."""
    count = trace.unfound_count
    if not count:
        return None
    return (
        f"{format_count(count, noun)} of it {write_are(count)} neither on a shelf nor recorded as gone: when shelves "
        "were counted, so many were missing. They may be somewhere else, or given out without a form."
    )


def describe_lot_conflict(conflict: LotConflict) -> str:
    """Name the lot and its dates, and say which one counts."""
    days = join_words(tuple(map(format_date, conflict.expiries)))
    return (
        f"Lot {conflict.lot} ({conflict.item}) has {len(conflict.expiries)} expiration dates in Inventory, {days}: the "
        "earliest counts. Look at the carton, and correct the other rows."
    )


def describe_doubtful_lot(doubtful: DoubtfulLot) -> str:
    """Name the receipt, by day and item only: its lot may tell of a person."""
    return (
        f"A lot of {doubtful.item} received on {format_date(doubtful.received_on)} looks like {doubtful.likeness}, and "
        "is counted all the same. Look at the carton, and correct the row in Inventory if its lot is another."
    )
