"""Check settings, source, store and mail: a line for each part, ok or what to do."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from schemas.period import Cadence
from schemas.settings import Settings
from tasks.context import ProgramContext, open_program
from tasks.delivery.registry import make_sender
from tasks.delivery.sender import DeliveryFailure
from tasks.errors import OperationError, UsageError
from tasks.messages.decision_words import list_decision_lines
from tasks.messages.lot_words import describe_doubtful_lot, describe_lot_conflict
from tasks.messages.unusable_words import describe_unusable_tab
from tasks.operations.find_lot_conflicts import find_doubtful_lots, find_lot_conflicts
from tasks.operations.find_unusable_decisions import find_unusable_decisions
from tasks.operations.find_unusable_tabs import find_unusable_tabs
from tasks.operations.list_damaged import list_damaged
from tasks.program_folder.identity import KEY_FILE
from tasks.program_folder.key import find_exposure
from tasks.program_folder.mail_secret import MAIL_SECRET_FILE
from tasks.program_folder.paths import OUTBOX
from tasks.program_folder.placeholders import find_placeholders
from tasks.rules.reporting.periods import list_reports_owed
from tasks.store.rows import find_last_read, open_state, save_state

LEAST_FREE = 10_000_000
"""Bytes: a run with some editions writes less; a backup of a small program needs about as much."""

WHERE_TO_LOOK = "needs-attention.csv says what to write in its rows; then run `lbn ingest`."
MOST_NAMED = 5


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
    rest = (check_part(part, partial(look, program)) for part, look in _PARTS.items())
    return [
        _check_filled_in(program.settings, reports), *_check_source(program), *rest,
        *_check_room(program), *_check_kept(program), *_check_key(program.folder), *_check_decisions(program),
        *_check_stock(program),
    ]  # fmt: skip


def check_part(part: str, look: Callable[[], str]) -> Checked:
    """Check a part; a look that cannot be done is a finding, and its sentence says what to do."""
    try:
        return Checked(part, True, look())
    except OperationError as problem:
        return Checked(part, False, str(problem), isinstance(problem, UsageError))


def _check_filled_in(settings: Settings, reports: Mapping[str, Cadence]) -> Checked:
    """Check that nothing is left of what `lbn init` wrote for a department to replace."""
    if placeholders := find_placeholders(settings):
        msg = f"lbn.toml still has what `lbn init` wrote at {', '.join(placeholders)}; write your own there."
        return Checked("settings", False, msg)
    owed = ", ".join(f"{slug} ({cadence.value})" for slug, cadence in reports.items())
    return Checked("settings", True, f"{settings.agency.name} owes: {owed or 'no report on a schedule'}.")


def _check_key(folder: Path) -> Iterator[Checked]:
    """Check that nobody else can use the key and the mail's secret: a line only where there is something to do."""
    for exposure in filter(None, (find_exposure(folder / name) for name in (KEY_FILE, MAIL_SECRET_FILE))):
        yield Checked("secret", False, f"{exposure}.")


def _check_room(program: ProgramContext) -> Iterator[Checked]:
    """Check that the disk takes what a run writes: a trial that is taken back needs no room, so it shows nothing."""
    path = program.database.path
    for folder in dict.fromkeys((program.folder.resolve(), path.parent if path else program.folder.resolve())):
        free = _find_free(folder)
        if free < LEAST_FREE:
            yield Checked("disk", False, f"Only {free / 1e6:.1f} MB are free where {folder} is. Make room.")


def _find_free(folder: Path) -> float:
    """Find how many bytes are free; of a folder that isn't there, or may not be used, something else tells already."""
    with suppress(OSError):
        return shutil.disk_usage(folder).free
    return float("inf")


def _check_kept(program: ProgramContext) -> Iterator[Checked]:
    """Check that every edition and message is as it was written: what nobody asks for rots unseen else."""
    with suppress(OperationError):  # a ledger that cannot be read is told of already
        with program.database.reading() as connection:
            damaged, lost, left = list_damaged(connection, program)
        if damaged:
            instead = (
                "without one, `lbn report` makes the next edition in the place of such a one, and --resend a message"
            )
            said = f"Damaged in the ledger: {_name_some(damaged)}. Restore a backup (`lbn restore`); {instead} again."
            yield Checked("kept", False, said)
        yield from (Checked("kept", False, said) for said in lost)
        if left:
            said = (
                f"Damaged in the ledger: {_name_some(left)}. Only a backup (`lbn restore`) brings that back; all else "
            )
            yield Checked("kept", True, f"{said}goes on without it.")


def _name_some(names: Sequence[str]) -> str:
    return "; ".join([*names[:MOST_NAMED], *(["others"] if len(names) > MOST_NAMED else [])])


def _check_decisions(program: ProgramContext) -> Iterator[Checked]:
    """Check that each line of decisions.csv changes something; those not understood are told with the source."""
    with suppress(OperationError):  # a ledger or a file that cannot be read is told of already
        with program.database.reading() as connection:
            unusable = find_unusable_decisions(program, connection)
            was_read = find_last_read(connection, program.slug) is not None
        told = list_decision_lines(unusable._replace(not_understood=())) if was_read else []
        yield from (Checked("decisions", False, words) for words in told)


def _check_stock(program: ProgramContext) -> Iterator[Checked]:
    """Check that each tab has a row that can be used, and each lot one expiry and the look of one, as last read."""
    with suppress(OperationError):  # a ledger that cannot be read is told of already
        with program.database.reading() as connection:
            unusable, conflicts = find_unusable_tabs(connection, program), find_lot_conflicts(connection, program)
            doubtful = find_doubtful_lots(connection, program)
        for tab in unusable:
            yield Checked(tab.name.lower(), False, f"{describe_unusable_tab(tab)} {WHERE_TO_LOOK}")
        yield from (Checked("lots", False, describe_lot_conflict(conflict)) for conflict in conflicts)
        yield from (Checked("lots", False, words) for words in dict.fromkeys(map(describe_doubtful_lot, doubtful)))


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
    mail, whom, problem = program.settings.mail, ", ".join(program.settings.agency.coordinator), None
    try:
        make_sender(mail, program.folder).look()
    except DeliveryFailure as reason:
        problem = OperationError(f"No message would leave: {reason}.")
    if problem:
        raise problem
    if mail.is_outbox:
        return f"messages to {whom} are put into the folder {OUTBOX}, ready to be sent from there."
    return f"messages go to {whom} by {mail.transport}; the server lets us in."


_PARTS = {"store": _store, "mail": _mail}
