"""Commands of `lbn` that work in a program's folder and start no flow; lbn.py gives them to the command."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemas.ingest_counts import IngestCounts
from tasks.console import options, safekeeping
from tasks.console.options import HERE, Folder
from tasks.console.terminal import command_here, in_words, tell

if TYPE_CHECKING:  # a command loads it only when it needs it
    from schemas.outcome import BackfillOutcome, ReportOutcome, Status
    from tasks.context import ProgramContext


def filed(
    slug: options.Slug,
    period: options.PeriodName,
    program: Folder = HERE,
    on: options.FiledOn = None,
    edition: options.FiledEdition = None,
    undo: options.Undo = False,
) -> None:
    """Note that a report was handed in; nobody else can know."""
    from tasks.console.status import summarize_filing
    from tasks.context import open_program
    from tasks.operations.note_filing import Handed, note_filing, undo_filing
    from tasks.rules.reporting.periods import parse_period

    with in_words():
        handed = Handed(slug, parse_period(period), on, edition)
        filing = (undo_filing if undo else note_filing)(open_program(program), handed)
    tell(summarize_filing(f"{slug} {handed.period}", filing))


def form(program: Folder = HERE) -> None:
    """Write the Google Form and its Sheet as one script, and the QR posters of the units."""
    from tasks.console.form_steps import list_form_steps
    from tasks.form import write_form

    with in_words():
        made = write_form(program)
    tell(list_form_steps(program, made))


def backup(file: options.NewFile, program: Folder = HERE) -> None:
    """Write a whole copy of ledger and key, settings and answers, into one file, and check it."""
    from tasks.context import open_program
    from tasks.operations.back_up_program import back_up_program

    with in_words("Making the backup"):
        made = back_up_program(open_program(program), file)
    tell(safekeeping.summarize_backup(made.file, made.size, has_ledger=made.has_ledger, has_key=made.has_key))


def restore(file: options.BackupFile, folder: options.NewFolder) -> None:
    """Put a backup into a new or an empty folder, once all of it is checked."""
    from tasks.operations.restore_program import restore_program

    with in_words("Restoring the backup"):
        restored = restore_program(file, folder)
    tell(safekeeping.summarize_restore(folder, restored.names, restored.ledger, command_here()))


def migrate_store(
    url: options.StoreUrl,
    program: Folder = HERE,
    forget: options.Forget = False,
    take_back: options.TakeBack = False,
    roles: options.Roles = False,
) -> None:
    """Move the ledger to another database, all of it, or back; lbn.toml is changed by you, afterwards.

    From then on the former ledger is refused by every command. Called again, it completes what was broken off.
    """
    from tasks.console import moving
    from tasks.context import open_program
    from tasks.operations.migrate_store import migrate_store as move_ledger
    from tasks.operations.separate_programs import separate_programs
    from tasks.operations.settle_former_store import forget_former_store, take_back_store

    with in_words("Moving the ledger"):
        options.check_one_of(forget=forget, take_back=take_back, roles=roles)
        if roles:
            words = moving.summarize_roles(url, separate_programs(url))
        elif forget:
            words = moving.summarize_forgotten(forget_former_store(open_program(program, is_moving=True), url))
        elif take_back:
            words = moving.summarize_taken_back(*take_back_store(open_program(program, is_moving=True), url))
        else:
            moved = move_ledger(open_program(program, is_moving=True), url)
            words = moving.summarize_moved(moved, url, program)
    tell(words)


def make_why_workbook(program: "ProgramContext") -> str:
    """Make the workbook that says why, and say where it is; what writes it is loaded only where one is asked for."""
    from tasks.console.sheets import summarize_why
    from tasks.operations.make_why import make_why

    with in_words("Writing the workbook"):
        return summarize_why(make_why(program))


def purge(
    program: Folder = HERE,
    before: options.Before = None,
    as_known: options.CloseAsKnown = False,
    date_known: options.DateKnown = False,
) -> None:
    """Read the tabs, then close all that is dated before a day: figures stay, what leads to a row is forgotten.

    It cannot be undone but from a backup: make one with `lbn backup` first. Rows of such days that come late, and
    corrections of them, are no longer read.
    """
    from tasks.context import open_program
    from tasks.operations.purge_program import purge_program

    with in_words("Closing"):
        purged = purge_program(open_program(program), before, as_known=as_known, is_date_known=date_known)
    tell(safekeeping.summarize_purge(purged))


def audit(program: Folder = HERE, find: options.Identifiers = None) -> None:
    """Say what of persons is in there: columns, modes, key, what is kept, what releases tell; and search for names."""
    from tasks.console.checked import show_checked
    from tasks.operations.audit_program import audit_program

    with in_words("Looking through all that was written"):
        findings = audit_program(program, find)
    show_checked(findings)


def ask_about_silence_now(program: "ProgramContext") -> str:
    """Ask about a long silence at the last reading; empty where none is."""
    from tasks.messages.silence_words import ask_about_silence
    from tasks.operations.find_recent_silence import find_silence_now

    silence = find_silence_now(program)
    return ask_about_silence(silence, program.today()) if silence else ""


def say_how_new_first(program: "ProgramContext", say: Callable[[Any], str]) -> Callable[[Any], str]:
    """Say when the tabs were last read, and the newest day of distribution, before what rests on them."""
    from tasks.messages.as_of_words import format_as_of
    from tasks.operations.read_as_of import read_program_as_of

    read = read_program_as_of(program)
    return lambda found: f"{format_as_of(read.read_at, read.newest_entry)}\n{say(found)}"


def word_status(program: "ProgramContext") -> Callable[["Status"], str]:
    """Gather what `lbn status` says beside the state of the ledger, and word both."""
    from tasks.console.status import describe_status
    from tasks.operations.summarize_status import list_unsent_messages

    silence = ask_about_silence_now(program)
    return partial(
        describe_status,
        unsent=list_unsent_messages(program),
        today=program.today(),
        silence=silence,
        former=list_former_messages(program),
        stock=_list_stock_lines(program, silence),
    )


def _list_stock_lines(program: "ProgramContext", silence: str) -> list[str]:
    """Say in a few lines how the stock is, as the ledger knows it; nothing before the tabs were read."""
    from tasks.console import stock_glance
    from tasks.messages.item_words import name_items
    from tasks.operations.find_unusable_tabs import count_stock_rows_on_hold, find_unusable_tabs_of
    from tasks.operations.reconcile_stock import reconcile_stock
    from tasks.operations.summarize_status import was_read

    if not was_read(program):
        return []
    unusable, held_count = find_unusable_tabs_of(program), count_stock_rows_on_hold(program)
    nouns = name_items(program.settings.items)
    return stock_glance.list_stock_lines(reconcile_stock(program), nouns, unusable, held_count, silence)


def say_report(program: "ProgramContext", outcome: "ReportOutcome") -> str:
    """Say what `lbn report` made, and what its figures lack, or may lack."""
    from tasks.console.account import summarize_report
    from tasks.operations.doubt_figures import doubt_report

    is_outbox, doubts = program.settings.mail.is_outbox, doubt_report(program, outcome.figures)
    said = summarize_report(outcome, is_outbox=is_outbox, today=program.today(), doubts=doubts)
    return "\n".join([said, *_tell_replaced(program, outcome.messages)])


def tell_before_resending(folder: Path, asked: dict[str, Any], *, is_resent: bool) -> dict[str, Any]:
    """Before an edition is sent once more, say on standard error what it says otherwise of rows on hold than is so.

    Returns:
        What is to be asked for then: what was looked at has been read, and isn't read again.
    """
    from tasks.context import open_program
    from tasks.messages.report.held import describe_held_since
    from tasks.operations.send_report import look_before_resending

    if not is_resent:
        return asked
    if since := look_before_resending(open_program(folder), **asked):
        tell(describe_held_since(since), err=True)
    return asked | {"as_known": True}


def say_backfill(program: "ProgramContext", outcome: "BackfillOutcome") -> str:
    """Say what `lbn backfill` made, or would make, and which messages made room for those it put into the outbox."""
    from tasks.console.account import summarize_backfill

    said = summarize_backfill(outcome, is_outbox=program.settings.mail.is_outbox)
    return "\n".join([said, *_tell_replaced(program, outcome.sent)])


def _tell_replaced(program: "ProgramContext", sent: Sequence[str]) -> list[str]:
    """Say what to do with messages of a former ledger whose names some that were put into the outbox have taken."""
    from tasks.console.unsent import describe_former
    from tasks.delivery.outbox import name_new

    if not program.settings.mail.is_outbox:
        return []
    former = [name for name in list_former_messages(program) if name_new(name) in sent]
    return [describe_former(former)] if former else []


def read_from_scratch(program: "ProgramContext", **flags: bool) -> IngestCounts:
    """Read all tabs anew, put right what the ledger holds otherwise, and say on standard error what that was."""
    from tasks.operations.ingest_from_scratch import ingest_from_scratch

    found = ingest_from_scratch(program, **flags)
    words = safekeeping.summarize_from_scratch(
        found.differences, found.damaged, found.lost, is_rebuilt=found.is_rebuilt
    )
    tell(words, err=True)
    return found.counts


def list_former_messages(program: "ProgramContext") -> list[str]:
    """List the messages in the outbox that a former ledger put there, and that made room for this one's."""
    from tasks.delivery.outbox import list_former

    return list_former(program.folder)
