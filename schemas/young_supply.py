"""How long the kits of a program last that has no rate yet, beside the days that an order takes."""

from datetime import date

from pydantic import Field

from schemas.base import Closed


class UnitSupply(Closed):
    """A unit that gives out more while an order comes than its par level, and than it has or can get."""

    unit: str
    par_level: int
    used: int = Field(description="Given out while an order comes, by the last eight weeks")
    have: int = Field(description="Usable at the unit and at Central, and on order")


class YoungSupply(Closed):
    """What a young program's units give out while an order comes, of those that have a par level."""

    lead_days: int = Field(description="Days from asking the supplier to having it")
    par_levels: int = Field(description="What all of these units' shelves should hold")
    used: int | None = Field(description="Given out in so many days, by the last eight weeks; none: unknown")
    have: int = Field(description="Usable at these units and at Central, and on order")
    known_on: date = Field(description="The first day on which the rate says what to order")
    units: tuple[UnitSupply, ...] = Field(default=(), description="Units whose own par level doesn't last so long")

    @property
    def are_pars_too_low(self) -> bool:
        """Return whether a par level is to be raised: that of a unit, or all together."""
        return self.are_all_too_low or bool(self.units)

    @property
    def are_all_too_low(self) -> bool:
        """Return whether neither what is there or on order nor full shelves last until an order comes."""
        return self.used is not None and self.used > max(self.par_levels, self.have)
