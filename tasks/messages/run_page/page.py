"""What a run leaves on Prefect's page for the coordinator, as Markdown: what it found, what it made, what to do.

Prefect keeps it for ever, so it holds counts, codes and periods only: no row, no figure of a report, no place.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from schemas.outcome import BackfillOutcome, IngestCounts, ReportOutcome, RunOutcome
from schemas.stock import Reconciliation
from tasks.errors import CannotGoOn, NotPublished, Unreachable, WrongCall
from tasks.messages.formatting import period_words, plural, when
from tasks.messages.run_page.markdown import literal
from tasks.messages.run_page.sections import (
    Seen,
    bullets,
    messages_sent,
    reports_made,
    reports_owed,
    rows_left_out,
    rows_of_form,
    rows_to_fix,
    stock_in_short,
    stock_lines,
    would_make,
)
from tasks.program_folder.paths import edition_folder


class Page(NamedTuple):
    """What a run leaves: a line for the card on its page, and what opens behind it, in Markdown."""

    in_short: str
    markdown: str


def page_of_reading(counts: IngestCounts, seen: Seen | None) -> Page:
    """After the tabs were read."""
    return _page("Read the Sheet", _read_in_short(counts), *rows_of_form(counts), *rows_to_fix(seen))


def page_of_stock_check(stock: Reconciliation, _seen: Seen | None) -> Page:
    """After the stock was compared with what was counted."""
    found = stock_lines(stock)
    head = "Done. The stock needs attention." if found else "Done. Nothing about the stock needs you."
    where = "The “Stock alert” message names the units and lots; so does `lbn reconcile`."
    return _page("Stock check", head, *bullets(found), *([where] if found else []))


def page_of_daily_run(outcome: RunOutcome, seen: Seen | None) -> Page:
    """After the daily run."""
    new = [item for item in outcome.reports if item.is_new]
    head = f"{_read_in_short(outcome.ingest)} {plural(len(new), 'new report')}, {plural(len(outcome.sent), 'message')}."
    return _page(
        "Daily run",
        head,
        *reports_made(outcome.reports),
        *reports_owed(seen),
        *messages_sent(len(outcome.sent), seen),
        *stock_in_short(outcome.reconcile),
        *rows_to_fix(seen),
        *rows_of_form(outcome.ingest),
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
        *rows_left_out(figures.excluded),
        f"Its files are in the program's folder, under `{folder}`.",
        *messages_sent(len(outcome.messages), seen),
    )


def page_of_backfill(outcome: BackfillOutcome, seen: Seen | None) -> Page:
    """After a backfill; after a dry run, what it would make."""
    if not outcome.reports:
        return _page("Backfill", "Nothing to make: no period of a report that is owed ended in these months.")
    new = sum(item.is_new for item in outcome.reports)
    rest = len(outcome.reports) - new
    if outcome.dry_run:
        head = f"Only looked; nothing was made. It would make {plural(new, 'report')}."
        return _page("Backfill, dry run", head, *would_make(outcome.reports))
    head = f"Done. {plural(new, 'new report')}; {rest} unchanged."
    return _page("Backfill", head, *reports_made(outcome.reports), *messages_sent(None, seen))


def page_of_failure(title: str, problem: CannotGoOn, seen: Seen | None) -> Page:
    """After work that could not be done: what happened, and what to do."""
    known = rows_of_form(problem.counts) if isinstance(problem, NotPublished) else _known_before(seen)
    happened = "\n\n".join(literal(line) for line in str(problem).splitlines() if line.strip())
    since = [f"Runs have failed since {when(seen.status.failing.since)}."] if seen and seen.status.failing else []
    parts = [f"# {title}: not done", "## What happened", happened, *since, "## What to do", _remedy(problem), *known]
    return Page("Not done. Open to see what to do.", _joined(parts))


def _known_before(seen: Seen | None) -> Sequence[str]:
    if not seen or not seen.status.last_read:
        return ()
    kept = f"{seen.status.entries} rows counted, {seen.status.held} held"
    return ("## What is kept", f"All that was read last, on {when(seen.status.last_read)}: {kept}.")


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
