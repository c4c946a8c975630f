"""Going on with a ledger that is kept under a former name, once it is proved to be this program's.

Earlier versions named a program of a shared database after its agency, and kept no mark of whose it was. The proof is
a row: with another key than the program's own, no row of any tab has a fingerprint that its ledger knows.
"""

from sqlalchemy import Connection

from schemas.tabs import Tab
from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.program_folder.identity import Key
from tasks.rules.intake.fingerprint import fingerprint_rows
from tasks.sources.tabs import normalize_tab
from tasks.store import take_over as store
from tasks.store.owners import keep_key_check

Prints = dict[Tab, list[bytes]]


def take_over_ledger(program: ProgramContext, former: str) -> None:
    """Give the program that the ledger keeps under a former name to this one, and keep the key's check value.

    Raises:
        UsageError: there is no program of that name, or this one has a ledger of its own already.
        OperationError: it is not proved to be this program's; nothing was changed.
    """
    key = program.key(is_first=False)
    prints = _prints(program, key)
    with program.database.taking_over(former) as connection:
        _refuse_wrong_name(connection, program, former)
        _refuse_unproved(connection, former, key, prints)
        if former != program.slug:
            store.rename_program(connection, former, program.slug)
        keep_key_check(connection, program.slug, key.check)


def _prints(program: ProgramContext, key: Key) -> Prints:
    """Read the fingerprints of the rows of the tabs."""
    rows = {tab: normalize_tab(tab, raw, program.settings).cells for tab, raw in program.source.read().items()}
    return {tab: fingerprint_rows(tab, cells, key.value) for tab, cells in rows.items()}


def _refuse_wrong_name(connection: Connection, program: ProgramContext, former: str) -> None:
    if not store.is_kept(connection, former):
        msg = "The ledger has no program of the name that follows --take-over. Write it as the refusal showed it."
        raise UsageError(msg)
    if former != program.slug and store.is_kept(connection, program.slug):
        msg = f"The program has a ledger already, under the name {program.slug}; two cannot be put together."
        raise UsageError(msg)


def _refuse_unproved(connection: Connection, former: str, key: Key, prints: Prints) -> None:
    check = store.load_key_check(connection, former)
    is_ours = check == key.check
    if check is None:
        is_ours = any(store.has_any_row(connection, former, tab, of_tab) for tab, of_tab in prints.items())
    if not is_ours:
        msg = (
            f"Nothing shows that the program kept as {former} is this one: with the key in {key.where} no row of these "
            "tabs is one of its rows. Nothing was changed. Restore the key that the program had then."
        )
        raise OperationError(msg)
