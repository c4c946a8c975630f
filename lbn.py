"""The command `lbn`, which starts in under a second: what a command does not need is not imported."""

from datetime import date
from functools import partial
from pathlib import Path

from flows._calling import do_operation, do_watched, find_status, host_programs, open_here
from schemas.failure import Work
from tasks.console import account, commands, hosted, options, reading, sheet_commands, shown_figures
from tasks.console.options import HERE, AsJson, Folder
from tasks.console.process import begin_process
from tasks.console.terminal import command_here, end_when_output_closes, in_words, show, show_document, tell

app = options.make_app()


@app.command()
def demo(folder: options.SampleFolder = Path("demo")) -> None:
    """Make a sample program, run everything on it, and say what was made and where."""
    from flows._calling import call_flow
    from tasks.console.demo import summarize_demo, summarize_demos
    from tasks.sample import write_nyc_sample, write_sample

    samples = {folder: write_sample, folder / "nyc": write_nyc_sample}
    with in_words("Making two sample programs"):
        for path, write in samples.items():
            write(path, date.today())
    with in_words("Starting Prefect and running the whole pipeline on them"):
        outcomes = [call_flow("run_program", path) for path in samples]
    for path, outcome in zip(samples, outcomes, strict=True):
        tell(summarize_demo(path, outcome, find_status(open_here(path))))
    tell(summarize_demos(folder, command_here()))


@app.command()
def init(folder: options.ProgramFolder) -> None:
    """Make a new program: lbn.toml with every setting explained, and empty tabs with their headers."""
    from tasks.sample import write_empty_program

    with in_words():
        write_empty_program(folder)
    tell(account.summarize_init(folder, command_here()))


@app.command()
def check(program: Folder = HERE) -> None:
    """Look at settings, source, store and mail: one line each, ok or what to do."""
    from tasks.console.checked import show_checked
    from tasks.operations.check_program import check_program

    with in_words():
        findings = check_program(program)
    show_checked(findings)


@app.command()
def ingest(
    program: Folder = HERE,
    accept_withdrawals: options.AcceptWithdrawals = False,
    accept_held: options.AcceptHeld = False,
    from_scratch: options.FromScratch = False,
    former: options.FormerName = None,
    date_known: options.DateKnown = False,
    as_json: AsJson = False,
) -> None:
    """Read the tabs: validate, strip, store."""
    from tasks.operations.find_unusable_decisions import describe_unusable_decisions
    from tasks.operations.ingest_entries import ingest_entries
    from tasks.operations.take_over_ledger import take_over_ledger

    flags = {"accept_withdrawals": accept_withdrawals, "accept_held": accept_held}
    with in_words("Reading the tabs"):
        if former:
            take_over_ledger(open_here(program), former)
        if from_scratch:
            counts = commands.read_from_scratch(open_here(program), **flags, is_date_known=date_known)
        else:
            counts = do_operation(ingest_entries, program, **flags, is_date_known=date_known)
        opened = open_here(program)
        attention, files = find_status(opened).attention, opened.source.find_names()
        say = partial(reading.summarize_ingest, files=files, decisions=describe_unusable_decisions(opened))
    show(counts, as_json, partial(say, attention=attention, **flags))


@app.command()
def reconcile(program: Folder = HERE, why: options.AsWhy = False, as_json: AsJson = False) -> None:
    """Compare the recorded stock with the counts: variances, shortfalls, low, expiring, recalled, what to order."""
    from tasks.console.stock import summarize_reconciliation
    from tasks.messages.item_words import name_items
    from tasks.messages.order_letter import write_order_letter
    from tasks.operations.find_unusable_tabs import count_stock_rows_on_hold, find_unusable_tabs_of
    from tasks.operations.reconcile_stock import reconcile_stock
    from tasks.operations.summarize_status import check_was_read

    with in_words("Replaying the stock"):
        check_was_read(open_here(program))
        stock = do_operation(reconcile_stock, program)
        opened = open_here(program)
        unusable, nouns = find_unusable_tabs_of(opened), name_items(opened.settings.items)
        letters = {order.item: write_order_letter(order, opened.settings) for order in stock.order}
        held, silence = count_stock_rows_on_hold(opened), commands.ask_about_silence_now(opened)
    say = partial(summarize_reconciliation, nouns=nouns, unusable=unusable, letters=letters, held_count=held)
    show(stock, as_json, commands.say_how_new_first(opened, partial(say, silence=silence)))
    if why:
        tell(commands.make_why_workbook(opened), err=True)


