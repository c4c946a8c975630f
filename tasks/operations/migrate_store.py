"""Move a program's ledger into another database: all of it, and so that one of the two is in use, or none, never both.

The copy arrives in one transaction and is not in use. Then both are digested, table by table; only when they hold the
same is the former one marked as left, and after that the copy is let in. Whoever kills the command finds the former
ledger in use, or both at rest: called again it goes on from there. Nobody sends or reads tabs meanwhile.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection

from schemas.ledger_move import LedgerMove
from tasks.context import ProgramContext, open_elsewhere
from tasks.errors import Busy, OperationError, UsageError
from tasks.store.ledger_moves import NOT_KEPT, Standing, describe_move, find_standing, note_move
from tasks.store.moving import Held, copy_program, digest_tables, forget_program

NOTHING_TO_MOVE = (
    "There is nothing to move: the tabs were not read into the ledger of this folder yet (`lbn ingest`). Where there "
    "never was one, write the new place into store.url, and the first run begins there."
)
IS_UNPROVED = (
    "The ledger keeps no check value of the program's key yet, as one of an earlier version. Nothing was changed. Read "
    "the tabs once (`lbn ingest`), then call this again."
)
IS_ONLY_THERE = (
    "The place that store.url of lbn.toml names has no ledger of this program, and the one in the call has. Nothing "
    "was changed, and nothing is to be read before this is put right: a new ledger would begin, and all reports leave "
    "once more. Write into store.url where the ledger is in use, and name in the call where it is to be."
)
IS_HELD_THERE = (
    "That database has a ledger of this program that is in use, and two cannot be put together. Nothing was changed. "
    "If it is the one that the program went on with, write that place into store.url. If it is the same database under "
    "another address, nothing need be moved."
)
HAS_LEFT_THERE = (
    "That database has the program's ledger as it was when it was moved away from there on {day}. Nothing was changed. "
    "The same command with --forget deletes that one for good; then the ledger can be moved there."
)


class Moved(NamedTuple):
    """A ledger that was moved, and what both databases hold of it."""

    former: str
    """Where it was, without a password."""
    former_url: str
    """The same as store.url has it."""
    tables: Mapping[str, Held]
    """Empty where an earlier call has moved it."""


def migrate_store(program: ProgramContext, url: str) -> Moved:
    """Move the ledger to another address; what an earlier call left halfway is completed.

    Args:
        program: whose ledger, opened to move it.
        url: where to, as it is to stand in store.url.

    Raises:
        UsageError: it is there, or the address can't be one.
        OperationError: there is nothing to move, something is there already, or the copy isn't the same.
    """
    target = open_target(program, url)
    with stop_others(program):
        here, there = find_standing_of(program), find_standing_there(target)
        check_is_here(here, there)
        if here.is_in_use:
            _check_is_free(there)  # before anybody waits for a lock: it may be the same database, by another address
            tables = _copy(program, target)
        elif here.move is LedgerMove.LEFT and there.is_kept and there.move is not LedgerMove.LEFT:
            tables = {} if there.is_in_use else _compare_at_rest(program, target)
        else:
            raise OperationError(describe_move(here))
        if not there.is_in_use:
            with target.database.writing() as connection:
                note_move(connection, target.slug, None, target.now())
    return Moved(program.database.address, program.settings.store.url, tables)


def open_target(program: ProgramContext, url: str) -> ProgramContext:
    """Open the program with its ledger in the other database.

    Raises:
        UsageError: it is the same, or the address can't be one.
    """
    target = open_elsewhere(program, url)
    if target.database.address == program.database.address:
        msg = "That is where the ledger is by store.url of lbn.toml. Name the other place; change lbn.toml afterwards."
        raise UsageError(msg)
    return target


@contextmanager
def stop_others(program: ProgramContext) -> Iterator[None]:
    """Keep everybody else from reading tabs and from sending: a message on its way is noted where it is queued."""
    with program.database.syncing(), program.database.sending() as is_ours:
        if not is_ours:
            msg = "Another run is sending. Nothing was changed. Try again later."
            raise Busy(msg)
        yield


def find_standing_of(program: ProgramContext) -> Standing:
    """Find how the database has the program; a file that isn't there is not made by being asked."""
    path = program.database.path
    if path and not path.exists():
        return NOT_KEPT
    with program.database.reading() as connection:
        return find_standing(connection, program.slug)


def check_is_here(here: Standing, there: Standing) -> None:
    """Check that the place which lbn.toml names has the program at all.

    Raises:
        OperationError: only the other one has, or neither.
    """
    if not here.is_kept:
        raise OperationError(IS_ONLY_THERE if there.is_kept else NOTHING_TO_MOVE)


def find_standing_there(target: ProgramContext) -> Standing:
    """Find how the other database has the program; what is wrong with its address is not lbn.toml's.

    Raises:
        OperationError: it isn't reached, or can't be used.
    """
    try:
        return find_standing_of(target)
    except OperationError as why:
        words = str(why).replace("store.url in lbn.toml", "the address in the call")
        raise type(why)(f"The database that the call names: {words}") from None


def _copy(program: ProgramContext, target: ProgramContext) -> Mapping[str, Held]:
    """Copy the ledger while nobody can write to it, compare both, and mark the former one as left."""
    with program.database.writing():
        pass  # one that an earlier version kept is sealed and signed by this
    with program.database.writing() as old:
        _check_can_leave(find_standing(old, program.slug))
        with target.database.writing() as new:
            _check_is_free(find_standing(new, target.slug))
            forget_program(new, target.slug)
            copy_program(old, new, (program.slug, target.slug), program.now())
        with target.database.reading() as new:
            tables = _compare(old, new, (program.slug, target.slug))
        note_move(old, program.slug, LedgerMove.LEFT, program.now())
    return tables


def _check_can_leave(here: Standing) -> None:
    if here.move:
        raise OperationError(describe_move(here))
    if not here.has_key:
        raise OperationError(IS_UNPROVED)


def _check_is_free(there: Standing) -> None:
    """Check that a database has nothing of the program but a copy that was begun and never let in."""
    if there.is_in_use:
        raise OperationError(IS_HELD_THERE)
    if there.move is LedgerMove.LEFT:
        raise OperationError(HAS_LEFT_THERE.format(day=f"{there.moved_at:%Y-%m-%d}"))


def _compare_at_rest(program: ProgramContext, target: ProgramContext) -> Mapping[str, Held]:
    """Compare both where the former one has left and the copy was not let in yet."""
    with program.database.reading() as old, target.database.reading() as new:
        return _compare(old, new, (program.slug, target.slug))


def _compare(old: Connection, new: Connection, names: tuple[str, str]) -> Mapping[str, Held]:
    """Compare what both databases hold.

    Raises:
        OperationError: it isn't the same.
    """
    held, arrived = digest_tables(old, names[0]), digest_tables(new, names[1])
    if others := [name for name in held if held[name] != arrived[name]]:
        msg = (
            f"The copy isn't the same as the ledger: {', '.join(others)}. It was not put into use. Look at that "
            "database and its disk, then call the same command again; where lbn.toml's own ledger is told to have "
            "left, first with --take-back."
        )
        raise OperationError(msg)
    return held
