"""Check settings, source, store and mail: a line for each part, ok or what to do."""

from functools import partial
from pathlib import Path

from schemas.finding import KEEP
from tasks.context import ProgramContext, open_program
from tasks.delivery.registry import make_sender
from tasks.delivery.sender import DeliveryFailure
from tasks.errors import OperationError, UsageError
from tasks.operations.check_part import Checked, check_part
from tasks.program_folder.decisions import FILE_NAME, find_lines_not_understood
from tasks.program_folder.paths import OUTBOX
from tasks.rules.reporting.periods import list_reports_owed
from tasks.sources.source import normalize_tab
from tasks.store.rows import open_state, save_state


def check_program(folder: Path) -> list[Checked]:
    """Look at every part; nothing is changed but that a ledger is made where there was none."""
    try:
        program = open_program(folder)
        reports = list_reports_owed(program.settings, program.definitions)
    except UsageError as error:
        return [Checked("settings", False, str(error), is_wrong_call=True)]
    owed = ", ".join(f"{slug} ({cadence.value})" for slug, cadence in reports.items())
    settings = Checked("settings", True, f"{program.settings.agency.name} owes: {owed or 'no report on a schedule'}.")
    return [settings, *_sources(program), *(check_part(part, partial(look, program)) for part, look in _PARTS.items())]


def _sources(program: ProgramContext) -> list[Checked]:
    if program.settings.source.kind == "files":
        return [check_part("source", partial(_files, program))]
    from tasks.operations.check_sheet import check_sheet  # noqa: PLC0415 - half a second that files do not need

    return list(check_sheet(program))


def _files(program: ProgramContext) -> str:
    if lines := find_lines_not_understood(program.folder):
        numbers = ", ".join(map(str, lines))
        msg = f"In {FILE_NAME} not understood: line {numbers}. Write the ref, and {KEEP} beside it, or nothing."
        raise OperationError(msg)
    tabs = {tab: normalize_tab(tab, raw, program.settings) for tab, raw in program.source.read().items()}
    return "; ".join(f"{tab.value}: {len(rows.numbers)} rows" for tab, rows in tabs.items()) + "."


def _store(program: ProgramContext) -> str:
    with program.database.writing() as connection:
        trial = connection.begin_nested()
        state = open_state(connection, program.slug)
        program.key(is_first=state.source is None)
        save_state(connection, program.slug, state)
        trial.rollback()
    return f"{program.database.address} can be written."


def _mail(program: ProgramContext) -> str:
    mail, whom, problem = program.settings.mail, program.settings.agency.coordinator, None
    try:
        make_sender(mail, program.folder).look()
    except DeliveryFailure as failure:
        problem = OperationError(f"No message would leave: {failure}.")
    if problem:
        raise problem
    if mail.is_outbox:
        return f"messages to {whom} are put in the folder {OUTBOX}."
    return f"messages go to {whom} by {mail.transport}; the server lets us in."


_PARTS = {"store": _store, "mail": _mail}
