"""How a file is refused: one sentence that names it, says what is wrong and what to do, and nothing that it holds."""

from typing import NoReturn

from schemas.plain_text import to_visible_line
from schemas.tabs import Tab
from tasks.errors import OperationError

SAVE_AGAIN = "Export it again as CSV (comma-separated, UTF-8) or as an Excel workbook (.xlsx)."
PUT_IT_THERE = "Put the exported file there, or correct its name in lbn.toml, [source]."

_LONGEST_NAME = 80


def refuse(tab: Tab, name: str, what: str, remedy: str) -> NoReturn:
    """Refuse a file.

    Raises:
        OperationError: always.
    """
    msg = f"The file {show_name(name)} (tab {tab.value}) {what}. Nothing was changed. {remedy}"
    raise OperationError(msg)


def show_name(name: str) -> str:
    """Show a name from the folder or a workbook on one line, at the length of a name."""
    shown = to_visible_line(name)
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"
