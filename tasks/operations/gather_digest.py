"""Gather all that the digest may say: what is to be done, rows to look at, reports made and never made."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from schemas.digest import DigestMessage, NotAmended
from schemas.edition_made import EditionMade
from schemas.outcome import BackfillItem
from schemas.reconciliation import Reconciliation
from schemas.stock_actions import Urgency
from tasks.context import ProgramContext
from tasks.messages.item_words import name_stock
from tasks.messages.order_letter import write_order_letter
from tasks.operations.find_lot_conflicts import find_doubtful_lots, find_lot_conflicts
from tasks.operations.find_recent_silence import find_recent_silence
from tasks.operations.find_unusable_decisions import find_unusable_decisions
from tasks.operations.find_unusable_tabs import find_unusable_tabs
from tasks.operations.find_why_not_closed import find_why_not_closed
from tasks.operations.list_duties import list_duties
from tasks.operations.list_linked_findings import list_linked_findings
from tasks.operations.list_made_too_early import list_made_too_early, name_editions
from tasks.operations.list_reminders import list_reminders
from tasks.operations.read_as_of import read_as_of
from tasks.rules.digest.matters import Matter, find_matter, list_said_matters
from tasks.rules.digest.to_do import find_to_do
from tasks.rules.stock.ordering.young import find_rate_since
from tasks.store.closed_rows import find_closed_at, find_closed_before
from tasks.store.editions import list_editions_since


def gather_digest(
    program: ProgramContext,
    connection: Connection,
    stock: Reconciliation,
    reports: Iterable[BackfillItem],
    since: datetime | None,
) -> DigestMessage:
    """Gather everything; `since` is when the last digest was queued: editions made after it are named."""
    findings, settings = list_linked_findings(program, connection), program.settings
    as_of, made_at = read_as_of(connection, program), program.local(program.now())
    held = {(found.tab, found.ref) for found in findings if found.is_of_held_row}
    closed_at = find_closed_at(connection, program.slug)
    unusable_tabs = find_unusable_tabs(connection, program)
    duties, reminders = list_duties(program, connection), list_reminders(program, connection)
    return DigestMessage(
        agency=settings.agency.name,
        made_at=made_at,
        read_at=as_of.read_at or made_at,
        held_count=len(held),
        flagged_count=len({(found.tab, found.ref) for found in findings} - held),
        findings=tuple(findings),
        newest_entry=as_of.newest_entry,
        silence=find_recent_silence(program, connection, as_of.read_at),
        unusable_tabs=unusable_tabs,
        lot_conflicts=tuple(find_lot_conflicts(connection, program)),
        doubtful_lots=tuple(find_doubtful_lots(connection, program)),
        questions_missing=as_of.questions_missing,
        refs_not_understood=_list_refs_not_understood(program, connection),
        closed_before=find_closed_before(connection, program.slug),
        is_newly_closed=closed_at is not None and (since is None or closed_at > since),
        why_not_closed=find_why_not_closed(program, connection),
        stock=name_stock(settings, find_rate_since(settings, program.today())),
        order_letters=tuple(write_order_letter(order, settings) for order in stock.order),
        to_do=tuple(find_to_do(stock, unusable_tabs, reminders, duties, program.today())),
        not_amended=_list_not_amended(program, reports),
        titles={slug: declared.title for slug, declared in program.definitions.items()},
        editions=_list_editions(program, connection, since),
        made_too_early=list_made_too_early(program, connection),
    )


def list_matters(message: DigestMessage) -> list[Matter]:
    """List what the digest asks for, what is to be done first."""
    return [
        *map(find_matter, message.to_do),
        *list_said_matters(_list_doubts(message), Urgency.TODAY),
        *list_said_matters(_list_told(message), Urgency.THIS_MONTH),
    ]


def _list_doubts(message: DigestMessage) -> list[str]:
    """List what makes all the figures doubtful; it can't wait, but is not repeated."""
    silence = [f"silent since {message.silence.since}"] if message.silence else []
    early = [f"too early {one.title} {one.period} {one.edition}" for one in message.made_too_early]
    return [*early, *(f"unusable {tab.name}" for tab in message.unusable_tabs), *silence]


def _list_told(message: DigestMessage) -> list[str]:
    lots = [f"lot {one.item} {one.lot} {' '.join(map(str, one.expiries))}" for one in message.lot_conflicts]
    lots += [f"lot of {one.item} {one.received_on} {one.likeness}" for one in message.doubtful_lots]
    former = [f"not amended {one.report} {one.period} {one.supplier.present}" for one in message.not_amended]
    closing = [f"closed before {message.closed_before}"] if message.closed_before else []
    closing += [message.why_not_closed] if message.why_not_closed else []
    asked = [*lots, *former, *message.questions_missing, *message.refs_not_understood]
    return [f"{found.ref} {found.code}" for found in message.findings] + asked + closing


def _list_refs_not_understood(program: ProgramContext, connection: Connection) -> tuple[str, ...]:
    """List the lines of decisions.csv that change nothing."""
    unusable = find_unusable_decisions(program, connection)
    return tuple(f"line {line}" for line in sorted((*unusable.not_understood, *unusable.of_no_row)))


def _list_not_amended(program: ProgramContext, reports: Iterable[BackfillItem]) -> tuple[NotAmended, ...]:
    return tuple(
        NotAmended(
            report=one.report,
            title=program.definitions[one.report].title,
            period=one.period,
            supplier=one.supplier,
        )
        for one in reports
        if one.supplier and not one.is_new
    )


def _list_editions(program: ProgramContext, connection: Connection, since: datetime | None) -> tuple[EditionMade, ...]:
    return name_editions(program, list_editions_since(connection, program.slug, since))
