"""What usable kits of an item lie where, and which of them will be used there before they expire."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from schemas.labels import CENTRAL
from tasks.rules.stock.ordering.demand import Demand

OUTLASTS_DAYS = 14
"""A kit that expires sooner is brought to nobody."""

AHEAD_DAYS = 180
"""So long before its expiry others can still use a kit that nobody will use here. From then on its lot is old."""

AGING_DAYS = 365
"""A lot that lasts longer is nobody's concern yet."""

UNLIMITED = 10**9

NONE_OFFERED: Mapping[str, int] = MappingProxyType({})


class Held(NamedTuple):
    """Usable kits of a lot at a location; without expiry: it doesn't expire, or nobody knows when."""

    location: str
    lot: str
    expires: date | None
    kits: int
    may_move: bool = True
    """Not where nobody knows the lot."""


def is_brought_in_time(expires: date | None, today: date) -> bool:
    """Return whether kits last so long that they may be brought to a unit."""
    return expires is None or (expires - today).days > OUTLASTS_DAYS


def list_slowest_first(demand: Demand) -> list[str]:
    """List Central, and then the units, those first that give out fewest: from where kits are offered first."""
    return [CENTRAL, *sorted(demand.shelves, key=lambda unit: (demand.rates.get(unit, 0.0), unit))]


