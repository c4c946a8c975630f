"""What a run says beside its reports: rows to look at, reports never made, the stock; each state of affairs once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Connection

from schemas.delivery import DeliveryState
from schemas.due import NEVER_MADE, Due
from schemas.finding import Finding
from schemas.message import DigestMessage, EditionMade, NotAmended, Rendered, StockMessage
from schemas.outcome import BackfillItem
from schemas.reconciliation import Reconciliation
from schemas.stock_actions import StockAction
from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.messages.mime import MessageName, compose
from tasks.messages.order_words import name_items
from tasks.messages.render import render_digest, render_stock_alert
from tasks.operations.close_old_rows import find_why_not_closed
from tasks.operations.deliver_messages import make_envelope
from tasks.operations.find_lot_conflicts import find_doubtful_lots, find_lot_conflicts
from tasks.operations.find_recent_silence import find_recent_silence
from tasks.operations.find_unusable_decisions import find_unusable_decisions
from tasks.operations.find_unusable_tabs import find_unusable_tabs
from tasks.operations.list_due import list_due_reports
from tasks.operations.list_linked_findings import list_linked_findings
from tasks.operations.read_as_of import read_as_of
from tasks.program_folder.report_definitions import DIGEST, STOCK_ALERT, find_template_folders
from tasks.rules.reporting.due import group_never_made
from tasks.rules.reporting.periods import parse_period
from tasks.rules.stock.actions import list_actions
from tasks.rules.stock.alerts import NOTHING, Said, decide_alert, digest_former_state
from tasks.rules.watching.clock import MOST_BACK, is_made_too_early
from tasks.store.closed_rows import find_closed_at, find_closed_before
from tasks.store.editions import list_editions_since
from tasks.store.messages import (
    Message,
    find_last_queued_at,
    find_last_said,
    list_message_names,
    queue_message,
    save_said,
)


def queue_digest(program: ProgramContext, stock: Reconciliation, reports: Sequence[BackfillItem] = ()) -> str | None:
    """Queue the digest of the rows and the stock alert, each if it says something that its last one did not.

    When all that one of them said is done, one last message says so. The digest names the editions made since the last
    one, by whichever run: one that was killed after making them leaves them to the next.

    Args:
        program: whose digest.
        stock: what is to be done about it has a message of its own.
        reports: what came of the reports of this run.

    Returns:
        The name of the digest's message; none if there was nothing new to say.
    """
    actions = list_actions(stock, program.today())
    with program.database.writing() as connection:
        findings = list_linked_findings(program, connection)
        # Asked before anything is queued: the digest names the editions made since the last one.
        digest = _prepare_digest(program, connection, findings, len(actions), reports)
        if Tab.INVENTORY not in digest.message.unusable_tabs:  # of a stock that isn't known nothing is done
            _queue_stock_alert(program, connection, actions, digest_former_state(stock), _count_held_of_stock(findings))
        return _queue_rows_digest(program, connection, digest)


def _queue_stock_alert(
    program: ProgramContext,
    connection: Connection,
    actions: Sequence[StockAction],
    former_state: str,
    held_count: int,
) -> None:
    """Queue the stock alert if it's due; if not, keep what of the last one still counts as said."""
    last = find_last_said(connection, program.slug, STOCK_ALERT, _latest(program))
    said = Said(program.local(last.queued_at).date(), last.said) if last else None
    is_due, state, news = decide_alert(actions, said, program.today(), former_state)
    if is_due:
        message = _make_stock_message(program, connection, actions, news, held_count)
        rendered = render_stock_alert(message, find_template_folders(STOCK_ALERT, program.folder))
        _queue(program, connection, STOCK_ALERT, rendered, state)
    elif last and last.said != state:
        save_said(connection, program.slug, last.name, state)


def _queue_rows_digest(program: ProgramContext, connection: Connection, digest: "_Digest") -> str | None:
    """Queue the digest, unless the last one said the same; return its name, or none."""
    last = find_last_said(connection, program.slug, DIGEST, _latest(program))
    if digest.state == (last.said if last else NOTHING):
        return None
    rendered = render_digest(digest.message, find_template_folders(DIGEST, program.folder))
    return _queue(program, connection, DIGEST, rendered, digest.state)


def _queue(program: ProgramContext, connection: Connection, slug: str, rendered: Rendered, said: str) -> str:
    """Queue a message under a name with its number and day: a ledger that is made anew counts anew."""
    number = len(list_message_names(connection, program.slug, slug)) + 1
    name = MessageName(slug, f"{number}-{program.today()}", None)
    raw = compose(name, make_envelope(program), rendered)
    queued = Message(name.file_name, slug, None, None, DeliveryState.QUEUED, raw, said)
    queue_message(connection, program.slug, queued, program.now())
    return name.file_name


class _Digest(NamedTuple):
    """What the digest says, and what is kept of it so that it's said once."""

    message: DigestMessage
    state: str


