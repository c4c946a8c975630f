"""What the command says of a backup, of one that was restored, of a purge, and of a reading from scratch."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote

from schemas.tabs import Tab
from tasks.messages.closing_words import describe_closed
from tasks.messages.formatting import format_count, format_number, join_words
from tasks.operations.close_days import Purged
from tasks.program_folder.decisions import FILE_NAME as DECISIONS
from tasks.program_folder.identity import KEY_FILE, KEY_VARIABLE
from tasks.program_folder.paths import OUTBOX, REPORTS

_MEGABYTE = 1_000_000


def summarize_backup(file: Path, size: int, *, has_ledger: bool, has_key: bool) -> str:
    """Say what a backup holds, and that its key opens all of it."""
    lines = [f"Made and checked {file} ({size / _MEGABYTE:.1f} MB), for this account only."]
    if has_key:
        lines.append(
            f"The key ({KEY_FILE}) is inside: whoever has this file has all of it. Keep it where you keep keys."
        )
    if not has_ledger:
        lines.append(
            "The ledger is on PostgreSQL and is not inside: back up that database with pg_dump; this file has the "
            "settings, the answers and the key."
        )
    return "\n".join(lines)


def summarize_restore(folder: Path, names: Sequence[str], ledger: Path | None, command: str) -> str:
    """Say what was restored, and what to do next."""
    lines = [f"Restored into {folder}: {', '.join(names)}."]
    if ledger is None:
        lines.append("The ledger is not among them: it is on PostgreSQL, and comes back with that database.")
    elif not ledger.resolve().is_relative_to(folder.resolve()) or ledger.name not in names:
        lines.append(f"The ledger stands at {ledger}.")
    if KEY_FILE not in names:
        lines.append(f"The key is not among them: put {KEY_FILE} back, or set the variable {KEY_VARIABLE}.")
    lines.append(
        f"Files in {REPORTS}/ are written again from the ledger by the next run. Copy the former folder's {REPORTS}/ "
        "here before it: else tables that a supplier or the public was shown since the backup would be made again, "
        "with rows that came late."
    )
    return "\n".join([*lines, f"Now: {command} check --program {quote(str(folder))}"])


def summarize_purge(purged: Purged) -> str:
    """Say what was closed, what was forgotten for good, and where traces may be that the program leaves alone."""
    rows = purged.rows
    if rows is None:
        return f"{describe_closed(purged.before)} That is so already; nothing more was to be forgotten."
    closed = join_words(tuple(f"{format_number(count)} of {tab.value}" for tab, count in rows.closed.items() if count))
    lines = [
        describe_closed(purged.before),
        f"Rows closed: {closed or 'none, there were none of such days'}.",
        (
            "Forgotten for good: their fingerprints and when they were sent; "
            f"{format_count(rows.withdrawn_count, 'row')} corrected or deleted since; "
            f"{format_count(rows.held_count, 'row')} on hold, which never counted; and what "
            f"{format_count(purged.message_count, 'message')} said."
        ),
    ]
    if purged.unsent_count:
        stay = "stays" if purged.unsent_count == 1 else "stay"
        lines.append(
            f"{format_count(purged.unsent_count, 'message')} of that time {stay}, for nobody knows that they left "
            "(`lbn status`)."
        )
    if not purged.is_file:
        lines.append("The ledger is on PostgreSQL: what was deleted there goes with its VACUUM FULL, not before.")
    lines.append(
        f"Not touched: editions in {REPORTS}/, messages in {OUTBOX}/, the tabs themselves, {DECISIONS}, and backups. "
        "Delete there what you no longer need."
    )
    return "\n".join(lines)


def summarize_from_scratch(
    differences: Mapping[Tab, int], damaged: Sequence[str], lost: Sequence[str] = (), *, is_rebuilt: bool
) -> str:
    """Say how many rows of which tab the ledger held otherwise, and what does not come back from the tabs."""
    lines = ["The ledger holds what the tabs say; nothing differed."]
    if differences:
        told = "; ".join(f"{tab.value}: {format_count(count, 'row')}" for tab, count in differences.items())
        lines = [f"The ledger differed from the tabs, and now holds what they say: {told}."]
    if is_rebuilt:
        lines.append("Its file was damaged and was made anew; the damaged one is kept beside it, as …-damaged.")
    if damaged:
        lines.append(
            f"Damaged, and not in the tabs: {'; '.join(damaged)}. Restore a backup to get it back; without one, all "
            "else goes on without it."
        )
    return "\n".join([*lines, *lost])
