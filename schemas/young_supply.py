"""How long the kits of a program last that has no rate yet, beside the days that an order takes."""

from datetime import date

from pydantic import Field

from schemas.base import Closed


class YoungSupply(Closed):
    """What a young program's units give out while an order comes, of those that have a par level."""

    lead_days: int = Field(description="Days from asking the supplier to having it")
    par_levels: int = Field(description="What all of these units' shelves should hold")
    used: int | None = Field(description="Given out in so many days, by the last eight weeks; none: unknown")
    have: int = Field(description="Usable at these units and at Central, and on order")
    known_on: date = Field(description="The first day on which the rate says what to order")

    @property
    def are_pars_too_low(self) -> bool:
        """Return whether neither what is there or on order nor full shelves last until an order comes."""
        return self.used is not None and self.used > max(self.par_levels, self.have)
