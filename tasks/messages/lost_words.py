"""What is said of editions that lie in reports/ and aren't in the ledger: once for all that follow each other."""

from schemas.lost_editions import LostEditions
from tasks.messages.due_words import find_backfill_months


def describe_lost(lost: LostEditions) -> str:
    """Say that editions were made by a ledger that is gone, what brings them back, and what stands in for that."""
    if lost.count == 1:
        return (
            f"{lost.report} {lost.first}: edition {lost.edition} lies in reports/ and isn't in the ledger; it was made "
            "before the ledger was lost or a backup restored. A later backup may hold it (`lbn restore`). Without one, "
            f"run `lbn report {lost.report} {lost.first}`: it makes the report anew, and keeps what lies there."
        )
    months = " ".join(find_backfill_months(lost))
    return (
        f"{lost.report} {lost.first} to {lost.last}: {lost.count} editions lie in reports/ and aren't in the ledger; "
        "they were made before the ledger was lost or a backup restored. A later backup may hold them (`lbn restore`). "
        f"Without one, run `lbn backfill {months} --report {lost.report}`: it makes the reports anew, and keeps what "
        "lies there."
    )
