"""What a run says beside its reports: rows to look at, reports never made, the stock; each state of affairs once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import Connection

from schemas.agency import ItemKind
from schemas.delivery import DeliveryState
from schemas.due import NEVER_MADE, Due
from schemas.finding import FLAGS, Finding
from schemas.message import DigestMessage, EditionMade, Rendered, StockMessage
from schemas.stock import Reconciliation
from tasks.context import ProgramContext
from tasks.messages.mime import MessageName, compose
from tasks.messages.render import render_digest, render_stock_alert
from tasks.messages.stock_alert.view import count_tasks
from tasks.operations.deliver_messages import make_envelope
from tasks.operations.list_due import list_due_reports
from tasks.operations.read_as_of import read_as_of
from tasks.program_folder.report_definitions import DIGEST, STOCK_ALERT, find_template_folders
from tasks.rules.reporting.due import group_never_made
from tasks.rules.stock.alerts import state_of
from tasks.store.editions import list_editions_since
from tasks.store.findings import list_findings
from tasks.store.messages import Message, find_last_queued_at, list_message_names, queue_message


def queue_digest(program: ProgramContext, stock: Reconciliation) -> str | None:
    """Queue the digest of the rows and the stock alert, each if it says something that its last one did not.

    When all that one of them said is done, one last message says so. The digest names the editions made since the last
    one, by whichever run: one that was killed after making them leaves them to the next.

    Returns:
        The name of the digest's message; none if there was nothing new to say.
    """
    with program.database.writing() as connection:
        alert = _stock_message(program, connection, stock)
        findings = list_findings(connection, program.slug)
        due = list_due_reports(program, connection)
        digest = _rows_message(program, connection, findings, count_tasks(alert), due)
        _queue_once(
            program, connection, STOCK_ALERT, state_of(stock),
            lambda folders: render_stock_alert(alert, folders),
        )  # fmt: skip
        return _queue_once(
            program, connection, DIGEST, _told_by_digest(findings, due),
            lambda folders: render_digest(digest, folders),
        )  # fmt: skip


def _queue_once(
    program: ProgramContext,
    connection: Connection,
    slug: str,
    said: Iterable[str],
    render: Callable[[list[Path]], Rendered],
) -> str | None:
    """Queue a message, unless the last of its kind said the same; its name, or none."""
    state = _digest(said)
    told = list_message_names(connection, program.slug, slug)
    if state == (Path(told[-1]).stem.rsplit("-", 1)[-1] if told else _digest([])):
        return None
    name = MessageName(slug, f"{len(told) + 1}-{state}", None)
    raw = compose(name, make_envelope(program), render(find_template_folders(slug, program.folder)))
    queued = Message(name.file_name, slug, None, None, DeliveryState.QUEUED, raw)
    queue_message(connection, program.slug, queued, program.now())
    return name.file_name


def _told_by_digest(findings: Iterable[Finding], due: Iterable[Due]) -> list[str]:
    """What the digest asks for: it is not repeated while that stays the same.

    Of a report that has periods which were never made only its name: who makes one of them by hand needs no message.
    """
    never_made = dict.fromkeys(one.report for one in due if one.state in NEVER_MADE)
    return [f"{found.ref} {found.code}" for found in findings] + list(never_made)


def _read_at(program: ProgramContext, connection: Connection) -> datetime:
    return read_as_of(connection, program).read_at or program.local(program.now())


def _rows_message(
    program: ProgramContext, connection: Connection, findings: Sequence[Finding], alerts: int, due: Sequence[Due]
) -> DigestMessage:
    made = list_editions_since(connection, program.slug, find_last_queued_at(connection, program.slug, DIGEST))
    held = {(found.tab, found.ref) for found in findings if found.code not in FLAGS}
    definitions = program.definitions
    return DigestMessage(
        agency=program.settings.agency.name,
        made_at=program.local(program.now()),
        read_at=_read_at(program, connection),
        held_count=len(held),
        flagged_count=len({(found.tab, found.ref) for found in findings} - held),
        findings=tuple(findings),
        stock_alerts=alerts,
        never_made=tuple(group_never_made(due)),
        titles={slug: declared.title for slug, declared in definitions.items()},
        editions=tuple(
            EditionMade(title=definitions[report].title, period=period, edition=edition)
            for report, period, edition in made
            if report in definitions
        ),
    )


def _stock_message(program: ProgramContext, connection: Connection, stock: Reconciliation) -> StockMessage:
    settings = program.settings
    return StockMessage(
        agency=settings.agency.name,
        made_at=program.local(program.now()),
        read_at=_read_at(program, connection),
        supplier=settings.program.supplier.name,
        nouns={item.code: "kit" if item.kind is ItemKind.NALOXONE else item.name for item in settings.items},
        stock=stock,
    )


def _digest(said: Iterable[str]) -> str:
    return blake2b("\n".join(said).encode(), digest_size=6).hexdigest()
