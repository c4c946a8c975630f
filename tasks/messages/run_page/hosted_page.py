"""The one page that a run of all programs of a host leaves: those that failed first, then a row for each."""

from collections.abc import Iterator

from schemas.hosted import HostedOutcome, HostedProgram
from tasks.messages.hosted_words import summarize_totals
from tasks.messages.run_page.markdown import escape_text, format_table
from tasks.messages.run_page.page import Page

TITLE = "Daily run of all programs"
_COLUMNS = ("Program", "Ended", "Read", "Made", "Due", "Overdue", "Failing since")


def write_hosted_page(outcome: HostedOutcome) -> Page:
    """Write the page of a run of all programs."""
    totals = summarize_totals(outcome)
    operator = [escape_text(outcome.operator)] if outcome.operator else []
    parts = [f"# {TITLE}", escape_text(totals), *operator, *_list_failed(outcome), "## All programs", _table(outcome)]
    return Page(totals, "\n\n".join(parts) + "\n")


def _list_failed(outcome: HostedOutcome) -> Iterator[str]:
    failed = [one for one in outcome.programs if one.code]
    if failed:
        yield "## Not done"
        yield "\n".join(f"* {escape_text(one.folder)}: {escape_text(one.words or '')}" for one in failed)


def _table(outcome: HostedOutcome) -> str:
    return format_table(_COLUMNS, map(_list_cells, outcome.programs))


def _list_cells(one: HostedProgram) -> tuple[object, ...]:
    since = f"{one.failing_since:%Y-%m-%d %H:%M} UTC" if one.failing_since else ""
    counts = ("" if count is None else count for count in (one.read, one.made, one.due, one.overdue))
    return (one.folder, f"not done ({one.code})" if one.code else "done", *counts, since)
