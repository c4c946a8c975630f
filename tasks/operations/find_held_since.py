"""Find whether the edition in force says of rows on hold what isn't so any more: that alone makes no new edition."""

from collections.abc import Iterable

from schemas.held_since import HeldSince
from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.operations.load_figures import load_figures
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.held import count_held
from tasks.store.editions import find_newest_numbers
from tasks.store.held_days import load_held_days


def find_held_since(program: ProgramContext, wanted: Iterable[ReportPeriod]) -> dict[ReportPeriod, HeldSince]:
    """Compare what editions in force say of rows on hold with those of their periods now: those that say otherwise.

    Nothing is said of an edition that is lost or damaged, which says nothing itself.
    """
    with program.database.reading() as connection:
        numbers = find_newest_numbers(connection, program.slug)
        held_days = load_held_days(connection, program.slug)
        editions = [
            (one, number, load_figures(connection, program.slug, (*key, number)))
            for one in wanted
            if (number := numbers.get(key := (one.report, one.period.name)))
        ]
    return {
        one: HeldSince(edition=number, was=figures.excluded, now=now)
        for one, number, figures in editions
        if figures
        if _differ(
            figures.excluded, now := count_held(held_days, find_definition(one.report, program.folder), one.period)
        )
    }


def _differ(was: dict[str, int], now: dict[str, int]) -> bool:
    """Tell whether counts of held rows differ; a tab that one of them doesn't name has none."""
    return any(was.get(name, 0) != now.get(name, 0) for name in was.keys() | now.keys())
