"""Show an edition again as it was made."""

from tasks.context import ProgramContext
from tasks.errors import UsageError
from tasks.operations.deliver_messages import write_edition
from tasks.rules.reporting.periods import parse_period
from tasks.store.editions import check_edition, find_edition


def show_edition(program: ProgramContext, *, report: str, period: str, edition: int) -> bytes:
    """Give the figures.json of an edition, byte for byte; write its files again, whatever has become of them.

    Raises:
        OperationError: the ledger doesn't hold it as it was made.
        UsageError: there is no such edition.
    """
    edition_key = (report, parse_period(period).name, edition)
    with program.database.reading() as connection:
        found = find_edition(connection, program.slug, *edition_key)
        if found:
            check_edition(found)
        write_edition(connection, program, edition_key)
    if found is None:
        msg = f"There is no edition {edition} of {report} for {period}. `lbn status` lists the editions."
        raise UsageError(msg)
    return found.figures
