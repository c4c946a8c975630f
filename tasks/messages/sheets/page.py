"""What sheets to fill in are made of: pages of blocks in plain words, for a template that only sets them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from tasks.messages.long_words import break_long_words
from tasks.messages.sanitizing import clean_words


class Fields(NamedTuple):
    """Lines to write on, side by side, each with what belongs there."""

    labels: tuple[str, ...]


class Grid(NamedTuple):
    """A table; an empty cell is one to write in."""

    title: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    """Of the columns, in proportion."""

    rows: tuple[tuple[str, ...], ...]


class Ticks(NamedTuple):
    """Boxes to tick, each with what it is ticked for and more about it."""

    title: str
    ticks: tuple[tuple[str, str], ...]


class Steps(NamedTuple):
    """What to do, in order."""

    title: str
    steps: tuple[str, ...]


class Note(NamedTuple):
    """A sentence that nobody may miss."""

    words: str


class Said(NamedTuple):
    """A sentence in the place of a table that would have no row."""

    title: str
    words: str


class Remark(NamedTuple):
    """What is good to know, in small letters."""

    words: str


Block = Fields | Grid | Ticks | Steps | Note | Said | Remark


class Page(NamedTuple):
    """A sheet: one page, or more where it is long."""

    title: str
    lead: str
    blocks: tuple[Block, ...]


def build_sheets(name: str, agency: str, made: str, pages: Iterable[Page]) -> dict[str, Any]:
    """Build a document of sheets.

    Args:
        name: what it is, as a reader's window shows it.
        agency: whose.
        made: of what day it is, in words.
        pages: in their order.
    """
    said: dict[str, Any] = {
        "agency": f"{agency} · Leave-Behind Naloxone Program",
        "made": made,
        "pages": [{"title": page.title, "lead": page.lead, "blocks": _list_blocks(page)} for page in pages],
    }
    words: dict[str, Any] = break_long_words(clean_words(said))
    return {"name": clean_words(name)} | words


def _list_blocks(page: Page) -> list[dict[str, Any]]:
    return [{"kind": type(block).__name__} | block._asdict() for block in page.blocks]
