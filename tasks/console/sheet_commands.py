"""Commands of `lbn` that make what is printed and carried to a shelf; lbn.py gives them to the command."""

from typing import TYPE_CHECKING

from tasks.console import options
from tasks.console.options import HERE, Folder
from tasks.console.terminal import in_words, tell

if TYPE_CHECKING:  # a command loads it only when it needs it
    from schemas.recall import Recall
    from tasks.context import ProgramContext
    from tasks.operations.make_sheets import SheetsMade


def recall(
    lot: options.RecalledLot,
    program: Folder = HERE,
    notice: options.AsNotice = False,
    as_known: options.RecallAsKnown = False,
    date_known: options.DateKnown = False,
) -> None:
    """Read the tabs, then say where a lot is and went, by unit and month, and the rows to enter.

    With --notice it makes a PDF, a page for each location.
    """
    from tasks.console import sheets
    from tasks.console.recall import summarize_recall
    from tasks.context import open_program
    from tasks.messages.as_of_words import format_as_of
    from tasks.messages.item_words import name_items
    from tasks.operations.read_as_of import read_program_as_of
    from tasks.operations.recall_lot import recall_lot

    with in_words("Following the lot"):
        opened = open_program(program)
        recall = recall_lot(opened, lot, as_known=as_known, is_date_known=date_known)
        read = read_program_as_of(opened)
        made = _make_notice(opened, recall) if notice else None
    as_of = format_as_of(read.read_at, read.newest_entry)
    tell(summarize_recall(recall, name_items(opened.settings.items), as_of, opened.today()))
    otherwise = sheets.explain_no_notice() if notice else sheets.offer_recall_notice(recall.traces[0].lot)
    tell(sheets.summarize_recall_notice(*made) if made else otherwise)


def _make_notice(program: "ProgramContext", traced: "Recall") -> "SheetsMade | None":
    """Make a notice; what sets paper is loaded only where one is asked for."""
    from tasks.operations.make_sheets import make_recall_notice

    return make_recall_notice(program, traced)


def sheet(kind: options.SheetName, program: Folder = HERE) -> None:
    """Make sheets to print: blind count sheets, a kit's checklist, or the sheet of the yearly review."""
    from tasks.context import open_program

    with in_words("Making the sheets"):
        said = _SHEETS[kind](open_program(program))
    tell(said)


def _make_counts(program: "ProgramContext") -> str:
    """Make the count sheets, and say where they are."""
    from tasks.console import sheets
    from tasks.messages.sheets.count_sheet import is_counted
    from tasks.operations.make_sheets import make_count_sheets

    made = make_count_sheets(program)
    return sheets.summarize_count_sheets(*made, is_counted=is_counted(program.settings))


def _make_kit(program: "ProgramContext") -> str:
    """Make the checklist of a kit, and say where it is."""
    from tasks.console import sheets
    from tasks.operations.make_sheets import make_kit_checklist

    return sheets.summarize_kit_checklist(*make_kit_checklist(program))


def _make_review(program: "ProgramContext") -> str:
    """Make the sheet of the yearly review, and say where it is."""
    from tasks.console import sheets
    from tasks.operations.make_review import find_reviewed_period, make_review_sheet

    return sheets.summarize_review(make_review_sheet(program).path, find_reviewed_period(program).name)


_SHEETS = {
    options.SheetKind.COUNTS: _make_counts,
    options.SheetKind.KIT: _make_kit,
    options.SheetKind.REVIEW: _make_review,
}
