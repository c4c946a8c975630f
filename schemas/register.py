"""The register: what was released to other eyes, to whom and when."""

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.base import Closed
from schemas.family import Family


class ReleasedEdition(Closed):
    """An edition for other eyes: for whom it was made, when its message left, and when it was handed in."""

    report: str
    period: str
    edition: int
    addressee: str | None = Field(description="As it was made; none: an older edition, which doesn't say")
    made_on: date
    sent: bool | Literal["outbox"] = Field(description="To the coordinator, by mail; outbox: put into outbox/")
    sent_on: date | None
    filed_on: date | None = Field(description="When a person noted that it was handed in, or given out")
    there_since: date | None = Field(default=None, exclude=True, description="Since when its message lies in outbox/")
    is_lost: bool = Field(
        default=False, exclude=True, description="Made by a former ledger: when, and how it left, isn't known"
    )


class TableMade(Closed):
    """A table that was made once, and is quoted by each edition that shows it."""

    by: Family
    period: str
    made_on: date


class Register(Closed):
    """All that was ever released to other eyes."""

    editions: tuple[ReleasedEdition, ...] = ()
    tables: tuple[TableMade, ...] = ()
