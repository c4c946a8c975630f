"""Rows that aren't counted until they are fixed, in words: the same in the terminal and on sheets."""

from collections.abc import Sequence

from schemas.finding import Code, is_flag
from schemas.outcome import AttentionItem
from schemas.tabs import Tab
from tasks.messages.finding_words import find_words
from tasks.messages.formatting import format_number
from tasks.program_folder.findings_file import FILE_NAME, OPEN_IT

HELD_ROWS = "Held rows: not counted until fixed"
MOST_HELD = 12
"""Held rows that are listed."""


def list_held_rows(attention: Sequence[AttentionItem], *, is_linked: bool) -> list[str]:
    """List the first held rows, and what to do about each; where it's read on a screen, with links to the rows."""
    held = [item for item in attention if item.is_held and not is_flag(Tab(item.tab), Code(item.code))]
    lines = [
        f"{item.tab}, row {item.row} (ref {item.ref}): {find_words(Tab(item.tab), Code(item.code))}"
        f"{f' {OPEN_IT}{item.link}' if item.link and is_linked else ''}"
        for item in held[:MOST_HELD]
    ]
    rest = len(held) - MOST_HELD
    return [*lines, f"{format_number(rest)} more: {FILE_NAME} lists all."] if rest > 0 else lines
