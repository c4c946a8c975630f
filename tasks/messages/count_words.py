"""What to count next and why, and which counts missed kits; never how many there should be: counts are blind."""

from schemas.desk import CountDue
from schemas.reconciliation import ShortCounts
from tasks.messages.formatting import format_count, format_number, join_words
from tasks.messages.task import Task


def write_count_due(due: CountDue) -> str:
    """Write whom to count and why: Count K9: last count 94 days ago, 2 shortfalls since."""
    together = "; not due yet, but one round is enough" if due.is_early else ""
    if due.days is None:
        since = f", {format_count(due.shortfall_count, 'shortfall')}" if due.shortfall_count else ""
        return f"Count {due.location}: no count is recorded{since}{together}"
    since = f", {format_count(due.shortfall_count, 'shortfall')} since" if due.shortfall_count else ""
    return f"Count {due.location}: last count {format_count(due.days, 'day')} ago{since}{together}"


def write_count_task(due: CountDue) -> Task:
    """Say the same as a thing to do."""
    action, _, reason = write_count_due(due).partition(": ")
    return Task(
        action,
        f"{reason[:1].upper()}{reason[1:]}.",
        "“lbn sheet counts” makes a sheet to print. Enter what was counted in the Counts tab.",
    )


def write_short_counts(short: ShortCounts) -> str:
    """Write how many kits the last counts missed: Traffic: the last 3 counts were 1, 2 and 2 short."""
    kits = join_words(tuple(map(format_number, short.missing)))
    return f"{short.location}: the last {len(short.missing)} counts were {kits} short"
