"""Of a message that was put into outbox/: whether it lies there still, for taking it out is how it is sent."""

from schemas.outcome import EditionStatus
from schemas.register import ReleasedEdition
from tasks.messages.formatting import format_date
from tasks.program_folder.paths import OUTBOX


def describe_in_outbox(edition: EditionStatus | ReleasedEdition, *, is_last: bool = True) -> str:
    """Say when a message was put into the folder, and what to do where nothing tells that it was sent on.

    Args:
        edition: whose message it is.
        is_last: whether it is the newest of its period, which alone can be sent once more.
    """
    if edition.there_since:
        return f"ready in the folder {OUTBOX} since {format_date(edition.there_since)}"
    said = f"put into the folder {OUTBOX}{f' on {format_date(edition.sent_on)}' if edition.sent_on else ''}"
    if edition.filed_on or not is_last:
        return said
    again = f"lbn report {edition.report} {edition.period} --resend"
    return f"{said}, no longer there; if it was not sent: {again}"
