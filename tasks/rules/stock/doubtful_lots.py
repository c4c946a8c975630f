"""Lots of receipts that look like something else: what a person is known by does not belong into the ledger.

They count as any other lot: a maker may number as it likes, so a person looks at the carton. Nothing that leaves says
what was written there.
"""

import re
from collections.abc import Iterable

from schemas.inventory import Movement, MovementKind
from schemas.stock import DoubtfulLot, LotLikeness

_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12][0-9]|3[01])", "(?:0?[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
_FORMS = {
    LotLikeness.PHONE: re.compile(r"(?:1-?)?[2-9][0-9]{2}-?[2-9][0-9]{2}-?[0-9]{4}"),
    LotLikeness.DATE: re.compile(f"{_YEAR}-{_MONTH}-{_DAY}|{_MONTH}-{_DAY}-{_YEAR}|{_DAY}-{_MONTH}-{_YEAR}"),
    LotLikeness.WORD: re.compile(r"[A-Z-]*[A-Z]{3}[A-Z-]*"),
}
"""A number of a case is written as lots are: no form tells them apart."""


def find_likeness(lot: str) -> LotLikeness | None:
    """Find what a lot looks like; none where it looks like a lot."""
    return next((likeness for likeness, form in _FORMS.items() if form.fullmatch(lot)), None)


def name_lot(lot: str) -> str:
    """Return a lot's name, or what it looks like: “lot [looks like a phone number]”."""
    likeness = find_likeness(lot)
    return f"[looks like {likeness}]" if likeness else lot


def list_doubtful_lots(movements: Iterable[Movement]) -> list[DoubtfulLot]:
    """List the receipts whose lot looks like something else, by item and day; the lot itself is not repeated."""
    received = {(one.item, one.lot, one.moved_on) for one in movements if one.kind is MovementKind.RECEIVED and one.lot}
    doubtful = [
        DoubtfulLot(item=item, received_on=day, likeness=likeness)
        for item, lot, day in received
        if (likeness := find_likeness(lot))
    ]
    return sorted(doubtful, key=lambda one: (one.item, one.received_on, one.likeness))
