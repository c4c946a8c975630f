"""What an edition says of rows on hold, and what is so now."""

from pydantic import Field

from schemas.base import Closed


class HeldSince(Closed):
    """What an edition says of rows on hold, where that isn't so any more: it stays as it was made."""

    edition: int
    was: dict[str, int] = Field(description="As the edition says, by the names of `excluded`")
    now: dict[str, int] = Field(description="As of the last reading")
