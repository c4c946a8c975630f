"""Which column of a tab is which field, by its title.

Titles are matched without regard to case, outer blanks and a trailing `*` (the mark of a required question); the suffix
"(optional)" may be missing. A column that is missing or there twice stops the sync: a guess would shift every figure.
"""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from schemas.problem import CannotGoOn
from schemas.settings import Settings
from schemas.tabs import COLUMNS, OPTIONAL_SUFFIX, Column, Tab
from tasks.rules.cells import Cell, as_text

NEAREST = 0.6
"""How like an expected title a found one must be to be named: what is not like it may be anything, and is nobody's
business."""


def columns_of(tab: Tab, header: Sequence[Cell], settings: Settings) -> list[int | None]:
    """The place of each field of a tab in its header, by the titles that a program's settings add.

    Raises:
        CannotGoOn: a required column is missing, or a column is there twice.
    """
    more_titles = settings.source.columns if tab is Tab.RESPONSES else {}
    # Without a list of jurisdictions the form need not ask for one.
    not_required = () if settings.places.jurisdictions else ("jurisdiction",)
    return find_columns(tab, COLUMNS[tab], header, more_titles, not_required)


def find_columns(
    tab: Tab,
    columns: Sequence[Column],
    header: Sequence[Cell],
    more_titles: Mapping[str, Sequence[str]],
    not_required: Collection[str] = (),
) -> list[int | None]:
    """The place of each field's column in the header; none where an optional one is missing.

    Args:
        tab: for the words of a refusal.
        columns: the fields of the tab.
        header: its first row.
        more_titles: further titles by field, from source.columns in lbn.toml.
        not_required: fields that this program can do without.

    Raises:
        CannotGoOn: a required column is missing, or a column is there twice.
    """
    found = [_folded(as_text(cell)) for cell in header]
    problems: list[str] = []
    places: list[int | None] = []
    for column in columns:
        titles = (*column.titles, *more_titles.get(column.field, ()))
        wanted = {_folded(title) for title in titles}
        matching = [place for place, title in enumerate(found) if title in wanted]
        if len(matching) > 1:
            letters = " and ".join(_letters(place) for place in matching)
            problems.append(
                f"the column “{titles[0]}” is there {len(matching)} times (columns {letters}): rename or remove one"
            )
        elif not matching and column.is_required and column.field not in not_required:
            problems.append(f"the column “{titles[0]}” is missing{_nearest(titles, found, header)}")
        places.append(matching[0] if matching else None)
    if problems:
        msg = (
            f"The tab {tab.value} cannot be read: {'; '.join(problems)}. Nothing was changed. "
            "Restore the title in the tab, or name the new one in lbn.toml, section [source.columns]."
        )
        raise CannotGoOn(msg)
    return places


def _folded(title: str) -> str:
    words = " ".join(title.split()).casefold().removesuffix("*").strip()
    return words.removesuffix(OPTIONAL_SUFFIX).strip()


def _nearest(titles: Sequence[str], found: Sequence[str], header: Sequence[Cell]) -> str:
    near = get_close_matches(_folded(titles[0]), found, n=2, cutoff=NEAREST)
    named = [f"“{as_text(header[found.index(title)])[:60]}”" for title in near]
    return f" (nearest found: {', '.join(named)})" if named else ""


def _letters(place: int) -> str:
    """A, B, ... Z, AA: the column as spreadsheets name it."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
