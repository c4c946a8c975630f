"""What is said of sheets to print: where they are, and what to do with them."""

from pathlib import Path

from tasks.messages.formatting import format_count
from tasks.messages.sheets.count_sheet import NO_TAB

ONLY_YOU = "Only this account can open it; print it from here."


def summarize_count_sheets(path: Path, sheet_count: int, *, is_counted: bool = True) -> str:
    """Say where the count sheets are, and how counting goes on."""
    entered = (
        "Each sheet says how it is entered in the Counts tab; then `lbn run`, and `lbn reconcile` says what differs."
    )
    return (
        f"Made {path}: {format_count(sheet_count, 'count sheet')}, one for each location. {ONLY_YOU}\n"
        "No number that is recorded stands on them: let people count without looking it up. "
        f"{entered if is_counted else NO_TAB}"
    )


def summarize_kit_checklist(path: Path, sheet_count: int) -> str:
    """Say where the checklist is."""
    pages = f", {format_count(sheet_count, 'page')}: one for each kind of kit" if sheet_count > 1 else ""
    return f"Made {path}{pages}. {ONLY_YOU} Compare it with your own procedure, which comes first."


def summarize_review(path: Path, period: str) -> str:
    """Say where the sheet of the yearly review is, and what else to bring."""
    return (
        f"Made {path}: duties and what was done, what changed since, open points, and lines to decide. {ONLY_YOU}\n"
        f"Bring with it what `lbn report program-review {period}` makes."
    )


def summarize_recall_notice(path: Path, sheet_count: int) -> str:
    """Say where the notice is, and whom to give its pages."""
    pages = format_count(sheet_count, "page")
    return f"Made {path}: {pages}, one for each location that has or had the lot, to be handed over today. {ONLY_YOU}"


def explain_no_notice() -> str:
    """Say why there is no notice, to somebody who asked for one."""
    return "No notice was made: no location is recorded as having had the lot. Look at the cartons all the same."


def offer_recall_notice(lot: str) -> str:
    """Say how a notice to print is made."""
    return f"A notice for each location, to print: lbn recall {lot} --notice"


def summarize_why(path: Path) -> str:
    """Say where the workbook is, and whom it is for."""
    return (
        f"Made {path}: each number from which orders, moves and shelves follow, for the agency itself. Only this "
        "account can open it."
    )
