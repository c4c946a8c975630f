"""What becomes of a ledger that was moved from: it is deleted for good, or used again where the other is lost."""

from contextlib import suppress
from typing import NamedTuple

from schemas.ledger_move import LedgerMove
from tasks.context import ProgramContext
from tasks.errors import OperationError, UsageError
from tasks.operations.migrate_store import (
    IS_HELD_THERE,
    IS_UNPROVED,
    check_is_here,
    find_standing_of,
    find_standing_there,
    open_target,
    stop_others,
)  # fmt: skip
from tasks.store.ledger_moves import describe_move, note_move
from tasks.store.moving import forget_program


def forget_former_store(program: ProgramContext, url: str) -> str:
    """Delete for good what a database has of the program that isn't in use; return where that was.

    Raises:
        UsageError: nothing is there, or it is a ledger in use.
        OperationError: the ledger that lbn.toml names isn't in use itself, so that the other may be the only one.
    """
    target = open_target(program, url)
    with stop_others(program):
        here, there = find_standing_of(program), find_standing_there(target)
        check_is_here(here, there)
        if not here.is_in_use or not here.has_key:
            raise OperationError(describe_move(here) if here.move else IS_UNPROVED)
        if there.move is None:
            raise UsageError(IS_HELD_THERE if there.is_kept else "Nothing of this program is there. Nothing was done.")
        with target.database.writing() as connection:
            forget_program(connection, target.slug)
    target.database.rewrite()
    return target.database.address


class TakenBack(NamedTuple):
    """A ledger that is in use again, and the one that was taken for lost."""

    place: str
    lost: str


def take_back_store(program: ProgramContext, url: str) -> TakenBack:
    """Put the ledger that lbn.toml names, and that has left, into use again.

    Args:
        program: whose ledger, opened to move it.
        url: where it was moved to, and is lost.

    Raises:
        UsageError: it hasn't left.
        OperationError: the other one is there and in use.
    """
    target = open_target(program, url)
    with stop_others(program):
        if find_standing_of(program).move is not LedgerMove.LEFT:
            msg = "The ledger that store.url of lbn.toml names has not left. Nothing was done."
            raise UsageError(msg)
        if _is_in_use(target):
            msg = (
                "The ledger is there and in use, so this one stays at rest. To move it back, write that place into "
                "store.url, and move from there."
            )
            raise OperationError(msg)
        with program.database.writing() as connection:
            note_move(connection, program.slug, None, program.now())
    return TakenBack(program.database.address, target.database.address)


def _is_in_use(target: ProgramContext) -> bool:
    """Tell whether the other ledger is in use; one that can't be opened is lost, as whoever asks for this says."""
    with suppress(OperationError):
        return find_standing_of(target).is_in_use
    return False
