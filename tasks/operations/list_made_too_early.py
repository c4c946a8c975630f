"""Which editions a wrong clock made, and editions by their reports' titles."""

from collections.abc import Iterable

from sqlalchemy import Connection

from schemas.edition_made import EditionMade
from tasks.context import ProgramContext
from tasks.rules.reporting.lost_editions import EditionKey
from tasks.rules.reporting.periods import parse_period
from tasks.rules.watching.clock import is_made_too_early
from tasks.store.editions import list_editions_since
from tasks.store.filings import load_filings


def list_made_too_early(program: ProgramContext, connection: Connection) -> tuple[EditionMade, ...]:
    """List the editions of periods that have not ended, but for those that a person handed in after their end."""
    filed = {(one.report, one.period, one.edition): one.filed_on for one in load_filings(connection, program.slug)}
    early = (
        key
        for key in list_editions_since(connection, program.slug, None)
        if is_made_too_early(parse_period(key[1]).last_on, program.today(), filed.get(key))
    )
    return name_editions(program, early)


def name_editions(program: ProgramContext, keys: Iterable[EditionKey]) -> tuple[EditionMade, ...]:
    """Name editions by the titles of their reports; what no report declares any more has none, and is left out."""
    definitions = program.definitions
    return tuple(
        EditionMade(title=definitions[report].title, period=period, edition=edition)
        for report, period, edition in keys
        if report in definitions
    )