def _prepare_digest(
    program: ProgramContext,
    connection: Connection,
    findings: Sequence[Finding],
    action_count: int,
    reports: Iterable[BackfillItem],
) -> _Digest:
    due = list_due_reports(program, connection)
    message = _make_digest_message(program, connection, findings, action_count, due)
    message = message.model_copy(update={"not_amended": _list_not_amended(program, reports)})
    told = _told_by_digest(message, due)
    state = blake2b("\n".join(told).encode(), digest_size=6).hexdigest() if told else NOTHING
    return _Digest(message, state)


def _told_by_digest(message: DigestMessage, due: Iterable[Due]) -> list[str]:
    """Return what the digest asks for: it is not repeated while that stays the same.

    Of a report that has periods which were never made only its name: who makes one of them by hand needs no message.
    """
    never_made = dict.fromkeys(one.report for one in due if one.state in NEVER_MADE)
    silence = [f"silent since {message.silence.since}"] if message.silence else []
    early = [f"too early {one.title} {one.period} {one.edition}" for one in message.made_too_early]
    unusable = [f"unusable {tab.name}" for tab in message.unusable_tabs]
    lots = [f"lot {one.item} {one.lot} {' '.join(map(str, one.expiries))}" for one in message.lot_conflicts]
    lots += [f"lot of {one.item} {one.received_on} {one.likeness}" for one in message.doubtful_lots]
    former = [f"not amended {one.report} {one.period} {one.supplier.present}" for one in message.not_amended]
    closing = [f"closed before {message.closed_before}"] if message.closed_before else []
    closing += [message.why_not_closed] if message.why_not_closed else []
    asked = [*early, *unusable, *lots, *former, *silence, *message.questions_missing, *message.refs_not_understood]
    return [f"{found.ref} {found.code}" for found in message.findings] + list(never_made) + asked + closing


def _latest(program: ProgramContext) -> datetime:
    """Return the latest time at which a message can have been queued: a wrong clock may have queued some later."""
    return program.now() + MOST_BACK


def _list_refs_not_understood(program: ProgramContext, connection: Connection) -> tuple[str, ...]:
    """List the lines of decisions.csv that change nothing."""
    unusable = find_unusable_decisions(program, connection)
    return tuple(f"line {line}" for line in sorted((*unusable.not_understood, *unusable.of_no_row)))


def _make_digest_message(
    program: ProgramContext, connection: Connection, findings: Sequence[Finding], action_count: int, due: Sequence[Due]
) -> DigestMessage:
    since = find_last_queued_at(connection, program.slug, DIGEST, _latest(program))
    as_of, made_at = read_as_of(connection, program), program.local(program.now())
    held = {(found.tab, found.ref) for found in findings if found.is_of_held_row}
    closed_at = find_closed_at(connection, program.slug)
    return DigestMessage(
        agency=program.settings.agency.name,
        made_at=made_at,
        read_at=as_of.read_at or made_at,
        held_count=len(held),
        flagged_count=len({(found.tab, found.ref) for found in findings} - held),
        findings=tuple(findings),
        newest_entry=as_of.newest_entry,
        silence=find_recent_silence(program, connection, as_of.read_at),
        unusable_tabs=find_unusable_tabs(connection, program),
        lot_conflicts=tuple(find_lot_conflicts(connection, program)),
        doubtful_lots=tuple(find_doubtful_lots(connection, program)),
        questions_missing=as_of.questions_missing,
        refs_not_understood=_list_refs_not_understood(program, connection),
        closed_before=find_closed_before(connection, program.slug),
        is_newly_closed=closed_at is not None and (since is None or closed_at > since),
        why_not_closed=find_why_not_closed(program, connection),
        stock_alerts=action_count,
        never_made=tuple(group_never_made(due)),
        titles={slug: declared.title for slug, declared in program.definitions.items()},
        editions=_list_editions(program, connection, since),
        made_too_early=tuple(
            one
            for one in _list_editions(program, connection, None)
            if is_made_too_early(parse_period(one.period).last_on, program.today())
        ),
    )


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
    definitions = program.definitions
    return tuple(
        EditionMade(title=definitions[report].title, period=period, edition=edition)
        for report, period, edition in list_editions_since(connection, program.slug, since)
        if report in definitions
    )


def _count_held_of_stock(findings: Iterable[Finding]) -> int:
    """Count the rows that the stock lacks: in these tabs nothing is merely flagged."""
    return len({(found.tab, found.ref) for found in findings if found.tab in (Tab.INVENTORY, Tab.COUNTS)})


def _make_stock_message(
    program: ProgramContext,
    connection: Connection,
    actions: Sequence[StockAction],
    news: StockAction | None,
    held_count: int,
) -> StockMessage:
    settings, as_of, made_at = program.settings, read_as_of(connection, program), program.local(program.now())
    silence = find_recent_silence(program, connection, as_of.read_at)
    return StockMessage(
        agency=settings.agency.name,
        made_at=made_at,
        read_at=as_of.read_at or made_at,
        supplier=settings.program.supplier.name,
        nouns=name_items(settings.items),
        newest_entry=as_of.newest_entry,
        silence=silence if silence and silence.since else None,
        actions=tuple(actions),
        news=news,
        held_count=held_count,
    )
