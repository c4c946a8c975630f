"""Which optional fields a form asks, and what is to be said of a column that isn't there.

A field that is not asked is not tracked; a question that was reworded looks just like it. So a column that the last
reading had stops the sync, and one that was never found is told, until source.not_asked says that it is meant so.
"""

from collections.abc import Collection, Iterable, Sequence

from schemas.agency import ItemKind
from schemas.plain_text import fold_title
from schemas.settings import Settings
from schemas.tabs import COLUMNS, Column, MissingColumn, Tab
from tasks.errors import OperationError
from tasks.rules.intake.likeness import MOST_COMPARED, NEAREST, list_words, looks_like_data, rate_likeness
from tasks.rules.intake.normalize import Cell, normalize_text

OPTIONAL = tuple(column for column in COLUMNS[Tab.RESPONSES] if not column.is_required)

_KEY_WORDS = {
    "lot": {"lot", "lots", "batch"},
    "trained": {"people", "persons", "shown", "trained", "taught", "instructed", "educated", "training"},
    "recipient": {"who", "took", "recipient", "person", "whom", "received"},
    "reason": {"why", "reason", "reasons", "offered"},
    "fts": {"fentanyl", "fts"},
    "xts": {"xylazine", "xts"},
    "low": {"low", "running", "restock", "refill"},
}
"""Words by which a reworded question may be known again, by field."""


def hide_not_asked(tab: Tab, header: Sequence[Cell], settings: Settings) -> Sequence[Cell]:
    """Return the header without the titles of fields that the form does not ask: such columns are not read."""
    fields = settings.source.not_asked if tab is Tab.RESPONSES else ()
    columns = [column for column in COLUMNS[Tab.RESPONSES] if column.field in fields]
    hidden = {title for column in columns for title in _fold_titles(column, settings)}
    return ["" if fold_title(normalize_text(cell)) in hidden else cell for cell in header] if hidden else header


def list_fields_found(header: Sequence[Cell], settings: Settings) -> tuple[str, ...]:
    """List the fields of the form that have a column, by name and in order."""
    found = {fold_title(normalize_text(cell)) for cell in hide_not_asked(Tab.RESPONSES, header, settings)}
    fields = (column.field for column in COLUMNS[Tab.RESPONSES] if not found.isdisjoint(_fold_titles(column, settings)))
    return tuple(sorted(fields))


def find_fields_missing(header: Sequence[Cell], settings: Settings) -> tuple[MissingColumn, ...]:
    """Find the optional fields of the form that have no column, each with the title that is likely its new one.

    Args:
        header: all titles of the tab.
        settings: what further titles there are, and which fields are not asked.
    """
    found = list_fields_found(header, settings)
    known = {title for column in COLUMNS[Tab.RESPONSES] for title in _fold_titles(column, settings)}
    free = [text for cell in header if (text := normalize_text(cell)) and fold_title(text) not in known][:MOST_COMPARED]
    return tuple(
        column._replace(nearest=_find_nearest(column, free)) for column in list_fields_not_found(found, settings)
    )


def list_fields_not_found(found: Collection[str], settings: Settings) -> tuple[MissingColumn, ...]:
    """List the optional fields that a reading did not find a column for, but for those that the form does not ask.

    Args:
        found: the fields that it found, as the ledger keeps them.
        settings: which fields are not asked, and which strips the program does not give out.
    """
    of_no_item = (kind.value for kind in (ItemKind.FTS, ItemKind.XTS) if not settings.first_of(kind))
    known = {*found, *settings.source.not_asked, *of_no_item}
    return tuple(MissingColumn(one.field, one.titles[0], "") for one in OPTIONAL if one.field not in known)


def list_fields_changed(found: Iterable[str], asked_before: str | None) -> frozenset[str]:
    """List the fields that only one of this reading and the last had a column for; none where that isn't known."""
    return frozenset() if asked_before is None else frozenset(found) ^ frozenset(asked_before.split())


def check_fields_kept(missing: Iterable[MissingColumn], asked_before: str | None) -> None:
    """Stop a sync that misses an optional column which the last one had.

    Args:
        missing: the optional fields without a column.
        asked_before: the fields that the last sync found, with spaces between; none: not known.

    Raises:
        OperationError: names the columns, and what to do.
    """
    lost = [column for column in missing if column.field in (asked_before or "").split()]
    if lost:
        words = "; ".join(f"{describe_missing(column)}, and the last reading had it" for column in lost)
        msg = f"The tab {Tab.RESPONSES.value} cannot be read: {words}. Nothing was changed. {say_remedy(lost)}"
        raise OperationError(msg)


def describe_missing(column: MissingColumn) -> str:
    """Say that an optional column isn't there, and which title may be its new one."""
    nearest = f" (nearest found: “{column.nearest}”)" if column.nearest else ""
    return f"the column “{column.title}” is missing{nearest}"


def say_remedy(missing: Sequence[MissingColumn]) -> str:
    """Say what to do about optional columns that are missing."""
    fields = ", ".join(f'"{column.field}"' for column in missing)
    return (
        "Restore the title in the tab, or name the new one in lbn.toml, section [source.columns]; if the form does not "
        f"ask it, write source.not_asked = [{fields}]."
    )


def _fold_titles(column: Column, settings: Settings) -> set[str]:
    return {fold_title(title) for title in (*column.titles, *settings.source.columns.get(column.field, ()))}


def _find_nearest(column: MissingColumn, free: Sequence[str]) -> str:
    """Find the title that may be the column's, reworded; empty if none is like it. Of equals, the one further left."""
    likely = [(_rate_title(column, title), title) for title in free if not looks_like_data(title)]
    rate, title = max(likely, key=lambda pair: pair[0], default=(0.0, ""))
    return title[:60] if rate >= NEAREST else ""


def _rate_title(column: MissingColumn, title: str) -> float:
    """Rate how likely a title is the column's: from 1 on where it has a word by which the question is known."""
    return len(list_words(title) & _KEY_WORDS.get(column.field, set())) + rate_likeness(column.title, title)
