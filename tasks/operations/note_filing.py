"""Noting what a person has handed in: nobody else can know, for no addressee is asked."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from schemas.due import Filed
from schemas.period import Period
from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.due import check_can_be_filed
from tasks.store.editions import find_edition, list_made
from tasks.store.filings import Filing, remove_filing, save_filing
from tasks.store.rows import open_state


class Handed(NamedTuple):
    """What is said to have been handed in; without a day: today, without an edition: the newest of that day."""

    slug: str
    period: Period
    on: date | None = None
    edition: int | None = None


def note_filing(program: ProgramContext, handed: Handed) -> Filed:
    """Note that a report was handed in; what was noted before is replaced.

    Raises:
        UsageError: there is no such report, period or edition, or the day cannot be right.
    """
    on, today = handed.on or program.today(), program.today()
    declared = find_definition(handed.slug, program.folder)
    check_can_be_filed(handed.slug, declared, handed.period, program.settings, on, today)
    with program.database.writing() as connection:
        open_state(connection, program.slug)
        filing = Filing(handed.slug, handed.period.name, _edition(program, connection, handed, on), on)
        save_filing(connection, program.slug, filing)
    return Filed(edition=filing.edition, filed_on=on)


def undo_filing(program: ProgramContext, handed: Handed) -> None:
    """Forget that a report was handed in.

    Raises:
        OperationError: nothing is noted of it.
        UsageError: there is no such report.
    """
    find_definition(handed.slug, program.folder)
    with program.database.writing() as connection:
        was_noted = remove_filing(connection, program.slug, handed.slug, handed.period.name)
    if not was_noted:
        msg = f"{handed.slug} {handed.period} is not noted as handed in; `lbn status` lists what is."
        raise OperationError(msg)


def _edition(program: ProgramContext, connection: Connection, handed: Handed, on: date) -> int | None:
    """Find the edition that was handed in: the one named, else the newest by then; none where none was made.

    What was made after that day cannot have been handed in on it, unless all of it was: then the note is of what was
    handed in on paper, and made here since.
    """
    if handed.edition is None:
        made = {
            number: program.local(at).date()
            for (report, period, number), at in list_made(connection, program.slug)
            if (report, period) == (handed.slug, handed.period.name)
        }
        return max((number for number, day in made.items() if day <= on), default=max(made, default=None))
    if not find_edition(connection, program.slug, handed.slug, handed.period.name, handed.edition):
        msg = (
            f"There is no edition {handed.edition} of {handed.slug} for {handed.period}. `lbn status` lists the "
            "editions; leave --edition out for what was handed in on paper."
        )
        raise UsageError(msg)
    return handed.edition
