"""The version of a ledger's tables: a new ledger is made of the newest, an older one is brought up to it."""

from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Dialect, inspect, text
from sqlalchemy.engine.mock import MockConnection

from tasks.errors import OperationError
from tasks.store.tables import metadata

NEWEST = "0015"
"""That of the newest migration."""

_SEALS_FIT_SINCE = "0012"
"""From which version on it's known which tables a migration gives other columns: only their seals no longer fit."""

_OTHER_COLUMNS: dict[str, tuple[str, ...]] = {"0013": ("programs",), "0014": (), "0015": ()}

MIGRATIONS = Path(__file__).parent / "migrations"


def read_version(connection: Connection) -> str | None:
    """Return the version of the tables; none where there are no tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("select version_num from alembic_version").scalar()


def bring_up_to_date(connection: Connection) -> None:
    """Make the tables, or bring them to the newest version.

    Raises:
        OperationError: they are of a newer version than this program.
    """
    version = read_version(connection)
    if version is None:
        make_tables(connection)
    elif version != NEWEST:
        migrate(connection)


def make_tables(connection: Connection) -> None:
    """Make a new ledger: what all migrations lead to, without the half second that Alembic takes to load."""
    for statement in _write_statements(connection.dialect):
        connection.exec_driver_sql(statement)
    connection.execute(text("insert into alembic_version values (:newest)"), {"newest": NEWEST})


_written: WeakKeyDictionary[Dialect, tuple[str, ...]] = WeakKeyDictionary()
"""What makes the tables, in each dialect: ledgers in files share one, so that for them it is written once."""


def _write_statements(dialect: Dialect) -> tuple[str, ...]:
    """Write what makes the tables, with their indexes and comments, and their version."""
    if dialect not in _written:
        for index in (one for table in metadata.tables.values() for one in table.indexes):
            # Not where the tables are declared: the dialect takes a tenth of the time in which a command starts.
            index.dialect_kwargs["postgresql_where"] = index.dialect_options["sqlite"]["where"]
        made: list[str] = []
        writes_down = MockConnection(dialect, lambda one, *_: made.append(str(one.compile(dialect=dialect))))
        metadata.create_all(writes_down, checkfirst=False)
        made.append("create table alembic_version (version_num varchar(32) not null primary key)")
        _written[dialect] = tuple(made)
    return _written[dialect]


def migrate(connection: Connection, version: str = "head") -> None:
    """Bring an older ledger up to a version.

    Raises:
        OperationError: it is newer than this program.
    """
    from alembic import command  # noqa: PLC0415 - half a second that only an old ledger needs
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    former = read_version(connection) or ""
    is_newer = False
    try:
        command.upgrade(config, version)
    except CommandError:
        is_newer = True
    if inspect(connection).has_table("seals"):
        _open_seals(connection, former)
    if is_newer:
        msg = "The ledger was made by a newer version of this program. Update the program; nothing was changed."
        raise OperationError(msg)


def _open_seals(connection: Connection, former: str) -> None:
    """Open the seals of tables that have got other columns, which the next writing makes; the others still hold."""
    if former < _SEALS_FIT_SINCE:
        connection.execute(text("delete from seals"))
        return
    for name in (name for version, names in _OTHER_COLUMNS.items() if version > former for name in names):
        connection.execute(text("update seals set digest = :none where sealed = :name"), {"none": b"", "name": name})
