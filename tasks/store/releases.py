"""The tables that were released, and the orders that they follow: added, and never changed."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from schemas.family import Family
from schemas.released import DrawnOrder, Release, ReleasedTable
from tasks.errors import OperationError
from tasks.store.tables import releases


def load_releases(connection: Connection, program: str) -> list[Release]:
    """Load every order that was drawn and every table that was released.

    Raises:
        OperationError: one can't be read; without it, what was told before isn't known, so nothing more is told.
    """
    chosen = select(releases).where(releases.c.program == program)
    try:
        rows = connection.execute(chosen.order_by(releases.c.family, releases.c.period)).mappings().all()
        return [Release(Family(row["family"]), row["period"], row["made_on"], _read(row["content"])) for row in rows]
    except (TypeError, ValueError, AttributeError):  # their words quote what was found
        problem = "The ledger's tables for a supplier are damaged: restore a backup (`lbn restore`). Nothing was made."
    raise OperationError(problem)


def _read(content: bytes) -> DrawnOrder | ReleasedTable:
    is_order = b'"labels"' in content.partition(b":")[0]
    return (DrawnOrder if is_order else ReleasedTable).model_validate_json(content)


def add_releases(connection: Connection, program: str, made: Iterable[Release]) -> None:
    """Keep what was drawn or made; what is there already can't be made again."""
    rows = [one._asdict() | {"program": program, "content": one.content.model_dump_json().encode()} for one in made]
    if rows:
        connection.execute(insert(releases), rows)
