"""Held rows: how many, in which tabs, and which figures they are missing from."""

from collections.abc import Iterable, Mapping

from schemas.figures import Figures, Measured
from schemas.freshness import Silence
from schemas.held_since import HeldSince
from schemas.tabs import Tab
from tasks.messages.formatting import format_count, format_number, format_period, join_words, write_are

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


def count_held_earlier(figures: Figures, earlier: int) -> int:
    """Count the form's held rows of days before the period; none where the report tells nothing of the stock."""
    return earlier if has_stock(figures.measures) else 0


def has_stock(measures: Mapping[str, Measured]) -> bool:
    """Tell whether a figure is among measures, and tracked, that every row of the stock has a part in."""
    return any(FED_BY.get(name) == _STOCK for name, value in measures.items() if value is not None)


def describe_held_earlier(count: int, period: str, *, are_others_held: bool) -> str:
    """Say of held rows from before a period that its stock lacks them."""
    rows, too, them = format_count(count, "row"), ", too" if are_others_held else "", "it" if count == 1 else "them"
    where = f"{rows} of Form responses from before {format_period(period)} {write_are(count)} held{too}"
    return f"{where}: kits in stock don't include {them}. See needs-attention.csv."


def has_held_rows(figures: Figures, earlier: int) -> bool:
    """Tell whether rows are held that any figure lacks."""
    return bool(count_held(figures) or count_held_earlier(figures, earlier))


def count_held_of(measure: str, figures: Figures, earlier: int) -> int:
    """Count the held rows that may be missing from a figure, of the stock earlier ones, too; none if not tracked."""
    if figures.measures.get(measure) is None:
        return 0
    tabs = FED_BY.get(measure, ())
    return count_held(figures, tabs) + (earlier if tabs == _STOCK else 0)


def is_lacking(measure: str, excluded: Mapping[str, int]) -> bool:
    """Tell whether held rows may be missing from a figure of the period before."""
    return any(excluded.get(name) for name in FED_BY.get(measure, ()))


def note_held(measure: str, figures: Figures, earlier: int) -> str | None:
    """Write behind a figure how many rows it lacks: with 1 row held."""
    rows = count_held_of(measure, figures, earlier)
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
