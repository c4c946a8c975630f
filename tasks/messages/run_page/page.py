"""What a run leaves on Prefect's page for the coordinator, as Markdown: what it found, what it made, what to do.

Prefect keeps it forever, so it holds counts, codes and periods only: no row, no figure of a report, no place.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.ingest_counts import IngestCounts
from schemas.outcome import BackfillOutcome, ReportOutcome, RunOutcome
from schemas.reconciliation import Reconciliation
from tasks.errors import NotPublished, OperationError, Unreachable, UsageError
from tasks.messages.due_words import describe_months_left_out
from tasks.messages.formatting import format_count, format_number, format_period, format_time
from tasks.messages.report.held import describe_held_since
from tasks.messages.report.held_since import list_held_since
from tasks.messages.report.why import NOT_COMPARED
from tasks.messages.run_page.markdown import escape_text
from tasks.messages.run_page.sections import (
    Seen,
    format_bullets,
    list_form_rows,
    list_freshness,
    list_messages_sent,
    list_reports_made,
    list_reports_owed,
    list_rows_left_out,
    list_rows_to_fix,
    list_stock,
    list_would_make,
    summarize_stock,
)
from tasks.program_folder.paths import find_edition_folder


class Page(NamedTuple):
    """What a run leaves: a line for the card on its page, and what opens behind it, in Markdown."""

    in_short: str
    markdown: str


def write_reading_page(counts: IngestCounts, seen: Seen | None) -> Page:
    """Write the page of a run that read the tabs."""
    return _page(
        "Read the Sheet",
        _read_in_short(counts),
        *list_freshness(seen),
        *list_form_rows(counts),
        *list_rows_to_fix(seen),
    )


def write_stock_check_page(stock: Reconciliation, seen: Seen | None) -> Page:
    """Write the page of a run that compared the stock with the counts."""
    found = list_stock(stock)
    head = "Done. The stock needs attention." if found else "Done. The stock needs nothing from you."
    where = "The digest names the units and lots; so does `lbn reconcile`."
    return _page("Stock check", head, *list_freshness(seen), *format_bullets(found), *([where] if found else []))


def write_daily_run_page(outcome: RunOutcome, seen: Seen | None) -> Page:
    """Write the page of the daily run."""
    new = [item for item in outcome.reports if item.is_new]
    made = f"{format_count(len(new), 'new report')}, {format_count(len(outcome.sent), 'message')}"
    head = f"{_read_in_short(outcome.ingest)} {made}."
    return _page(
        "Daily run",
        head,
        *list_freshness(seen),
        *list_reports_made(outcome.reports),
        *list_reports_owed(seen),
        *list_messages_sent(len(outcome.sent), seen),
        *summarize_stock(outcome.reconcile),
        *list_rows_to_fix(seen),
        *list_form_rows(outcome.ingest),
    )


def write_report_page(outcome: ReportOutcome, seen: Seen | None) -> Page:
    """Write the page of a report that was asked for by hand."""
    figures = outcome.figures
    title = f"Report: {figures.report}, {format_period(figures.period)}"
    if figures.preliminary:
        return _page(title, "Nothing was made: the period has not ended. `lbn report` shows its figures so far.")
    if outcome.is_new:
        damaged = "" if figures.compared else f", {NOT_COMPARED}"
        replaces = f" and replaces edition {figures.supersedes}{damaged}" if figures.supersedes else ""
        head = f"Done. Edition {figures.edition} is new{replaces}."
    else:
        head = f"Done. Edition {figures.edition} is current: its figures have not changed, so nothing new was made."
    folder = find_edition_folder(figures.report, figures.period, figures.edition)
    return _page(
        title,
        head,
        *list_freshness(seen),
        *([describe_held_since(outcome.held_since)] if outcome.held_since else []),
        *list_rows_left_out(outcome.held_since.now if outcome.held_since else figures.excluded),
        f"Its files are in the program's folder, in `{folder}`.",
        *map(escape_text, outcome.others_missing),
        *list_messages_sent(len(outcome.messages), seen),
    )


def write_backfill_page(outcome: BackfillOutcome, seen: Seen | None) -> Page:
    """Write the page of a backfill; of a dry run, what it would make."""
    months = [escape_text(line) for line in describe_months_left_out(outcome.months_left_out)]
    if not outcome.reports:
        return _page("Backfill", "Nothing to make: no report is owed for a period that ended in these months.", *months)
    new = sum(item.is_new for item in outcome.reports)
    rest = len(outcome.reports) - new
    if outcome.dry_run:
        head = f"Nothing was made; this was a dry run. It would make {format_count(new, 'report')}."
        return _page("Backfill, dry run", head, *list_would_make(outcome.reports), *months)
    head = f"Done. {format_count(new, 'new report')}; {rest} unchanged."
    since, others = list_held_since(outcome.reports), [*months, *map(escape_text, outcome.others_missing)]
    return _page(
        "Backfill", head, *list_reports_made(outcome.reports), *since, *list_messages_sent(None, seen), *others
    )


def write_failure_page(title: str, problem: OperationError, seen: Seen | None) -> Page:
    """Write the page of work that could not be done: what happened, and what to do."""
    known = list_form_rows(problem.counts) if isinstance(problem, NotPublished) else _known_before(seen)
    happened = "\n\n".join(escape_text(line) for line in str(problem).splitlines() if line.strip())
    since = (
        [f"Runs have failed since {format_time(seen.status.failing.since)}."] if seen and seen.status.failing else []
    )
    parts = [f"# {title}: not done", "## What happened", happened, *since, "## What to do", _remedy(problem), *known]
    return Page("Not done. Open to see what to do.", _joined(parts))


def _known_before(seen: Seen | None) -> Sequence[str]:
    if not seen or not seen.status.last_read:
        return ()
    kept = f"{format_count(seen.status.entries, 'row')} counted, {format_number(seen.status.held)} held"
    return ("## What is kept", f"Everything that was last read on {format_time(seen.status.last_read)}: {kept}.")


def _remedy(problem: OperationError) -> str:
    if isinstance(problem, NotPublished):
        return "Everything else was done. Fix what is described above; the next run writes the status tab again."
    if isinstance(problem, UsageError):
        return "Correct what is described above, then start the run again: “Run” on the deployment's page."
    if isinstance(problem, Unreachable):
        return (
            "Nothing yet: it was tried several times, and the next run tries again. If tomorrow's run fails too, show "
            "this page to your IT staff."
        )
    return (
        "Do what is described above, if you can. The next run then also does what this one could not. If you can't, "
        "show this page to your IT staff: “When it refuses” in docs/operations.md explains more."
    )


def _page(title: str, in_short: str, *parts: str) -> Page:
    return Page(in_short, _joined([f"# {title}", in_short, *parts]))


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _read_in_short(counts: IngestCounts) -> str:
    held = f"{format_number(counts.held)} held" if counts.held else "none held"
    return f"Done. {format_count(counts.read, 'row')} read: {format_number(counts.accepted)} counted, {held}."
