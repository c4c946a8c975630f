"""One thing to do, as every message and page words it."""

from typing import NamedTuple


class Task(NamedTuple):
    """One thing to do."""

    action: str
    reason: str
    how: str
