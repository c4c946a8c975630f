"""Which reports were handed in, and when."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from tasks.store.tables import filings


class Filing(NamedTuple):
    """A report that was handed in for a period; without an edition: on paper, or before there was one."""

    report: str
    period: str
    edition: int | None
    filed_on: date


_FILING = tuple(filings.c[name] for name in Filing._fields)


def load_filings(connection: Connection, program: str) -> list[Filing]:
    """Load every report and period that is noted as handed in."""
    chosen = select(*_FILING).where(filings.c.program == program)
    return [Filing(*row) for row in connection.execute(chosen.order_by(filings.c.report, filings.c.period))]


def save_filing(connection: Connection, program: str, filing: Filing) -> None:
    """Note that a report was handed in; what was noted of it before is replaced."""
    remove_filing(connection, program, filing.report, filing.period)
    connection.execute(insert(filings).values(program=program, **filing._asdict()))


def remove_filing(connection: Connection, program: str, report: str, period: str) -> bool:
    """Forget that a report was handed in; false if nothing was noted."""
    ours = (filings.c.program == program, filings.c.report == report, filings.c.period == period)
    return connection.execute(delete(filings).where(*ours)).rowcount > 0
