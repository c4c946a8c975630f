"""The numbers of a Sheet's tabs, as the last sync found them: its rows can be linked to without asking Google."""

from collections.abc import Mapping

from sqlalchemy import Connection, select, update

from schemas.tabs import Tab
from tasks.store.tables import programs


def save_tab_numbers(connection: Connection, program: str, numbers: Mapping[Tab, int]) -> None:
    """Keep the numbers of the tabs; none where the source is files."""
    written = " ".join(f"{tab.name} {number}" for tab, number in numbers.items()) or None
    connection.execute(update(programs).where(programs.c.program == program).values(tab_numbers=written))


def load_tab_numbers(connection: Connection, program: str) -> dict[Tab, int]:
    """Load the numbers of the tabs; empty where none are known."""
    written = connection.execute(select(programs.c.tab_numbers).where(programs.c.program == program)).scalar()
    words = (written or "").split()
    return {Tab[name]: int(number) for name, number in zip(words[::2], words[1::2], strict=True)}
