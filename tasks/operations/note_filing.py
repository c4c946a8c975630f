"""Noting what a person has handed in: nobody else can know, for no addressee is asked."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from schemas.due import Filed
from schemas.period import Period
from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.due import check_can_be_filed
from tasks.store.editions import list_lost_editions, list_made
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
        made = _list_made(program, connection, handed)
        filing = Filing(handed.slug, handed.period.name, _choose_edition(handed, made, on), on)
        save_filing(connection, program.slug, filing)
    is_made_since = filing.edition is not None and made[filing.edition] > on
    return Filed(edition=filing.edition, filed_on=on, is_made_since=is_made_since)


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


def _list_made(program: ProgramContext, connection: Connection, handed: Handed) -> dict[int, date]:
    """List on which day each edition was made; of one that the ledger has lost nobody knows: before any other."""
    lost = list_lost_editions(connection, program.slug)
    return {
        key[2]: date.min if key in lost else program.local(at).date()
        for key, at in list_made(connection, program.slug)
        if key[:2] == (handed.slug, handed.period.name)
    }


def _choose_edition(handed: Handed, made: Mapping[int, date], on: date) -> int | None:
    """Choose the edition that was handed in: the one named, else the newest by then; none where none was made.

    What was made after that day cannot have been handed in on it, unless all of it was: then the note is of what was
    handed in on paper, and made here since.
    """
    what, number = f"{handed.slug} for {handed.period}", handed.edition
    if number is None:
        return max((number for number, day in made.items() if day <= on), default=max(made, default=None))
    if number not in made:
        msg = (
            f"There is no edition {number} of {what}. `lbn status` lists the editions; leave --edition out for what "
            "was handed in on paper."
        )
        raise UsageError(msg)
    if on < made[number]:
        msg = (
            f"Edition {number} of {what} was made on {made[number]}, so it can't have been handed in on {on}. Correct "
            "--on or --edition; leave --edition out for what was handed in before it, on paper or as another ledger "
            "made it."
        )
        raise UsageError(msg)
    return number
