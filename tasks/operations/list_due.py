"""What is owed and what has become of it, as the ledger knows, and the folder reports/ of what the ledger has lost."""

from sqlalchemy import Connection

from schemas.due import Due
from schemas.period import ReportPeriod
from schemas.report import Audience
from tasks.context import ProgramContext
from tasks.operations.editions_on_disk import list_editions_on_disk
from tasks.operations.left_by_mail import list_left_by_mail
from tasks.operations.missing_editions import MissingEditions
from tasks.rules.reporting.due import list_due, list_owed
from tasks.rules.reporting.lost_editions import EditionKey, find_lost, is_next_made
from tasks.rules.reporting.periods import parse_period
from tasks.store.editions import find_newest_numbers, list_lost_editions, list_periods_made, load_last_editions
from tasks.store.filings import load_filings
from tasks.store.messages import list_on_their_way


def list_due_reports(program: ProgramContext, connection: Connection) -> list[Due]:
    """List every report owed for a period that has ended, in the order in which they are due."""
    definitions, today = program.definitions, program.today()
    owed = list_owed(program.settings, definitions, today)
    filed = [ReportPeriod(one.report, parse_period(one.period)) for one in load_filings(connection, program.slug)]
    lost = [ReportPeriod(report, parse_period(period)) for report, period, _ in list_lost(program, connection)]
    made = [*list_editions_made(program, connection), *lost]
    return list_due(owed, definitions, made, filed, today, _list_left(program, connection))


def _list_left(program: ProgramContext, connection: Connection) -> list[ReportPeriod]:
    """List the reports for others than an authority whose message has left by mail or is about to.

    One that lies in outbox/ has reached nobody: whoever sends it on notes that.
    """
    left = set(list_left_by_mail(connection, program.slug, program.settings, program.folder))
    if not program.settings.mail.is_outbox:
        left |= list_on_their_way(connection, program.slug)  # a run says what is due before it sends what it made
    definitions = program.definitions
    return [
        ReportPeriod(report, parse_period(period))
        for report, period in left
        if report in definitions and definitions[report].audience is not Audience.STATUTORY
    ]


def list_editions_made(program: ProgramContext, connection: Connection) -> list[ReportPeriod]:
    """List the reports and periods that have an edition in the ledger; of another nothing is amended."""
    return [ReportPeriod(slug, parse_period(period)) for slug, period in list_periods_made(connection, program.slug)]


def list_lost(program: ProgramContext, connection: Connection) -> list[EditionKey]:
    """List the editions in force that lie in reports/ and aren't in the ledger, where the next one can be made."""
    kept = list_lost_editions(connection, program.slug)
    newest, definitions = find_newest_numbers(connection, program.slug), program.definitions
    lost = find_lost([*list_editions_on_disk(program.folder)], kept, newest)
    return [one for one in lost if is_next_made(one, definitions, program.settings, program.today())]


def find_missing(program: ProgramContext, connection: Connection) -> MissingEditions:
    """Find the editions in force that are lost or damaged, and in whose place the next one can be made."""
    whole_or_not = load_last_editions(connection, program.slug).values()
    damaged = (one.key for one in whole_or_not if not one.is_whole and not one.is_lost)
    can_be_made = (one for one in damaged if is_next_made(one, program.definitions, program.settings, program.today()))
    return MissingEditions(tuple(list_lost(program, connection)), tuple(can_be_made))
