"""Rows of the tabs in the ledger: which are valid now, what they say, and their findings."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, func, insert, select, update

from schemas.distribution import Distribution
from schemas.finding import HeldRow
from schemas.inventory import Count, Movement, Training
from schemas.stored_row import Fact, Stored
from schemas.tabs import Tab
from tasks.rules.intake.fingerprint import Identity
from tasks.store.row_digests import fetch_many
from tasks.store.tables import ROWS_OF, distributions, findings, held_rows, programs, syncs, vocabulary

_TYPES: dict[Tab, type[Fact]] = {
    Tab.RESPONSES: Distribution,
    Tab.INVENTORY: Movement,
    Tab.COUNTS: Count,
    Tab.TRAINING: Training,
}
CLOSED = 0
"""The occurrence of a row that is closed: it counts, and no row of a tab is it. Those of a tab are counted from 1."""

FEW = 500
"""So many fingerprints are asked for by name; old SQLite takes 999 variables in a statement."""


class State(NamedTuple):
    """What the ledger remembers of the last sync."""

    read_at: datetime | None
    source: bytes | None
    context: bytes | None
    fields_asked: str | None
    """The form's fields that it found, by name and in order, with spaces between; none: not known."""


def open_state(connection: Connection, program: str) -> State:
    """Return the program's state; a program that is not known yet is added."""
    found = connection.execute(
        select(*(programs.c[name] for name in State._fields)).where(programs.c.program == program)
    ).first()
    if found is None:
        connection.execute(insert(programs).values(program=program))
        return State(None, None, None, None)
    return State(*found)


def find_last_read(connection: Connection, program: str) -> datetime | None:
    """Return when the tabs were last read without a refusal."""
    return connection.execute(select(programs.c.read_at).where(programs.c.program == program)).scalar()


def find_source_read(connection: Connection, program: str) -> bytes | None:
    """Return the digest of what the last sync read."""
    return connection.execute(select(programs.c.source).where(programs.c.program == program)).scalar()


def save_state(connection: Connection, program: str, state: State) -> None:
    """Keep what the last sync read, and by what its rows were validated."""
    connection.execute(update(programs).where(programs.c.program == program).values(state._asdict()))


def add_sync(connection: Connection, program: str, at: datetime) -> int:
    """Begin a sync that changes something; its number orders the history."""
    return int(
        connection.execute(insert(syncs).values(program=program, synced_at=at).returning(syncs.c.id)).scalar_one()
    )


def find_last_sync(connection: Connection, program: str) -> int | None:
    """Return the number of the last sync that changed something."""
    return connection.execute(select(func.max(syncs.c.id)).where(syncs.c.program == program)).scalar()


def add_words(connection: Connection, program: str, words: Iterable[str]) -> None:
    """Add to the closed vocabulary; words that it has stay."""
    known = connection.execute(select(vocabulary.c.word).where(vocabulary.c.program == program)).scalars()
    rows = [{"program": program, "word": word} for word in sorted(set(words).difference(known))]
    if rows:
        connection.execute(insert(vocabulary), rows)


def find_accepted(connection: Connection, program: str, tab: Tab) -> set[Identity]:
    """Return the rows of a tab that count and are not closed."""
    return _identities(connection, ROWS_OF[tab], program, ROWS_OF[tab].c.occurrence != CLOSED)


def has_rows(connection: Connection, program: str, tab: Tab) -> bool:
    """Tell whether any row of a tab counts, a closed one too."""
    table = ROWS_OF[tab]
    return connection.execute(select(table.c.id).where(*_ours(table, program)).limit(1)).first() is not None


def list_fields_used(connection: Connection, program: str, tab: Tab, fields: Collection[str]) -> list[str]:
    """List those of some optional fields of a tab that any row which counts and isn't closed fills in."""
    table = ROWS_OF[tab]
    ours = select(table.c.id).where(*_ours(table, program), table.c.occurrence != CLOSED).limit(1)
    return [field for field in fields if connection.execute(ours.where(table.c[field].is_not(None))).first()]


def find_held(connection: Connection, program: str, tab: Tab) -> set[Identity]:
    """Return the rows of a tab that are held."""
    return _identities(connection, held_rows, program, held_rows.c.tab == tab.value)


