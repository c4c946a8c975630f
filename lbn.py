"""The command `lbn`: the program's operations for people.

They run directly or, where PREFECT_API_URL names a server, as flows there.

It starts in under a second: what a command does not need is not imported.
"""

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.service.command import serve
from schemas.period import Period
from tasks.presentation import account
from tasks.presentation.terminal import heard_to_the_end, in_words, show, show_document

if TYPE_CHECKING:
    from tasks.program.opening import Program

app = typer.Typer(
    name="lbn",
    help="The paperwork of a leave-behind naloxone program: from officers' forms to the reports that it owes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[
    Path,
    typer.Option("--program", envvar="LBN_PROGRAM", help="The program's folder, with lbn.toml.", show_default="."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of words.")]
Accepts = Annotated[bool, typer.Option("--accept-withdrawals", help="The missing rows were deleted on purpose.")]
FormerName = Annotated[str | None, typer.Option("--take-over", metavar="NAME", help="Go on with the ledger so named.")]
AsKnown = Annotated[bool, typer.Option("--as-known", help="Do not read the tabs first: report what was last read.")]
HERE = Path()


@app.command()
def demo(folder: Annotated[Path, typer.Argument(help="A new folder for the sample program.")] = Path("demo")) -> None:
    """Make a sample program, run everything on it, and say what was made and where."""
    from tasks.sample import write_nyc_sample, write_sample

    samples = {folder: write_sample, folder / "nyc": write_nyc_sample}
    with in_words("Making two sample programs"):
        for path, write in samples.items():
            write(path, date.today())
    with in_words("Starting Prefect and running the whole pipeline on them"):
        outcomes = [_flow("run_program")(path) for path in samples]
    for path, outcome in zip(samples, outcomes, strict=True):
        typer.echo(account.of_demo(path, outcome, _status(_open(path))))
    typer.echo(account.of_demos(folder, _called_here()))


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="The new program's folder.")]) -> None:
    """Make a new program: lbn.toml with every setting explained, and empty tabs with their headers."""
    from tasks.sample import write_empty_program

    with in_words():
        write_empty_program(folder)
    typer.echo(account.of_init(folder, _called_here()))


@app.command()
def check(program: Folder = HERE) -> None:
    """Look at settings, source, store and mail: one line each, ok or what to do."""
    from tasks.program.check import check as check_all

    findings = check_all(program)
    for finding in findings:
        typer.echo(f"{finding.part:<9} {'ok' if finding.is_ok else 'TO DO'}  {finding.words}")
    if not all(finding.is_ok for finding in findings):
        raise typer.Exit(2 if any(finding.is_wrong_call for finding in findings) else 1)


@app.command()
def ingest(
    program: Folder = HERE,
    accept_withdrawals: Accepts = False,
    former: FormerName = None,
    as_json: AsJson = False,
) -> None:
    """Read the tabs: validate, strip, store."""
    from tasks.program.take_over import take_over

    with in_words("Reading the tabs"):
        if former:
            take_over(_open(program), former)
        counts = _do("ingest_entries", program, accept_withdrawals=accept_withdrawals)
        attention = _status(_open(program)).attention
    show(counts, as_json, partial(account.of_ingest, attention=attention))


@app.command()
def reconcile(program: Folder = HERE, as_json: AsJson = False) -> None:
    """Books against counts: variances, shortfalls, low stock, expiring and recalled lots, what to order."""
    with in_words("Replaying the stock"):
        stock = _do("reconcile_stock", program)
    show(stock, as_json, account.of_reconciliation)


