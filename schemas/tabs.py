"""The four tabs and their columns: the one place where a field of a tab is declared.

A field that is added here is found in the tab by its title, fingerprinted and handed to its rule.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Tab(StrEnum):
    """A tab, by the name under which people and the commands' JSON know it."""

    RESPONSES = "Form responses"
    INVENTORY = "Inventory"
    COUNTS = "Counts"
    TRAINING = "Training"


class Kind(StrEnum):
    """How the cells of a column are to be brought into one form, whatever export they come from."""

    INSTANT = "instant"
    DAY = "day"
    EXPIRY = "expiry"
    ZIP = "zip"
    TEXT = "text"


class Column(NamedTuple):
    """A field of a tab: its name in the program, the titles by which it is known, and its kind of cell."""

    field: str
    titles: tuple[str, ...]
    kind: Kind
    is_required: bool = True


OPTIONAL_SUFFIX = " (optional)"
"""Stands behind the title of a question that need not be answered."""

COLUMNS: dict[Tab, tuple[Column, ...]] = {
    Tab.RESPONSES: (
        Column("submitted", ("Timestamp", "Completion time"), Kind.INSTANT),
        Column("date", ("Date of distribution",), Kind.DAY),
        Column("unit", ("Unit",), Kind.TEXT),
        Column("zip", ("ZIP code",), Kind.ZIP),
        Column("jurisdiction", ("Jurisdiction",), Kind.TEXT),
        Column("kits", ("Kits left",), Kind.TEXT),
        Column("lot", ("Lot number (optional)",), Kind.TEXT, is_required=False),
        Column("trained", ("People shown how to use it (optional)",), Kind.TEXT, is_required=False),
        Column("recipient", ("Who took the kit (optional)",), Kind.TEXT, is_required=False),
        Column("reason", ("Why it was offered (optional)",), Kind.TEXT, is_required=False),
        Column("fts", ("Fentanyl test strips (optional)",), Kind.TEXT, is_required=False),
        Column("xts", ("Xylazine test strips (optional)",), Kind.TEXT, is_required=False),
        Column("low", ("Kits running low? (optional)",), Kind.TEXT, is_required=False),
    ),
    Tab.INVENTORY: (
        Column("date", ("Date",), Kind.DAY),
        Column("movement", ("Movement",), Kind.TEXT),
        Column("item", ("Item",), Kind.TEXT),
        Column("lot", ("Lot",), Kind.TEXT),
        Column("expires", ("Expires",), Kind.EXPIRY),
        Column("quantity", ("Quantity",), Kind.TEXT),
        Column("from", ("From",), Kind.TEXT),
        Column("to", ("To",), Kind.TEXT),
    ),
    Tab.COUNTS: (
        Column("date", ("Date",), Kind.DAY),
        Column("location", ("Location",), Kind.TEXT),
        Column("item", ("Item",), Kind.TEXT),
        Column("lot", ("Lot (optional)",), Kind.TEXT, is_required=False),
        Column("counted", ("Counted",), Kind.TEXT),
    ),
    Tab.TRAINING: (
        Column("date", ("Date",), Kind.DAY),
        Column("unit", ("Unit",), Kind.TEXT),
        Column("course", ("Course",), Kind.TEXT),
        Column("people", ("People trained",), Kind.TEXT),
    ),
}

ZIP = "zip"
"""The one required field of the form that a program may say its form does not ask: a jurisdiction is enough."""

Cells = tuple[str, ...]
"""A row in one form, whatever export it came from: a text per field, in the order of COLUMNS, maybe empty."""


class MissingColumn(NamedTuple):
    """An optional column that a tab does not have: its field, its title, and a title found that may be its new one."""

    field: str
    title: str
    nearest: str


class KnownRows(NamedTuple):
    """What is known of the rows of a tab that was read in blocks, without a look at their cells."""

    prints: list[bytes]
    """The fingerprint of each row."""
    answers: Sequence[int]
    """Of each row a short keyed digest of all but the time of sending."""
    fresh: Sequence[range]
    """The indexes of the rows whose blocks weren't known."""
    as_of: bytes | None
    """The digest of the reading after which only the fresh rows are new or moved; none: every row may be."""


class TabRows(NamedTuple):
    """The rows of a tab that are not empty: their numbers in the tab (the header is 1) and their cells."""

    numbers: list[int]
    cells: Sequence[Cells]
    fields: tuple[str, ...] = ()
    """Of the form: the fields that have a column, by name."""
    missing: tuple[MissingColumn, ...] = ()
    """Of the form: the optional fields that have none."""
    known: KnownRows | None = None
    """Of the form: what is known of its rows without their cells, where it was read in blocks."""
