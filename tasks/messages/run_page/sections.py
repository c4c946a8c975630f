"""The parts of the page that a run leaves: rows, reports, what is owed, stock, messages; empty ones are left out.

Counts, codes and periods only: no row, no figure of a report, no place.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.delivery import DeliveryState
from schemas.due import NeverMade, ToHandIn
from schemas.finding import Code, Finding
from schemas.freshness import Silence
from schemas.ingest_counts import IngestCounts
from schemas.outcome import BackfillItem, Status
from schemas.reconciliation import Reconciliation
from schemas.tabs import Tab
from tasks.messages.due_words import find_backfill_months, format_due_never_made, name_periods
from tasks.messages.finding_words import describe_finding
from tasks.messages.formatting import format_count, format_date, format_number, format_period, format_time, write_are
from tasks.messages.item_words import is_stock_kept
from tasks.messages.report.sentences import write_newest_distribution
from tasks.messages.report.why import MADE_AGAIN
from tasks.messages.run_page.markdown import format_table
from tasks.messages.silence_words import ask_about_silence
from tasks.program_folder.paths import OUTBOX

MOST_REPORTS = 40


class _Verb(NamedTuple):
    one: str
    many: str


_UNSENT = {
    DeliveryState.QUEUED: _Verb("waits: the next run sends it", "wait: the next run sends them"),
    DeliveryState.SENDING: _Verb("is being sent", "are being sent"),
    DeliveryState.UNKNOWN: _Verb("may or may not have arrived", "may or may not have arrived"),
    DeliveryState.FAILED: _Verb("was rejected", "were rejected"),
}


class Seen(NamedTuple):
    """What the ledger holds after a run."""

    status: Status
    never_made: tuple[NeverMade, ...]
    to_hand_in: tuple[ToHandIn, ...]
    unsent: tuple[DeliveryState, ...]
    is_outbox: bool
    """Whether messages are put into a folder, for a person to send."""
    silence: Silence | None = None
    """A long time without a form, until the last reading."""


def list_freshness(seen: Seen | None) -> Sequence[str]:
    """Say how fresh the data is; a long silence comes first, as a question."""
    if not seen or not seen.status.last_read:
        return ()
    read_at = seen.status.last_read
    asked = f"**{ask_about_silence(seen.silence, read_at.date())}**" if seen.silence else None
    as_of = f"Data as of {format_time(read_at)}. {write_newest_distribution(seen.status.newest_entry)}"
    return [part for part in (asked, as_of) if part]


def list_form_rows(counts: IngestCounts) -> Sequence[str]:
    """List how many rows there are, how many are counted, and how many are new."""
    lines = [
        ("Read", counts.read),
        ("Counted", counts.accepted),
        ("Counted with a part left out", counts.flagged),
        ("Held: not counted until fixed", counts.held),
        ("New since the last reading", counts.new),
        ("Removed since the last reading", counts.withdrawn),
    ]
    return "## Rows of the form", format_table(("", "Rows"), lines)


def list_rows_to_fix(seen: Seen | None) -> Sequence[str]:
    """List the kinds of rows that need attention, held rows first."""
    if not seen or not seen.status.attention:
        return ()
    findings = [Finding(Tab(one.tab), 0, "", Code(one.code), one.is_held) for one in seen.status.attention]
    held = [found for found in findings if not found.is_counted]
    flagged = [found for found in findings if found.is_counted]
    where = "`needs-attention.csv` in the program's folder lists the rows, and so does the digest."
    return (
        *_codes("Held: not counted until fixed", held),
        *_codes("Counted with a part left out", flagged),
        where,
    )


def _codes(title: str, findings: Iterable[Finding]) -> Sequence[str]:
    """List the codes of some rows, which are not told apart here."""
    counted = Counter(findings).most_common()
    rows = [(count, found.tab.value, describe_finding(found), f"`{found.code}`") for found, count in counted]
    return (f"## {title}", format_table(("Rows", "Tab", "What to do", "Code"), rows)) if rows else ()


def list_reports_made(reports: Sequence[BackfillItem]) -> Sequence[str]:
    """List the reports that are new, and how many are not."""
    new = [item for item in reports if item.is_new]
    rest = len(reports) - len(new)
    unchanged = [f"{format_count(rest, 'report')} checked and unchanged."] if rest else []
    rows = [(item.report, format_period(item.period), f"edition {item.edition}") for item in new[:MOST_REPORTS]]
    more = [f"And {len(new) - MOST_REPORTS} more."] if len(new) > MOST_REPORTS else []
    made = [format_table(("Report", "Period", "Made"), rows), *more] if new else []
    return ("## Reports", *made, *unchanged) if reports else ()


def list_reports_owed(seen: Seen | None) -> Sequence[str]:
    """List what was never made, and how to make it; of what is made, by when each is to be handed in."""
    if not seen:
        return ()
    missing = [
        (
            one.report,
            name_periods(one),
            format_due_never_made(one),
            f"Backfill {' to '.join(find_backfill_months(one))}",
        )
        for one in seen.never_made
    ]
    made = [
        (one.report, name_periods(one), f"{'overdue since ' if one.is_overdue else ''}{format_date(one.due_on)}")
        for one in seen.to_hand_in
    ]
    return (
        *(("## Owed and never made", format_table(("Report", "Periods", "Due", "Run"), missing)) if missing else ()),
        *(("## To hand in", format_table(("Report", "Period", "Due"), made)) if made else ()),
    )


def list_would_make(reports: Sequence[BackfillItem]) -> Sequence[str]:
    """List what a dry run found: to be made, or made already."""
    rows = [
        (
            item.report,
            format_period(item.period),
            "would be made" if item.is_new else f"edition {item.edition} exists",
        )
        for item in reports[:MOST_REPORTS]
    ]
    more = [f"And {len(reports) - MOST_REPORTS} more."] if len(reports) > MOST_REPORTS else []
    return (
        format_table(("Report", "Period", "Now"), rows),
        *more,
        *([MADE_AGAIN] if any(not one.is_new for one in reports) else []),
    )


def list_rows_left_out(excluded: dict[str, int]) -> Sequence[str]:
    """Say how many rows are held, so that no figure looks complete that is not."""
    held = sum(excluded.values())
    return [f"{format_count(held, 'row')} {write_are(held)} held and not counted in its figures."] if held else []


def summarize_stock(stock: Reconciliation) -> Sequence[str]:
    """List what about the stock needs a person, as a part of a larger page."""
    lines = list_stock(stock)
    return ("## Stock", *format_bullets([*lines, "The digest names units and lots."])) if lines else ()


def list_stock(stock: Reconciliation) -> list[str]:
    """List what about the stock needs a person, in numbers."""
    expired = sum(lot.days < 0 for lot in stock.expiring)
    short = [one for one in stock.shortfalls if is_stock_kept(one.item, stock)]
    differing = [one for one in stock.variances if is_stock_kept(one.item, stock)]
    said = [
        ("Recalled lots", len(stock.recalled)),
        ("Expired lots in stock", expired),
        ("Lots that expire within 90 days", len(stock.expiring) - expired),
        ("Shelves low", len(stock.low)),
        ("Days on which more went out than was recorded as received", len(short)),
        ("Counts that differ from the recorded stock", len(differing)),
        *((f"To order, {order.item}", order.quantity) for order in stock.order),
    ]
    return [f"{what}: {format_number(count)}" for what, count in said if count]


def list_messages_sent(sent: int | None, seen: Seen | None) -> Sequence[str]:
    """List how many messages were sent, and how, and what happened to those that were not."""
    way = f"ready in the folder {OUTBOX}: send from there" if seen and seen.is_outbox else "sent"
    said = []
    if sent is not None:
        said.append(f"{format_count(sent, 'message')} {way}" if sent else "No new messages")
    states = Counter(seen.unsent) if seen else Counter()
    for state, count in states.items():
        verb = _UNSENT[state].one if count == 1 else _UNSENT[state].many
        said.append(f"{format_count(count, 'message')} {verb}")
    where = ["`lbn status` lists these messages, and what to do about each"] if states else []
    return ("## Messages", *format_bullets([*said, *where])) if said else ()


def format_bullets(lines: Sequence[str]) -> Sequence[str]:
    """Write a list; nothing where there are no lines."""
    return ("\n".join(f"- {line}" for line in lines),) if lines else ()
