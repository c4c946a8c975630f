"""Load what an edition says, where the ledger still holds it as it was made."""

from sqlalchemy import Connection

from schemas.figures import Figures
from tasks.store.editions import find_edition


def load_figures(connection: Connection, program: str, edition: tuple[str, str, int]) -> Figures | None:
    """Load the figures of an edition, by report, period and number; none of one that is damaged, or was never made."""
    found = find_edition(connection, program, *edition)
    return Figures.model_validate_json(found.figures) if found and found.is_whole else None
