"""What `lbn status` and `lbn filed` say: first how new it all is and what fails, then what is due, then the rest."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

import typer

from schemas.delivery import Unsent
from schemas.due import Due, DueState, Filed
from schemas.failure import FailingStatus
from schemas.outcome import EditionStatus, Status
from tasks.console.account import MOST_LINES, section
from tasks.console.unsent import about_unsent
from tasks.messages.due_words import due_lines
from tasks.messages.formatting import date_words, plural, when
from tasks.messages.report.sentences import newest_entry

HOURS = 26


def status_words(state: Status, unsent: Sequence[Unsent] = ()) -> str:
    """After `lbn status`; messages that have not left are shown until someone has dealt with them."""
    attention = Counter(f"{item.tab}: {item.code}" for item in state.attention)
    return "\n".join(
        [
            as_of_words(state.last_read, state.newest_entry),
            *([failing_words(state.failing)] if state.failing else []),
            *section("Reports due", [*due_lines(state.due), *_outdated(state.editions, state.due)]),
            f"{plural(state.entries, 'entry', 'entries')} counted ({state.flagged} flagged), {state.held} held.",
            *section("Needs attention", [f"{what} × {count}" for what, count in attention.most_common()]),
            *section("Editions", [_edition(item) for item in state.editions[-MOST_LINES:]]),
            *section("Messages that have not left", [about_unsent(message) for message in unsent]),
        ]
    )


def as_of_words(read_at: datetime | None, newest: date | None) -> str:
    """How new the ledger is."""
    if read_at is None:
        return "The tabs have not been read yet: `lbn ingest` reads them."
    return f"Tabs last read on {when(read_at)}. {newest_entry(newest)}"


def failing_words(failing: FailingStatus) -> str:
    """What fails, since when, and what to do."""
    return f"NOT RUNNING since {when(failing.since)}: {failing.words}"


def health_words(last: datetime | None, failing: FailingStatus | None, *, is_healthy: bool) -> str:
    """After `lbn status --healthy`: one sentence for a monitor, and why where it is known."""
    if is_healthy and last:
        return f"The last run that came to its end did so on {when(last)}."
    never = "No run has ever come to its end"
    said = f"No run has come to its end for {HOURS} hours, the last one on {when(last)}" if last else never
    return f"{said}. {failing_words(failing)}" if failing else f"{said}: look whether the schedule runs, or `lbn run`."


def show_health(is_healthy: bool, last: datetime | None, failing: FailingStatus | None) -> None:
    """Say it, and end with the exit code that monitors look at."""
    typer.echo(health_words(last, failing, is_healthy=is_healthy))
    raise typer.Exit(0 if is_healthy else 1)


def filed_words(name: str, filed: Filed | None) -> str:
    """After `lbn filed`, and without anything after `lbn filed --undo`."""
    if filed is None:
        return f"No longer noted as handed in: {name}."
    what = f"edition {filed.edition}" if filed.edition else "on paper: no edition of it was made"
    return f"Noted: {name} was handed in on {date_words(filed.filed_on)} ({what})."


def _outdated(editions: Sequence[EditionStatus], due: Sequence[Due]) -> list[str]:
    """What was handed in and has another edition since."""
    newest = {(item.report, item.period): item.edition for item in editions}
    of_editions = {(item.report, item.period) for item in editions if item.filed_on}
    on_paper = {(one.report, one.period) for one in due if one.state is DueState.FILED} - of_editions
    return [
        f"{report} {period}: handed in on paper, and edition {newest[report, period]} is made since; "
        f"once that is handed in too: lbn filed {report} {period}"
        for report, period in sorted(on_paper & newest.keys())
    ] + [
        f"{item.report} {item.period}: edition {item.edition} was handed in, and edition {last} is made since; "
        f"once that is handed in too: lbn filed {item.report} {item.period}"
        for item in editions
        if item.filed_on and (last := newest[item.report, item.period]) > item.edition
    ]


def _edition(item: EditionStatus) -> str:
    sent = {True: "", False: " (not sent)", "outbox": " (in the outbox)"}[item.sent]
    filed = f", handed in on {date_words(item.filed_on)}" if item.filed_on else ""
    return f"{item.report} {item.period}, edition {item.edition}{sent}{filed}"
