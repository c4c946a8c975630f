"""The supplier of an edition and that of today, where they are two."""

from schemas.base import Closed


class Suppliers(Closed):
    """For whom an edition was made, and who would get the next one: two different suppliers."""

    former: str
    present: str
