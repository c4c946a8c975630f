"""The program's key in a transaction of the ledger: what is written is signed with it, what is read checked."""

from sqlalchemy import Connection, text

from tasks.program_folder.identity import Owner

KEY = "key"
"""Where a connection keeps the program's key while a transaction lasts; without a key nothing is signed or checked."""

_FORMER_CHECK = "former key check"


def give_key(connection: Connection, owner: Owner) -> None:
    """Give a transaction the program's key."""
    key = owner.find_key()
    connection.info[KEY] = key.value if key else None


def note_key_check(connection: Connection, program: str) -> None:
    """Note by which check value the ledger knows its key when a transaction begins."""
    connection.info[_FORMER_CHECK] = find_key_check(connection, program)


def find_key_check(connection: Connection, program: str) -> bytes | None:
    """Find the check value of the key with which the program's tabs are read."""
    asked = text("select key_check from programs where program = :program")
    return connection.execute(asked, {"program": program}).scalar()


def has_other_key(connection: Connection, owner: Owner) -> bool:
    """Tell whether the ledger was last read with another key than the program has now."""
    known, key = connection.info.get(_FORMER_CHECK), owner.find_key()
    return known is not None and (key is None or key.check != known)


def has_changed_key(connection: Connection, program: str, owner: Owner) -> bool:
    """Tell whether the transaction has put another key in the place of the one that the ledger had."""
    is_other = has_other_key(connection, owner)
    return is_other and find_key_check(connection, program) != connection.info.get(_FORMER_CHECK)
