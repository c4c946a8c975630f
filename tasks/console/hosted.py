"""`lbn hosted`: the same for every program of a host. How they are worked on is handed in by lbn.py."""

from collections.abc import Callable
from pathlib import Path

import typer

from schemas.hosted import Asked, HostedCommand, HostedOutcome
from tasks.console import options
from tasks.console.options import AsJson
from tasks.console.terminal import in_words, show
from tasks.errors import UsageError

Host = Callable[[Path, Asked, int, float], HostedOutcome]
"""Works on every program of a host: where they are, what is asked, how many workers, most minutes for one."""


def make_hosted(host: Host) -> Callable[..., None]:
    """Make the command of a way to work on all programs of a host."""

    def hosted(  # noqa: PLR0913, PLR0917 - a command's parameters are its options
        folder: options.HostFolder,
        command: options.HostedName,
        first: options.HostedFirst = "",
        last: options.HostedLast = "",
        slug: options.OnlyReport = None,
        dry_run: options.DryRun = False,
        as_known: options.AsKnown = False,
        date_known: options.DateKnown = False,
        workers: options.Workers = 0,
        most_minutes: options.MostMinutes = options.USUAL_MINUTES,
        as_json: AsJson = False,
    ) -> None:
        """Do the same for every program of a folder of programs (or of a file that lists folders, one a line).

        A program that is broken, hangs or takes its process with it hurts no other. Exit code 0: every one did well.
        """
        from tasks.messages.hosted_words import summarize_hosted  # noqa: PLC0415 - as in lbn.py

        with in_words("Working on the programs"):
            asked = Asked(
                command=command,
                first_month=first,
                last_month=last,
                report=slug or "",
                dry_run=dry_run,
                as_known=as_known,
                is_date_known=date_known,
            )
            _check_asked(asked)
            outcome = host(folder, asked, workers, most_minutes)
        show(outcome, as_json, summarize_hosted)
        if not outcome.is_well:
            raise typer.Exit(1)

    return hosted


def _check_asked(asked: Asked) -> None:
    """Check that a backfill has its months, and nothing else has any.

    Raises:
        UsageError: months are missing or too many, or aren't months.
    """
    is_backfill = asked.command is HostedCommand.BACKFILL
    if not is_backfill and (asked.first_month or asked.report or asked.dry_run or asked.as_known):
        msg = f"FROM, TO, --report, --dry-run and --as-known are for backfill; leave them out of {asked.command.value}."
        raise UsageError(msg)
    if is_backfill:
        from tasks.rules.reporting.periods import parse_month  # noqa: PLC0415 - as in lbn.py

        if not asked.last_month:
            msg = "A backfill needs its months: lbn hosted DIR backfill 2026-01 2026-09."
            raise UsageError(msg)
        for month in (asked.first_month, asked.last_month):
            parse_month(month)
