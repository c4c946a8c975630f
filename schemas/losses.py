"""What a reading would take away from what counts, and what of it the coordinator has accepted."""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.finding import Code


class Losses(NamedTuple):
    """How many distributions in force a reading would take away, by kind."""

    gone_count: int
    """Rows that are no longer in the tab."""
    changed_count: int
    """Rows that are there with another text, and count: they are withdrawn, and come anew."""
    changed: Mapping[str, int]
    """In which columns, by title; a row may differ in several, and of some the column can't be told."""
    held_count: int
    """Rows that are there and no longer count."""
    held: Mapping[Code, int]
    """For which codes; a row may have several."""
    same_count: int = 0
    """Rows that are there with another text, and say what they said in all fields that both readings asked."""

    renamed: Mapping[Code, int] = {}
    """Of the rows that changed, how many name a unit or place now that lbn.toml doesn't have, and named one before."""

    unnamed_count: int = 0
    """Rows that are there as they were, and count without their unit or place: lbn.toml no longer has its name."""
    unnamed: Mapping[Code, int] = {}
    """For which codes; a row may have both."""

    rewritten_count: int = 0
    """Of those that would be held, rows of the stock with another text: corrected ones, or others in place of them."""

    @property
    def withdrawn_count(self) -> int:
        """How many rows of the ledger would be withdrawn."""
        return self.gone_count + self.changed_count


class Accepted(NamedTuple):
    """Which losses the coordinator has said are as they should be."""

    withdrawals: bool = False
    held: bool = False
