"""The title over the lots on hand, which says of which day they are: a report may be made long after its period."""

from schemas.message import ReportMessage
from tasks.messages.formatting import format_date


def write_lots_title(message: ReportMessage) -> str:
    """Write the title: of the period's last day, or of the reading where the period has not ended."""
    as_of = min(message.last_on, message.read_at.date())
    return f"Lots on hand as of {format_date(as_of)}"
