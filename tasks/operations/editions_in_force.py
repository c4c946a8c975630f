"""The editions that a new one takes the place of: those of the ledger, and what a former ledger left in reports/.

A number is never given twice: whoever got edition 1 of a ledger that is gone gets the next one after it as edition 2.
"""

from datetime import datetime

from sqlalchemy import Connection

from tasks.context import ProgramContext
from tasks.operations.editions_on_disk import list_editions_on_disk
from tasks.store.editions import Edition, keep_lost_edition, load_last_editions

InForce = dict[tuple[str, str], Edition]
"""By report and period."""


def load_in_force(connection: Connection, program: ProgramContext) -> InForce:
    """Load the newest edition of each report and period; one that only reports/ knows is lost."""
    in_force = load_last_editions(connection, program.slug)
    for report, period, number in list_editions_on_disk(program.folder):
        held = in_force.get((report, period))
        if held is None or held.edition < number:
            in_force[report, period] = _name_unknown(report, period, number, program.now())
    return in_force


def _name_unknown(report: str, period: str, number: int, now: datetime) -> Edition:
    return Edition(report, period, number, now, b"", None, is_whole=False, is_lost=True, is_known=False)


def keep_number(connection: Connection, program: ProgramContext, replaced: Edition) -> None:
    """Keep the number of an edition in whose place the next one is made."""
    if not replaced.is_known:
        keep_lost_edition(connection, program.slug, replaced.key, program.now())
