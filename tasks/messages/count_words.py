"""What to count next and why, and which counts missed kits; never how many there should be: counts are blind."""

from collections.abc import Sequence

from schemas.desk import CountDue
from schemas.reconciliation import ShortCounts
from tasks.messages.formatting import format_count, format_number, join_words
from tasks.messages.task import Task

MOST_NAMED = 20
"""How many places one thing to do names."""


def write_count_due(due: CountDue) -> str:
    """Write whom to count and why: Count K9: last count 94 days ago, 2 shortfalls since."""
    return f"Count {due.location}: {_write_reason(due)}"


def _write_reason(due: CountDue) -> str:
    together = "; not due yet, but one round is enough" if due.is_early else ""
    if due.days is None:
        since = f", {format_count(due.shortfall_count, 'shortfall')}" if due.shortfall_count else ""
        return f"no count is recorded{since}{together}"
    since = f", {format_count(due.shortfall_count, 'shortfall')} since" if due.shortfall_count else ""
    return f"last count {format_count(due.days, 'day')} ago{since}{together}"


def write_count_task(due: CountDue) -> Task:
    """Say the same as a thing to do."""
    return write_counts_task((due,))


def write_counts_task(counts: Sequence[CountDue]) -> Task:
    """Say which shelves to count, all of them for the same reason."""
    reason, named = _write_reason(counts[0]), tuple(one.location for one in counts[:MOST_NAMED])
    more = len(counts) - len(named)
    named += (format_count(more, "other place"),) if more else ()
    return Task(
        f"Count {join_words(named)}",
        f"{reason[:1].upper()}{reason[1:]}.",
        "“lbn sheet counts” makes a sheet to print. Enter what was counted in the Counts tab.",
    )


def write_short_counts(short: ShortCounts) -> str:
    """Write how many kits the last counts missed: Traffic: the last 3 counts were 1, 2 and 2 short."""
    kits = join_words(tuple(map(format_number, short.missing)))
    return f"{short.location}: the last {len(short.missing)} counts were {kits} short"
