"""The command as it appears: its name, and its arguments and options, each defined once."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from schemas.hosted import HostedCommand
from tasks.console.written import read_day, read_number, read_whole_number, read_word
from tasks.errors import UsageError

HERE = Path()


class SheetKind(StrEnum):
    """The sheets to print that can be asked for by name."""

    COUNTS = "counts"
    KIT = "kit"
    REVIEW = "review"


Folder = Annotated[
    Path,
    typer.Option("--program", envvar="LBN_PROGRAM", help="The program's folder, with lbn.toml.", show_default="."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of words.")]
AsKnown = Annotated[bool, typer.Option("--as-known", help="Do not read the tabs first: report what was last read.")]

DateKnown = Annotated[
    bool, typer.Option("--i-know-the-date", help="The date is right, though the clock seems to have jumped.")
]

Slug = Annotated[str, typer.Argument(help="The report, such as supplier or nysdoh-quarterly.")]
PeriodName = Annotated[str, typer.Argument(help="A month 2026-09, a quarter 2026-Q3 or a year 2026.")]
RecalledLot = Annotated[str, typer.Argument(metavar="LOT", help="The lot, as the recall notice has it.")]
AsWhy = Annotated[
    bool, typer.Option("--why", help="Also make a workbook of every number from which orders and moves follow.")
]
AsNotice = Annotated[bool, typer.Option("--notice", help="Also make a PDF to print, a page for each location.")]
SheetName = Annotated[
    SheetKind,
    typer.Argument(
        metavar="counts|kit|review",
        parser=read_word("lbn sheet", SheetKind),
        help="Count sheets of all locations, the kit's checklist, or the sheet of the yearly review.",
    ),
]
FirstMonth = Annotated[str, typer.Argument(metavar="FROM", help="The first month, such as 2026-01.")]
LastMonth = Annotated[str, typer.Argument(metavar="TO", help="The last month, such as 2026-09.")]

AcceptWithdrawals = Annotated[
    bool, typer.Option("--accept-withdrawals", help="The missing or changed rows are as they should be.")
]
AcceptHeld = Annotated[
    bool, typer.Option("--accept-held", help="The rows that can no longer be counted are to wait on hold.")
]
FromScratch = Annotated[
    bool, typer.Option("--from-scratch", help="Read all anew, compare with the ledger, and put right what differs.")
]
FormerName = Annotated[
    str | None, typer.Option("--take-over", metavar="NAME", help="Continue with the ledger of this name.")
]
NoSend = Annotated[bool, typer.Option("--no-send", help="Make the edition, but send no message.")]
Resend = Annotated[bool, typer.Option("--resend", help="Send the last edition's message once more.")]
Edition = Annotated[
    int | None,
    typer.Option(
        "--edition",
        metavar="N",
        parser=read_whole_number("--edition", 2),
        help="Show this edition again, byte for byte.",
    ),
]
Measures = Annotated[
    list[str] | None,
    typer.Option("--measure", help="Only this measure, such as kits_distributed; --json has the totals of all."),
]
Groupings = Annotated[list[str] | None, typer.Option("--by", help="A grouping, such as county: one table each.")]
OnlyReport = Annotated[str | None, typer.Option("--report", help="Only this report, owed on a schedule or not.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be made; make nothing.")]
Healthy = Annotated[
    bool, typer.Option("--healthy", help="Only say whether a run has finished lately: exit code 0 or 1.")
]
FiledOn = Annotated[
    date | None,
    typer.Option(
        "--on",
        metavar="DATE",
        parser=read_day("--on"),
        help="The day it was handed in, such as 2026-10-05; left out: today.",
    ),
]
FiledEdition = Annotated[
    int | None,
    typer.Option(
        "--edition",
        metavar="N",
        parser=read_whole_number("--edition", 2),
        help="Which edition was handed in; left out: the newest.",
    ),
]
Before = Annotated[
    date | None,
    typer.Option(
        "--before",
        metavar="DATE",
        parser=read_day("--before", lambda today: date(today.year - 1, 1, 1)),
        help="The first day that stays open, such as 2025-01-01; left out: as privacy.keep_months says.",
    ),
]
RecallAsKnown = Annotated[
    bool, typer.Option("--as-known", help="Do not read the tabs first: follow the lot in what was last read.")
]
CloseAsKnown = Annotated[
    bool, typer.Option("--as-known", help="Do not read the tabs first: close what was last read, where they are gone.")
]
NewFile = Annotated[Path, typer.Argument(metavar="FILE", help="The backup to make; a file that isn't there yet.")]
BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="A backup that `lbn backup` made.")]
Identifiers = Annotated[
    Path | None,
    typer.Option("--find", metavar="FILE", help="Search every byte for names and numbers, one on each line of FILE."),
]
StoreUrl = Annotated[
    str, typer.Argument(metavar="URL", help="The other database, as it is to stand in store.url of lbn.toml.")
]
Forget = Annotated[
    bool, typer.Option("--forget", help="Delete what URL still has of the program since it was moved away from there.")
]
TakeBack = Annotated[
    bool, typer.Option("--take-back", help="URL is lost: go on with the ledger that was moved there, as it was then.")
]
Roles = Annotated[
    bool, typer.Option("--roles", help="As owner of the database URL: let each program's account see its rows only.")
]
NewFolder = Annotated[Path, typer.Argument(metavar="DIR", help="A new or an empty folder.")]
SampleFolder = Annotated[Path, typer.Argument(help="A new folder for the sample program.")]
ProgramFolder = Annotated[Path, typer.Argument(help="The new program's folder.")]
Undo = Annotated[bool, typer.Option("--undo", help="It was not handed in after all.")]
Port = Annotated[
    int,
    typer.Option(
        "--port",
        metavar="N",
        parser=read_whole_number("--port", 4200, most=65535),
        help="The port of the web page on this machine.",
    ),
]
Host = Annotated[
    str, typer.Option("--host", help="The address to listen on; 0.0.0.0 in a container or behind a proxy.")
]
KnownHosts = Annotated[
    list[str] | None, typer.Option("--known-host", help="A name by which a proxy calls the page; may be repeated.")
]
ShowLogin = Annotated[bool, typer.Option("--show-login", help="Show the login of the page, and stop.")]

USUAL_MINUTES = 30.0

HostFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The folder of the programs' folders, or a file that lists them.")
]
HostedName = Annotated[
    HostedCommand,
    typer.Argument(
        metavar="run|status|check|backfill",
        parser=read_word("lbn hosted DIR", HostedCommand),
        help="What to do for each of them.",
    ),
]
HostedFirst = Annotated[str, typer.Argument(metavar="FROM", help="Of a backfill: the first month.")]
HostedLast = Annotated[str, typer.Argument(metavar="TO", help="Of a backfill: the last month.")]
Workers = Annotated[
    int,
    typer.Option(
        "--workers",
        metavar="N",
        parser=read_whole_number("--workers", 4, least=0, most=256),
        help="How many programs at a time; 0: one for each core.",
    ),
]
MostMinutes = Annotated[
    float,
    typer.Option(
        "--most-minutes",
        metavar="N",
        parser=read_number("--most-minutes", 30, least=0.01),
        help="How long one program may take, before it is ended.",
    ),
]


def make_app() -> typer.Typer:
    """Make the command, without any subcommands yet."""
    return typer.Typer(
        name="lbn",
        help="The paperwork of a leave-behind naloxone program: from officers' forms to the reports that it owes.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def check_edition_or_resend(edition: int | None, resend: bool) -> None:
    """Check that a call doesn't ask both to show an edition again and to send one again.

    Raises:
        UsageError: it asks for both.
    """
    if edition and resend:
        msg = "--resend sends the last edition, and --edition only shows one again: use one of them."
        raise UsageError(msg)


def check_one_of(**asked: bool) -> None:
    """Check that a call doesn't ask for two things of which each is all that it does.

    Raises:
        UsageError: it asks for more than one.
    """
    options = [f"--{name.replace('_', '-')}" for name, is_asked in asked.items() if is_asked]
    if len(options) > 1:
        msg = f"{' and '.join(options)}: use one of them."
        raise UsageError(msg)
