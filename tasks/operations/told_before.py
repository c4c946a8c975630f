"""What other eyes were told before: it's never told again in other words, for the two could be subtracted.

A ledger may know less than its readers. An earlier rule made tables anew for each edition; editions may be damaged, and
released tables lost with the pages that held them; a backup that was restored ends on its day, and a ledger that was
deleted begins anew. What then lies in reports/ was made, and may have been handed in; also where no next edition can be
made of it, as of a report that isn't declared any more: then nobody is asked for one, and the folder alone tells.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection

from schemas.figures import Figures
from schemas.period import Period
from tasks.context import ProgramContext
from tasks.operations.editions_on_disk import list_editions_on_disk
from tasks.operations.replaceable_editions import is_replaceable
from tasks.rules.reporting.disclosure import has_tables_of_earlier_rule
from tasks.rules.reporting.lost_editions import EditionKey
from tasks.store.editions import Edition, keep_lost_edition, list_editions, load_editions_of
from tasks.store.releases import load_releases


def keep_editions_told(connection: Connection, program: ProgramContext) -> None:
    """Keep as damaged what lies in reports/ for other eyes and isn't in the ledger: a person asks for the next one."""
    for edition_key in _list_forgotten(connection, program):
        if is_replaceable(program, edition_key):
            keep_lost_edition(connection, program.slug, edition_key, program.now())


def list_told_before(connection: Connection, program: ProgramContext) -> list[Period]:
    """List the periods of which other eyes were told more than the released tables that the ledger keeps."""
    kept = {(one.family.value, one.period) for one in load_releases(connection, program.slug)}
    reports = {report for report, _, _ in list_editions(connection, program.slug)}
    told = [
        period
        for report in sorted(_choose_for_others(program, reports))
        for made in load_editions_of(connection, program.slug, report)
        for period in _list_told(made, kept)
    ]
    return told + [Period.from_name(period) for _, period, _ in _list_forgotten(connection, program)]


def _list_forgotten(connection: Connection, program: ProgramContext) -> list[EditionKey]:
    """List the editions for other eyes that lie in reports/, and that the ledger doesn't know."""
    known = set(list_editions(connection, program.slug))
    lost = [edition_key for edition_key in list_editions_on_disk(program.folder) if edition_key not in known]
    for_others = _choose_for_others(program, {report for report, _, _ in lost}) if lost else set()
    return [edition_key for edition_key in lost if edition_key[0] in for_others]


def _choose_for_others(program: ProgramContext, reports: Collection[str]) -> set[str]:
    """Choose the reports that may have gone to other eyes: one that nobody declares any more may be anybody's."""
    declared = program.definitions
    return {one for one in reports if one not in declared or declared[one].audience.is_for_other_eyes}


def _list_told(made: Edition, kept: Collection[tuple[str, str]]) -> Iterator[Period]:
    figures = Figures.model_validate_json(made.figures) if made.is_whole else None
    if figures is None or has_tables_of_earlier_rule(figures):
        yield Period.from_name(made.period)
        return
    for table in figures.tables:
        if table.period and (table.by[0], table.period) not in kept:
            yield Period.from_name(table.period)
