"""Check settings, source, store and mail: a line for each part, ok or what to do."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tasks.context import ProgramContext, open_program
from tasks.delivery.registry import make_sender
from tasks.delivery.sender import DeliveryFailure
from tasks.errors import OperationError, UsageError
from tasks.program_folder.paths import OUTBOX
from tasks.rules.reporting.periods import list_reports_owed
from tasks.store.rows import open_state, save_state


class Checked(NamedTuple):
    """What the check of one part found."""

    part: str
    is_ok: bool
    words: str
    is_wrong_call: bool = False


def check_program(folder: Path) -> list[Checked]:
    """Check every part; nothing is changed but that a ledger is made where there was none."""
    try:
        program = open_program(folder)
        reports = list_reports_owed(program.settings, program.definitions)
    except UsageError as problem:
        return [Checked("settings", False, str(problem), is_wrong_call=True)]
    owed = ", ".join(f"{slug} ({cadence.value})" for slug, cadence in reports.items())
    settings = Checked("settings", True, f"{program.settings.agency.name} owes: {owed or 'no report on a schedule'}.")
    rest = (check_part(part, partial(look, program)) for part, look in _PARTS.items())
    return [settings, *_check_source(program), *rest]


def check_part(part: str, look: Callable[[], str]) -> Checked:
    """Check a part; a look that cannot be done is a finding, and its sentence says what to do."""
    try:
        return Checked(part, True, look())
    except OperationError as problem:
        return Checked(part, False, str(problem), isinstance(problem, UsageError))


def _check_source(program: ProgramContext) -> Iterator[Checked]:
    """Check the source as it says itself; after one that fails, what rests on it cannot be looked at."""
    for look in program.source.list_looks(program.today()):
        found = check_part(look.part, look.look)
        yield found
        if look.stops_the_rest and not found.is_ok:
            return


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
    except DeliveryFailure as reason:
        problem = OperationError(f"No message would leave: {reason}.")
    if problem:
        raise problem
    if mail.is_outbox:
        return f"messages to {whom} are put in the folder {OUTBOX}."
    return f"messages go to {whom} by {mail.transport}; the server lets us in."


_PARTS = {"store": _store, "mail": _mail}
