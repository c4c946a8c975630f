"""Where the program stands: how new the ledger is, what fails, is owed, needs attention, was made and released."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import Connection

from schemas.delivery import DeliveryState, MailboxMarks, Unsent
from schemas.failure import FailingStatus, Work
from schemas.finding import Finding
from schemas.outcome import AttentionItem, EditionStatus, Status
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.errors import OperationError
from tasks.messages.mime import find_marks
from tasks.operations.find_ways_out import NOT_SENT, EditionKey, WayOut, find_ways_out
from tasks.operations.list_due import list_due_reports, list_lost
from tasks.operations.list_duties import list_duties
from tasks.operations.list_linked_findings import list_linked_findings
from tasks.operations.list_released import list_released
from tasks.operations.missing_editions import group_lost_editions
from tasks.operations.read_as_of import read_as_of
from tasks.program_folder.failing_file import load_failing
from tasks.rules.intake.fingerprint import make_ref
from tasks.rules.watching.failures import is_healthy, list_still_failing
from tasks.store.closed_rows import find_closed_before
from tasks.store.editions import list_editions, list_lost_editions
from tasks.store.filings import load_filings
from tasks.store.messages import list_unsent, load_message
from tasks.store.rows import count_in_force, find_held, find_last_read


def summarize_status(program: ProgramContext) -> Status:
    """Summarize the state of the ledger, without replaying the stock."""
    with program.database.reading() as connection:
        findings = list_linked_findings(program, connection)
        held = find_held(connection, program.slug, Tab.RESPONSES)
        distributions = count_in_force(connection, program.slug)
        ways, filed = find_ways_out(program, connection), _find_filed(program, connection)
        editions = _list_editions(program, connection, ways, filed)
        released = list_released(program, connection, ways, filed)
        due, duties = list_due_reports(program, connection), list_duties(program, connection)
        read = read_as_of(connection, program)
        closed_before = find_closed_before(connection, program.slug)
        lost = group_lost_editions(list_lost(program, connection))
        failing = summarize_failing(program, find_last_read(connection, program.slug))
    held_refs = {make_ref(identity) for identity in held}
    flagged = {found.ref for found in findings if found.is_flag} - held_refs
    return Status(
        entries=distributions,
        held=len(held),
        flagged=len(flagged),
        attention=tuple(map(_attention, findings)),
        editions=tuple(editions),
        last_read=read.read_at,
        newest_entry=read.newest_entry,
        failing=failing,
        due=tuple(due),
        released=released,
        closed_before=closed_before,
        duties=duties,
        lost=tuple(lost),
    )


def _attention(found: Finding) -> AttentionItem:
    return AttentionItem(
        tab=found.tab.value,
        row=found.row,
        ref=found.ref,
        link=found.link,
        code=found.code.value,
        is_held=found.is_of_held_row,
    )


def check_was_read(program: ProgramContext) -> None:
    """Stop where the tabs have never been read: all that could be said of them would be zeros.

    Raises:
        OperationError: they have not.
    """
    if not was_read(program):
        msg = "The tabs have not been read yet, so nothing is known: run `lbn ingest` first."
        raise OperationError(msg)


def was_read(program: ProgramContext) -> bool:
    """Tell whether the tabs have ever been read."""
    with program.database.reading() as connection:
        return find_last_read(connection, program.slug) is not None


def find_last_good_run(program: ProgramContext) -> tuple[bool, datetime | None, FailingStatus | None]:
    """Find whether a run has come to its end lately, when the last one did, and what fails; the ledger is not asked."""
    known = load_failing(program.folder)
    last = program.local(known.run_succeeded_at) if known.run_succeeded_at else None
    return is_healthy(known, program.moment()), last, summarize_failing(program, None)


def list_unsent_messages(program: ProgramContext) -> list[Unsent]:
    """List the messages that have not left, why, and how those in doubt are found in a mailbox."""
    with program.database.reading() as connection:
        found = list_unsent(connection, program.slug)
        return [one._replace(marks=_find_marks(program, connection, one)) for one in found]


def _find_marks(program: ProgramContext, connection: Connection, waiting: Unsent) -> MailboxMarks | None:
    """Find by what a person finds a message in a mailbox; only for one in doubt a body is loaded, one at a time."""
    if waiting.state is not DeliveryState.UNKNOWN:
        return None
    message = load_message(connection, program.slug, waiting.name)
    return find_marks(message.raw, program.settings.agency.zone) if message.is_whole else None


def summarize_failing(
    program: ProgramContext, read_at: datetime | None, over: Collection[Work] = ()
) -> FailingStatus | None:
    """Put all that fails into one: since the first of it, with each reason once.

    Args:
        program: which one.
        read_at: when the tabs were last read, as the ledger keeps time.
        over: works that are known not to fail any more.
    """
    failures = [one for one in list_still_failing(load_failing(program.folder), read_at) if one.work not in over]
    if not failures:
        return None
    since = program.local(min(one.since for one in failures)).replace(microsecond=0)
    return FailingStatus(since=since, words=" ".join(dict.fromkeys(one.words for one in failures)))


def _list_editions(
    program: ProgramContext,
    connection: Connection,
    ways: Mapping[EditionKey, WayOut],
    filed: Mapping[EditionKey, date],
) -> list[EditionStatus]:
    lost = set(list_lost_editions(connection, program.slug))
    return [
        EditionStatus(
            report=key[0],
            period=key[1],
            edition=key[2],
            sent=way.sent,
            filed_on=filed.get(key),
            is_lost=key in lost,
            sent_on=way.on,
            there_since=way.there_since,
        )
        for key in list_editions(connection, program.slug)
        for way in [ways.get(key, NOT_SENT)]
    ]


def _find_filed(program: ProgramContext, connection: Connection) -> dict[EditionKey, date]:
    """Find which editions are noted as handed in, and on which day."""
    filings = load_filings(connection, program.slug)
    return {(one.report, one.period, one.edition): one.filed_on for one in filings if one.edition}
