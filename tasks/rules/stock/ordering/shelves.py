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
    """The kits of an item as they would lie after some moves."""

    def __init__(
        self, held: Iterable[Held], demand: Demand, today: date, offered: Mapping[str, int] = NONE_OFFERED
    ) -> None:
        """Begin with what lies where now.

        Args:
            held: usable kits.
            demand: the units' rates, and what their shelves should hold.
            today: the day from which expiries are counted.
            offered: how many kits of each lot nobody will use, and are to be offered to the supplier.
        """
        self._kits: dict[str, dict[str, int]] = defaultdict(dict)
        self._locations: dict[str, set[str]] = defaultdict(set)
        self._days: dict[str, int] = {}
        self._fixed: set[str] = set()
        self._demand, self._offered = demand, offered
        self._slowest_first = list_slowest_first(demand)
        for one in held:
            self._add(one.location, one.lot, one.kits)
            self._fixed |= set() if one.may_move else {one.lot}
            self._days[one.lot] = (one.expires - today).days if one.expires else UNLIMITED

    @property
    def wanted(self) -> Mapping[str, int]:
        """What each unit's shelf should hold."""
        return self._demand.shelves

    def count(self, location: str) -> int:
        """Count the kits at a location."""
        return sum(self._kits[location].values())

    def find_rate(self, location: str) -> float:
        """Find how many kits a day are given out at a location; none at Central."""
        return self._demand.rates.get(location, 0.0)

    def list_lots_for(self, unit: str, source: str) -> list[str]:
        """List the lots at a location that may be brought to a unit; those that are offered only to a faster one."""
        is_faster = self._slowest_first.index(unit) > self._slowest_first.index(source)
        return [lot for lot in self.list_lots(source) if is_faster or not self.is_offered(lot)]

    def list_lots(self, location: str) -> list[str]:
        """List the lots at a location that may be brought elsewhere, those first that expire first."""
        lots = (lot for lot in self._kits[location] if self.count_free(location, lot))
        lasting = (lot for lot in lots if self._days[lot] > OUTLASTS_DAYS)
        return sorted(lasting, key=lambda lot: (self._days[lot], lot))

    def list_lent(self, location: str) -> list[str]:
        """List the lots at a location of which any are offered; those first that expire last."""
        lots = (lot for lot, kits in self._kits[location].items() if kits and self.is_offered(lot))
        lasting = (lot for lot in lots if self._days[lot] > OUTLASTS_DAYS)
        return sorted(lasting, key=lambda lot: (-self._days[lot], lot))

    def is_offered(self, lot: str) -> bool:
        """Return whether any of a lot is to be offered to the supplier."""
        return lot in self._offered

    def count_free(self, location: str, lot: str) -> int:
        """Count the kits of a lot at a location that may be brought elsewhere."""
        return 0 if lot in self._fixed else self.count_lot(location, lot) - self._count_staying(location, lot)

    def count_offered(self, location: str) -> int:
        """Count the kits at a location that stay there to be offered."""
        return sum(self._count_staying(location, lot) for lot in self._offered)

    def _count_staying(self, location: str, lot: str) -> int:
        """Count the kits of a lot that stay at a location to be offered: Central's first, then the slowest unit's."""
        left = self._offered.get(lot, 0)
        for other in self._slowest_first if left else ():
            if other == location:
                break
            left -= self.count_lot(other, lot)
        return max(0, min(left, self.count_lot(location, lot)))

    def list_fresh(self, location: str) -> list[str]:
        """List the lots at a location that last longer than a year and of which none are offered.

        Those first that expire first.
        """
        lots = self.list_lots(location)
        return [lot for lot in lots if self._days[lot] > AGING_DAYS and not self.is_offered(lot)]

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
        return max(0, min(over, self.count_lot(location, lot)) - self._count_staying(location, lot))

    def _count_until(self, location: str, days: int) -> int:
        """Count the kits at a location that expire within some days."""
        return sum(kits for lot, kits in self._kits[location].items() if self._days[lot] <= days)

    def move(self, lot: str, kits: int, origin: str, destination: str) -> None:
        """Move kits of a lot."""
        self._add(origin, lot, -kits)
        self._add(destination, lot, kits)

    def _add(self, location: str, lot: str, kits: int) -> None:
        self._kits[location][lot] = self._kits[location].get(lot, 0) + kits
        self._locations[lot].add(location)

    def list_all(self) -> list[str]:
        """List all lots by name."""
        return sorted(self._locations)

    def list_locations(self, lot: str) -> frozenset[str]:
        """List the locations where a lot lies or has lain."""
        return frozenset(self._locations[lot])

    def count_lot(self, location: str, lot: str) -> int:
        """Count the kits of a lot at a location."""
        return self._kits[location].get(lot, 0)

    def list_spare(self, but: str) -> list[tuple[str, int]]:
        """List the units that hold more than their shelf should, all but one, and how much more; most first."""
        over = ((other, self.count(other) - shelf) for other, shelf in self.wanted.items() if other != but)
        return sorted(((other, kits) for other, kits in over if kits > 0), key=lambda one: (-one[1], one[0]))


def _find_use(rate: float, days: int) -> int:
    """Find how many whole kits are used in some days; what sums of fractions leave behind takes none away."""
    return int(rate * days + 1e-9)
