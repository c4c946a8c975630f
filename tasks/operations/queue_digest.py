"""The one message of a week: what is to be done, rows to look at, reports; between times only what can't wait."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from schemas.delivery import DeliveryState
from schemas.digest import DigestMessage
from schemas.message import Rendered
from schemas.outcome import BackfillItem
from schemas.reconciliation import Reconciliation
from tasks.context import ProgramContext
from tasks.messages.mime import MessageName, compose
from tasks.messages.render import render_digest
from tasks.operations.gather_digest import gather_digest, list_matters
from tasks.operations.queue_edition import make_envelope
from tasks.program_folder.failing_file import load_failing
from tasks.program_folder.report_definitions import DIGEST, find_template_folders
from tasks.rules.digest.gathered_counts import find_gathered, gather_counts
from tasks.rules.digest.hidden_lots import hide_doubtful_lots
from tasks.rules.digest.matters import find_matter
from tasks.rules.digest.turns import Decision, Turn, decide_digest, is_first_of_week
from tasks.rules.stock.doubtful_lots import name_lot
from tasks.rules.watching.clock import MOST_BACK
from tasks.store.messages import (
    LastSaid,
    Message,
    find_last_queued_at,
    find_last_said,
    list_message_names,
    queue_message,
    save_said,
)


def queue_digest(program: ProgramContext, stock: Reconciliation, reports: Sequence[BackfillItem] = ()) -> str | None:
    """Queue the digest, if it's its turn and it says something that its last one did not.

    With the first run of a week it says everything, on other days only what can't wait. It names the editions made
    since the last one, by whichever run: one that was killed after making them leaves them to the next.

    Args:
        program: whose digest.
        stock: from which follows what is to be done about it.
        reports: what came of the reports of this run.

    Returns:
        The name of the digest's message; none if there was nothing to say.
    """
    with program.database.writing() as connection:
        last = find_last_said(connection, program.slug, DIGEST, _latest(program))
        since = find_last_queued_at(connection, program.slug, DIGEST, _latest(program))
        message = gather_digest(program, connection, stock, reports, since)
        decision = _decide(program, message, last)
        if decision.turn is not Turn.SILENT:
            rendered = render_digest(_choose(message, decision), find_template_folders(DIGEST, program.folder))
            return _queue(program, connection, rendered, decision.state)
        if last and last.said != decision.state:
            save_said(connection, program.slug, last.name, decision.state)
        return None


def _decide(program: ProgramContext, message: DigestMessage, last: LastSaid | None) -> Decision:
    """Decide whether it's the week's turn: it has come with no run of this week, and was not said in it."""
    last_said_on = program.local(last.queued_at).date() if last else None
    is_weekly = is_first_of_week(program.today(), _find_last_run_on(program), last_said_on)
    return decide_digest(list_matters(message), last.said if last else None, is_weekly=is_weekly)


def _find_last_run_on(program: ProgramContext) -> date | None:
    """Find the day at the agency on which a run last came to its end."""
    ended_at = load_failing(program.folder).run_succeeded_at
    return program.local(ended_at).date() if ended_at else None


def _choose(message: DigestMessage, decision: Decision) -> DigestMessage:
    """Choose what of it is said: all, or only what can't wait; and no lot that may tell of a person."""
    is_urgent_only = decision.turn is Turn.URGENT
    to_do = tuple(map(hide_doubtful_lots, message.to_do))
    news = to_do[decision.news] if decision.news is not None and decision.news < len(to_do) else None
    if is_urgent_only:
        to_do = tuple(one for one in to_do if find_matter(one).is_urgent)
    to_do = tuple(gather_counts(to_do))
    news = find_gathered(news, to_do)
    conflicts = (one.model_copy(update={"lot": name_lot(one.lot)}) for one in message.lot_conflicts)
    chosen = {
        "to_do": to_do,
        "news": news,
        "is_urgent_only": is_urgent_only,
        "lot_conflicts": tuple(conflicts),
    }
    return message.model_copy(update=chosen)


def _queue(program: ProgramContext, connection: Connection, rendered: Rendered, said: str) -> str:
    """Queue it under a name with its number and day: a ledger that is made anew counts anew."""
    number = len(list_message_names(connection, program.slug, DIGEST)) + 1
    name = MessageName(DIGEST, f"{number}-{program.today()}", None)
    raw = compose(name, make_envelope(program), rendered)
    queued = Message(name.file_name, DIGEST, None, None, DeliveryState.QUEUED, raw, said)
    queue_message(connection, program.slug, queued, program.now())
    return name.file_name


def _latest(program: ProgramContext) -> datetime:
    """Return the latest time at which a message can have been queued: a wrong clock may have queued some later."""
    return program.now() + MOST_BACK
