"""Find the lines of decisions.csv that change nothing: whoever wrote them believes that they do."""

from sqlalchemy import Connection

from schemas.decisions import UnusableDecisions
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.messages.decision_words import list_decision_lines
from tasks.program_folder.decisions import find_kept_lines, find_lines_not_understood
from tasks.rules.intake.fingerprint import make_ref
from tasks.store.rows import find_accepted, find_held


def find_unusable_decisions(program: ProgramContext, connection: Connection) -> UnusableDecisions:
    """Find the lines whose decision isn't one, and those whose ref no row of the form has.

    Raises:
        OperationError: the file cannot be read.
    """
    kept = find_kept_lines(program.folder)
    refs = _list_refs(program, connection) if kept else set()
    return UnusableDecisions(
        not_understood=tuple(find_lines_not_understood(program.folder)),
        of_no_row=tuple(line for line, ref in kept.items() if ref not in refs),
    )


def describe_unusable_decisions(program: ProgramContext) -> list[str]:
    """Describe them in sentences that say what to do; none where all is well."""
    with program.database.reading() as connection:
        return list_decision_lines(find_unusable_decisions(program, connection))


def _list_refs(program: ProgramContext, connection: Connection) -> set[str]:
    """List the refs of all rows that the form's tab holds, whether they count or not."""
    rows = find_accepted(connection, program.slug, Tab.RESPONSES) | find_held(connection, program.slug, Tab.RESPONSES)
    return {make_ref(identity) for identity in rows}
