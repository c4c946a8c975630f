"""What `lbn demo` says after its work: what it made, and what to try on it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from textwrap import fill

from schemas.finding import Code, is_flag
from schemas.outcome import RunOutcome, Status
from schemas.stock import OnHand
from schemas.tabs import Tab
from tasks.console.reading import describe_held_elsewhere
from tasks.messages.formatting import format_number, format_period
from tasks.program_folder.paths import DESK_PAGE, OUTBOX, find_edition_folder

WHY = {code.value: code.value.replace("_", " ") for code in Code}


def summarize_demo(folder: Path, outcome: RunOutcome, state: Status) -> str:
    """Say what `lbn demo` made: what was read, what is held and why, stock, reports, and the e-mail to open."""
    held = [item for item in state.attention if not is_flag(Tab(item.tab), Code(item.code))]
    reasons = Counter(WHY[item.code] for item in held if item.tab == Tab.RESPONSES)
    folders = [folder / find_edition_folder(item.report, item.period, item.edition) for item in outcome.reports]
    by_item: dict[str, list[OnHand]] = {}
    for lot in outcome.reconcile.stock:
        by_item.setdefault(lot.item, []).append(lot)
    counts = outcome.ingest
    read, accepted, held_count = map(format_number, (counts.read, counts.accepted, counts.held))
    lines = [
        ("Rows read", f"{read}: {accepted} counted, {held_count} held"),
        ("Why held", ", ".join(f"{why} {count}" for why, count in reasons.most_common())),
        ("Held elsewhere", describe_held_elsewhere(state.attention) or "none"),
        *((f"On hand: {item}", _stock_line(lots)) for item, lots in by_item.items()),
        *(("Report made", f"{item.report}, {format_period(item.period)}") for item in outcome.reports),
        *(("Open", str(path / "email.html")) for path in folders),
        ("At a glance", str(folder / DESK_PAGE)),
        ("Ready to send", str(folder / OUTBOX)),
    ]
    indent = 2 + max(len(title) for title, _ in lines) + 2
    wrapped = (
        fill(
            f"  {title:<{indent - 2}}{text}",
            100,
            subsequent_indent=" " * indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for title, text in lines
    )
    return "\n".join([f"A sample program, all of it made up, is in {folder}", *wrapped, ""])


def summarize_demos(folder: Path, command: str) -> str:
    """Say what to try on the sample programs; the command is written as it is called from here."""
    here = quote(str(folder))
    lines = [
        "Look around:",
        f"  {command} status --program {here}",
        f"  {command} backfill 2026-01 2026-09 --program {here}",
        "Start your own:",
        f"  {command} init DIR",
    ]
    return "\n".join(lines)


def _stock_line(lots: Sequence[OnHand]) -> str:
    on_hand: Counter[str] = Counter()
    for lot in lots:
        on_hand[lot.location] += lot.on_hand
    return f"{on_hand.total()} ({', '.join(f'{location} {quantity}' for location, quantity in on_hand.items())})"
