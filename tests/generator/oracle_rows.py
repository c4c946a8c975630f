"""What is wrong with each row of a generated program, its neighbours included (contract.md §3)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from tests.generator.model import HOLDING, FormRow, Generated, Row
from tests.generator.oracle_stock import NO_LOT, Counted, Moved

DOUBLE_SECONDS = 60


class Validated(NamedTuple):
    """A form row, where it stands in the tab (the header is row 1), and everything that is wrong with it."""

    number: int
    row: FormRow
    codes: frozenset[str]

    @property
    def is_held(self) -> bool:
        """Is it not counted until someone fixes it?"""
        return bool(self.codes & (HOLDING | {"possible_duplicate"}))


class Attention(NamedTuple):
    """One code of one row."""

    tab: str
    row: int
    code: str


def validate(program: Generated, lots: set[str], kept: frozenset[int]) -> list[Validated]:
    """Every form row that is one; kept are the numbers of double submissions that were decided to be real."""
    validated = [
        Validated(number, row, row.codes | _lot_codes(row, lots))
        for number, row in enumerate(program.responses, start=2)
        if not row.is_empty
    ]
    doubles = _double_submissions(validated) - kept
    return [
        found._replace(codes=found.codes | {"possible_duplicate"}) if found.number in doubles else found
        for found in validated
    ]


def attention(program: Generated, validated: Iterable[Validated]) -> set[Attention]:
    """Every code of every row of every tab."""
    found = {Attention("Form responses", row.number, code) for row in validated for code in row.codes}
    received = received_lots(program.inventory)
    tabs = {"Inventory": program.inventory, "Counts": program.counts, "Training": program.training}
    for tab, rows in tabs.items():
        for number, row in enumerate(rows, start=2):
            if not row.is_default:
                found |= {Attention(tab, number, code) for code in codes_among(row, received)}
    return found


Lots = set[tuple[str, str]]
"""Items with their lots."""


def received_lots(inventory: Iterable[Row]) -> Lots:
    """Return every lot that a row with nothing wrong received."""
    return {
        (str(row.means("item")), str(row.means("lot")))
        for row in inventory
        if not row.codes and row.means("movement") == "received" and row.means("lot")
    }


def codes_among(row: Row, received: Lots) -> frozenset[str]:
    """What is wrong with a row of the other tabs, among its neighbours: nobody has a lot that never arrived."""
    item, lot = row.means("item"), row.means("lot")
    is_about_stock = row.means("movement") not in {None, "received", "ordered"} or "counted" in row.answers
    is_unknown = is_about_stock and item and lot and (item, lot) not in received
    return row.codes | (frozenset({"lot_unknown"}) if is_unknown else frozenset())


def usable(rows: Iterable[Row], received: Lots) -> list[Row]:
    """Rows of the other tabs with nothing wrong."""
    return [row for row in rows if not codes_among(row, received) and not row.is_default]


def movements(rows: Iterable[Row], received: Lots) -> list[Moved]:
    """Return the usable rows of the Inventory tab, in its order."""
    return [
        Moved(
            day_of(row),
            str(row.means("movement")),
            str(row.means("item")),
            str(row.means("lot") or NO_LOT),
            _maybe_day(row, "expires"),
            number_of(row, "quantity"),
            str(row.means("from")),
            str(row.means("to")),
        )
        for row in usable(rows, received)
    ]


def counts(rows: Iterable[Row], received: Lots) -> list[Counted]:
    """Return the usable rows of the Counts tab, in its order."""
    return [
        Counted(
            day_of(row),
            str(row.means("location")),
            str(row.means("item")),
            str(row.means("lot") or NO_LOT),
            number_of(row, "counted"),
        )
        for row in usable(rows, received)
    ]


def day_of(row: Row) -> date:
    """Return the day to which a row that is not held belongs."""
    day = row.means("date")
    assert isinstance(day, date)
    return day


def number_of(row: Row, name: str) -> int:
    """Return a number of the row; what is empty or cannot be read counts as none."""
    number = row.means(name)
    return number if isinstance(number, int) else 0


def _lot_codes(row: FormRow, known_lots: set[str]) -> frozenset[str]:
    is_said = "lot" in row.answers and bool(str(row.answers["lot"].cell).strip())
    return frozenset({"lot_unknown"} if is_said and row.means("lot") not in known_lots else ())


def _double_submissions(validated: list[Validated]) -> set[int]:
    """Row numbers whose same answers were sent at most a minute before, by a row that is not held itself."""
    whole = [found for found in validated if not found.codes & HOLDING]
    sent: dict[tuple[object, ...], list[datetime]] = {}
    doubles = set()
    for later in sorted(whole, key=lambda found: (_moment(found.row), found.number)):
        moment, earlier = _moment(later.row), sent.setdefault(later.row.answered, [])
        if any((moment - one).total_seconds() <= DOUBLE_SECONDS for one in earlier):
            doubles.add(later.number)
        earlier.append(moment)
    return doubles


def _moment(row: FormRow) -> datetime:
    assert row.submitted
    return row.submitted


def _maybe_day(row: Row, name: str) -> date | None:
    day = row.means(name)
    return day if isinstance(day, date) else None
