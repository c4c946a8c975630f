"""What a run leaves on Prefect's page for the coordinator, as Markdown: what it found, what it made, what to do.

Prefect keeps it for ever, so it holds counts, codes and periods only: no row, no figure of a report, no place.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.delivery import MessageState
from schemas.finding import FLAGS, WHAT_TO_DO, Code
from schemas.outcome import (
    AttentionItem,
    BackfillItem,
    BackfillOutcome,
    IngestCounts,
    ReportOutcome,
    RunOutcome,
    Status,
)
from schemas.problem import CannotGoOn, NotPublished, Unreachable, WrongCall
from schemas.stock import Reconciliation
from schemas.tabs import Tab
from tasks.presentation.folders import edition_folder
from tasks.presentation.markdown import literal, table
from tasks.presentation.words import num, period_words, plural

MOST_REPORTS = 40

_UNSENT = {
    MessageState.QUEUED: ("waits: the next run sends it", "wait: the next run sends them"),
    MessageState.SENDING: ("is being sent", "are being sent"),
    MessageState.IN_DOUBT: ("may or may not have arrived", "may or may not have arrived"),
    MessageState.FAILED: ("was refused for good", "were refused for good"),
}


class Seen(NamedTuple):
    """What the ledger holds after a run."""

    status: Status
    unsent: tuple[MessageState, ...]


class Page(NamedTuple):
    """What a run leaves: a line for the card on its page, and what opens behind it, in Markdown."""

    in_short: str
    markdown: str


def page_of_reading(counts: IngestCounts, seen: Seen | None) -> Page:
    """After the tabs were read."""
    return _page("Read the Sheet", _read_in_short(counts), *_rows(counts), *_to_fix(seen))


def page_of_stock_check(stock: Reconciliation, _seen: Seen | None) -> Page:
    """After the stock was compared with what was counted."""
    found = _stock_lines(stock)
    head = "Done. The stock needs attention." if found else "Done. Nothing about the stock needs you."
    where = "The “Stock alert” message names the units and lots; so does `lbn reconcile`."
    return _page("Stock check", head, *_bullets(found), *([where] if found else []))


def page_of_daily_run(outcome: RunOutcome, seen: Seen | None) -> Page:
    """After the daily run."""
    new = [item for item in outcome.reports if item.is_new]
    head = f"{_read_in_short(outcome.ingest)} {plural(len(new), 'new report')}, {plural(len(outcome.sent), 'message')}."
    return _page(
        "Daily run",
        head,
        *_reports(outcome.reports),
        *_messages(len(outcome.sent), seen),
        *_stock(outcome.reconcile),
        *_to_fix(seen),
        *_rows(outcome.ingest),
    )


def page_of_report(outcome: ReportOutcome, seen: Seen | None) -> Page:
    """After a report was asked for by hand."""
    figures = outcome.figures
    title = f"Report: {figures.report}, {period_words(figures.period)}"
    if figures.preliminary:
        return _page(title, "Nothing was made: the period has not ended. `lbn report` shows its figures so far.")
    if outcome.is_new:
        replaces = f" and replaces edition {figures.supersedes}" if figures.supersedes else ""
        head = f"Done. Edition {figures.edition} is new{replaces}."
    else:
        head = f"Done. Edition {figures.edition} stands: its figures are unchanged, so nothing new was made."
    folder = edition_folder(figures.report, figures.period, figures.edition)
    return _page(
        title,
        head,
        *_left_out(figures.excluded),
        f"Its files are in the program's folder, under `{folder}`.",
        *_messages(len(outcome.messages), seen),
    )


def page_of_backfill(outcome: BackfillOutcome, seen: Seen | None) -> Page:
    """After a backfill; after a dry run, what it would make."""
    if not outcome.reports:
        return _page("Backfill", "Nothing to make: no period of a report that is owed ended in these months.")
    new = sum(item.is_new for item in outcome.reports)
    rest = len(outcome.reports) - new
    if outcome.dry_run:
        head = f"Only looked; nothing was made. It would make {plural(new, 'report')}."
        return _page("Backfill, dry run", head, *_would_make(outcome.reports))
    head = f"Done. {plural(new, 'new report')}; {rest} unchanged."
    return _page("Backfill", head, *_reports(outcome.reports), *_messages(None, seen))


def page_of_failure(title: str, problem: CannotGoOn, seen: Seen | None) -> Page:
    """After work that could not be done: what happened, and what to do."""
    known = _rows(problem.counts) if isinstance(problem, NotPublished) else _known_before(seen)
    happened = "\n\n".join(literal(line) for line in str(problem).splitlines() if line.strip())
    parts = [f"# {title}: not done", "## What happened", happened, "## What to do", _remedy(problem), *known]
    return Page("Not done. Open to see what to do.", _joined(parts))


def _known_before(seen: Seen | None) -> Sequence[str]:
    if not seen or not seen.status.entries:
        return ()
    counts = f"{seen.status.entries} rows counted, {seen.status.held} held"
    return ("## What is kept", f"All that was known before this run: {counts}.")


def _remedy(problem: CannotGoOn) -> str:
    if isinstance(problem, NotPublished):
        return "Everything else was done. See to what is said above; the next run writes the status tab again."
    if isinstance(problem, WrongCall):
        return "Correct what is said above, then start the run again: “Run” on the deployment's page."
    if isinstance(problem, Unreachable):
        return (
            "Nothing yet: it was tried several times, and the next run tries again. If the next day's run fails too, "
            "show this page to whoever looks after the computer."
        )
    return (
        "Do what is said above, if it is yours to do. The next run then also does what this one could not. If it is "
        "not, show this page to whoever looks after the computer: “When it refuses” in docs/operations.md says more."
    )


def _page(title: str, in_short: str, *parts: str) -> Page:
    return Page(in_short, _joined([f"# {title}", in_short, *parts]))


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _read_in_short(counts: IngestCounts) -> str:
    held = f"{counts.held} held" if counts.held else "none held"
    return f"Done. {plural(counts.read, 'row')} read: {counts.accepted} counted, {held}."


def _rows(counts: IngestCounts) -> Sequence[str]:
    lines = [
        ("Read", counts.read),
        ("Counted", counts.accepted),
        ("of them with a part left out", counts.flagged),
        ("Held: not counted until fixed", counts.held),
        ("New since the last reading", counts.new),
        ("Gone since the last reading", counts.withdrawn),
    ]
    return "## Rows of the form", table(("", "Rows"), lines)


def _to_fix(seen: Seen | None) -> Sequence[str]:
    """Which kinds of rows a person must look at, those that are held first."""
    if not seen or not seen.status.attention:
        return ()
    held = [item for item in seen.status.attention if _is_held(item)]
    flagged = [item for item in seen.status.attention if not _is_held(item)]
    where = "`needs-attention.csv` in the program's folder lists the rows, and so does the digest that was mailed."
    return (
        *_codes("Held: not counted until fixed", held),
        *_codes("Counted, with a part left out", flagged),
        where,
    )


def _is_held(item: AttentionItem) -> bool:
    """In the other tabs nothing is merely flagged."""
    return item.tab != Tab.RESPONSES or Code(item.code) not in FLAGS


def _codes(title: str, items: Iterable[AttentionItem]) -> Sequence[str]:
    counted = Counter((item.tab, item.code) for item in items)
    rows = [(count, tab, WHAT_TO_DO[Code(code)], f"`{code}`") for (tab, code), count in counted.most_common()]
    return (f"## {title}", table(("Rows", "Tab", "What to do", "Code"), rows)) if rows else ()


def _reports(reports: Sequence[BackfillItem]) -> Sequence[str]:
    new = [item for item in reports if item.is_new]
    rest = len(reports) - len(new)
    unchanged = [f"{plural(rest, 'report')} looked at and unchanged."] if rest else []
    rows = [(item.report, period_words(item.period), f"edition {item.edition}") for item in new[:MOST_REPORTS]]
    more = [f"And {len(new) - MOST_REPORTS} more."] if len(new) > MOST_REPORTS else []
    made = [table(("Report", "Period", "Made"), rows), *more] if new else []
    return ("## Reports", *made, *unchanged) if reports else ()


def _would_make(reports: Sequence[BackfillItem]) -> Sequence[str]:
    rows = [
        (item.report, period_words(item.period), "would be made" if item.is_new else f"edition {item.edition} is there")
        for item in reports[:MOST_REPORTS]
    ]
    more = [f"And {len(reports) - MOST_REPORTS} more."] if len(reports) > MOST_REPORTS else []
    again = "An edition that is there is made anew only where its figures have changed."
    return table(("Report", "Period", "Now"), rows), *more, *([again] if any(not one.is_new for one in reports) else [])


def _left_out(excluded: dict[str, int]) -> Sequence[str]:
    held = sum(excluded.values())
    return [f"{plural(held, 'row')} {'is' if held == 1 else 'are'} held and not in its figures."] if held else []


def _stock(stock: Reconciliation) -> Sequence[str]:
    lines = _stock_lines(stock)
    return ("## Stock", *_bullets([*lines, "The “Stock alert” message names units and lots."])) if lines else ()


def _stock_lines(stock: Reconciliation) -> list[str]:
    """What about the stock needs a person, in numbers."""
    expired = sum(lot.days < 0 for lot in stock.expiring)
    said = [
        ("Recalled lots", len(stock.recalled)),
        ("Expired lots in stock", expired),
        ("Lots that expire within 90 days", len(stock.expiring) - expired),
        ("Units low on kits", len(stock.low)),
        ("Days on which more was given out than the books held", len(stock.shortfalls)),
        ("Counts that differ from the books", len(stock.variances)),
        *((f"To order, {order.item}", order.quantity) for order in stock.order),
    ]
    return [f"{what}: {num(count)}" for what, count in said if count]


def _messages(sent: int | None, seen: Seen | None) -> Sequence[str]:
    said = [f"{plural(sent, 'message')} sent"] if sent is not None else []
    states = Counter(seen.unsent) if seen else Counter()
    said += [f"{plural(count, 'message')} {_UNSENT[state][count != 1]}" for state, count in states.items()]
    where = ["`lbn status` says which messages, and what to do about each"] if states else []
    return ("## Messages", *_bullets([*said, *where])) if said else ()


def _bullets(lines: Sequence[str]) -> Sequence[str]:
    return ("\n".join(f"- {line}" for line in lines),) if lines else ()
