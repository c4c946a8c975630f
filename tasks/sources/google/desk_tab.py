"""The tab “Desk”: all of it at a glance, for those who have the Sheet open anyway."""

from collections.abc import Sequence

from gspread.utils import absolute_range_name

from tasks.rules.intake.normalize import Cell
from tasks.sources.google.access import Google
from tasks.sources.google.layout import SheetTab, parse_all_tabs
from tasks.sources.google.own_tab import COLUMNS, Kind, Line, OwnTab

HEADER = ("Part", "What", "Figure", "Bar", "More")
_KIND = Kind("source.desk_tab", HEADER)


def find_desk_tab(google: Google, title: str) -> SheetTab | None:
    """Find the tab, if it is there."""
    return parse_all_tabs(google).find(title)


def name_desk_range(found: SheetTab) -> str:
    """Name the columns that the program writes."""
    return absolute_range_name(found.about.title, COLUMNS)


def publish_desk(
    google: Google, title: str, found: SheetTab | None, published: Sequence[Sequence[Cell]], lines: Sequence[Line]
) -> None:
    """Bring the tab to what the desk says.

    Raises:
        OperationError: the tab is somebody else's, or cannot be written.
    """
    OwnTab(_KIND, title, found, published).write(google, [HEADER, *lines], {})
