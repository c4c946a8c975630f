"""What a generated program must come to: counts of the sync, findings, distributions, stock, measures and tables.

Written from contract.md alone: slow, straightforward, and with nothing of the program's own rules in it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache

import zipcodes

from tests.generator.model import FormRow, Generated, ItemSettings
from tests.generator.oracle_rows import (
    Attention,
    attention,
    counts,
    day_of,
    movements,
    number_of,
    received_lots,
    usable,
    validate,
)
from tests.generator.oracle_stock import NO_LOT, Distributed, Ledger, Shelf, replay

BOROUGHS = {
    "Bronx": "Bronx",
    "Kings": "Brooklyn",
    "New York": "Manhattan",
    "Queens": "Queens",
    "Richmond": "Staten Island",
}
STOCK_MEASURES = {
    "kits_received": "received",
    "kits_returned": "returned",
    "kits_damaged": "damaged",
    "kits_lost": "lost",
    "kits_expired": "expired",
    "kits_recalled": "recalled",
    "kits_count_adjustment": "count_adjustment",
    "kits_shortfall": "shortfall",
}


class Expected:
    """Everything that can be said of a program's tabs."""

    def __init__(self, program: Generated, kept: frozenset[int] = frozenset()) -> None:
        """Kept are the row numbers of double submissions that the coordinator decided to keep."""
        self.program = program
        self.kit = program.settings.kit
        self.received = received_lots(program.inventory)
        self.moved = movements(program.inventory, self.received)
        self.counts = counts(program.counts, self.received)
        self.item_of_lot = {
            lot: item
            for item in reversed([item for item in program.settings.items if item.kind == "naloxone"])
            for code, lot in self.received
            if code == item.code
        }
        self.validated = validate(program, set(self.item_of_lot), kept)
        self.distributions = [validated.row for validated in self.validated if not validated.is_held]
        self.given_out = [out for row in self.distributions for out in self._give_out(row)]
        self._stocks: dict[date | None, Ledger] = {}
        self.ledger = self.stock_at(None)

    def stock_at(self, until: date | None) -> Ledger:
        """Return the stock at the end of a day, or at the end of all days."""
        if until not in self._stocks:
            self._stocks[until] = replay(self.moved, self.given_out, self.counts, until)
        return self._stocks[until]

    def ingested(self, before: "Expected | None" = None) -> dict[str, int]:
        """Count what `lbn ingest --json` prints, after a sync of the program `before`."""
        old = Counter(validated.row.identity for validated in before.validated) if before else Counter()
        new = Counter(validated.row.identity for validated in self.validated)
        return {
            "read": len(self.validated),
            "accepted": len(self.distributions),
            "flagged": sum(1 for validated in self.validated if validated.codes and not validated.is_held),
            "held": sum(1 for validated in self.validated if validated.is_held),
            "new": (new - old).total(),
            "withdrawn": (old - new).total(),
            "unchanged": (new & old).total(),
        }

    def attention(self) -> set[Attention]:
        """Every code of every row of every tab."""
        return attention(self.program, self.validated)

    def measures(self, first: date, last: date) -> dict[str, float]:
        """Every measure of the contract for the days from `first` to `last`, but for what the program doesn't track."""
        distributions = [row for row in self.distributions if first <= day_of(row) <= last]
        measures = self.distribution_measures(distributions) | {
            "personnel_trained": sum(
                number_of(row, "people")
                for row in usable(self.program.training, self.received)
                if first <= day_of(row) <= last
            ),
            "kits_on_order": self._kits_on_order(last),
            "kits_on_hand_start": self._kits_on_hand(first - timedelta(days=1)),
            "kits_on_hand_end": self._kits_on_hand(last),
            **{name: self._kits_flown(flow, first, last) for name, flow in STOCK_MEASURES.items()},
        }
        return {name: value for name, value in measures.items() if name not in self.not_tracked}

    @property
    def has_stock(self) -> bool:
        """Does anybody keep record of the stock?"""
        return any(not row.is_default for row in self.program.inventory)

    @property
    def not_tracked(self) -> set[str]:
        """The measures of tabs without a row, of questions not asked, and of items that nobody has or gave out."""
        kinds = {item.kind for item in self.program.settings.items}
        given = {kind for kind in ("fts", "xts") if any(number_of(row, kind) for row in self.distributions)}
        missing = {f"{kind}_distributed" for kind in ("fts", "xts") if kind not in kinds | given}
        asked = {"trained": "people_trained", "fts": "fts_distributed", "xts": "xts_distributed"}
        missing |= {asked[field] for field in self.program.columns_left_out if field in asked}
        if all(row.is_default for row in self.program.training):
            missing.add("personnel_trained")
        if all(row.is_default for row in self.program.counts):
            missing.add("kits_count_adjustment")
        stock = {"kits_on_order", "kits_on_hand_start", "kits_on_hand_end", *STOCK_MEASURES}
        return missing if self.has_stock else missing | stock

    def distribution_measures(self, distributions: list[FormRow]) -> dict[str, float]:
        """Return the measures that officers' distributions add up to."""
        doses = sum(number_of(row, "kits") * self._item_of(row).doses for row in distributions)
        return {
            "distributions": len(distributions),
            "kits_distributed": sum(number_of(row, "kits") for row in distributions),
            "doses_distributed": doses,
            "nyc_units_distributed": doses / 2,
            "people_trained": sum(number_of(row, "trained") for row in distributions),
            "fts_distributed": sum(number_of(row, "fts") for row in distributions),
            "xts_distributed": sum(number_of(row, "xts") for row in distributions),
        }

    def table(self, grouping: str, first: date, last: date) -> dict[str, dict[str, float]]:
        """Return the same measures for each label of a grouping that has a distribution."""
        label = LABELS[grouping]
        groups: dict[str, list[FormRow]] = {}
        for row in self.distributions:
            if first <= day_of(row) <= last:
                groups.setdefault(label(row), []).append(row)
        return {name: self.distribution_measures(rows) for name, rows in groups.items()}

    def stock_table(self, grouping: str, first: date, last: date) -> dict[str, dict[str, float]]:
        """Where kits went and what is left of them, for each location ("unit"), item or lot."""
        start = self._labelled_sums(grouping, self.stock_at(first - timedelta(days=1)).held)
        end = self._labelled_sums(grouping, self.stock_at(last).held)
        table = {label: {"kits_on_hand_start": start.get(label, 0)} for label in start.keys() | end.keys()}
        for label, quantity in end.items():
            table[label]["kits_on_hand_end"] = quantity
        for name, flow in (STOCK_MEASURES | {"kits_distributed": "distributed"}).items():
            flown = Counter[Shelf]()
            for (day, what, shelf), quantity in self.ledger.flows.items():
                if what == flow and first <= day <= last:
                    flown[shelf] += quantity
            for label, quantity in self._labelled_sums(grouping, flown).items():
                table.setdefault(label, {})[name] = quantity
        return table

    def _labelled_sums(self, grouping: str, quantities: Mapping[Shelf, int]) -> dict[str, float]:
        """Naloxone kits added up under the names by which people know them."""
        names = {item.code: item.name for item in self.program.settings.items}
        sums = Counter[str]()
        for (location, item, lot), quantity in quantities.items():
            if item in self._naloxone():
                sums[{"unit": location, "item": names[item], "lot": lot or "Unknown"}[grouping]] += quantity
        return dict(sums)

    def _give_out(self, row: FormRow) -> Iterable[Distributed]:
        """Return the kits of a distribution, and the strips where the program has such an item."""
        unit = str(row.means("unit") or "Unassigned")
        lot = row.means("lot") if row.means("lot") in self.item_of_lot else NO_LOT
        yield Distributed(day_of(row), unit, self._item_of(row).code, str(lot), number_of(row, "kits"))
        for kind in ("fts", "xts"):
            item = self.program.settings.first_of(kind)
            if item and number_of(row, kind):
                yield Distributed(day_of(row), unit, item.code, NO_LOT, number_of(row, kind))

    def _item_of(self, row: FormRow) -> ItemSettings:
        """Return what was given out: the item of the lot, or the first one that is naloxone."""
        return self.item_of_lot.get(str(row.means("lot")), self.kit)

    def _kits_on_order(self, until: date) -> int:
        """Ordered less received since, item by item; the first stock isn't what was ordered on its day."""
        open_kits, stocked = Counter[str](), set[str]()
        for day, item in sorted({(move.day, move.item) for move in self.moved if move.day <= until}):
            moves = [move for move in self.moved if (move.day, move.item) == (day, item)]
            ordered = sum(move.quantity for move in moves if move.kind == "ordered")
            received = sum(move.quantity for move in moves if move.kind == "received")
            before, in_all = open_kits[item], open_kits[item] + ordered
            if item in stocked or received in (ordered, in_all):
                open_kits[item] = max(0, in_all - received)
            else:
                open_kits[item] = max(0, before - received) + ordered
            stocked |= {item} if received else set()
        return sum(kits for item, kits in open_kits.items() if item in self._naloxone())

    def _naloxone(self) -> set[str]:
        return {item.code for item in self.program.settings.items if item.kind == "naloxone"}

    def _kits_on_hand(self, until: date) -> int:
        held = self.stock_at(until).held
        return sum(quantity for (_, item, _), quantity in held.items() if item in self._naloxone())

    def _kits_flown(self, flow: str, first: date, last: date) -> int:
        return sum(
            quantity
            for (day, what, (_, item, _)), quantity in self.ledger.flows.items()
            if what == flow and first <= day <= last and item in self._naloxone()
        )


def find_county(row: FormRow) -> str:
    """Return the New York county of the ZIP code."""
    return _county_of(str(row.means("zip"))) if row.means("zip") else "Unknown"


@cache
def _county_of(zip_code: str) -> str:
    found = zipcodes.matching(zip_code)
    if not found or found[0]["state"] != "NY":
        return "Unknown"
    return str(found[0]["county"]).removesuffix(" County")


LABELS: dict[str, Callable[[FormRow], str]] = {
    "month": lambda row: f"{day_of(row):%Y-%m}",
    "unit": lambda row: str(row.means("unit") or "Unassigned"),
    "zip": lambda row: str(row.means("zip") or "Unknown"),
    "county": find_county,
    "borough": lambda row: BOROUGHS.get(find_county(row), "Unknown"),
    "jurisdiction": lambda row: str(row.means("jurisdiction") or "Unknown"),
    "recipient": lambda row: str(row.means("recipient") or "Not recorded"),
    "reason": lambda row: str(row.means("reason") or "Not recorded"),
}
