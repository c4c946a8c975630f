"""The closed vocabulary of a program's ledger: words of lbn.toml, and lots and counties that passed their rules."""

from collections.abc import Iterable

from schemas.settings import Settings
from schemas.stored_row import Stored


def list_words_of_settings(settings: Settings) -> set[str]:
    """List what a text of the ledger may say, lots and counties apart."""
    return {*settings.locations, *settings.places.jurisdictions, *(item.code for item in settings.items)}


def list_words_of_rows(values: Iterable[Stored]) -> set[str]:
    """List the lots and counties of rows that passed their rules."""
    words = (getattr(value, field, None) for value in values for field in ("lot", "county"))
    return {word for word in words if word}
