"""What to count next and why, and which counts missed kits; never how many there should be: counts are blind."""

from collections.abc import Sequence

from schemas.desk import CountDue
from schemas.reconciliation import ShortCounts
from tasks.messages.formatting import format_count, format_date, format_number, join_words
from tasks.messages.task import Task

MOST_NAMED = 20
"""How many places one thing to do names."""

_HOW = "“lbn sheet counts” makes a sheet to print. Enter what was counted in the Counts tab."


def write_count_due(due: CountDue) -> str:
    """Write whom to count and why: Count K9: last count 94 days ago, 2 shortfalls since (5 kits)."""
    if due.is_large:
        what = "check the Inventory rows and the forms of that day" + (", or count" if due.is_counted else "")
        return f"{due.location}: {_write_shortfall(due)}: {what}"
    return f"Count {due.location}: {_write_reason(due)}"


def _write_reason(due: CountDue) -> str:
    together = "; not due yet, but one round is enough" if due.is_early else ""
    kits = f" ({format_count(due.shortfall_kits, 'kit')})" if due.shortfall_kits else ""
    if due.days is None:
        since = f", {format_count(due.shortfall_count, 'shortfall')}{kits}" if due.shortfall_count else ""
        return f"no count is recorded{since}{together}"
    since = f", {format_count(due.shortfall_count, 'shortfall')} since{kits}" if due.shortfall_count else ""
    return f"last count {format_count(due.days, 'day')} ago{since}{together}"


def _write_shortfall(due: CountDue) -> str:
    """Write how large a shortfall is, and of which day: 481 kits more left Central than were there, on Nov 23, 2026."""
    most = "most of them " if due.shortfall_count > 1 else ""
    day = f", {most}on {format_date(due.shortfall_on)}" if due.shortfall_on else ""
    return f"{format_count(due.shortfall_kits, 'kit')} more left {due.location} than were there{day}"


def write_count_task(due: CountDue) -> Task:
    """Say the same as a thing to do."""
    return _write_check(due) if due.is_large else write_counts_task((due,))


def _write_check(due: CountDue) -> Task:
    """Say that a number is likelier to be mistyped than so many kits to be missing."""
    check = (
        "Look at the Inventory rows and the forms of that day for a number that is mistyped, or a row that isn't "
        "there: until then the recorded stock is wrong."
    )
    how = f"{check} If they are right, count: {_HOW}" if due.is_counted else check
    return Task(f"Check what left {due.location}", f"{_write_shortfall(due)}.", how)


def write_counts_task(counts: Sequence[CountDue]) -> Task:
    """Say which shelves to count, all of them for the same reason."""
    reason, named = _write_reason(counts[0]), tuple(one.location for one in counts[:MOST_NAMED])
    more = len(counts) - len(named)
    named += (format_count(more, "other place"),) if more else ()
    return Task(f"Count {join_words(named)}", f"{reason[:1].upper()}{reason[1:]}.", _HOW)


def write_short_counts(short: ShortCounts) -> str:
    """Write how many kits the last counts missed: Traffic: the last 3 counts were 1, 2 and 2 short."""
    kits = join_words(tuple(map(format_number, short.missing)))
    return f"{short.location}: the last {len(short.missing)} counts were {kits} short"
