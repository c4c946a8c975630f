"""Editions that are lost or damaged, in whose place `lbn report` makes the next one."""

from tasks.context import ProgramContext
from tasks.rules.reporting.lost_editions import EditionKey, is_next_made


def is_replaceable(program: ProgramContext, edition_key: EditionKey) -> bool:
    """Tell whether `lbn report` makes the next edition in the place of one that was lost.

    It makes none of a report that isn't declared any more, or for a period that the report has no more. To be told of
    such a one, day after day, would be to be told of what nobody can do.
    """
    return is_next_made(edition_key, program.definitions, program.settings, program.today())
