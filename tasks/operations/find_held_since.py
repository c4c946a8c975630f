"""Find whether the edition in force says of rows on hold what isn't so any more: that alone makes no new edition."""

from schemas.figures import Figures
from schemas.held_since import HeldSince
from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.held import count_held
from tasks.store.editions import find_edition, find_newest_numbers
from tasks.store.held_days import load_held_days


def find_held_since(program: ProgramContext, wanted: ReportPeriod) -> HeldSince | None:
    """Compare what the edition in force says of rows on hold with those of its period now; none where it's the same.

    Nor is anything said of an edition that is lost or damaged, which says nothing itself.
    """
    definition = find_definition(wanted.report, program.folder)
    with program.database.reading() as connection:
        number = find_newest_numbers(connection, program.slug).get((wanted.report, wanted.period.name))
        last = find_edition(connection, program.slug, wanted.report, wanted.period.name, number) if number else None
        held_days = load_held_days(connection, program.slug)
    if last is None or not last.is_whole:
        return None
    was = Figures.model_validate_json(last.figures).excluded
    now = count_held(held_days, definition, wanted.period)
    is_same = all(was.get(name, 0) == now.get(name, 0) for name in was.keys() | now.keys())
    return None if is_same else HeldSince(edition=last.edition, was=was, now=now)
