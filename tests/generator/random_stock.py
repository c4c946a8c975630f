"""Random rows of the tabs Inventory, Counts and Training, good and bad."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from tests.generator.form_answers import as_typed
from tests.generator.model import ItemSettings, Row, Said, Settings

OTHER_WORDS = {
    "received": "receipt", "transferred": "transfer", "returned": "return", "damaged": "damage", "lost": "loss",
    "expired": "expire", "recalled": "recall", "ordered": "order",
}  # fmt: skip
LEAVING = ("returned", "damaged", "lost", "expired", "recalled")
COURSES = ("Naloxone administration", "Leave-behind program", "Refresher", "Crisis response", "Other")
BAD_LOTS = ("A", "LOT 5", "X" * 21, "\N{FULLWIDTH LATIN CAPITAL LETTER A}B", "A_B", "#77")
BAD_NUMBERS = ("", "many", "-1", "2.5", "100001", "\N{FULLWIDTH DIGIT TWO}", "1_0")
BAD_DAYS = ("", "soon", "2026-02-30", "13/45/2025")
BAD_PLACES = ("", "Warehouse", "K-9", "Unassigned")

BAD_MOVEMENTS: dict[str, tuple[Said, ...]] = {
    "date": tuple(Said(text, code="date_unreadable") for text in BAD_DAYS),
    "movement": tuple(Said(text, code="movement_unknown") for text in ("", "given away", "moved")),
    "item": tuple(Said(text, code="item_unknown") for text in ("", "bandage", "kits")),
    "lot": tuple(Said(text, code="lot_invalid") for text in BAD_LOTS),
    "expires": tuple(Said(text, code="expiry_invalid") for text in ("soon", "2028-13", "2027-02-30", "2282-06")),
    "quantity": tuple(Said(text, code="quantity_invalid") for text in ("0", *BAD_NUMBERS)),
}
BAD_COUNTS: dict[str, tuple[Said, ...]] = {
    "date": BAD_MOVEMENTS["date"],
    "location": tuple(Said(text, code="location_unknown") for text in BAD_PLACES),
    "item": BAD_MOVEMENTS["item"],
    "lot": tuple(Said(text, code="lot_invalid") for text in BAD_LOTS),
    "counted": tuple(Said(text, code="count_invalid") for text in BAD_NUMBERS),
}
BAD_TRAININGS: dict[str, tuple[Said, ...]] = {
    "date": BAD_MOVEMENTS["date"],
    "unit": tuple(Said(text, code="location_unknown") for text in BAD_PLACES),
    "course": tuple(Said(text, code="course_invalid") for text in ("", "X" * 200)),
    "people": BAD_COUNTS["counted"],
}


class StockMaker:
    """Makes the rows of one program's other tabs."""

    def __init__(self, rng: Random, settings: Settings, last_day: date) -> None:
        """Give each item one to four lots."""
        self.rng = rng
        self.settings = settings
        self.first_day = settings.started - timedelta(days=20)
        self.days = (last_day - self.first_day).days + 1
        self.places = ["Central", *(unit.name for unit in settings.units)]
        self.lots = {item.code: self._lots_of(item) for item in settings.items}

    def inventory(self) -> tuple[Row, ...]:
        """Deliveries early on, transfers and losses all the time, and the dirt."""
        rows: list[Row] = []
        for item in self.settings.items:
            for lot in self.lots[item.code]:
                rows += [self._receipt(item, lot) for _ in range(self.rng.choice((0, 1, 1, 1, 2)))]
                rows += [self._transfer(item, lot) for _ in range(self.rng.randint(0, 12))]
                rows += [self._loss(item, lot) for _ in range(self.rng.randint(0, 3))]
        if rows and self.rng.random() < 0.8:
            rows += [self._spoiled(rows, name, bads) for name, bads in BAD_MOVEMENTS.items()]
            rows += [self._without_place(rows), self._delivery_without_expiry(), self._delivery_without_lot()]
            rows += [self._at_another_time(rows, *when) for when in self._other_times()]
            rows += [self._between_ourselves(), *([self._default()] * self.rng.choice((0, 3)))]
            rows += [self._order(item) for item in self.settings.items for _ in range(self.rng.randint(0, 2))]
            rows += [self._without_lot(item, make) for item in self.settings.items if item.kind == "other"
                     for make in (self._receipt, self._transfer, self._loss)]  # fmt: skip
        return self._in_some_order(rows)

    def counts(self) -> tuple[Row, ...]:
        """Draw some counts, of a lot or of an item."""
        rows = [self._count() for _ in range(self.rng.choice((0, 1, 5, 15)))]
        if rows and self.rng.random() < 0.8:
            rows += [self._spoiled(rows, name, bads) for name, bads in BAD_COUNTS.items()]
            rows += [self._at_another_time(rows, *when) for when in self._other_times()]
        return self._in_some_order(rows)

    def training(self) -> tuple[Row, ...]:
        """Draw some courses."""
        rows = [self._course() for _ in range(self.rng.choice((0, 1, 8)))]
        if rows and self.rng.random() < 0.8:
            rows += [self._spoiled(rows, name, bads) for name, bads in BAD_TRAININGS.items()]
            rows += [self._at_another_time(rows, *when) for when in self._other_times()]
        return self._in_some_order(rows)

    def _lots_of(self, item: ItemSettings) -> list[str]:
        names = ["AB12", "4512", "L-2025-07", "ZZ", "1E5", "NAN"]
        return self.rng.sample(names, self.rng.randint(1, 4) if item.kind == "naloxone" else 1)

    def _receipt(self, item: ItemSettings, lot: str) -> Row:
        to = self.rng.choice(("Central", "Central", "Central", *self.places))
        moves = {"from": Said(self.rng.choice(("", "supplier"))), "to": self._place(to)}
        row = self._movement("received", item, lot, moves)
        day, quantity = self._day(early=True), self.rng.choice((5, 20, 60, 150, 400, 1000))
        known = {"date": Said(day, day), "expires": self._expiry(), "quantity": Said(str(quantity), quantity)}
        return Row({**row.answers, **known})

    def _transfer(self, item: ItemSettings, lot: str) -> Row:
        origin = "Central" if self.rng.random() < 0.7 else self.rng.choice(self.places)
        to = self.rng.choice([location for location in self.places if location != origin])
        return self._movement("transferred", item, lot, {"from": self._place(origin), "to": self._place(to)})

    def _loss(self, item: ItemSettings, lot: str) -> Row:
        moves = {"from": self._place(self.rng.choice(self.places)), "to": Said(self.rng.choice(("", "supplier")))}
        return self._movement(self.rng.choice(LEAVING), item, lot, moves)

    def _movement(self, kind: str, item: ItemSettings, lot: str, moves: dict[str, Said]) -> Row:
        day, quantity = self._day(), self.rng.choice((1, 2, 5, 10, 40))
        return Row(
            {
                "date": Said(day, day),
                "movement": Said(as_typed(self.rng, self.rng.choice((kind, OTHER_WORDS.get(kind, kind)))), kind),
                "item": self._item(item),
                "lot": Said(as_typed(self.rng, lot), lot),
                "expires": self._expiry() if self.rng.random() < 0.1 else Said(""),
                "quantity": Said(str(quantity), quantity),
                **moves,
            }
        )

    def _count(self) -> Row:
        item = self.rng.choice(self.settings.items)
        lot = self.rng.choice(("", "", *self.lots[item.code], "NEVERSEEN"))
        day, location, counted = self._day(), self.rng.choice(self.places), self.rng.choice((0, 3, 10, 40, 120))
        return Row(
            {
                "date": Said(day, day),
                "location": self._place(location),
                "item": self._item(item),
                "lot": Said(as_typed(self.rng, lot), lot) if lot else Said(""),
                "counted": Said(str(counted), counted),
            }
        )

    def _course(self) -> Row:
        day, people = self._day(), self.rng.choice((0, 1, 7, 31))
        return Row(
            {
                "date": Said(day, day),
                "unit": self._place(self.rng.choice(self.places)),
                "course": Said(self.rng.choice(COURSES)),
                "people": Said(str(people), people),
            }
        )

    def _spoiled(self, rows: list[Row], name: str, bads: tuple[Said, ...]) -> Row:
        return Row({**self.rng.choice(rows).answers, name: self.rng.choice(bads)})

    def _without_place(self, rows: list[Row]) -> Row:
        """Make a movement, known as such, whose From or To isn't a location, whichever it needs."""
        row = self.rng.choice([row for row in rows if row.means("movement")])
        needed = "to" if row.means("movement") == "received" else "from"
        return Row({**row.answers, needed: Said(self.rng.choice(BAD_PLACES), code="location_unknown")})

    def _delivery_without_expiry(self) -> Row:
        receipt = self._receipt(self.settings.kit, "NOEXPIRY")
        return Row({**receipt.answers, "expires": Said("", code="expiry_invalid")})

    def _delivery_without_lot(self) -> Row:
        receipt = self._receipt(self.settings.kit, "NOLOT")
        return Row({**receipt.answers, "lot": Said("", code="lot_invalid")})

    def _without_lot(self, item: ItemSettings, make: Callable[[ItemSettings, str], Row]) -> Row:
        """Make a movement of what has neither lot nor expiry."""
        return Row({**make(item, "").answers, "lot": Said(""), "expires": Said("")})

    def _order(self, item: ItemSettings) -> Row:
        """Make an order, with or without what no order needs."""
        nothing = {name: Said(self.rng.choice(("", "soon?"))) for name in ("lot", "expires", "from", "to")}
        return Row({**self._movement("ordered", item, "", {}).answers, **nothing})

    def _between_ourselves(self) -> Row:
        """Make a movement that should be a transfer."""
        row = self._receipt(self.settings.kit, "OURS")
        if self.rng.random() < 0.5:
            return Row({**row.answers, "from": Said("Central", code="from_to_conflict")})
        moves = {"from": self._place("Central"), "to": Said(self.rng.choice(self.places), code="from_to_conflict")}
        return self._movement("returned", self.settings.kit, self.lots[self.settings.kit.code][0], moves)

    def _default(self) -> Row:
        """Make what a sheet fills in by itself."""
        empty = {name: Said("") for name in ("date", "lot", "expires", "quantity", "from")}
        return Row({**empty, "movement": Said("received"), "item": Said(self.settings.kit.code), "to": Said("Central")})

    def _other_times(self) -> tuple[tuple[date, str], ...]:
        before = self.settings.started.replace(day=1) - timedelta(days=3 * 366)
        return (before, "date_before_program"), (date(2062, 3, 4), "date_in_future")

    def _at_another_time(self, rows: list[Row], day: date, code: str) -> Row:
        usual = [row for row in rows if not row.codes and not row.is_default and row.means("movement") != "ordered"]
        return Row({**self.rng.choice(usual).answers, "date": Said(day, day, code=code)})

    def _day(self, *, early: bool = False) -> date:
        return self.first_day + timedelta(days=self.rng.randrange(self.days // 3 if early else self.days))

    def _expiry(self) -> Said:
        """On some day before, in or after the program's time; as a day or as a month, which is its last day."""
        day = self.first_day + timedelta(days=self.rng.randrange(30, 1500))
        if self.rng.random() < 0.5:
            return Said(day, day)
        last = calendar.monthrange(day.year, day.month)[1]
        return Said(f"{day:%Y-%m}", day.replace(day=last))

    def _item(self, item: ItemSettings) -> Said:
        return Said(as_typed(self.rng, self.rng.choice((item.code, item.name))), item.code)

    def _place(self, location: str) -> Said:
        return Said(as_typed(self.rng, location), location)

    def _in_some_order(self, rows: list[Row]) -> tuple[Row, ...]:
        """In any order, with a empty row among them now and then."""
        if rows and self.rng.random() < 0.5:
            rows.append(Row({name: Said("") for name in rows[0].answers}))
        self.rng.shuffle(rows)
        return tuple(rows)