@app.command()
def report(
    slug: Annotated[str, typer.Argument(help="The report, such as supplier or nysdoh-quarterly.")],
    period: Annotated[str, typer.Argument(help="A month 2026-09, a quarter 2026-Q3 or a year 2026.")],
    program: Folder = HERE,
    no_send: Annotated[bool, typer.Option("--no-send", help="Make the edition, send no message.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Send the last edition's message once more.")] = False,
    edition: Annotated[
        int | None, typer.Option("--edition", min=1, help="Show this edition again, byte for byte.")
    ] = None,
    as_known: AsKnown = False,
    as_json: AsJson = False,
) -> None:
    """Read the tabs, then make a report for a period: figures, edition and message."""
    from schemas.problem import WrongCall
    from tasks.program.report_figures import Wanted
    from tasks.program.reports import as_json_bytes, edition_again

    with in_words("Making the report"):
        if edition and resend:
            msg = "--resend sends the last edition, and --edition only shows one again: use one of them."
            raise WrongCall(msg)
        if edition:
            figures = edition_again(_open(program), Wanted(slug, Period.parse(period)), edition)
            words = account.of_edition_again(slug, period, edition)
        else:
            asked = {"report": slug, "period": period, "send": not no_send, "resend": resend}
            outcome = _do("send_report", program, **asked, as_known=as_known)
            figures, words = as_json_bytes(outcome.figures), account.of_report(outcome)
    show_document(figures, words, as_json)


@app.command()
def figures(
    period: Annotated[str, typer.Argument(help="A month 2026-09, a quarter 2026-Q3 or a year 2026.")],
    measure: Annotated[list[str] | None, typer.Option("--measure", help="A measure, such as kits_distributed.")] = None,
    by: Annotated[list[str] | None, typer.Option("--by", help="A grouping, such as county: one table each.")] = None,
    program: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Any measures by any grouping."""
    from tasks.program import books

    with in_words("Adding up"):
        answer = books.figures(_open(program), Period.parse(period), measure or (), by or ())
    show(answer, as_json, partial(account.of_figures, asked=measure or ()))


@app.command()
def backfill(
    first: Annotated[str, typer.Argument(metavar="FROM", help="The first month, such as 2026-01.")],
    last: Annotated[str, typer.Argument(metavar="TO", help="The last month, such as 2026-09.")],
    program: Folder = HERE,
    slug: Annotated[str | None, typer.Option("--report", help="Only this report, owed on a schedule or not.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be made, and make nothing.")] = False,
    as_known: AsKnown = False,
    as_json: AsJson = False,
) -> None:
    """Read the tabs, then make every report owed for a range of months; what is made and unchanged stays."""
    with in_words("Making the reports"):
        asked = {"first_month": first, "last_month": last, "report": slug or "", "dry_run": dry_run}
        outcome = _do("backfill_reports", program, **asked, as_known=as_known)
    show(outcome, as_json, account.of_backfill)


@app.command()
def run(program: Folder = HERE, as_json: AsJson = False) -> None:
    """What the schedule does: ingest, reconcile, reports owed, amendments, one digest."""
    with in_words("Running the program"):
        outcome = _do("run_program", program)
        attention = _status(_open(program)).attention
    show(outcome, as_json, partial(account.of_run, attention=attention))


@app.command()
def status(program: Folder = HERE, as_json: AsJson = False) -> None:
    """Entries, what needs attention, editions."""
    from tasks.program.status import unsent

    with in_words():
        opened = _open(program)
        state, left_behind = _status(opened), unsent(opened)
    show(state, as_json, partial(account.of_status, unsent=left_behind))


@app.command()
def form(program: Folder = HERE) -> None:
    """The Google Form and its Sheet as one script, and the QR posters of the units."""
    from tasks.form import write_form
    from tasks.presentation.form_steps import form_steps

    with in_words():
        made = write_form(program)
    typer.echo(form_steps(program, made))


app.command()(serve)


def _do(flow: str, folder: Path, **parameters: Any) -> Any:
    """An operation: as a flow where PREFECT_API_URL names a server, else directly."""
    if os.environ.get("PREFECT_API_URL"):
        return _flow(flow)(folder, **parameters)
    from tasks.program import direct

    return direct.call(flow, folder, **parameters)


def _open(folder: Path) -> "Program":
    from tasks.program.opening import open_program

    return open_program(folder)


def _status(program: "Program") -> Any:
    from tasks.program.status import status as status_of

    return status_of(program)


def _flow(name: str) -> Callable[..., Any]:
    from flows._calling import call_flow

    return partial(call_flow, name)


def _called_here() -> str:
    """The command as it can be typed in this folder, whether it is on the path or not."""
    launcher = Path(__file__).resolve().parent / ".venv/bin/lbn"
    return quote(os.path.relpath(launcher)) if launcher.exists() else "lbn"


if __name__ == "__main__":
    os.umask(0o077)
    with heard_to_the_end():
        app(prog_name="lbn")
