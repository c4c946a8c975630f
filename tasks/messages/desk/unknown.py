"""What the desk cannot know, and says so: a stock that nobody keeps record of is not an empty one."""

from schemas.desk_page import Desk
from schemas.tabs import Tab
from tasks.messages.finding_order import count_held_stock_rows
from tasks.messages.formatting import NOT_TRACKED, format_count

NOT_READ = "Not known: the tabs have not been read yet."
_UNUSABLE = "No row of the Inventory tab can be used, so nobody knows what is on the shelves. Fix its rows first."
_UNTRACKED = (
    "The stock is not tracked: the Inventory tab has no row of kits, or is missing. That says nothing about the "
    "shelves: they may be full or empty."
)


def say_no_stock(desk: Desk) -> str:
    """Say why there are no shelves to be seen; nothing where there are."""
    if desk.read_at is None:
        return NOT_READ
    if Tab.INVENTORY in desk.unusable_tabs:
        return _UNUSABLE
    return "" if desk.is_stock_tracked else _UNTRACKED


def name_no_stock(desk: Desk) -> str:
    """Say the same in two words."""
    return NOT_TRACKED if say_no_stock(desk) == _UNTRACKED else "not known"


def doubt_stock(desk: Desk) -> str:
    """Say that rows of the stock are held, so that what is shown of it may be wrong; nothing where none is."""
    held = count_held_stock_rows(desk.findings)
    if not held:
        return ""
    rows = format_count(held, "row")
    return f"Check first: {rows} of the Inventory and Counts tabs can't be used, so the bars may be wrong."
