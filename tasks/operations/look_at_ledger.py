"""Look at what the ledger holds after a run, for the page that the run leaves."""

from pathlib import Path

from tasks.context import open_program
from tasks.messages.run_page.sections import Seen
from tasks.operations.find_recent_silence import find_recent_silence
from tasks.operations.summarize_status import list_unsent_messages, summarize_status
from tasks.rules.reporting.due import group_never_made, group_to_hand_in
from tasks.unforeseen import in_own_words


@in_own_words
def look_at_ledger(folder: str) -> Seen:
    """Look at what the ledger holds after a run, for the page."""
    program = open_program(Path(folder))
    status = summarize_status(program)
    states = tuple(message.state for message in list_unsent_messages(program))
    with program.database.reading() as connection:
        silence = find_recent_silence(program, connection, status.last_read)
    owed, made = tuple(group_never_made(status.due)), tuple(group_to_hand_in(status.due))
    return Seen(status, owed, made, states, program.settings.mail.is_outbox, silence)
