"""Is everything in its place: settings, source, store, mail: a line for each part, ok or what to do."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from schemas.mail import Transport
from schemas.problem import CannotGoOn, WrongCall
from tasks.presentation.folders import OUTBOX
from tasks.program.opening import Program, open_program
from tasks.rules.periods import reports_owed
from tasks.senders.choice import sender_for
from tasks.sources.raw import tab_rows
from tasks.store.rows import open_state, save_state
from tasks.whole_files import write_whole


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
    from tasks.program.check_sheet import look_at_sheet  # noqa: PLC0415 - half a second that files do not need

    return list(look_at_sheet(program))


def _files(program: Program) -> str:
    tabs = {tab: tab_rows(tab, raw, program.settings) for tab, raw in program.source.read().items()}
    return "; ".join(f"{tab.value}: {len(rows.numbers)} rows" for tab, rows in tabs.items()) + "."


def _store(program: Program) -> str:
    with program.database.writing() as connection:
        program.key()
        trial = connection.begin_nested()
        save_state(connection, program.slug, open_state(connection, program.slug))
        trial.rollback()
    return f"{program.database.address} can be written."


def _mail(program: Program) -> str:
    mail = program.settings.mail
    sender_for(mail, program.folder)  # what it needs of the environment is there
    if mail.transport is not Transport.OUTBOX:
        return f"messages go to {program.settings.agency.coordinator} by {mail.transport}."
    probe = program.folder / OUTBOX / ".check"
    write_whole(probe, b"")
    probe.unlink()
    return f"messages to {program.settings.agency.coordinator} are put in the folder {OUTBOX}."


_PARTS = {"store": _store, "mail": _mail}
