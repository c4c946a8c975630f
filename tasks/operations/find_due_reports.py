"""Find which reports a run makes: what was missed of each report owed, and every edition that may need an amendment."""

from schemas.period import ReportPeriod
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.operations.list_due import list_editions_made
from tasks.program_folder.report_definitions import find_definition
from tasks.rules.reporting.due import find_missed, list_owed
from tasks.rules.reporting.periods import check_report_fits, find_last_ended, has_ended, list_reports_owed


def find_due_reports(program: ProgramContext) -> list[ReportPeriod]:
    """Find what was missed of each report owed, and every period that has an edition, for amendments."""
    definitions, today = program.definitions, program.today()
    owed = list_owed(program.settings, definitions, today)
    with program.database.reading() as connection:
        made = list_editions_made(program, connection)
    missed = [one for one in find_missed(owed, made) if is_due(program, one)]
    # Also where today's settings would not owe it any more.
    amendable = [one for one in made if one.report in definitions and has_ended(one.period, today)]
    return list(dict.fromkeys([*amendable, *missed]))


def is_due(program: ProgramContext, one: ReportPeriod) -> bool:
    """Tell whether an edition may be made today: settings may have changed since the one before."""
    return is_owed(program, one) and has_ended(one.period, program.today())


def is_owed(program: ProgramContext, one: ReportPeriod) -> bool:
    """Tell whether a report is made of a period by this agency, over or not."""
    declared = program.definitions.get(one.report)
    if declared is None:
        return False
    try:
        check_report_fits(one.report, declared, one.period, program.settings)
    except OperationError:
        return False
    return True


def find_last_period(program: ProgramContext, report: str) -> str:
    """Find the last period of a report that is over at the agency."""
    declared = find_definition(report, program.folder)
    cadence = list_reports_owed(program.settings, program.definitions).get(report, declared.cadences[0])
    return find_last_ended(cadence, program.today()).name
