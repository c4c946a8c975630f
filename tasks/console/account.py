"""What the command says of what it made: a few lines each, the numbers that matter first."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from shlex import quote

from schemas.figures import Figures
from schemas.freshness import FiguresDoubts
from schemas.outcome import AttentionItem, BackfillItem, BackfillOutcome, ReportOutcome, RunOutcome
from schemas.tabs import Tab
from tasks.console.doubts import describe_doubts, describe_excluded
from tasks.console.reading import summarize_ingest
from tasks.console.shown_figures import list_measures
from tasks.console.unsent import describe_former
from tasks.messages.due_words import describe_months_left_out
from tasks.messages.formatting import format_count, format_period
from tasks.messages.report.held import describe_held_since
from tasks.messages.report.held_since import list_held_since
from tasks.messages.report.why import MADE_AGAIN, NOT_COMPARED
from tasks.messages.supplier_words import describe_suppliers
from tasks.program_folder.paths import DESK_PAGE, OUTBOX, find_edition_folder
from tasks.rules.reporting.periods import parse_period

NONE_OWED = "Made no edition: no report is owed on a schedule for a period that has ended."
NO_EDITION = "Made no new edition: no period has ended since the last ones, and none of their figures changed."


def summarize_init(folder: Path, command: str) -> str:
    """Say what `lbn init` made; the command is written as it is called from here."""
    return (
        f"Made a new program in {folder}.\n"
        f"1. Open {folder / 'lbn.toml'} and fill in your agency, units and items.\n"
        "2. Put the downloaded tabs into the folder, as they are named; of each, the newest file is read.\n"
        f"3. {command} check --program {quote(str(folder))}"
    )


def summarize_report(
    outcome: ReportOutcome, *, is_outbox: bool, today: date = date.max, doubts: FiguresDoubts | None = None
) -> str:
    """Say what `lbn report` made, and what its figures lack, or may lack."""
    figures = outcome.figures
    name = f"{figures.report}, {format_period(figures.period)}"
    if parse_period(figures.period).first_on > today:
        return f"{name}: the period has not begun, so there are no figures yet and no edition was made."
    if figures.preliminary:
        head = f"PRELIMINARY: {name}. The period has not ended; no edition was made."
    elif outcome.is_new:
        head = f"Made edition {figures.edition} of {name}.{_describe_replaced(figures)}"
    else:
        head = f"Edition {figures.edition} of {name} is current: its figures have not changed."
    whose = [describe_suppliers(outcome.supplier, is_new=outcome.is_new)] if outcome.supplier else []
    since = [describe_held_since(outcome.held_since)] if outcome.held_since else []
    lacking = describe_doubts(doubts, figures, today) if doubts else describe_excluded(figures.excluded)
    said = [head, *whose, *since, *lacking, *list_measures(figures.measures)]
    return "\n".join([*said, *_where(outcome, is_outbox), *_list_missing(outcome.others_missing)])


def _list_missing(others: Sequence[str]) -> list[str]:
    """Say of other editions that are lost or damaged what to do about each."""
    return format_section("Other editions that are missing", others)


def _describe_replaced(figures: Figures) -> str:
    """Say which edition this one replaces, and how much changed, where that can be told."""
    if not figures.supersedes:
        return ""
    if not figures.compared:
        return f" It replaces edition {figures.supersedes}, {NOT_COMPARED}."
    replaces = f" It replaces edition {figures.supersedes}"
    if not figures.changes:  # of a report for other eyes no change of a table is listed
        return f"{replaces}, and has the same totals."
    kind = "figure" if any(change.table for change in figures.changes) else "total"
    return f"{replaces}; {format_count(len(figures.changes), kind)} changed."


def summarize_edition_again(slug: str, period: str, edition: int) -> str:
    """Say where the edition is that `lbn report --edition` shows again."""
    return f"Edition {edition} of {slug}, {period}, as it was made: {find_edition_folder(slug, period, edition)}"


def summarize_backfill(outcome: BackfillOutcome, *, is_outbox: bool) -> str:
    """Say what `lbn backfill` made, or would make."""
    would, months = "Would make" if outcome.dry_run else "Made", describe_months_left_out(outcome.months_left_out)
    if not outcome.reports:
        return "\n".join([f"{would} no edition: no report is owed for a period that ended in these months.", *months])
    new = sum(item.is_new for item in outcome.reports)
    rest = len(outcome.reports) - new
    count = format_count(new, "edition") if new else "no edition"
    head = f"{would} {count}; {rest} {'already made' if outcome.dry_run else 'unchanged'}."
    made = (_name_made(item) for item in outcome.reports if item.is_new)
    left = [_tell_left(outcome.sent, outcome.waiting, is_outbox)] if outcome.sent or outcome.waiting else []
    again = [MADE_AGAIN] if outcome.dry_run and rest else []
    since = (f"  {line}" for line in list_held_since(outcome.reports))
    return "\n".join([head, *made, *again, *since, *months, *left, *_list_missing(outcome.others_missing)])


def _name_made(item: BackfillItem) -> str:
    whose = f". {describe_suppliers(item.supplier, is_new=True)}" if item.supplier else ""
    return f"  {item.report} {item.period}{whose}"


def summarize_run(
    outcome: RunOutcome,
    attention: Sequence[AttentionItem],
    files: Mapping[Tab, str] | None = None,
    *,
    is_outbox: bool,
    former: Sequence[str] = (),
) -> str:
    """Say what `lbn run` did."""
    made = [f"  {item.report} {item.period}, edition {item.edition}" for item in outcome.reports if item.is_new]
    return "\n".join(
        [
            summarize_ingest(outcome.ingest, attention, files),
            f"{DESK_PAGE} in the program's folder shows all of it at a glance.",
            f"Made {format_count(len(made), 'edition')}:" if made else _explain_no_edition(outcome),
            *made,
            *(
                f"Not amended: {item.report} {item.period}. {describe_suppliers(item.supplier, is_new=False)}"
                for item in outcome.reports
                if item.supplier and not item.is_new
            ),
            _tell_left(outcome.sent, outcome.waiting, is_outbox),
            *([describe_former(former)] if former else []),
        ]
    )


def _explain_no_edition(outcome: RunOutcome) -> str:
    """Say why a run made no edition: none was owed, or each is made; or its figures are for another supplier now."""
    if not outcome.reports:
        return NONE_OWED
    return "Made no new edition." if any(item.supplier for item in outcome.reports) else NO_EDITION


def _messages_left(what: str, count: int, is_outbox: bool) -> str:
    """Say how messages were sent: what is in a folder has been sent to nobody yet."""
    them = "it" if count == 1 else "them"
    return f"Put {what} into the folder {OUTBOX}; send {them} from there." if is_outbox else f"Sent {what}."


def _tell_left(names: Sequence[str], waiting: int, is_outbox: bool) -> str:
    """Say how many messages left and how, or that they wait for another run."""
    if waiting:
        return _wait_for_another(waiting)
    if not names:
        return "No new messages."
    return _messages_left(format_count(len(names), "message"), len(names), is_outbox)


def _wait_for_another(waiting: int) -> str:
    verb = "waits" if waiting == 1 else "wait"
    return f"Another run is sending; {format_count(waiting, 'message')} {verb} for it, as `lbn status` shows."


def _where(outcome: ReportOutcome, is_outbox: bool) -> list[str]:
    names = outcome.messages
    if outcome.waiting and names:
        return [*([f"Files: {outcome.folder}"] if outcome.folder else []), _wait_for_another(outcome.waiting)]
    left = [_messages_left(", ".join(names), len(names), is_outbox)] if names else []
    return [*([f"Files: {outcome.folder}"] if outcome.folder else []), *left]


def format_section(title: str, lines: Sequence[str]) -> list[str]:
    """Put some lines under a title; no lines, no title."""
    return [f"{title}:", *(f"  {line}" for line in lines)] if lines else []
