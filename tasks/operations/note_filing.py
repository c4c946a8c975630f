"""Noting what a person has handed in: nobody else can know, for no addressee is asked."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from schemas.due import Filed
from schemas.period import Period
from tasks.context import Program
from tasks.errors import CannotGoOn, WrongCall
from tasks.program_folder.report_definitions import definition
from tasks.rules.reporting.due import refuse_unfilable
from tasks.store.editions import find_edition, last_editions
from tasks.store.filings import Filing, remove_filing, save_filing
from tasks.store.rows import open_state


class Handed(NamedTuple):
    """What is said to have been handed in; without a day: today, without an edition: the newest one."""

    slug: str
    period: Period
    on: date | None = None
    edition: int | None = None


def note_filed(program: Program, handed: Handed) -> Filed:
    """Note that a report was handed in; what was noted before is replaced.

    Raises:
        WrongCall: there is no such report, period or edition, or the day cannot be right.
    """
    on, today = handed.on or program.today(), program.today()
    declared = definition(handed.slug, program.folder)
    refuse_unfilable(handed.slug, declared, handed.period, program.settings, on, today)
    with program.database.writing() as connection:
        open_state(connection, program.slug)
        filing = Filing(handed.slug, handed.period.name, _edition(program, connection, handed), on)
        save_filing(connection, program.slug, filing)
    return Filed(edition=filing.edition, filed_on=on)


def undo_filed(program: Program, handed: Handed) -> None:
    """Forget that a report was handed in.

    Raises:
        CannotGoOn: nothing is noted of it.
        WrongCall: there is no such report.
    """
    definition(handed.slug, program.folder)
    with program.database.writing() as connection:
        was_noted = remove_filing(connection, program.slug, handed.slug, handed.period.name)
    if not was_noted:
        msg = f"{handed.slug} {handed.period} is not noted as handed in; `lbn status` lists what is."
        raise CannotGoOn(msg)


def _edition(program: Program, connection: Connection, handed: Handed) -> int | None:
    """The edition that was handed in: the one named, else the newest; none where none was made."""
    if handed.edition is None:
        newest = last_editions(connection, program.slug).get((handed.slug, handed.period.name))
        return newest.edition if newest else None
    if not find_edition(connection, program.slug, handed.slug, handed.period.name, handed.edition):
        msg = (
            f"There is no edition {handed.edition} of {handed.slug} for {handed.period}. `lbn status` lists the "
            "editions; leave --edition out for what was handed in on paper."
        )
        raise WrongCall(msg)
    return handed.edition
