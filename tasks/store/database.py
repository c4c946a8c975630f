"""Opening the ledger's database: one writer at a time, others wait; nothing half-written is ever seen.

SQLite keeps its rollback journal (a write-ahead log breaks on the network drives on which such folders lie) and a
writing transaction takes the lock when it begins, so that two runs at once wait for each other instead of failing
half-way. A connection is closed when its transaction ends: a process that serves many programs holds none that it does
not use. What takes long, such as reading a Sheet over a bad line, has a lock of its own and does not hold the ledger.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from tasks.errors import Busy, OperationError
from tasks.program_folder.identity import Owner
from tasks.program_folder.lock_files import LOCKED, lock_file
from tasks.store.database_words import OTHERS_ACCOUNT, WAIT_SECONDS, say_in_words, write_sentence
from tasks.store.engines import find_sqlite_file, make_lock_number, make_server_engine, make_sqlite_engine
from tasks.store.integrity import FindBroken, check_may_heal, check_whole_and_ours, note_whole, read_any_text
from tasks.store.keys import give_key
from tasks.store.ledger_moves import check_in_use
from tasks.store.owners import OWN, Door, has_others_account
from tasks.store.rewriting import rewrite_file
from tasks.store.seals import ReadingsOnServer, find_broken_seals, forget_seals, is_proved, seal_changes
from tasks.store.touched_rows import note_changes
from tasks.store.versions import NEWEST, bring_up_to_date, read_version

_LOOKS_AGAIN_SECONDS = 0.1


class Database:
    """A program's ledger."""

    def __init__(self, url: str, folder: Path, owner: Owner, *, is_moving: bool = False) -> None:
        self._path = find_sqlite_file(url, folder)
        is_own = self._path is not None and self._path.is_relative_to(folder.resolve())
        self._door = Door(OWN if is_own else owner.id or "", is_own, owner)
        self._is_moving = is_moving
        self._engine = make_sqlite_engine(self._path, WAIT_SECONDS) if self._path else make_server_engine(url)
        self._is_up_to_date = False
        self._readings = ReadingsOnServer()
        note_changes(self._engine)

    @property
    def program(self) -> str:
        """Return the name under which it keeps the program; empty where it may be shared and the program has no id."""
        return self._door.program

    @property
    def address(self) -> str:
        """Return where it is, without a password."""
        if self._path:
            return str(self._path)
        return self._engine.url.render_as_string(hide_password=True)

    @property
    def path(self) -> Path | None:
        """Return its file; none on a server."""
        return self._path

    @contextmanager
    def writing(self, *, accepts_new_key: bool = False) -> Iterator[Connection]:
        """Open a transaction that no other writer can enter; all of it is kept, or nothing.

        Args:
            accepts_new_key: whether a ledger of the program's own may go on with another key.
        """
        with self._writing(self.program) as connection:
            self._come_in(connection, find_broken_seals, accepts_new_key=accepts_new_key)
            yield connection
        note_whole(self._path)

    @contextmanager
    def taking_over(self, former: str) -> Iterator[Connection]:
        """Write likewise, to prove that a program kept under a former name is this one: the only way past the door."""
        with self._writing(former, self.program) as connection:
            give_key(connection, self._door.owner)
            self._check_in_use(connection, former)
            yield connection

    @contextmanager
    def healing(self) -> Iterator[Connection]:
        """Write likewise to a ledger that may be damaged, whose seals are made anew at the end.

        Raises:
            OperationError: nothing shows that it is the program's.
        """
        with self._writing(self.program) as connection:
            give_key(connection, self._door.owner)
            read_any_text(connection)
            check_may_heal(connection, self._door, is_proved)
            self._check_in_use(connection)
            yield connection
            forget_seals(connection, self.program)
        note_whole(self._path)

    @contextmanager
    def _writing(self, *names: str) -> Iterator[Connection]:
        with say_in_words(self._path):
            self._prepare()
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                for name in names:
                    self._wait_for_turn(connection, f"{name} writing")
                yield connection
                seal_changes(connection, self.program, self._door.owner)

    def rewrite(self) -> None:
        """Write its file anew, without what was deleted; on a server that is the server's own business."""
        if self._path:
            rewrite_file(self._engine, self._path)

    @contextmanager
    def reading(self, *, accepts_new_key: bool = False) -> Iterator[Connection]:
        """Open a transaction that sees the ledger as it was when it began."""
        with say_in_words(self._path):
            self._prepare()
            # PostgreSQL sees each statement's own moment if it is not told otherwise.
            one_moment = {} if self._path else {"isolation_level": "REPEATABLE READ"}
            with self._engine.connect().execution_options(**one_moment) as connection, connection.begin():
                find_broken = find_broken_seals if self._path else self._readings.find_broken
                self._come_in(connection, find_broken, accepts_new_key=accepts_new_key)
                yield connection

    def _come_in(self, connection: Connection, find_broken: FindBroken, *, accepts_new_key: bool) -> None:
        check_whole_and_ours(connection, self._door, self._path, find_broken, accepts_new_key=accepts_new_key)
        self._check_in_use(connection)

    def _check_in_use(self, connection: Connection, *others: str) -> None:
        """Refuse a ledger that has left for another database, or isn't all here yet, but to whoever moves it."""
        if not self._is_moving:
            check_in_use(connection, (self.program, *others))

    @contextmanager
    def syncing(self, *, accepts_new_key: bool = False, is_healing: bool = False) -> Iterator[None]:
        """Take the right to read the tabs into the ledger, for which another sync waits; other writers go on."""
        with say_in_words(self._path):
            # A stranger makes no lock either, and reads no tab.
            if is_healing:
                self._check_may_heal()
            else:
                with self.reading(accepts_new_key=accepts_new_key):
                    pass
            with self._right_to("syncing", WAIT_SECONDS) as is_ours:
                if not is_ours:
                    msg = (
                        f"Another run is reading the tabs; waited {WAIT_SECONDS} seconds. Nothing was changed. "
                        "Try again later."
                    )
                    raise Busy(msg)
                yield

    def _check_may_heal(self) -> None:
        """Check whose ledger it is, as far as it can be read; what can't be is read around later."""
        with suppress(SQLAlchemyError, UnicodeDecodeError), self._engine.connect() as connection, connection.begin():
            give_key(connection, self._door.owner)
            read_any_text(connection)
            check_may_heal(connection, self._door, is_proved)
            self._check_in_use(connection)

    @contextmanager
    def sending(self) -> Iterator[bool]:
        """Take the right to send, which one process at a time has; false where another has it."""
        with say_in_words(self._path):
            self._prepare()
            with self._right_to("sending", 0) as is_ours:
                yield is_ours

    def _right_to(self, what: str, wait_seconds: float) -> AbstractContextManager[bool]:
        """Lock what one process at a time may do, but not the ledger itself. A killed one loses the right."""
        return self._lock_file(what, wait_seconds) if self._path else self._advisory_lock(what, wait_seconds)

    @contextmanager
    def _lock_file(self, what: str, wait_seconds: float) -> Iterator[bool]:
        """Lock a file beside the ledger."""
        path = f"{self._path}-{what}" if self._door.is_own else f"{self._path}-{self.program}-{what}"
        with lock_file(Path(path), wait_seconds) as problem:
            if problem and LOCKED not in problem:
                raise OperationError(write_sentence(problem, self._path))
            yield not problem

    @contextmanager
    def _advisory_lock(self, what: str, wait_seconds: float) -> Iterator[bool]:
        number = make_lock_number(f"{self.program} {what}")
        until = monotonic() + wait_seconds
        with self._engine.connect() as connection:
            asked = select(func.pg_try_advisory_lock(number))
            while not (is_ours := bool(connection.execute(asked).scalar())) and monotonic() < until:
                sleep(_LOOKS_AGAIN_SECONDS)
            connection.commit()
            try:
                yield is_ours
            finally:
                if is_ours:
                    connection.execute(select(func.pg_advisory_unlock(number)))

    def _prepare(self) -> None:
        """Make the database, or bring its tables up to date."""
        is_missing = self._path is not None and not self._path.exists()
        if self._is_up_to_date and not is_missing:
            return
        if self._path and is_missing:
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        is_damaged = False
        try:
            self._bring_up_to_date()
        except UnicodeDecodeError:  # what SQLite says quotes what it found
            is_damaged = True
        if is_damaged:
            raise OperationError(write_sentence("malformed", self._path))
        self._is_up_to_date = True

    def _bring_up_to_date(self) -> None:
        with self._engine.connect() as connection, connection.begin():
            if read_version(connection) == NEWEST:
                if not self._path and has_others_account(connection, self.program):
                    raise OperationError(f"{OTHERS_ACCOUNT} Nothing was shown or changed.")
                return
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            self._wait_for_turn(connection, "tables")
            bring_up_to_date(connection)

    def _wait_for_turn(self, connection: Connection, what: str) -> None:
        """Wait for other writers of the program; SQLite did that when the transaction began."""
        if not self._path:
            connection.execute(select(func.pg_advisory_xact_lock(make_lock_number(what))))