def _ours(table: Table, program: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a program's rows that are valid now."""
    return table.c.program == program, table.c.valid_to_sync.is_(None)


def are_of_row(rows: Table) -> ColumnElement[bool]:
    """Say which findings are of a row of a table; of which tab is to be said besides."""
    return (
        (rows.c.program == findings.c.program)
        & (rows.c.fingerprint == findings.c.fingerprint)
        & (rows.c.occurrence == findings.c.occurrence)
    )


def _identities(connection: Connection, table: Table, program: str, *where: Any) -> set[Identity]:
    chosen = select(table.c.fingerprint, table.c.occurrence).where(*_ours(table, program), *where)
    identities: set[Any] = set()
    for some in fetch_many(connection, connection.execute(chosen)):
        identities.update(some)
    return identities


def load_values(connection: Connection, program: str, tab: Tab, wanted: Sequence[Identity]) -> dict[Identity, Stored]:
    """Return what the ledger says of some rows of a tab, as far as it knows them."""
    asked = set(wanted)
    values: dict[Identity, Stored] = {}
    for table, kind in ((ROWS_OF[tab], _TYPES[tab]), (held_rows, None)):
        for row in _list_valid(connection, table, program, wanted):
            identity = (row["fingerprint"], row["occurrence"])
            if identity in asked:
                values[identity] = _fact(kind, row) if kind else HeldRow((), row["counted_on"])
    return values


def load_facts(connection: Connection, program: str, tab: Tab) -> list[Fact]:
    """Load every row of a tab that counts, in no order."""
    return [_fact(_TYPES[tab], row) for row in _list_valid(connection, ROWS_OF[tab], program, None)]


def _list_valid(
    connection: Connection, table: Table, program: str, wanted: Sequence[Identity] | None
) -> Sequence[RowMapping]:
    """Return the rows of a table that are valid now; of few wanted ones only those with their fingerprints."""
    chosen = select(table).where(*_ours(table, program))
    if wanted is not None and len(wanted) <= FEW:
        chosen = chosen.where(table.c.fingerprint.in_([fingerprint for fingerprint, _ in wanted]))
    return connection.execute(chosen).mappings().all()


def _fact(kind: type[Fact], row: RowMapping) -> Fact:
    return kind.model_validate({name: row[name] for name in kind.model_fields})


def delete_unreadable_rows(connection: Connection, program: str, tab: Tab) -> None:
    """Delete rows of a damaged ledger that say what no row can say; the tabs say what is right."""
    table = ROWS_OF[tab]
    for row in list(_list_valid(connection, table, program, None)):
        try:
            _fact(_TYPES[tab], row)
        except ValueError:
            connection.execute(delete(table).where(table.c.id == row["id"]))


def load_distributions(connection: Connection, program: str, columns: Sequence[str]) -> Sequence[tuple[Any, ...]]:
    """Load the distributions that are valid now, as tuples of some columns."""
    chosen = select(*(distributions.c[name] for name in columns))
    return list(map(tuple, connection.execute(chosen.where(*_ours(distributions, program))).all()))


def count_in_force(connection: Connection, program: str) -> int:
    """Count the distributions that are valid now."""
    chosen = select(func.count()).select_from(distributions).where(*_ours(distributions, program))
    return int(connection.execute(chosen).scalar_one())


def find_newest_distribution(connection: Connection, program: str) -> date | None:
    """Return the newest day of distribution of all that are valid now."""
    chosen = select(func.max(distributions.c.distributed_on)).where(*_ours(distributions, program))
    return connection.execute(chosen).scalar()


def load_days(connection: Connection, program: str) -> list[date]:
    """Load the days of all distributions that are valid now, in order; a day as often as there were distributions."""
    day = distributions.c.distributed_on
    chosen = select(day, func.count()).where(*_ours(distributions, program)).group_by(day).order_by(day)
    return [on for on, count in connection.execute(chosen).all() for _ in range(count)]


def load_low_flags(connection: Connection, program: str) -> dict[str, Any]:
    """Load for each unit the last day on which an officer ticked that kits are running low."""
    chosen = (
        select(distributions.c.unit, func.max(distributions.c.distributed_on))
        .where(*_ours(distributions, program), distributions.c.is_low, distributions.c.unit.is_not(None))
        .group_by(distributions.c.unit)
    )
    return dict(connection.execute(chosen).all())


def count_low_flags(connection: Connection, program: str, first: date, last: date) -> int:
    """Count the distributions of some days on whose form an officer ticked that kits are running low."""
    ours = (*_ours(distributions, program), distributions.c.is_low, distributions.c.distributed_on.between(first, last))
    return connection.execute(select(func.count()).select_from(distributions).where(*ours)).scalar_one()


def find_fields_asked(connection: Connection, program: str) -> frozenset[str] | None:
    """Return the form's fields that the last sync found; none where that was not kept."""
    asked = connection.execute(select(programs.c.fields_asked).where(programs.c.program == program)).scalar()
    return None if asked is None else frozenset(asked.split())
