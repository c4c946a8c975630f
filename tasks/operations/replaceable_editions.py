"""Editions that are lost or damaged, in whose place `lbn report` makes the next one."""

from sqlalchemy import Connection

from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.rules.reporting.periods import is_report_made, parse_period
from tasks.store.editions import describe_damage, describe_loss, load_last_editions


def is_replaceable(program: ProgramContext, edition_key: tuple[str, str, int]) -> bool:
    """Tell whether `lbn report` makes the next edition in the place of one that was lost.

    It makes none of a report that isn't declared any more, or for a period that the report has no more. To be told of
    such a one, day after day, would be to be told of what nobody can do.
    """
    report, period, _ = edition_key
    declared = program.definitions.get(report)
    return declared is not None and is_report_made(
        report, declared, parse_period(period), program.settings, program.today()
    )


def list_unwhole(connection: Connection, program: ProgramContext) -> dict[ReportPeriod, str]:
    """Say of each edition in force that is lost or damaged what brings it back; only where the next can be made."""
    said = {}
    for one in load_last_editions(connection, program.slug).values():
        if not one.is_whole and is_replaceable(program, one.key):
            words = describe_loss(*one.key) if one.is_lost else describe_damage(*one.key)
            make_next = f"`lbn report {one.report} {one.period}` makes the next edition in its place."
            said[ReportPeriod(one.report, parse_period(one.period))] = f"{words} Without one, {make_next}"
    return said