class Shelves:
    """The kits of an item as they would lie after some moves, those apart that are to be offered to the supplier.

    What is offered lies where it is, but fills no shelf and is used by nobody: so the advice is the same before it was
    taken away and after.
    """

    def __init__(
        self, held: Iterable[Held], demand: Demand, today: date, offered: Mapping[str, int] = NONE_OFFERED
    ) -> None:
        """Begin with what lies where now.

        Args:
            held: usable kits.
            demand: the units' rates, and what their shelves should hold.
            today: the day from which expiries are counted.
            offered: how many kits of each lot nobody will use; Central's are offered first, then the slowest unit's.
        """
        self._kits: dict[str, dict[str, int]] = defaultdict(dict)
        self._offered: dict[str, dict[str, int]] = defaultdict(dict)
        self._locations: dict[str, set[str]] = defaultdict(set)
        self._days: dict[str, int] = {}
        self._fixed: set[str] = set()
        self._demand = demand
        self._slowest_first = list_slowest_first(demand)
        self._ranks = {location: rank for rank, location in enumerate(self._slowest_first)}
        for one in held:
            self._add(one.location, one.lot, one.kits)
            self._fixed |= set() if one.may_move else {one.lot}
            self._days[one.lot] = (one.expires - today).days if one.expires else UNLIMITED
        self.set_apart(offered)

    def set_apart(self, offered: Mapping[str, int]) -> None:
        """Set apart what is offered, as the kits lie now: Central's first, then the slowest unit's."""
        for lot in self._locations:
            for location in self._locations[lot]:
                self.keep(lot, self.count_offered(location, lot), location)
        for lot, kits in offered.items():
            self._set_apart(lot, kits)

    def _set_apart(self, lot: str, kits: int) -> None:
        left = kits
        for location in self._slowest_first:
            apart = min(left, self.count_lot(location, lot))
            self.offer(lot, apart, location)
            left -= apart

    @property
    def wanted(self) -> Mapping[str, int]:
        """What each unit's shelf should hold."""
        return self._demand.shelves

    def count(self, location: str) -> int:
        """Count the kits at a location that are not offered."""
        return sum(self._kits[location].values())

    def count_lacking(self, unit: str) -> int:
        """Count how many kits a unit's shelf lacks."""
        return max(0, self.wanted[unit] - self.count(unit))

    def list_lacking(self) -> list[str]:
        """List the units whose shelves hold too few, the emptiest first."""
        lacking = [(self.count(unit) / shelf, unit) for unit, shelf in self.wanted.items() if self.count_lacking(unit)]
        return [unit for _, unit in sorted(lacking)]

    def count_spare(self, location: str) -> int:
        """Count how many kits a location has above what its shelf should hold; all of Central's can be spared."""
        return max(0, self.count(location) - self.wanted.get(location, 0))

    def find_rate(self, location: str) -> float:
        """Find how many kits a day are given out at a location; none at Central."""
        return self._demand.rates.get(location, 0.0)

    def list_lots_for(self, unit: str, source: str) -> list[str]:
        """List the lots at a location that may be brought to a unit, those first that expire first."""
        return [lot for lot in self.list_lots(source) if self.may_bring(lot, source, unit)]

    def may_bring(self, lot: str, source: str, unit: str) -> bool:
        """Return whether a lot may be brought from a location to a unit: an old one only to a faster unit."""
        return not self.is_old(lot) or self._ranks[unit] > self._ranks[source]

    def list_lots(self, location: str) -> list[str]:
        """List the lots at a location that may be brought elsewhere, those first that expire first."""
        lots = (lot for lot, kits in self._kits[location].items() if kits and lot not in self._fixed)
        lasting = (lot for lot in lots if self._days[lot] > OUTLASTS_DAYS)
        return sorted(lasting, key=lambda lot: (self._days[lot], lot))

    def list_offered(self, location: str) -> list[str]:
        """List the lots of which kits at a location are offered, those first that expire last."""
        lots = (lot for lot, kits in self._offered[location].items() if kits)
        return sorted(lots, key=lambda lot: (-self._days[lot], lot))

    def list_old(self) -> list[str]:
        """List the old lots that may be brought elsewhere, those first that expire last."""
        lots = (lot for lot in self._locations if self.is_old(lot) and lot not in self._fixed)
        return sorted(lots, key=lambda lot: (-self._days[lot], lot))

    def is_old(self, lot: str) -> bool:
        """Return whether a lot is so old that it goes only where it will be used; of such lots kits are offered."""
        return OUTLASTS_DAYS < self._days[lot] <= AHEAD_DAYS

    def list_fresh(self, location: str) -> list[str]:
        """List the lots at a location that last longer than a year, those first that expire first."""
        return [lot for lot in self.list_lots(location) if self._days[lot] > AGING_DAYS]

    def count_room(self, location: str, lot: str) -> int:
        """Count how many more kits of a lot a location would use in time, without leaving later ones over."""
        rate, days = self.find_rate(location), self._days[lot]
        if days == UNLIMITED:
            return UNLIMITED
        later = {self._days[other] for other in self._kits[location] if days < self._days[other] <= AGING_DAYS}
        return max(0, min(_find_use(rate, on) - self._count_until(location, on) for on in (days, *later)))

    def count_unused(self, location: str, lot: str) -> int:
        """Count the kits of a lot that will expire at a location within a year, unused and not offered."""
        days = self._days[lot]
        if days > AGING_DAYS:
            return 0
        over = self._count_until(location, days) - _find_use(self.find_rate(location), days)
        return max(0, min(over, self.count_lot(location, lot)))

    def _count_until(self, location: str, days: int) -> int:
        """Count the kits at a location that expire within some days."""
        return sum(kits for lot, kits in self._kits[location].items() if self._days[lot] <= days)

    def move(self, lot: str, kits: int, origin: str, destination: str) -> None:
        """Move kits of a lot."""
        self._add(origin, lot, -kits)
        self._add(destination, lot, kits)

    def offer(self, lot: str, kits: int, location: str) -> None:
        """Set kits of a lot apart, to be offered to the supplier."""
        self._add(location, lot, -kits)
        self._offered[location][lot] = self.count_offered(location, lot) + kits

    def keep(self, lot: str, kits: int, location: str) -> None:
        """Keep kits of a lot that were to be offered."""
        self.offer(lot, -kits, location)

    def _add(self, location: str, lot: str, kits: int) -> None:
        self._kits[location][lot] = self._kits[location].get(lot, 0) + kits
        self._locations[lot].add(location)

    def list_all(self) -> list[str]:
        """List all lots by name."""
        return sorted(self._locations)

    def list_locations(self, lot: str) -> list[str]:
        """List the locations where a lot lies or has lain, Central and those first that give out fewest."""
        return [location for location in self._slowest_first if location in self._locations[lot]]

    def count_lot(self, location: str, lot: str) -> int:
        """Count the kits of a lot at a location that are not offered."""
        return self._kits[location].get(lot, 0)

    def count_offered(self, location: str, lot: str) -> int:
        """Count the kits of a lot at a location that are offered."""
        return self._offered[location].get(lot, 0)

    def count_everywhere(self) -> dict[tuple[str, str], int]:
        """Count the kits of each lot at each location, offered or not."""
        shelved = ((location, lot) for lot, locations in self._locations.items() for location in locations)
        return {(location, lot): self.count_all(location, lot) for location, lot in shelved}

    def count_all(self, location: str, lot: str) -> int:
        """Count the kits of a lot at a location, offered or not."""
        return self.count_lot(location, lot) + self.count_offered(location, lot)

    def list_spare(self, but: str) -> list[tuple[str, int]]:
        """List the units that hold more than their shelf should, all but one, and how much more; most first."""
        over = ((other, self.count_spare(other)) for other in self.wanted if other != but)
        return sorted(((other, kits) for other, kits in over if kits > 0), key=lambda one: (-one[1], one[0]))


def _find_use(rate: float, days: int) -> int:
    """Find how many whole kits are used in some days; what sums of fractions leave behind takes none away."""
    return int(rate * days + 1e-9)
