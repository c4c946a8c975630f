"""Is everything in its place: settings, source, store, mail: a line for each part, ok or what to do."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from schemas.finding import KEEP
from tasks.context import Program, open_program
from tasks.delivery.registry import sender_for
from tasks.delivery.sender import NotTaken
from tasks.errors import CannotGoOn, WrongCall
from tasks.program_folder.decisions import FILE_NAME, lines_not_understood
from tasks.program_folder.paths import OUTBOX
from tasks.rules.reporting.periods import reports_owed
from tasks.sources.source import tab_rows
from tasks.store.rows import open_state, save_state


class Checked(NamedTuple):
    """What a look at one part found."""

    part: str
    is_ok: bool
    words: str
    is_wrong_call: bool = False


def check(folder: Path) -> list[Checked]:
    """Look at every part; nothing is changed but that a ledger is made where there was none."""
    try:
        program = open_program(folder)
        reports = reports_owed(program.settings, program.definitions)
    except WrongCall as problem:
        return [Checked("settings", False, str(problem), is_wrong_call=True)]
    owed = ", ".join(f"{slug} ({cadence.value})" for slug, cadence in reports.items())
    settings = Checked("settings", True, f"{program.settings.agency.name} owes: {owed or 'no report on a schedule'}.")
    return [settings, *_sources(program), *(looked_at(part, partial(look, program)) for part, look in _PARTS.items())]


def looked_at(part: str, look: Callable[[], str]) -> Checked:
    """What a look at one part finds."""
    try:
        return Checked(part, True, look())
    except CannotGoOn as problem:
        return Checked(part, False, str(problem), isinstance(problem, WrongCall))


def _sources(program: Program) -> list[Checked]:
    if program.settings.source.kind == "files":
        return [looked_at("source", partial(_files, program))]
    from tasks.operations.check_sheet import look_at_sheet  # noqa: PLC0415 - half a second that files do not need

    return list(look_at_sheet(program))


def _files(program: Program) -> str:
    if lines := lines_not_understood(program.folder):
        numbers = ", ".join(map(str, lines))
        msg = f"In {FILE_NAME} not understood: line {numbers}. Write the ref, and {KEEP} beside it, or nothing."
        raise CannotGoOn(msg)
    tabs = {tab: tab_rows(tab, raw, program.settings) for tab, raw in program.source.read().items()}
    return "; ".join(f"{tab.value}: {len(rows.numbers)} rows" for tab, rows in tabs.items()) + "."


def _store(program: Program) -> str:
    with program.database.writing() as connection:
        trial = connection.begin_nested()
        state = open_state(connection, program.slug)
        program.key(is_first=state.source is None)
        save_state(connection, program.slug, state)
        trial.rollback()
    return f"{program.database.address} can be written."


def _mail(program: Program) -> str:
    mail, whom, problem = program.settings.mail, program.settings.agency.coordinator, None
    try:
        sender_for(mail, program.folder).look()
    except NotTaken as obstacle:
        problem = CannotGoOn(f"No message would leave: {obstacle}.")
    if problem:
        raise problem
    if mail.is_outbox:
        return f"messages to {whom} are put in the folder {OUTBOX}."
    return f"messages go to {whom} by {mail.transport}; the server lets us in."


_PARTS = {"store": _store, "mail": _mail}
