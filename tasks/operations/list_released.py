"""The register of what was released to other eyes: editions with their addressees, and the tables that they quote."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import Connection

from schemas.register import Register, ReleasedEdition, TableMade
from schemas.released import ReleasedTable
from tasks.context import ProgramContext
from tasks.operations.find_ways_out import NOT_SENT, EditionKey, WayOut
from tasks.program_folder.paths import ADDRESSEE
from tasks.store.editions import list_lost_editions, list_made, load_files_named
from tasks.store.releases import load_releases


def list_released(
    program: ProgramContext,
    connection: Connection,
    ways: Mapping[EditionKey, WayOut],
    filed: Mapping[EditionKey, date],
) -> Register:
    """List every edition that was made for other eyes, and every table that was made once for them.

    Args:
        program: whose.
        connection: to its ledger.
        ways: how each edition left.
        filed: on which day an edition was handed in, as far as that is noted.
    """
    editions = _list_editions(program, connection, ways, filed)
    made = [one for one in load_releases(connection, program.slug) if isinstance(one.content, ReleasedTable)]
    tables = (TableMade(by=one.family, period=one.period, made_on=one.made_on) for one in made)
    return Register(editions=tuple(editions), tables=tuple(tables))


def _list_editions(
    program: ProgramContext,
    connection: Connection,
    ways: Mapping[EditionKey, WayOut],
    filed: Mapping[EditionKey, date],
) -> Iterator[ReleasedEdition]:
    addressees = load_files_named(connection, program.slug, ADDRESSEE)
    for_others = {slug for slug, one in program.definitions.items() if one.audience.is_for_other_eyes}
    lost = set(list_lost_editions(connection, program.slug))
    for key, made_at in list_made(connection, program.slug):
        report, period, number = key
        if key in addressees or report in for_others:
            way, named = ways.get(key, NOT_SENT), addressees.get(key)
            yield ReleasedEdition(
                report=report,
                period=period,
                edition=number,
                addressee=named.decode().strip() if named else None,
                made_on=program.local(made_at).date(),
                sent=way.sent,
                sent_on=way.on,
                filed_on=filed.get(key),
                there_since=way.there_since,
                is_lost=key in lost,
            )
