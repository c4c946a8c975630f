"""An edition as messages name it."""

from schemas.base import Closed


class EditionMade(Closed):
    """An edition that was made."""

    title: str
    period: str
    edition: int
