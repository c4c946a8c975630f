"""Find whether the edition in force says of rows on hold what isn't so any more: that alone makes no new edition."""

from collections.abc import Iterable

from schemas.figures import Figures
from schemas.held_since import HeldSince
from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.held import count_held
from tasks.store.editions import Edition, find_edition, find_newest_numbers
from tasks.store.held_days import load_held_days


def find_held_since(program: ProgramContext, wanted: Iterable[ReportPeriod]) -> dict[ReportPeriod, HeldSince]:
    """Compare what editions in force say of rows on hold with those of their periods now: those that say otherwise.

    Nothing is said of an edition that is lost or damaged, which says nothing itself.
    """
    with program.database.reading() as connection:
        numbers = find_newest_numbers(connection, program.slug)
        held_days = load_held_days(connection, program.slug)
        editions = {
            one: find_edition(connection, program.slug, *key, number)
            for one in wanted
            if (number := numbers.get(key := (one.report, one.period.name)))
        }
    return {
        one: since
        for one, edition in editions.items()
        if edition and edition.is_whole
        if (since := _compare(edition, count_held(held_days, find_definition(one.report, program.folder), one.period)))
    }


def _compare(edition: Edition, now: dict[str, int]) -> HeldSince | None:
    was = Figures.model_validate_json(edition.figures).excluded
    is_same = all(was.get(name, 0) == now.get(name, 0) for name in was.keys() | now.keys())
    return None if is_same else HeldSince(edition=edition.edition, was=was, now=now)
