"""Held rows: how many, in which tabs, and which figures they are missing from."""

from collections.abc import Iterable, Mapping

from schemas.figures import Figures
from schemas.freshness import Silence
from schemas.held_since import HeldSince
from schemas.tabs import Tab
from tasks.messages.formatting import format_count, format_number, join_words, write_are

TABS: Mapping[str, Tab] = {
    "held": Tab.RESPONSES,
    "inventory": Tab.INVENTORY,
    "counts": Tab.COUNTS,
    "training": Tab.TRAINING,
}
"""The tab of each number of `excluded`, by its name in figures.json."""

_FORM = ("held",)
_INVENTORY = ("inventory",)
_STOCK = ("held", "inventory", "counts")

FED_BY: Mapping[str, tuple[str, ...]] = {
    "distributions": _FORM,
    "kits_distributed": _FORM,
    "doses_distributed": _FORM,
    "nyc_units_distributed": _FORM,
    "people_trained": _FORM,
    "personnel_trained": ("training",),
    "fts_distributed": _FORM,
    "xts_distributed": _FORM,
    "kits_on_hand_start": _STOCK,
    "kits_received": _INVENTORY,
    "kits_returned": _INVENTORY,
    "kits_damaged": _INVENTORY,
    "kits_lost": _INVENTORY,
    "kits_expired": _INVENTORY,
    "kits_recalled": _INVENTORY,
    "kits_count_adjustment": _STOCK,
    "kits_shortfall": _STOCK,
    "kits_on_hand_end": _STOCK,
    "kits_on_order": _INVENTORY,
}
"""For each measure, the tabs whose held rows it lacks."""


def count_held(figures: Figures, names: Iterable[str] = TABS) -> int:
    """Count the held rows of all tabs, or of some."""
    return sum(figures.excluded.get(name, 0) for name in names)


def count_held_of(measure: str, figures: Figures) -> int:
    """Count the held rows that may be missing from a figure; none where the program doesn't track it."""
    is_tracked = figures.measures.get(measure) is not None
    return count_held(figures, FED_BY.get(measure, ())) if is_tracked else 0


def note_held(measure: str, figures: Figures) -> str | None:
    """Write behind a figure how many rows it lacks: with 1 row held."""
    rows = count_held_of(measure, figures)
    return f"with {format_count(rows, 'row')} held" if rows else None


def list_held_by_tab(excluded: Mapping[str, int]) -> str:
    """Write how many rows are held in which tabs: 16 in Form responses and 1 in Training."""
    counts = ((excluded.get(name, 0), tab) for name, tab in TABS.items())
    return join_words(tuple(f"{format_number(count)} in {tab}" for count, tab in counts if count))


def describe_held_since(since: HeldSince) -> str:
    """Say that an edition tells other rows on hold than there are: Edition 1 says that no rows are held; 1 is now."""
    before, now = sum(since.was.values()), sum(since.now.values())
    said = "no rows are held" if not before else f"{format_count(before, 'row')} {write_are(before)} held"
    found = f"{format_number(now) if now else 'none'} {'is' if now == 1 or not now else 'are'} now"
    if before == now:
        said, found = f"{said} ({list_held_by_tab(since.was)})", f"now it's {list_held_by_tab(since.now)}"
    where = ", see needs-attention.csv" if now else ""
    return f"Edition {since.edition} says that {said}, and stays as it was made; {found}{where}."


def is_incomplete(figures: Figures, silence: Silence | None) -> bool:
    """Tell whether rows are known, or likely, to be missing from the figures."""
    return bool(silence or count_held(figures))
