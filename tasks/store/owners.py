"""The door of a ledger: a folder whose key is another's reads and writes nothing there.

A ledger of a program's own is known by its place, one in a database that may be shared by the program's id; either
keeps the check value of the key with which it was read. A ledger that an earlier version kept has none yet: one of its
own goes on and gets it at the next sync, a shared one is taken over once a row of the tabs has proved whose it is.
"""

from typing import NamedTuple, NoReturn

from sqlalchemy import Connection, bindparam, select, text, update

from tasks.errors import OperationError
from tasks.program_folder.identity import OWN_KEY_IS_GONE, SHARED_KEY_IS_GONE, Key, Owner
from tasks.store.tables import programs

OWN = "own"
"""The name of the program in a ledger of its own: renaming the agency must not hide its history."""

_KNOWN = select(programs.c.program, programs.c.key_check).where(
    programs.c.program.in_([bindparam(name) for name in ("name", "own", "former", "id")])
)
"""Written once: every transaction begins with it."""

PREFIX = "lbn_"
"""With what the name of an account on PostgreSQL begins that sees one program only; the program's id follows."""


class Door(NamedTuple):
    """Who may come in."""

    program: str
    is_own: bool
    owner: Owner

    def check_owner(self, connection: Connection, *, accepts_new_key: bool = False) -> None:
        """Refuse whoever has not the key of the program's ledger, or would begin a second one beside a former one.

        Args:
            connection: a transaction of what is asked for.
            accepts_new_key: whether a ledger of the program's own may go on with another key.

        Raises:
            OperationError: the ledger is another's, or its key is lost.
        """
        known, key = self._known(connection), self.owner.find_key()
        if self.program not in known:
            self._refuse_to_begin_anew(known, key)
        elif known[self.program] is None:
            if not self.is_own:
                _refuse_former(self.program)
        elif not (self.is_own and accepts_new_key):
            self._refuse_other_key(known[self.program], key)

    def _known(self, connection: Connection) -> dict[str, bytes | None]:
        """Return the names under which the ledger may have this program, with the check values of their keys."""
        names = {"name": self.program, "own": OWN, "former": self.owner.former_name, "id": self.owner.id or OWN}
        return dict(connection.execute(_KNOWN, names).all())

    def _refuse_to_begin_anew(self, known: dict[str, bytes | None], key: Key | None) -> None:
        for name, check in known.items():
            if check is None or (key and check == key.check):
                _refuse_former(name)

    def _refuse_other_key(self, check: bytes | None, key: Key | None) -> None:
        if key is None:
            raise OperationError(OWN_KEY_IS_GONE if self.is_own else SHARED_KEY_IS_GONE)
        if key.check != check:
            raise OperationError(self._own_words(key) if self.is_own else self._shared_words(key))

    def _own_words(self, key: Key) -> str:
        return (
            f"This ledger was not read with the key in {key.where}, so nothing of it was shown or changed. One of the "
            "two is another program's: put the right one back. If the key is lost for good, `lbn ingest "
            "--accept-withdrawals` goes on with this one, and decisions have to be made again."
        )

    def _shared_words(self, key: Key) -> str:
        return (
            f"The program {self.program} in this database was not read with the key in {key.where}, so nothing of it "
            "was shown or changed. Put the program's own key back; if this is another program, give it an id of its "
            "own in lbn.toml: 8 small letters and digits, such as `lbn init` writes."
        )


def _refuse_former(name: str) -> NoReturn:
    msg = (
        f"The ledger has a program under the name {name}, which an earlier version gave it, or another place. Nothing "
        f"was shown or changed. If it is this one, `lbn ingest --take-over {name}` goes on with it; if not, the one "
        "whose it is must take it over first (docs/operations.md, “PostgreSQL”)."
    )
    raise OperationError(msg)


def keep_key_check(connection: Connection, program: str, check: bytes) -> None:
    """Keep the check value of the key with which the program's tabs are read."""
    is_other = programs.c.key_check.is_distinct_from(check)
    connection.execute(update(programs).where(programs.c.program == program, is_other).values(key_check=check))


def has_others_account(connection: Connection, program: str) -> bool:
    """Tell whether an account on PostgreSQL sees another program's rows only, and would find an empty ledger."""
    is_others = text(f"select row_security_active('{programs.name}') and current_user <> :own")
    return bool(connection.execute(is_others, {"own": PREFIX + program}).scalar())
