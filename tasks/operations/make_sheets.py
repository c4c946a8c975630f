"""Make the sheets that are printed and filled in by hand: counts, the kit's checklist, the notice of a recall."""

from collections.abc import Mapping
from datetime import UTC, date
from pathlib import Path
from typing import Any, NamedTuple

from schemas.recall import Recall
from tasks.context import ProgramContext
from tasks.messages.engine.typesetting import SHEET, set_paper
from tasks.messages.sheets.count_sheet import build_count_sheets
from tasks.messages.sheets.kit_checklist import build_kit_checklist
from tasks.messages.sheets.recall_notice import build_recall_notice
from tasks.operations.load_ledger import load_ledger
from tasks.operations.summarize_status import check_was_read
from tasks.program_folder.atomic_write import atomic_write
from tasks.program_folder.paths import SHEETS
from tasks.rules.stock.count_sheets import list_count_sheets
from tasks.store.rows import find_last_read


class SheetsMade(NamedTuple):
    """A file of sheets, below the program's folder, and how many sheets are in it."""

    path: Path
    sheet_count: int


def make_count_sheets(program: ProgramContext) -> SheetsMade:
    """Make a sheet for each location: the lots to count, and no number that is recorded.

    Raises:
        OperationError: the tabs were never read, or the folder can't be written.
    """
    read_on = _find_day_read(program)
    with program.database.reading() as connection:
        loaded = load_ledger(connection, program.slug, program.settings)
    today = program.today()
    sheets = list_count_sheets(loaded.stock_replay, loaded.movements, program.settings, today)
    return write_sheets(program, f"counts-{today}.pdf", build_count_sheets(sheets, program.settings, today, read_on))


def make_kit_checklist(program: ProgramContext) -> SheetsMade:
    """Make the checklist of what goes into a kit; it needs the settings only.

    Raises:
        OperationError: the folder can't be written.
    """
    return write_sheets(program, "kit.pdf", build_kit_checklist(program.settings, program.today()))


def make_recall_notice(program: ProgramContext, recall: Recall) -> SheetsMade | None:
    """Make the notice of a recall, a page for each location; none where no location is known to have had the lot.

    Raises:
        OperationError: the folder can't be written.
    """
    today = program.today()
    document = build_recall_notice(recall, program.settings, today, _find_day_read(program))
    return write_sheets(program, f"recall-{recall.traces[0].lot}-{today}.pdf", document) if document else None


def _find_day_read(program: ProgramContext) -> date:
    """Find the day of the last reading: of what was entered since, no sheet can know."""
    check_was_read(program)
    with program.database.reading() as connection:
        read_at = find_last_read(connection, program.slug)
    return program.local(read_at or program.now()).date()


def write_sheets(program: ProgramContext, name: str, document: Mapping[str, Any]) -> SheetsMade:
    """Write a document of sheets into the folder sheets/, readable by this account only.

    Raises:
        OperationError: the folder can't be written.
    """
    path = SHEETS / name
    atomic_write(program.folder / path, set_paper(document, program.now().replace(tzinfo=UTC), SHEET))
    return SheetsMade(path, len(document["pages"]))
