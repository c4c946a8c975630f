"""On which days units left forms, summed by the database: of a unit nothing more is needed to know that it's silent."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from tasks.rules.watching.silent_units import UnitDay
from tasks.store.tables import distributions

_DAY = distributions.c.distributed_on


def find_newest_of_units(connection: Connection, program: str) -> dict[str, date]:
    """Find the day of each unit's newest distribution."""
    chosen = select(distributions.c.unit, func.max(_DAY)).where(*_have_unit(program)).group_by(distributions.c.unit)
    return dict(connection.execute(chosen).all())


def load_unit_days(connection: Connection, program: str, units: Collection[str], since: date) -> list[UnitDay]:
    """Load how many distributions some units had on each day since another."""
    which = (*_have_unit(program), distributions.c.unit.in_(units), since <= _DAY)
    chosen = select(distributions.c.unit, _DAY, func.count()).where(*which).group_by(distributions.c.unit, _DAY)
    return [UnitDay(*row) for row in connection.execute(chosen)]


def _have_unit(program: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a program's distributions that are valid now and not Unassigned."""
    is_valid = distributions.c.valid_to_sync.is_(None)
    return distributions.c.program == program, is_valid, distributions.c.unit.is_not(None)