@app.command()
def report(
    slug: options.Slug,
    period: options.PeriodName,
    program: Folder = HERE,
    no_send: options.NoSend = False,
    resend: options.Resend = False,
    edition: options.Edition = None,
    as_known: options.AsKnown = False,
    date_known: options.DateKnown = False,
    as_json: AsJson = False,
) -> None:
    """Read the tabs, then make a report for a period: figures, edition and message."""
    from tasks.operations.figures_file import dump_figures
    from tasks.operations.send_report import send_report
    from tasks.operations.show_edition import show_edition

    with in_words("Making the report"):
        options.check_edition_or_resend(edition, resend)
        if edition:
            document = show_edition(open_here(program), report=slug, period=period, edition=edition)
            words = account.summarize_edition_again(slug, period, edition)
        else:
            asked = {"report": slug, "period": period, "as_known": as_known, "is_date_known": date_known}
            asked = commands.tell_before_resending(program, asked, is_resent=resend)
            outcome = do_operation(send_report, program, **asked, send=not no_send, resend=resend)
            document, words = dump_figures(outcome.figures), commands.say_report(open_here(program), outcome)
    show_document(document, words, as_json)


@app.command()
def figures(
    period: options.PeriodName,
    measure: options.Measures = None,
    by: options.Groupings = None,
    program: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Show any measures by any grouping."""
    from tasks.console.doubts import describe_doubts
    from tasks.messages.as_of_words import format_as_of
    from tasks.operations.doubt_figures import doubt_figures
    from tasks.operations.read_as_of import read_program_as_of
    from tasks.operations.show_figures import show_figures

    with in_words("Adding up"):
        opened = open_here(program)
        answer = show_figures(opened, period, measure or (), by or ())
        read = read_program_as_of(opened)
        known = format_as_of(read.read_at, read.newest_entry)
        said, absent = shown_figures.describe_period(period, opened.today(), opened.settings.program.started)
        if said:
            tell(said, err=True)
        doubts = describe_doubts(doubt_figures(opened, period), answer, opened.today())
    say = partial(shown_figures.summarize_figures, as_of=known, asked=measure or (), doubts=doubts, absent=absent)
    show(answer, as_json, say)


@app.command()
def backfill(
    first: options.FirstMonth,
    last: options.LastMonth,
    program: Folder = HERE,
    slug: options.OnlyReport = None,
    dry_run: options.DryRun = False,
    as_known: options.AsKnown = False,
    date_known: options.DateKnown = False,
    as_json: AsJson = False,
) -> None:
    """Read the tabs, then make every report owed for a range of months; what is made and unchanged stays."""
    from tasks.operations.backfill_reports import backfill_reports

    with in_words("Making the reports"):
        asked = {"first_month": first, "last_month": last, "report": slug or "", "dry_run": dry_run}
        outcome = do_operation(backfill_reports, program, **asked, as_known=as_known, is_date_known=date_known)
    show(outcome, as_json, partial(commands.say_backfill, open_here(program)))


@app.command()
def run(program: Folder = HERE, date_known: options.DateKnown = False, as_json: AsJson = False) -> None:
    """Do what the schedule does: ingest, reconcile, reports owed, amendments, one digest."""
    from tasks.operations.run_program import run_program

    with in_words("Running the program"):
        outcome = do_watched(run_program, Work.DAILY_RUN, program, is_date_known=date_known)
        opened = open_here(program)
        attention, files = find_status(opened).attention, opened.source.find_names()
        is_outbox, former = opened.settings.mail.is_outbox, commands.list_former_messages(opened)
    say = partial(account.summarize_run, attention=attention, files=files, is_outbox=is_outbox, former=former)
    show(outcome, as_json, say)


@app.command()
def status(program: Folder = HERE, healthy: options.Healthy = False, as_json: AsJson = False) -> None:
    """Show when the tabs were last read, what fails, is due, needs attention, was made, was released to whom."""
    from tasks.console.status import show_health
    from tasks.operations.summarize_status import find_last_good_run

    with in_words():
        opened = open_here(program)
        if healthy:
            show_health(*find_last_good_run(opened))
        state, say = find_status(opened), commands.word_status(opened)
    show(state, as_json, say)


_DIRECT = (
    commands.filed,
    sheet_commands.recall,
    sheet_commands.sheet,
    commands.form,
    commands.backup,
    commands.restore,
    commands.purge,
)
for _command in (*_DIRECT, commands.audit, hosted.make_hosted(host_programs)):
    app.command()(_command)
app.command("migrate-store")(commands.migrate_store)


@app.command()
def serve(
    program: Folder = HERE,
    port: options.Port = 4200,
    host: options.Host = "127.0.0.1",
    known_host: options.KnownHosts = None,
    only_login: options.ShowLogin = False,
) -> None:
    """Run all of it on its schedules, in one process, with the web page of the runs. Ctrl-C ends it."""
    from flows.service.serve import serve_program, show_login

    with in_words():
        if only_login:
            tell(show_login(program))
        else:
            serve_program(program, (host, port), known_host or (), tell)


if __name__ == "__main__":
    begin_process()
    with end_when_output_closes():
        app(prog_name="lbn")
