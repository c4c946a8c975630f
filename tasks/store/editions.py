"""Editions and the files that belong to them, kept byte for byte."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from tasks.store.tables import artifacts, editions


class Edition(NamedTuple):
    """An edition as it was made, from what the ledger knew as of a sync."""

    report: str
    period: str
    edition: int
    made_at: datetime
    figures: bytes
    as_of_sync: int | None


_EDITION = tuple(editions.c[name] for name in Edition._fields)


def load_last_editions(connection: Connection, program: str) -> dict[tuple[str, str], Edition]:
    """Load the newest edition of each report and period."""
    chosen = select(*_EDITION).where(editions.c.program == program).order_by(editions.c.edition)
    return {(row.report, row.period): Edition(*row) for row in connection.execute(chosen)}


def list_editions(connection: Connection, program: str) -> list[tuple[str, str, int]]:
    """Return report, period and number of every edition."""
    return list_editions_since(connection, program, None)


def list_editions_since(connection: Connection, program: str, moment: datetime | None) -> list[tuple[str, str, int]]:
    """Return report, period and number of every edition made after a moment; of all without one."""
    chosen = select(editions.c.report, editions.c.period, editions.c.edition).where(editions.c.program == program)
    if moment is not None:
        chosen = chosen.where(editions.c.made_at > moment)
    return [tuple(row) for row in connection.execute(chosen.order_by(*chosen.selected_columns))]


def find_edition(connection: Connection, program: str, report: str, period: str, number: int) -> Edition | None:
    """Return one edition, if it was made."""
    chosen = select(*_EDITION).where(
        editions.c.program == program,
        editions.c.report == report,
        editions.c.period == period,
        editions.c.edition == number,
    )
    row = connection.execute(chosen).first()
    return Edition(*row) if row else None


def add_edition(connection: Connection, program: str, edition: Edition, files: Mapping[str, bytes]) -> None:
    """Keep an edition and its files."""
    connection.execute(insert(editions).values(program=program, **edition._asdict()))
    key = {"program": program, "report": edition.report, "period": edition.period, "edition": edition.edition}
    connection.execute(insert(artifacts), [key | {"name": name, "content": content} for name, content in files.items()])


def load_files(connection: Connection, program: str, report: str, period: str, number: int) -> dict[str, bytes]:
    """Load the files of an edition, by name."""
    chosen = select(artifacts.c.name, artifacts.c.content).where(
        artifacts.c.program == program,
        artifacts.c.report == report,
        artifacts.c.period == period,
        artifacts.c.edition == number,
    )
    return dict(connection.execute(chosen).all())


def list_file_names(connection: Connection, program: str, report: str, period: str, number: int) -> Sequence[str]:
    """Return the names of an edition's files."""
    chosen = select(artifacts.c.name).where(
        artifacts.c.program == program,
        artifacts.c.report == report,
        artifacts.c.period == period,
        artifacts.c.edition == number,
    )
    return connection.execute(chosen).scalars().all()
