"""What the words of the yearly review are made from, and how they say what isn't known."""

from collections.abc import Container, Iterable
from typing import NamedTuple

from schemas.agency import ItemKind
from schemas.desk_page import Desk
from schemas.outcome import Status
from schemas.reconciliation import Reconciliation
from schemas.review import Review
from schemas.settings import Settings
from schemas.tabs import Tab
from tasks.messages.formatting import NOT_TRACKED, format_count, format_number, join_words
from tasks.messages.unusable_words import describe_unusable_tab

MOST_NAMES = 8
"""Units that are named in a line; of more the others are counted."""


class ReviewFacts(NamedTuple):
    """The period, and where the program stands on the day of the review."""

    review: Review
    desk: Desk
    state: Status
    stock: Reconciliation
    settings: Settings

    @property
    def kits(self) -> frozenset[str]:
        """Return the codes of the items that are kits."""
        return frozenset(item.code for item in self.settings.items if item.kind is ItemKind.NALOXONE)


def write_unknown(tab: Tab, facts: ReviewFacts) -> str:
    """Say why nothing is known from a tab: no row of it can be used, or none is kept."""
    if tab in facts.desk.unusable_tabs:
        return describe_unusable_tab(tab)
    return f"{NOT_TRACKED.capitalize()}."


def write_measure(name: str, facts: ReviewFacts) -> str:
    """Write the figure of a measure; of one that isn't tracked, that it isn't."""
    value = facts.review.measures[name]
    return NOT_TRACKED if value is None else format_number(value)


def name_some(names: Iterable[str]) -> str:
    """Name the first of some units, and count the others."""
    listed = tuple(dict.fromkeys(names))
    rest = len(listed) - MOST_NAMES
    others = (f"{format_count(rest, 'other')}",) if rest > 0 else ()
    return join_words((*listed[:MOST_NAMES], *others))


def write_asked(name: str, facts: ReviewFacts) -> str:
    """Write the figure of an optional question, and how many forms left it empty."""
    empty = facts.review.left_empty.get(name)
    left = f" ({format_count(empty, 'form')} left it empty)" if empty else ""
    return f"{write_measure(name, facts)}{left}"


def write_low(items: Container[str], facts: ReviewFacts) -> str:
    """Say which shelves of some items are low now; none is said only where it is known."""
    low = [one for one in facts.stock.low if one.item in items]
    if low:
        shelves = format_count(len(low), "shelf is low", "shelves are low")
        return f"Now {shelves}: {name_some(f'{one.location} ({format_number(one.on_hand)})' for one in low)}."
    is_known = any(shelf.is_watched for shelf in facts.stock.shelves if shelf.item in items)
    return "Now no shelf is low." if is_known else "Whether a shelf is low isn't known: no par level or rate."
