"""Which column of a tab is which field, by its title.

Titles are matched without regard to case, outer spaces and a trailing `*` (the mark of a required question); the suffix
"(optional)" may be missing. A column that is missing stops the sync: a guess would shift every figure. One that is
there twice stops it too, but for the form's own tab, where a question that was asked again leaves two columns.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Self

from schemas.plain_text import fold_title
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Column, Tab
from tasks.errors import OperationError
from tasks.rules.intake.likeness import MOST_COMPARED, NEAREST, list_words, looks_like_data, rate_likeness
from tasks.rules.intake.normalize import Cell, normalize_text

MOST_NAMED = 2

_OLD_SUFFIX = " (old)"
"""What people add to the title of the older one of two columns of a question, to tell them apart."""

Indexes = tuple[int, ...]
"""Where a field's column stands: nowhere, once, or more often where a question was asked again."""


def locate_columns(tab: Tab, header: Sequence[Cell], settings: Settings, used: Collection[str] = ()) -> list[Indexes]:
    """Locate each field's columns in a tab's header, by the titles that a program's settings add as well.

    Args:
        tab: which tab.
        header: its first row.
        settings: further titles, and which fields the program can do without.
        used: optional fields of which rows that count say something: their columns can't be missing any more.

    Raises:
        OperationError: a required column is missing, or a column of another tab than the form's is there twice.
    """
    columns = [one._replace(is_required=True) if one.field in used else one for one in COLUMNS[tab]]
    if tab is not Tab.RESPONSES:  # what the settings say is about the form's questions
        return find_columns(tab, columns, header, {})
    # Without a list of jurisdictions the form need not ask for one; and of the fields not asked, one is required else.
    not_required = (*(() if settings.places.jurisdictions else ("jurisdiction",)), *settings.source.not_asked)
    return find_columns(tab, columns, header, settings.source.columns, not_required)


def find_columns(
    tab: Tab,
    columns: Sequence[Column],
    header: Sequence[Cell],
    more_titles: Mapping[str, Sequence[str]],
    not_required: Collection[str] = (),
) -> list[Indexes]:
    """Find the indexes of each field's columns in the header; none where an optional one is missing.

    Args:
        tab: for the words of a refusal.
        columns: the fields of the tab.
        header: its first row.
        more_titles: further titles by field, from source.columns in lbn.toml.
        not_required: fields that this program can do without.

    Raises:
        OperationError: a required column is missing, or a column of another tab than the form's is there twice.
    """
    wanted = [
        {fold_title(title) for title in (*column.titles, *more_titles.get(column.field, ()))} for column in columns
    ]
    found = [fold_title(normalize_text(cell)) for cell in header]
    free = _Free.of(header, set().union(*wanted))
    missing: list[str] = []
    doubled: dict[str, Indexes] = {}
    indexes: list[Indexes] = []
    for column, names in zip(columns, wanted, strict=True):
        title = column.titles[0]
        matching = _match_titles(found, names)
        if tab is Tab.RESPONSES and matching:
            matching = _match_titles(map(_drop_old, found), names)
        elif len(matching) > 1:
            doubled[title] = matching
        elif not matching and column.is_required and column.field not in not_required:
            missing.append(f"the column “{title}” is missing{_nearest(title, free)}")
        indexes.append(matching)
    if missing or doubled:
        problems = "; ".join([*missing, *(_describe_doubled(title, these) for title, these in doubled.items())])
        remedy = " ".join(_list_remedies(tab, found, is_missing=bool(missing), doubled=[*doubled.values()]))
        msg = f"The tab {tab.value} cannot be read: {problems}. Nothing was changed. {remedy}"
        raise OperationError(msg)
    return indexes


def _describe_doubled(title: str, indexes: Indexes) -> str:
    """Say which columns have the same title, by their letters."""
    *first, last = map(_letters, indexes)
    times = "twice" if len(indexes) == 2 else f"{len(indexes)} times"
    return f"the title “{title}” is there {times} (columns {', '.join(first)} and {last})"


def _list_remedies(tab: Tab, found: Collection[str], *, is_missing: bool, doubled: Sequence[Indexes]) -> Iterator[str]:
    """Say what to do about titles: a file of another tab needs another name there."""
    others = [other for other in Tab if other is not tab and _has_titles_of(other, found)]
    if is_missing and others:
        yield f"Its titles are those of the tab {others[0].value}: check in lbn.toml, [source], which tab is which."
        return
    if is_missing:
        more = ", or name the new one in lbn.toml, section [source.columns]" if tab is Tab.RESPONSES else ""
        yield f"Restore the title in the tab{more}."
    if doubled:
        is_pair = sum(map(len, doubled)) == 2
        yield f"Rename or remove {'one of the two columns' if is_pair else 'columns until each title is there once'}."


def _has_titles_of(tab: Tab, found: Collection[str]) -> bool:
    required = [column for column in COLUMNS[tab] if column.is_required]
    return all(any(fold_title(title) in found for title in column.titles) for column in required)


def _match_titles(found: Iterable[str], names: Collection[str]) -> Indexes:
    return tuple(index for index, name in enumerate(found) if name in names)


def _drop_old(name: str) -> str:
    """Return a title without people's remark that it is that of the older column."""
    return fold_title(name.removesuffix(_OLD_SUFFIX))


class _Free(NamedTuple):
    """The titles that belong to no field, as they are written; and whether any did: else it may not be a header."""

    titles: tuple[str, ...]
    is_header: bool

    @classmethod
    def of(cls, header: Sequence[Cell], known: Collection[str]) -> Self:
        titles = [normalize_text(cell) for cell in header]
        free = [title for title in titles if fold_title(title) not in known]
        return cls(tuple(dict.fromkeys(free))[:MOST_COMPARED], is_header=len(free) < len(titles))


def _nearest(expected: str, free: _Free) -> str:
    """Name the titles that may be the expected one, reworded: best first, and of equals the one further left."""
    ranked = sorted(((rate_likeness(expected, title), title) for title in free.titles), key=lambda pair: -pair[0])
    near = [
        title
        for likeness, title in ranked
        if likeness >= NEAREST or (free.is_header and _shares_words(expected, title))
    ]
    named = [f"“{title[:60]}”" for title in near[:MOST_NAMED]]
    return f" (nearest found: {', '.join(named)})" if named else ""


def _shares_words(expected: str, title: str) -> bool:
    """Tell whether one of them has every word of the other, and what was found looks like a title."""
    words, found = list_words(expected), list_words(title)
    return bool(found) and not looks_like_data(title) and (words <= found or found <= words)


def _letters(index: int) -> str:
    """Name a column as spreadsheets do: A, B, ... Z, AA."""
    letters = ""
    left = index + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
