"""What isn't known where no row of a tab can be used: the same sentence in reports, digest, check and terminal."""

from schemas.tabs import Tab
from tasks.messages.formatting import format_count

_NOT_KNOWN = {
    Tab.INVENTORY: "stock isn't known",
    Tab.COUNTS: "no count of the stock is known",
    Tab.TRAINING: "how many were trained isn't known",
}


def describe_unusable_tab(tab: Tab) -> str:
    """Say that no row of a tab can be used, and what isn't known for it."""
    return f"No row of {tab.value} can be used: {_NOT_KNOWN[tab]}."


def describe_held_stock(held_count: int) -> str:
    """Say of what follows from the stock what it may lack."""
    rows = format_count(held_count, "row")
    return (
        f"Check first: {rows} of the Inventory and Counts tabs can't be used until fixed, so the recorded stock may be "
        f"wrong."
    )
